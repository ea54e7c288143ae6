import { type LooseCheck, rule } from "../src/rule.js";

const FLAWS: Readonly<Record<LooseCheck["flaw"], (callee: string) => string>> = {
  audience: (callee) => `${callee} checks the issuer's signature, and nothing checks for whom the token was made out: every token of that issuer opens this server. Give \`audience\`.`,
  expired: (callee) => `${callee} takes tokens that have expired. Leave \`ignoreExpiration\` out.`,
  unsigned: (callee) => `${callee} takes tokens without a signature, which everybody can write. Name the algorithms of the issuer.`,
  decoded: (callee) => `${callee} reads the caller's token without checking its signature, and nothing else checks it: everybody can write one. Verify it, with the audience.`,
  accepted: () => "This check of tokens looks at none: whatever the caller sends opens the server. Verify the token, with the audience.",
  asked: () => "Another service is asked whether it knows the token, and nothing checks for whom it was made out: a token for any client of that service opens this server. Compare `aud`, or give `expectedResource`.",
};

export default rule({
  title: "Token that was not made out to this server is taken",
  preset: "recommended",
  severity: "error",
  cwe: [287, 347],
  owasp: ["MCP07:2025"],
  score: 8.1,
  why: `An issuer signs tokens for many services. A server that checks the signature alone takes a token that a user gave to any other of them, and lets that service
act as the user; one that merely decodes tokens takes what everybody can write. The specification asks servers to check that a token was issued for them (RFC 8707).`,
  fix: `Verify with the issuer and the audience: \`jwtVerify(token, keys, { issuer, audience })\`. Where another service is asked, compare \`aud\` or \`resource\` in its answer, or give
\`expectedResource\` to \`requireBearerAuth\`. \`decode\` is for tokens that were verified before.`,
  *check({ server }) {
    if (!server.isServer) return;
    const told = new Set<string>();
    for (const { location, callee, flaw } of server.looseChecks) {
      const place = `${location.file}:${location.line}`;
      if (told.has(place)) continue;
      told.add(place);
      // the other service may be the server's own
      yield { location, message: FLAWS[flaw](callee), subject: flaw, ...(flaw === "asked" ? { preset: "strict" as const, confidence: "medium" as const } : {}) };
    }
  },
});
