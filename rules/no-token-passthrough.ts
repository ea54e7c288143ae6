import { rule } from "../src/rule.js";

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
    for (const { callee, location, steps, tools, confidence } of ask.flows({ to: ["header"] })) {
      const [first] = tools;
      yield {
        location, steps, tools, confidence,
        message: `The token that the caller sent to this server goes on by ${callee}${first === undefined ? "" : ` (from \`${first}\`)`}: it was not made out to the service that is called. Exchange it, or use a credential of the server's own.`,
        subject: callee,
      };
    }
  },
});
