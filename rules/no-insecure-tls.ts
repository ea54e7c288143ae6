import { rule } from "../src/rule.js";

export default rule({
  title: "Connection without a check of the other side",
  preset: "recommended",
  severity: "error",
  cwe: [295, 319, 327],
  owasp: ["MCP07:2025"],
  score: 7.4,
  why: `TLS keeps a secret only where the certificate of the other side is checked. Without that, whoever sits in between (a café's network, a proxy, a poisoned name
server) reads the credentials and the data of every request, and answers in the service's name: what it answers goes to the model. \`NODE_TLS_REJECT_UNAUTHORIZED\` switches the
check off for every connection of the process.`,
  fix: `Leave the check on. For a private authority give its certificate: \`new https.Agent({ ca })\`, or \`NODE_EXTRA_CA_CERTS\`. Where a developer must be able to switch it off, do
it behind a setting that is off by default.`,
  *check({ server }) {
    if (!server.isServer) return;
    for (const { location, setting, how } of server.insecureTls) {
      const message = how === "clear" ? `A credential is sent without encryption: ${setting}. Use https.`
        : how === "old" ? `\`${setting}\` speaks a version of TLS that can be broken. Leave it out, or ask for TLSv1.2 at least.`
        : `\`${setting}\` takes every certificate, so that whoever sits in between reads and writes what is sent. Leave it out, and give a private authority's certificate as \`ca\`.`;
      yield { location, message, subject: how, ...(setting.endsWith(": false") ? { suggestion: { text: "Check certificates", location, from: "false", to: "true" } } : {}) };
    }
  },
});
