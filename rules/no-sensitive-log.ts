import { capital, forReviewers, othersOf, rule } from "../src/rule.js";

export default rule({
  title: "Secret in a log",
  preset: "recommended",
  severity: "warn",
  cwe: [532, 522],
  owasp: ["MCP01:2025"],
  score: 5.5,
  why: `Logs are kept longer, copied further and read by more people than the secrets in them are meant for; what a server writes to its standard error, clients show
and store. The specification forbids credentials in log messages.`,
  fix: `Log that a secret is set, not what it is. Name the fields that are worth a line, or give the logger a list of those that it leaves out (\`redact\` in pino).`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["log"], from: ["secret", "credential"] })) {
      const { input, callee, location, steps, tools, confidence } = flow;
      yield { ...forReviewers(flow), location, steps, tools, confidence, message: `${capital(input)} is written to a log by ${callee}. Leave it out, or mask it.${othersOf(flow)}`, subject: input, alike: flow.alike };
    }
  },
});
