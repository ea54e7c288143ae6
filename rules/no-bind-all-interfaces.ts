import { type Bind, type Host, rule } from "../src/rule.js";

export default rule({
  title: "Server that listens on every interface",
  preset: "recommended",
  severity: "error",
  cwe: [1327, 605],
  owasp: ["MCP07:2025"],
  score: 7.5,
  why: `A server that is bound to \`0.0.0.0\` or \`::\`, or to no host at all, answers everybody who can reach the machine: the office network, the
café, the other containers. MCP servers are mostly started on a developer's machine, with that person's files, tokens and browser, and often
without authentication. Most HTTP libraries listen on every interface when no host is given.`,
  fix: `Pass \`127.0.0.1\` as the host, and make that the default of the option or environment variable that changes it. Where a server
is meant for a network, let its operator write the address, and refuse to start on it without a token.`,
  *check({ server }) {
    // a program that hands requests to servers of others offers nothing itself, and opens them to everybody all the same
    const binds = server.isNetwork ? server.binds : [...new Set(server.endpoints.flatMap((endpoint) => endpoint.binds))];
    for (const bind of binds) {
      const host = exposed(bind);
      if (host === undefined) continue;
      yield {
        location: bind.location,
        message: `${words(bind, host)}. Make 127.0.0.1 the default.`,
        steps: [{ location: host.location, text: host.address === undefined ? "no host is given" : `the host is ${JSON.stringify(host.address)}` }, { location: bind.location, text: `${bind.callee} listens` }],
        confidence: host.unless.length === 0 || host.address !== undefined ? "high" : "medium",
        subject: bind.callee,
        ...(host.address === undefined ? {} : { suggestion: { text: "Listen on 127.0.0.1", location: host.location, from: host.address, to: "127.0.0.1" } }),
      };
    }
  },
});

const MOST_SETTINGS = 3;

/** The host that stands for every interface, unless the program also knows a narrower one or refuses to start. */
function exposed({ hosts, gated }: Bind): Host | undefined {
  return gated || !hosts.every(({ everywhere }) => everywhere) ? undefined : hosts[0];
}

function words({ callee }: Bind, { address, unless }: Host): string {
  const names = [...new Set(unless)].slice(0, MOST_SETTINGS).map((name) => `\`${name}\``);
  const settings = names.length === 0 ? "" : ` unless ${names.join(" or ")} is set`;
  if (address === undefined) return `${callee} is given no host${settings}, and so listens on every interface`;
  return `${callee} listens on every interface: the host is ${JSON.stringify(address)}${settings}`;
}
