import { reportFlow, rule, type Flow } from "../src/rule.js";

export default rule({
  title: "Tool input that is run as code",
  preset: "recommended",
  severity: "error",
  cwe: [94, 95, 1336],
  owasp: ["MCP05:2025"],
  score: 9.8,
  why: `Text that reaches an evaluator runs with the rights of the server: \`eval\`, \`Function\`, \`node:vm\` (which is no sandbox),
\`python -c\`, a template engine's source, or a module whose path the caller chooses. Text that is evaluated in a browser page runs with that page's
session. Escaping one quote does not hold: a backslash before it undoes the escape.`,
  fix: `Run constant code and hand the value over as data: \`page.evaluate((s) => document.querySelector(s), selector)\`, \`argv\` for
\`python -c\` and \`osascript\`, the context object of a template. Where text must be built, write the value with
\`JSON.stringify\`, outside any quotes. Load modules from a table of constants. Code that has to run as the caller
sends it belongs in an isolate or a container.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["code", "template", "module"] })) yield reportFlow(flow, ...words(flow));
  },
});

function words(flow: Flow): [predicate: string, advice: string] {
  switch (flow.sink) {
    case "template":
      return [`becomes the source of the template that ${flow.callee} compiles`, "Keep the template constant and pass it as data"];
    case "module":
      return [`chooses the module that ${flow.callee} loads`, "Look the module up in a table of constants"];
    default:
      if (flow.language !== undefined) return [`is run as code by ${flow.language} in ${flow.callee}`, "Pass it as an argument that the code reads"];
      return [`is run as code by ${flow.callee}`, "Pass it as data, or write it with JSON.stringify"];
  }
}
