import { rule } from "../src/rule.js";

export default rule({
  title: "Session id or code that others can work out",
  preset: "recommended",
  severity: "error",
  cwe: [330, 338, 340],
  owasp: ["MCP07:2025"],
  score: 7.5,
  why: `Whoever knows a session's id speaks as its client, and reads what is meant for it. \`Math.random\` is no secret: a few of its values tell all that follow, and the clock and a
counter can simply be tried. The specification asks for ids that are random in the cryptographic sense, and for more than an id to know a caller by.
What is called so, but is not seen to go into an answer, an address or a header, nor to be a key under which something is kept, is left to the preset strict.`,
  fix: `\`sessionIdGenerator: () => randomUUID()\`, from node:crypto; for codes and states \`randomBytes(32).toString("base64url")\`.`,
  *check({ server }) {
    if (!server.isNetwork) return;
    for (const { location, what, made, isGivenOut } of server.guessable) {
      const from = made === "a constant" ? "is the same for everybody" : `is made of ${made === "Math.random" ? "`Math.random`" : made}, which others can work out`;
      // a name alone does not say that somebody is known by it
      yield { location, message: `${what} ${from}. Use \`crypto.randomUUID()\`.`, subject: what, ...(isGivenOut ? {} : { preset: "strict" as const, confidence: "medium" as const }) };
    }
  },
});
