import { nameOf, rule } from "../src/rule.js";

const MOST_NAMED = 5;

export default rule({
  title: "Tool that changes something and does not say so",
  preset: "strict",
  severity: "warn",
  cwe: [1059],
  owasp: ["MCP03:2025"],
  score: 3.1,
  why: `Clients decide by a tool's annotations whether to ask a person before they call it, and whether they may call it again after a failure. Without them a tool that
deletes looks like one that reads, and a careful client asks about both until nobody reads the question any more.`,
  fix: `Give every tool \`annotations\`: \`readOnlyHint\`, and where that is false \`destructiveHint\` and \`idempotentHint\`.`,
  *check({ server }) {
    const silent = server.tools.filter((tool) => !tool.isAnnotated && tool.changes.length > 0);
    const [first] = silent;
    if (first === undefined) return;
    if (server.tools.some(({ isAnnotated }) => isAnnotated)) {
      for (const tool of silent) yield { location: tool.location, message: `Tool ${nameOf(tool)} ${tool.changes[0]?.what ?? "acts"} and has no annotations, though other tools of this server do. Say what it does in its hints.`, tools: tool.name === undefined ? [] : [tool.name], subject: tool.name ?? "" };
      return;
    }
    const named = silent.slice(0, MOST_NAMED).map((tool) => `${nameOf(tool)} (${tool.changes[0]?.what ?? "acts"})`).join(", ");
    const more = silent.length > MOST_NAMED ? ` and ${silent.length - MOST_NAMED} more` : "";
    yield { location: server.locations[0] ?? first.location, message: `No tool of this server has annotations, though some change something: ${named}${more}. Say so in their hints.`, tools: silent.flatMap(({ name }) => name ?? []), subject: "server" };
  },
});
