import { phraseOf, placeText, rule } from "../src/rule.js";

/** Parameters that say whose data is meant. */
const OWNER = /^(?:tenant|org|organi[sz]ation|customer|account|workspace|user|owner|member|company)(?:_?id|_?uuid)$|^(?:tenant|owner)$/i;

export default rule({
  title: "Caller that says whose data is meant",
  preset: "audit",
  severity: "warn",
  cwe: [639, 863],
  owasp: ["MCP02:2025"],
  score: 6.5,
  why: `Where a server knows who asks and takes from the arguments whose data is meant, one caller reads and changes what belongs to another by naming them: the model, or a text that it read,
fills in the id.`,
  fix: `Take the id from the caller's identity (\`extra.authInfo\`), not from the arguments. Where it must be an argument, compare both, or let the query hold the identity as well.`,
  *check({ server }) {
    if (!server.isNetwork || !server.asksCallers) return;
    const told = new Set<string>();
    for (const tool of server.registered) {
      const owner = tool.input?.properties?.find(({ name, values }) => values === undefined && OWNER.test(name));
      if (owner === undefined || tool.effects.length === 0 || tool.guarded || tool.knowsCaller) continue;
      const place = placeText(owner.location);
      if (told.has(place)) continue;
      told.add(place);
      yield {
        location: owner.location,
        message: `\`${owner.name}\` of ${phraseOf(tool)} says whose data is meant, and nothing there looks at who asks. Take it from the caller's identity, or compare both.`,
        tools: tool.name === undefined ? [] : [tool.name],
        confidence: "low",
        subject: owner.name,
      };
    }
  },
});
