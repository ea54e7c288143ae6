import { rule } from "../src/rule.js";

export default rule({
  title: "MCP endpoint that answers as often as it is asked",
  preset: "strict",
  severity: "warn",
  cwe: [770, 799],
  owasp: ["MCP07:2025"],
  score: 5.3,
  why: `A model in a loop, or somebody with a script, calls tools as fast as the server answers: that spends the quota of the services behind it, its disk and its processors, and
lets tokens be guessed. The specification asks servers to limit the rate of tool calls.`,
  fix: `Put a limiter in front of the route (\`express-rate-limit\`, \`@fastify/rate-limit\`, \`hono-rate-limiter\`), by caller where callers sign in, and a tighter one on tools that delete,
send or pay. Where a proxy does it, say so in a comment that switches this rule off.`,
  *check({ server }) {
    const [first, ...others] = server.endpoints;
    if (!server.isNetwork || first === undefined || server.limited) return;
    const acting = server.tools.filter(({ effects }) => effects.some((effect) => effect === "deletes" || effect === "executes")).flatMap(({ name }) => (name === undefined ? [] : [`\`${name}\``]));
    const tools = acting.length === 0 ? "" : `; ${acting.slice(0, 3).join(", ")}${acting.length > 3 ? ` and ${acting.length - 3} more` : ""} ${acting.length === 1 ? "executes or deletes" : "execute or delete"}`;
    yield {
      location: first.route.location,
      message: `Nothing counts how often ${first.name === "The endpoint" ? "the endpoint" : first.name} is asked${others.length === 0 ? "" : ", nor the other routes"}${tools}. Put a limiter in front of it.`,
      subject: "limiter",
    };
  },
});
