import { type BlockList, isIP } from "node:net";
import { listSubnets } from "./addresses.js";

/**
 * The ranges as ipaddr.js names them, the narrower ones first; whatever is in none of them is "unicast".
 * https://github.com/whitequark/ipaddr.js, https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry
 */
const RANGES: readonly (readonly [name: string, subnets: string])[] = [
  ["broadcast", "255.255.255.255/32"],
  ["unspecified", "0.0.0.0/8 ::/128"],
  ["multicast", "224.0.0.0/4 ff00::/8"],
  ["linkLocal", "169.254.0.0/16 fe80::/10"],
  ["loopback", "127.0.0.0/8 ::1/128"],
  ["carrierGradeNat", "100.64.0.0/10"],
  ["private", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16"],
  ["uniqueLocal", "fc00::/7"],
  ["ipv4Mapped", "::ffff:0:0/96"],
  ["discard", "100::/64"],
  ["rfc6145", "::ffff:0:0:0/96"],
  ["rfc6052", "64:ff9b::/96"],
  ["6to4", "2002::/16"],
  ["benchmarking", "2001:2::/48"],
  ["teredo", "2001::/32"],
  ["reserved", "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 2001:db8::/32"],
];

const lists = new Map<string, BlockList>();

function listOf(name: string, subnets: string, family: "ipv4" | "ipv6"): BlockList {
  const key = `${name} ${family}`;
  let list = lists.get(key);
  if (list === undefined) {
    // apart by family: a mapped address has a range of its own
    lists.set(key, (list = listSubnets(subnets.split(" ").filter((subnet) => subnet.includes(":") === (family === "ipv6")))));
  }
  return list;
}

/** The name of an address's range as ipaddr.js has it; `carried`: of the IPv4 address that a mapped one carries. undefined for what is no address. */
export function rangeOfAddress(text: string, carried: boolean): string | undefined {
  const version = isIP(text);
  if (version === 0) return undefined;
  const inner = carried && version === 6 ? carriedBy(text) : undefined;
  if (inner !== undefined) return rangeOfAddress(inner, false);
  const family = version === 6 ? "ipv6" : "ipv4";
  return RANGES.find(([name, subnets]) => listOf(name, subnets, family).check(text, family))?.[0] ?? "unicast";
}

/** The IPv4 address that a mapped one carries, or undefined: `::ffff:127.0.0.1` and `::ffff:7f00:1` carry 127.0.0.1. */
export function carriedBy(text: string): string | undefined {
  if (isIP(text) !== 6) return undefined;
  const hostname = new URL(`http://[${text}]/`).hostname;
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join(".");
}
