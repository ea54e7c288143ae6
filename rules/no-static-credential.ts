import { rule } from "../src/rule.js";

export default rule({
  title: "One credential for everybody, compared letter by letter",
  preset: "strict",
  severity: "warn",
  cwe: [208, 798],
  owasp: ["MCP01:2025"],
  score: 4.8,
  why: `\`===\` stops at the first letter that differs, so that the time of an answer tells how much of a guess was right. And a token that all callers share tells nobody
apart, never ends, and has to be changed everywhere once one of them has lost it.`,
  fix: `Compare digests of equal length with \`crypto.timingSafeEqual\`. For more than a machine of one's own take tokens of an authorization server, which end and name the caller.`,
  *check({ server }) {
    for (const { location, callee } of server.isServer ? server.developmentVerifiers : []) {
      yield { location, message: `${callee} takes the tokens that are written here, for good and from everybody who reads the source. Verify tokens of an issuer.`, subject: callee };
    }
    if (!server.isServer) return;
    for (const { location, with: other } of server.comparedCredentials) {
      yield { location, message: `The caller's credential is compared with \`${other}\` letter by letter, and the time that it takes tells how many were right. Use \`crypto.timingSafeEqual\`.`, subject: other };
    }
  },
});
