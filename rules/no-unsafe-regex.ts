import { capital, rule } from "../src/rule.js";

export default rule({
  title: "Tool input as a regular expression",
  preset: "strict",
  severity: "warn",
  cwe: [1333, 400],
  owasp: ["MCP05:2025"],
  score: 5.3,
  why: `The engine of JavaScript tries every way in which a pattern may match, which for \`(a+)+$\` and its like takes longer than anybody waits, and meanwhile serves
nobody else. A caller that chooses the pattern chooses that, and inside a pattern of the program's own also what it matches.`,
  fix: `Escape what is meant as text (\`RegExp.escape\`, \`text.replace(/[\\\\^$.*+?()[\\]{}|]/g, "\\\\$&")\`) or search with \`includes\`. Where patterns are the
feature, run them in an engine that is linear (\`re2\`), or in a worker with a limit.`,
  *check(ask) {
    for (const { input, location, steps, tools, confidence } of ask.flows({ to: ["pattern"] })) {
      yield { location, steps, tools, confidence, message: `${capital(input)} is read as a regular expression, which may take forever to match. Escape it, or use a linear engine.`, subject: "RegExp" };
    }
  },
});
