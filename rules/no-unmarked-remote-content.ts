import { rule } from "../src/rule.js";

export default rule({
  title: "Answer of another server in a result",
  preset: "audit",
  severity: "warn",
  cwe: [1427],
  owasp: ["MCP06:2025"],
  score: 4.3,
  why: `A page, an issue or a mail that a tool gives back is text like any other to the model, orders in it included. Most servers that fetch anything do this, so it is
for a reviewer to say whether the text may come from strangers.`,
  fix: `Say in the result where the text comes from and where it begins and ends, give back the fields that are needed, and keep tools that act on secrets or delete off the same
server.`,
  *check(ask) {
    for (const { input, location, steps, tools } of ask.flows({ to: ["result"], from: ["remote"] })) {
      yield { location, steps, tools, confidence: "low", message: `What ${input} gives goes to the model as it is. Mark it as text of others.`, subject: input };
    }
  },
});
