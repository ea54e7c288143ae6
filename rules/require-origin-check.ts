import { rule } from "../src/rule.js";

export default rule({
  title: "Local MCP endpoint without a check of Host or Origin",
  preset: "recommended",
  severity: "error",
  cwe: [346, 350],
  owasp: ["MCP07:2025"],
  score: 7.6,
  why: `A web page that the user visits can send requests to a server on the same machine: it lets its own name point to 127.0.0.1 (DNS rebinding) and is then
same-origin with it, so that it reads the answers too. Where no credential is asked for, the page calls every tool. The specification demands that servers validate
\`Origin\`; a rebound name also stands in \`Host\`.`,
  fix: `Take the app from \`createMcpExpressApp()\`, or add \`hostHeaderValidation(["localhost", "127.0.0.1"])\` in front of the route, or give the transport
\`enableDnsRebindingProtection: true\` together with \`allowedHosts\`: the flag alone, and the lists alone, check nothing. A check of your own compares
the whole host name with a list and ends with 403.`,
  *check({ server }) {
    const open = server.endpoints.filter(({ unasked, unchecked, binds }) => unasked.length > 0 && unchecked.length > 0 && binds.length > 0);
    const seen = new Set<string>();
    for (const endpoint of open) {
      const [serve] = endpoint.serves;
      const location = serve ?? endpoint.route.location;
      const key = `${endpoint.route.location.file} ${endpoint.binds[0]?.location.line ?? ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const family = open.filter((one) => one.route.location.file === endpoint.route.location.file && one.binds[0] === endpoint.binds[0]);
      const made = new Map(family.flatMap((one) => one.made.map((place) => [`${place.file}:${place.line}`, place] as const)));
      yield {
        location: endpoint.route.location,
        message: `${endpoint.name} checks neither Host nor Origin and asks for no credential, so a web page can rebind its name to this server and call its tools. Compare Host with a list of names.`,
        steps: [...[...made.values()].map((place) => ({ location: place, text: "the transport is made without a list of hosts" })), { location, text: "the request is handed to MCP" }, ...endpoint.binds.slice(0, 1).map((bind) => ({ location: bind.location, text: `${bind.callee} listens` }))],
        subject: "origin",
      };
    }
  },
});
