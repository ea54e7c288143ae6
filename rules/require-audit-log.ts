import { rule } from "../src/rule.js";

export default rule({
  title: "Tool calls that leave no record",
  preset: "strict",
  severity: "warn",
  cwe: [778],
  owasp: ["MCP08:2025"],
  score: 3.7,
  why: `When a model deleted the wrong thing, or somebody made it do so, the first question is who called which tool, with what, and what came of it. A server that writes down failures alone
has no answer.`,
  fix: `Write a line for each call, in one place in front of all tools: the caller's id, the tool, the time, whether it worked. Leave out arguments that hold secrets. A logger, OpenTelemetry or a
middleware of the framework will do.`,
  *check({ server }) {
    const acting = server.tools.filter(({ changes, effects }) => changes.length > 0 || effects.includes("executes") || effects.includes("deletes"));
    const [first, ...others] = acting;
    if (!server.isNetwork || first === undefined || server.recorded) return;
    const also = others.length === 0 ? "" : others.length === 1 ? ", nor of another tool that acts" : `, nor of ${others.length} other tools that act`;
    yield {
      location: server.endpoints[0]?.route.location ?? server.locations[0] ?? first.location,
      message: `Nothing writes down who calls ${first.name === undefined ? "a tool that acts" : `\`${first.name}\``}${also}. Write a line for each call, in front of all tools.`,
      tools: acting.flatMap(({ name }) => name ?? []),
      subject: "audit log",
    };
  },
});
