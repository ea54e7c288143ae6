import { capital, type Change, type Flow, phraseOf, type Report, rule, type Tool } from "../src/rule.js";

export default rule({
  title: "Tool that does what its annotations deny",
  preset: "recommended",
  severity: "error",
  cwe: [684, 451],
  owasp: ["MCP03:2025"],
  score: 6.5,
  why: `Clients ask a person before they call a tool that may write or delete, and let one pass that calls itself harmless; some run such tools by themselves, many at
once, and again after a failure. \`readOnlyHint: true\` on a handler that writes, or \`destructiveHint: false\` on one that deletes, takes that person out of the way. What
lies in folders for temporary files, in logs and caches, and what most tools of a server do alike, is not counted.`,
  fix: `Say what the handler does: \`readOnlyHint: false\`, and \`destructiveHint: true\` where something is lost that was there before. Where one tool does both,
make two of it, so that the harmless half may stay harmless.`,
  *check(ask) {
    const { server } = ask;
    for (const tool of server.registered) {
      const says = (hint: string): boolean | undefined => tool.annotations.get(hint) as boolean | undefined; // what is no boolean compares with none
      const isReading = says("readOnlyHint") === true;
      // of what a tool that says it writes nothing destroys, the first hint speaks already
      if (!isReading && says("destructiveHint") !== false) continue;
      const changes = tool.changes.filter(({ effect }) => isReading || effect === "deletes");
      const [change] = [...changes].sort((a, b) => rank(a) - rank(b));
      if (change !== undefined) yield report(tool, isReading ? "readOnlyHint: true" : "destructiveHint: false", change.what, change, change.chosen ? {} : { preset: "strict", confidence: "medium" });
    }
    const closed = new Set(server.tools.flatMap((tool) => (tool.annotations.get("openWorldHint") === false && tool.name !== undefined ? [tool.name] : [])));
    for (const flow of closed.size === 0 ? [] : ask.flows({ to: ["url"] })) {
      for (const tool of server.tools) if (closed.has(tool.name ?? "") && reaches(flow, tool)) yield report(tool, "openWorldHint: false", `sends requests to hosts that the caller chooses, in ${flow.callee}`, flow, {});
    }
  },
});

function rank({ effect, chosen }: Change): number {
  return (chosen ? 0 : 2) + (effect === "deletes" ? 0 : 1);
}

function reaches({ tools }: Flow, { name }: Tool): boolean {
  return name !== undefined && tools.length === 1 && tools[0] === name;
}

function report(tool: Tool, hint: string, does: string, { location }: Pick<Change, "location">, more: Pick<Report, "preset" | "confidence">): Report {
  const line = `line ${location.line}${location.file === tool.location.file ? "" : ` of ${location.file}`}`;
  return {
    location: tool.location,
    message: `${capital(phraseOf(tool))} is annotated \`${hint}\`, but it ${does} on ${line}. Let its hints say so.`,
    steps: [{ location: tool.location, text: `it says \`${hint}\`` }, { location, text: does }],
    tools: tool.name === undefined ? [] : [tool.name],
    subject: hint,
    ...more,
  };
}
