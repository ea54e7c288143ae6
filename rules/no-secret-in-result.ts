import { capital, forReviewers, othersOf, rule } from "../src/rule.js";

export default rule({
  title: "Secret in what a handler gives back",
  preset: "recommended",
  severity: "error",
  cwe: [200, 522],
  owasp: ["MCP01:2025"],
  score: 7.5,
  why: `What a tool gives back is text for the model: it goes to the model's provider, into transcripts and logs, and a model that knows a credential can be talked into
using it elsewhere or telling it to somebody. A key of the server's environment, or the token of whoever called, has no place there, not even for debugging.`,
  fix: `Give back whether the secret is set, or its last four characters, and keep it itself in the handler. Build results from the fields that the caller needs, not from
whole settings or requests.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["result"], from: ["secret", "credential"] })) {
      const { input, location, steps, tools, confidence } = flow;
      yield { ...forReviewers(flow), location, steps, tools, confidence, message: `${capital(input)} goes into what the handler gives back, which the model and its provider read. Leave it out, or mask it.${othersOf(flow)}`, subject: input, alike: flow.alike };
    }
  },
});
