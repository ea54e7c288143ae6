import { rule } from "../src/rule.js";

export default rule({
  title: "Credential in a query string",
  preset: "recommended",
  severity: "warn",
  cwe: [598],
  owasp: ["MCP01:2025"],
  score: 5.3,
  why: `Addresses are written down: in the logs of servers and proxies, in the history of browsers, in the messages of errors, which a tool hands to the model. A credential in a query
string is in all of these. The specification forbids access tokens there.`,
  fix: `Take the credential from the \`Authorization\` header, and send it there; where a service takes it in the address alone, keep that address out of logs, errors and results.`,
  *check({ server }) {
    if (!server.isServer) return;
    const told = new Set<string>();
    for (const { location, parameter, way } of server.urlTokens) {
      const place = `${location.file}:${location.line}`;
      if (told.has(place)) continue;
      told.add(place);
      if (way === "read") yield { location, message: `A credential is taken from the query string (\`${parameter}\`), which proxies and logs keep. Take it from the \`Authorization\` header.`, subject: parameter };
      // some services take it nowhere else
      else yield { location, message: `A credential is sent in the query string (\`${parameter}\`), which logs and errors show. Send it in a header, if the service takes it there.`, subject: parameter, preset: "strict" };
    }
  },
});
