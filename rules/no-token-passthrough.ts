import { type Flow, forReviewers, type Report, rule } from "../src/rule.js";

export default rule({
  title: "The caller's token goes on to another service",
  preset: "recommended",
  severity: "error",
  cwe: [441, 863],
  owasp: ["MCP01:2025"],
  score: 7.4,
  why: `A token is made out to one service. A server that hands on what its caller sent takes tokens that were made out to others, cannot tell its callers apart from whoever
stole such a token, and lends its own network to them; the other service sees a client that it trusts and none of the server's limits. The specification forbids it
("Token Passthrough").`,
  fix: `Check that the token was made out to this server, and get another one for the service that is called: by token exchange (RFC 8693), by a grant that the
server holds for this user, or by a credential of its own.`,
  *check(ask) {
    // a server that hands tokens on does so in each of its requests: one finding speaks for all that start at one place
    const groups = new Map<string, Flow[]>();
    for (const flow of ask.flows({ to: ["header"] })) {
      const start = flow.steps[0]?.location ?? flow.location;
      const key = `${start.file}:${start.line}`;
      groups.set(key, [...(groups.get(key) ?? []), flow]);
    }
    for (const [first, ...others] of [...groups.values()].map((flows) => [...flows.filter(({ isGuessed }) => !isGuessed), ...flows.filter(({ isGuessed }) => isGuessed)])) if (first !== undefined) yield report(first, others);
  },
});

const THE_TOKEN = "the caller's token";

function report(flow: Flow, others: readonly Flow[]): Report {
  const { callee, location, steps, tools, confidence, input } = flow;
  const [tool] = tools;
  const more = others.length === 0 ? "" : `, and with ${others.length} other ${others.length === 1 ? "request" : "requests"}`;
  return {
    location, steps, tools, confidence,
    // a header of the server's own may be there for the key of the very service that is called
    ...(input === THE_TOKEN ? forReviewers(flow) : { preset: "strict" }),
    message: `${input === THE_TOKEN ? "The token" : input.replace(/^the caller's (.*)$/, "The $1")} that the caller sent to this server goes on by ${callee}${tool === undefined ? "" : ` (from \`${tool}\`)`}${more}: it was not made out to the service that is called. Exchange it, or use a credential of the server's own.`,
    subject: callee,
  };
}
