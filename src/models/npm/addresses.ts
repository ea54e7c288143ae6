import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { GuardRow } from "../model.js";

/** An address written out consists of hexadecimal digits, dots, colons and a zone's name. */
const NOT_IN_AN_ADDRESS: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "SCHEME", "NAME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "FREE", "OPERATOR",
];

/** None of these look a name up: NAME stays. */
export default model({
  packages: ["ipaddr.js", "ip", "ip-address", "is-ip", "ip-regex", "cidr-tools", "is-cidr", "netmask", "ip-range-check"],
  steps: [
    { from: "parse.arg(0)", to: "parse()", as: "identity" },
    { from: "parse()", to: "parse().toString()", as: "identity" },
    { from: "parse()", to: "parse().toNormalizedString()", as: "identity" },
    { from: "process.arg(0)", to: "process()", as: "identity" },
    { from: "process()", to: "process().toString()", as: "identity" },
  ],
  guards: [
    ...["isIP", "isIPv4", "isIPv6", "isValid", "IPv4.isValid", "IPv6.isValid", "IPv4.isIPv4", "isV4Format", "isV6Format", "ipVersion"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: NOT_IN_AN_ADDRESS })),
    ...["isPrivate", "isPrivateIp"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "false", clears: ["ADDRESS"] })),
  ],
});
