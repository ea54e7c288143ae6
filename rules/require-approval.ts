import { capital, phraseOf, rule } from "../src/rule.js";

export default rule({
  title: "Tool that deletes without asking anybody",
  preset: "strict",
  severity: "warn",
  cwe: [862, 778],
  owasp: ["MCP06:2025"],
  score: 5.4,
  why: `What is deleted at the word of a model is gone, whoever put that word into its context. Annotations leave it to the client whether a person is asked, and not every
client does. A server that asks by itself, or that deletes in two steps, does not depend on it.`,
  fix: `Ask with \`server.elicitInput\` before the call, let a first call say what would be lost and give a token for the second, or make a dry run the default.`,
  *check({ server }) {
    for (const tool of server.registered) {
      const change = tool.changes.find(({ effect, chosen }) => effect === "deletes" && chosen);
      if (change === undefined || tool.asksFirst || tool.input?.properties?.some(({ name }) => /confirm|dry_?run|approv|force|simulate|preview/i.test(name)) === true) continue;
      yield {
        location: tool.location,
        message: `${capital(phraseOf(tool))} ${change.what}, and nobody is asked before. Ask a person, or make a dry run the default.`,
        steps: [{ location: tool.location, text: "it is registered" }, { location: change.location, text: change.what }],
        tools: tool.name === undefined ? [] : [tool.name],
        subject: tool.name ?? "",
      };
    }
  },
});
