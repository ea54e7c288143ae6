import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { GuardRow, SinkRow } from "../model.js";

/** An address written out consists of hexadecimal digits, dots, colons and a zone's name. */
const NOT_IN_AN_ADDRESS: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "SCHEME", "NAME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE",
  "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "FREE", "OPERATOR",
];

const connects = ["connect", "createConnection", "Socket.new().connect"].flatMap((name): SinkRow[] => [
  { path: `${name}.arg(1)`, kind: "url", when: [{ at: "arg(1)", is: "string" }] },
  { path: `${name}.arg(0).host`, kind: "url" },
  { path: `${name}.arg(0).path`, kind: "path" },
]);

export default model({
  packages: ["net", "node:net"],
  sinks: connects,
  computes: [{ path: "isIP", as: "is-ip" }, { path: "isIPv4", as: "is-ipv4" }, { path: "isIPv6", as: "is-ipv6" }, { path: "BlockList", as: "global" }],
  guards: [
    ...["isIP", "isIPv4", "isIPv6"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: NOT_IN_AN_ADDRESS })),
    // Which addresses are listed is not read.
    { path: "BlockList.new().check.arg(0)", outcome: "false", clears: ["ADDRESS"] },
  ],
});
