import { phraseOf, placeText, type Property, rule, type Tool } from "../src/rule.js";

/** Numbers that say how much work is done. */
const AMOUNT = /^(?:(?:max|num|n)_?)?(?:limit|top_?k|count|size|results|items|rows|records|lines|bytes|tokens|depth|pages|concurrency|iterations|repeat|times|batch_?size|page_?size|per_?page|first|last|take|duration(?:_?(?:ms|seconds))?|timeout(?:_?(?:ms|seconds|sec))?|n|k)$/i;
/** Lists of what is acted on, one after the other. */
const TARGETS = /(?:ids|paths|files|urls|symbols|items|records|entities|messages|emails|recipients|keys|users|commands|queries|documents|rows|points|tasks|issues|cards|events|branches|hosts)$|(?:^|_)to$/i;

export default rule({
  title: "Input that says how much is done, without a bound",
  preset: "strict",
  severity: "warn",
  cwe: [1284, 770],
  owasp: ["MCP05:2025"],
  score: 4.3,
  why: `A model that gets a number wrong, or is told to, asks for a billion rows, or has a thousand things deleted in one call. A schema that says how many are meant stops it before anything is
done, and tells the model what is sensible.`,
  fix: `\`z.number().int().min(1).max(100)\`, \`z.array(z.string()).max(50)\`; in JSON Schema \`maximum\` and \`maxItems\`.`,
  *check({ server }) {
    const told = new Set<string>();
    for (const tool of server.registered) {
      const open = (tool.input?.properties ?? []).filter((one) => isUnbounded(tool, one) && !told.has(placeText(one.location)));
      const [first, ...others] = open;
      if (first === undefined) continue;
      // a schema that several tools share is told of once
      for (const one of open) told.add(placeText(one.location));
      const names = [first, ...others.slice(0, 2)].map(({ name }) => `\`${name}\``).join(", ");
      const more = others.length > 2 ? ` and ${others.length - 2} more` : "";
      const [bound, ...rest] = [...new Set(open.map(({ type }) => (type === "array" ? "`.max(…)` for the list" : "`.max(…)`")))];
      yield {
        location: first.location,
        message: `${names}${more} of ${phraseOf(tool)} ${others.length === 0 ? "says" : "say"} how much it does, without an upper bound. Give ${others.length === 0 ? "it one" : "each one"}: ${rest.length === 0 ? (bound ?? "") : "`.max(…)`"}.`,
        tools: tool.name === undefined ? [] : [tool.name],
        subject: first.name,
      };
    }
  },
});

function isUnbounded(tool: Tool, { name, type, limits, values }: Property): boolean {
  if (limits.most !== undefined || limits.below !== undefined || values !== undefined) return false;
  if (type === "number" || type === "integer") return AMOUNT.test(name) && isWorkOfServer(tool) && !tool.bounds(name);
  return type === "array" && TARGETS.test(name) && (tool.changes.length > 0 || tool.effects.includes("executes")) && !tool.bounds(name);
}

/** Of a service that is asked over the network, it is the service that bounds what it gives. */
function isWorkOfServer({ effects }: Tool): boolean {
  return effects.includes("executes") || effects.includes("queries") || (effects.length > 0 && !effects.includes("sends"));
}
