import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { ComputeRow, GuardRow } from "../model.js";

/** An address written out consists of hexadecimal digits, dots, colons and a zone's name. */
const NOT_IN_AN_ADDRESS: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "SCHEME", "NAME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "FREE", "OPERATOR",
];

/** Where ipaddr.js gives a parsed address. */
const PARSED = ["parse()", "process()"];

/** Its names of the ranges in which servers of an own network stand. https://github.com/whitequark/ipaddr.js */
const NOT_PUBLIC = ["loopback", "private", "linkLocal", "uniqueLocal", "unspecified"];
/** What carries an address of any range, unless that was taken out of it. */
const MAPPED = "ipv4Mapped";

/** None of these look a name up: NAME stays. */
export default model({
  packages: ["ipaddr.js", "ip", "ip-address", "is-ip", "ip-regex", "cidr-tools", "is-cidr", "netmask", "ip-range-check"],
  steps: [
    { from: "parse.arg(0)", to: "parse()", as: "identity" },
    { from: "parse()", to: "parse().toString()", as: "identity" },
    { from: "parse()", to: "parse().toNormalizedString()", as: "identity" },
    { from: "parse()", to: "parse().toIPv4Address()", as: "identity" },
    { from: "process.arg(0)", to: "process()", as: "identity" },
    { from: "process()", to: "process().toString()", as: "identity" },
  ],
  computes: [
    { path: "parse", as: "parsed-address" },
    { path: "process", as: "parsed-address" },
    { path: "isValid", as: "is-address" },
    { path: "IPv4.isValid", as: "is-ipv4" },
    { path: "IPv6.isValid", as: "is-ipv6" },
    { path: "parse().range", as: "address-range" },
    { path: "parse().isIPv4MappedAddress", as: "is-mapped" },
    { path: "parse().toIPv4Address", as: "carried-address" },
    { path: "process().range", as: "carried-range" },
    ...PARSED.flatMap((parsed): ComputeRow[] => [{ path: `${parsed}.kind`, as: "address-kind" }, { path: `${parsed}.toString`, as: "address-text" }]),
  ],
  guards: [
    ...["isIP", "isIPv4", "isIPv6", "isValid", "IPv4.isValid", "IPv6.isValid", "IPv4.isIPv4", "isV4Format", "isV6Format", "ipVersion"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: NOT_IN_AN_ADDRESS })),
    ...["isPrivate", "isPrivateIp"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "false", clears: ["ADDRESS"] })),
    ...PARSED.flatMap((parsed): GuardRow[] => [
      { path: `${parsed}.range.this`, outcome: { is: ["unicast"] }, clears: ["ADDRESS"] },
      { path: `${parsed}.range.this`, outcome: { isNot: parsed === "process()" ? NOT_PUBLIC : [...NOT_PUBLIC, MAPPED] }, clears: ["ADDRESS"] },
    ]),
  ],
});
