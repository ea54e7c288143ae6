import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that chooses the host of a request",
  preset: "recommended",
  severity: "error",
  cwe: [918],
  owasp: ["MCP05:2025"],
  score: 8.6,
  why: `The server stands where its caller does not: it reaches loopback services, the internal network and the cloud's metadata
address, and it often adds a credential to what it sends. A caller who chooses the host uses it as a proxy. Tests of the scheme, \`z.string().url()\`, a substring
or a prefix without a slash do not choose the host; a test of the name alone is undone by a DNS record, and a test of the first
address by a redirect.`,
  fix: `Fix the origin and let input fill only path segments, each through \`encodeURIComponent\`. Where the host must vary, compare
\`new URL(input).hostname\` with a list of allowed hosts. For arbitrary hosts: allow \`https:\` only, resolve the name, refuse every address
that is not public, connect to the address that was tested, and follow redirects by hand with the same test
(\`redirect: "manual"\`).`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["url"] })) {
      yield reportFlow(flow, `decides the host that ${flow.callee} contacts`, "Compare the host with a list of allowed ones");
    }
  },
});
