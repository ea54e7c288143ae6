import { type Effect, joinMadeAt, nameOf, type OpenServer, type Report, rule, type Server, type Tool, worstFirst } from "../src/rule.js";

const DOES: Readonly<Record<Effect, string>> = { executes: "runs programs", deletes: "deletes files", writes: "writes files", queries: "queries a database", sends: "sends requests", reads: "reads files" };
type Started = Server["started"][number];
/** Effects on the world, which reading alone is none of. */
const ACTS: ReadonlySet<Effect> = new Set<Effect>(["executes", "deletes", "writes", "queries"]);
const MOST_NAMED = 5;
/** Where most tools ask for nothing, it is no oversight in each of them: one finding is enough, but for a few. */
const MOST_FORGOTTEN = 4;

export default rule({
  title: "Tool of a network server without a scope of its own",
  preset: "recommended",
  severity: "error",
  cwe: [862, 285],
  owasp: ["MCP02:2025"],
  score: 7.1,
  why: `Whoever may call one tool of such a server may call all of them. A token that was given out for reading then also deletes and executes, and a model that was talked into
calling another tool meets no limit. A token in front of the whole endpoint says who calls, not what that caller may do. A server whose tools all declare \`readOnlyHint: true\`, and are
not seen to change anything, is left to the preset strict, and so is one whose tools all come from elsewhere, as those of a framework do. Of a server that talks to its parent process
alone, or over something unknown, the preset audit names the tools that change something.`,
  fix: `Ask for a scope, role or permission in every tool: \`scopeChallenge: requireScopes("notes:write")\` in SDK 2, \`canAccess\` in
FastMCP, \`auth: ["notes:write"]\` in mcp-ts-core, or a check of \`extra.authInfo.scopes\` that throws as the first statement of the handler. A table of the
scopes of all tools, looked up in one place and refusing what it does not list, serves as well.`,
  *check({ server }) {
    const whole: (OpenServer & { weight: Pick<Report, "preset" | "confidence"> })[] = [];
    for (const started of server.started) {
      const { tools, isRemote } = started;
      // over stdio whoever may start it may do all that it does: worth a reviewer's look where a tool changes something
      const open = tools.filter((tool) => !tool.guarded && (isRemote || acts(tool)));
      const forgotten = isRemote && open.length < tools.length && (open.length < tools.length / 2 || open.length <= MOST_FORGOTTEN);
      if (forgotten) for (const tool of open) yield reportTool(tool);
      else if (open.length > 0) whole.push({ started, open, weight: !isRemote ? { preset: "audit", confidence: "low" } : open.every(onlyReads) || open.every(isGiven) ? { preset: "strict" } : {} });
    }
    for (const { started, open, weight } of joinMadeAt(whole, ({ weight }) => weight.preset ?? "")) yield { ...reportServer(server, started, open), ...weight };
  },
});

const acts = ({ effects }: Tool): boolean => effects.some((effect) => ACTS.has(effect));
/** Its author says so, and nothing speaks against it. */
const onlyReads = (tool: Tool): boolean => tool.annotations.get("readOnlyHint") === true && !acts(tool);
/** Nothing is known of it, not even its name: a framework offers what its users give to it. */
const isGiven = ({ name }: Tool): boolean => name === undefined;

/** Others ask, this one was forgotten. */
function reportTool(tool: Tool): Report {
  const does = tool.effects[0] === undefined ? "" : `, which ${DOES[tool.effects[0]]},`;
  return {
    location: tool.openAt ?? tool.location,
    message: `Tool ${nameOf(tool)}${does} asks for no scope, though other tools of this server do. Ask for one before it acts.`,
    tools: tool.name === undefined ? [] : [tool.name],
    subject: tool.name ?? "",
  };
}

/** What a tool does, where that tells it from the others of a server of many: what most do is how the server serves them. */
function phraseOfDoing({ effects: [worst] }: Tool, open: readonly Tool[]): string {
  const isCommon = open.length > MOST_NAMED && open.filter(({ effects }) => effects[0] === worst).length > open.length / 2;
  return worst === undefined || isCommon ? "" : ` (${DOES[worst]})`;
}

/** One finding speaks for all: at the place where the server is made. */
function reportServer(server: Server, { tools, transports, isRemote, locations: [made] }: Started, open: readonly Tool[]): Report {
  const ranked = [...open].sort(worstFirst);
  const location = made ?? (open[0] as Tool).location; // of a server without such tools nothing is said
  const who = open.every(isGiven) ? "the tools that are given to it ask" : open.length < tools.length ? `${open.length} of its ${tools.length} tools ${open.length === 1 ? "asks" : "ask"}` : tools.length === 1 ? "its only tool asks" : `all its ${tools.some(isGiven) ? "" : `${tools.length} `}tools ask`;
  const named = open.every(isGiven) ? "" : `: ${ranked.slice(0, MOST_NAMED).map((tool) => `${nameOf(tool)}${phraseOfDoing(tool, open)}`).join(", ")}${open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : ""}`;
  const guard = server.endpointScopes ? ". The scopes of the endpoint are the same for every call" : "";
  const web = transports.filter(({ kind }) => kind === "http" || kind === "sse");
  const kinds = [...new Set(web.map(({ kind }) => kind.toUpperCase()))].sort().join(" and ") || "a network";
  const local = transports.some(({ kind }) => kind === "stdio") ? "This server is started by its client and talks over stdio" : "No transport of this server is known";
  const at = isRemote ? (web[0] ?? server.binds[0])?.location : undefined;
  return {
    location,
    message: `${isRemote ? `This server is reached over ${kinds}` : local}, and ${who} for no scope${named}${guard}. Ask for a scope, role or permission in every tool.`,
    ...(at === undefined || at === location ? {} : { steps: [{ location: at, text: "clients reach the server here" }, { location, text: "the server is made" }] }),
    tools: open.flatMap(({ name }) => (name === undefined ? [] : [name])),
    subject: "server",
  };
}
