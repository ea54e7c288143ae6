import { type Change, placeText, rule, type Tool } from "../src/rule.js";

export default rule({
  title: "One credential for tools that read and tools that destroy",
  preset: "audit",
  severity: "warn",
  cwe: [250, 272],
  owasp: ["MCP02:2025"],
  score: 3.7,
  why: `A credential that may delete is at work in every call, also in those that only read: a hole in the smallest of them is worth all that the credential may do. Most services
give out credentials that read alone.`,
  fix: `Take one credential for the tools that read and another one for those that write, and leave the second out where it is not needed: the tools that need it are then not registered.`,
  *check({ server }) {
    const using = new Map<string, Tool[]>();
    for (const tool of server.tools) for (const setting of tool.reach.credentials) using.set(setting, [...(using.get(setting) ?? []), tool]);
    for (const [setting, tools] of using) {
      const destroying = tools.filter((tool) => deletionOf(tool) !== undefined);
      const reading = tools.filter(({ changes }) => changes.length === 0);
      const [first] = destroying;
      if (first?.name === undefined || reading.length === 0) continue;
      yield {
        location: deletionOf(first)?.location ?? first.location,
        message: `\`${setting}\` serves \`${first.name}\`, which deletes, and ${reading.length === 1 ? `\`${reading[0]?.name ?? "another tool"}\`, which only reads` : `${reading.length} tools that only read`}. Give them a credential each.`,
        tools: tools.flatMap(({ name }) => name ?? []),
        confidence: "low",
        subject: setting,
      };
    }
  },
});

/** What a tool deletes, files of its own machine aside: no credential opens those. */
function deletionOf({ changes, reach }: Tool): Change | undefined {
  const files = new Set(reach.files.map(({ location }) => placeText(location)));
  return changes.find(({ effect, location }) => effect === "deletes" && !files.has(placeText(location)));
}
