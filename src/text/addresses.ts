import { BlockList, isIP } from "node:net";

/** Where requests of a server must not go by a caller's choice. https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry */
const RANGES: readonly (readonly [name: string, subnets: string])[] = [
  ["the address of cloud metadata", "169.254.169.254/32 100.100.100.200/32 192.0.0.192/32 fd00:ec2::254/128"],
  ["a loopback address", "127.0.0.0/8 ::1/128"],
  ["the address of this host", "0.0.0.0/8 ::/128"],
  ["a private address", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10"],
  ["a link-local address", "169.254.0.0/16 fe80::/10"],
  ["a shared address of a provider", "100.64.0.0/10"],
  ["a reserved address", "192.0.0.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 ff00::/8"],
  ["an IPv6 address that stands for an IPv4 address", "::/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16"],
];

const LISTS = RANGES.map(([name, subnets]) => [name, listSubnets(subnets.split(" "))] as const);

/** A list of subnets such as "10.0.0.0/8". An IPv4 one holds the IPv6 addresses that are mapped to it, too. https://nodejs.org/api/net.html#class-netblocklist */
export function listSubnets(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits = ""] = subnet.split("/");
    list.addSubnet(address, Number(bits), address.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}

const LOCAL_NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(?:.*\.)?localhost$|^(?:localhost\.localdomain|ip6-localhost|ip6-loopback)$/, "this host by name"],
  [/^(?:metadata|instance-data)(?:\.(?:google|ec2))?(?:\.internal)?$|^metadata\.azure\.(?:com|internal)$/, "cloud metadata by name"],
  [/\.(?:internal|local|localdomain|lan|home\.arpa)$|^(?:host|kubernetes)\.docker\.internal$|^kubernetes(?:\.default)?(?:\.svc)?$/, "an internal name"],
  [/^(?:.*\.)?(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com)$/, "a name that resolves to this host"],
];

/** Names that resolve to the address that is written in them. */
const WRITTEN = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})\.(?:nip\.io|sslip\.io|xip\.io)$/;

/**
 * What a host is that no caller may choose, as a noun phrase; undefined for one that is public or may be. The host is given as a URL parser spells it:
 * in lower case, IPv4 in four decimal numbers, IPv6 in brackets.
 */
export function describeLocalHost(hostname: string): string | undefined {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const version = isIP(host);
  if (version !== 0) return LISTS.find(([, list]) => list.check(host, version === 6 ? "ipv6" : "ipv4"))?.[0];
  const written = WRITTEN.exec(host);
  if (written !== null && describeLocalHost(written.slice(1).join(".")) !== undefined) return "a name that resolves to a local address";
  return LOCAL_NAMES.find(([pattern]) => pattern.test(host))?.[1];
}

/** Whether a host is an address rather than a name. */
export function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}
