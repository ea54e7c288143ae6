import { rule } from "../src/rule.js";

export default rule({
  title: "Text for the model that another server writes",
  preset: "strict",
  severity: "warn",
  cwe: [1427, 829],
  owasp: ["MCP03:2025"],
  score: 5.9,
  why: `A description is read as if the author of the server had written it, before any tool is called, and a person who looked at it once is not asked again. One that is fetched
when the server starts says whatever the other side says that day.`,
  fix: `Write descriptions and instructions in the program. Where they have to come from elsewhere, ship them with the release, or hold them against a checksum.`,
  *check(ask) {
    for (const { input, location, steps, tools } of ask.flows({ to: ["description"], from: ["remote"] })) {
      yield { location, steps, tools, confidence: "medium", message: `A description is made of ${input}, which another server answers. Write it in the program.`, subject: "description" };
    }
  },
});
