import { rule } from "../src/rule.js";

export default rule({
  title: "Request without an end",
  preset: "strict",
  severity: "warn",
  cwe: [400, 770],
  owasp: ["MCP07:2025"],
  score: 5.3,
  why: `A body that is gathered chunk by chunk without looking at its length fills the memory of the process; a tool that waits for an answer without a time limit holds its call, and the
client's, for as long as the other side likes.`,
  fix: `\`express.json({ limit: "1mb" })\`, or a count of the bytes that ends the request with 413. \`fetch(url, { signal: AbortSignal.timeout(10_000) })\`.`,
  *check({ server }) {
    if (!server.isNetwork) return;
    for (const { location, what, others } of server.unbounded) {
      const more = others === 0 ? "" : others === 1 ? " So does another one." : ` So do ${others} others.`;
      const message = what === "body"
        ? "The body of a request is gathered here however long it is. Count its bytes, and end the request with 413."
        : `A tool's request waits here for as long as the other side likes.${more} Give it \`signal: AbortSignal.timeout(…)\`.`;
      yield { location, message, subject: what };
    }
  },
});
