import { capital, rule } from "../src/rule.js";

export default rule({
  title: "Internal detail in a text that the model sees",
  preset: "recommended",
  severity: "warn",
  cwe: [200, 1230],
  owasp: ["MCP10:2025"],
  score: 4.3,
  why: `Descriptions, schemas and instructions leave the house with every list of tools: to the client, the model's provider, logs and transcripts. Addresses and
names of machines in a private network, the home folders of developers and their notes to themselves tell an attacker what to aim at next, and the model nothing that it needs.`,
  fix: `Say what the value means, and keep where it lies in the configuration. Examples have names of their own: \`example.com\`, \`db.example.internal\`,
\`192.0.2.1\`.`,
  *check({ server }) {
    const told = new Set<string>();
    for (const shown of server.texts) {
      const { what, tool } = shown;
      for (const internal of shown.internals()) {
        const key = `${what} ${internal.shown}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          location: shown.location,
          message: `${capital(what)} tells every client of ${internal.what}: \`${internal.shown}\`. Take it out, or write an example.`,
          tools: tool === undefined ? [] : [tool],
          subject: internal.shown,
        };
      }
    }
  },
});
