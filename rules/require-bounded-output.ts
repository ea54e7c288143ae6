import { capital, rule } from "../src/rule.js";

export default rule({
  title: "Result as long as whatever was asked for",
  preset: "strict",
  severity: "warn",
  cwe: [770],
  owasp: ["MCP10:2025"],
  score: 4.3,
  why: `What a tool gives back goes into the context of a model, which is small and paid for by length. A file of a gigabyte, a table or a page without an end fills it, pushes out
what was said before, or stops the server that read it.`,
  fix: `Cut what goes back and say so: \`text.slice(0, MOST)\`, with an offset to read on. Ask \`stat\` for the size before a file is read, and put \`LIMIT\` round a statement that is not
the program's own.`,
  *check(ask) {
    for (const { input, location, steps, tools } of ask.flows({ to: ["result"], from: ["whole"] })) {
      yield { location, steps, tools, confidence: "medium", message: `${capital(input)} goes to the model whole, however long: the caller chooses what it is. Cut it, and say where to read on.`, subject: input };
    }
  },
});
