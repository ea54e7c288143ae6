import { capital, phraseOf, placeText, type Property, rule } from "../src/rule.js";

/** Parameters that say what is done, not what is looked for. */
const CHOOSES = /^(?:action|operation|op|command|cmd|sub_?command|method|mode|verb|task)$/i;
const READS = /^(?:get|list|read|show|search|find|view|status|describe|query|info|fetch|count|stat|history|log)(?:[_-]|[A-Z]|$)/;
const DESTROYS = /^(?:delete|remove|drop|destroy|purge|kill|clear|reset|truncate|uninstall|wipe|rm|unlink|terminate|revoke)(?:[_-]|[A-Z]|$)/;

export default rule({
  title: "Tool that reads or destroys as an argument says",
  preset: "strict",
  severity: "warn",
  cwe: [284, 1055],
  owasp: ["MCP02:2025"],
  score: 3.7,
  why: `Consent, scopes and annotations go by the name of a tool. Of one that reads with one word and deletes with another they can only be given for both: whoever lets a client
list things by itself lets it delete them too.`,
  fix: `Make two tools of it, one for what reads, with \`readOnlyHint: true\`, and one for what destroys.`,
  *check({ server }) {
    const told = new Set<string>();
    for (const tool of server.tools) {
      for (const property of tool.input?.properties ?? []) {
        const [reads, destroys] = [wordOf(property, READS), wordOf(property, DESTROYS)];
        if (!CHOOSES.test(property.name) || reads === undefined || destroys === undefined) continue;
        // a schema that several tools share is told of once
        const place = placeText(property.location);
        if (told.has(place)) continue;
        told.add(place);
        yield {
          location: property.location,
          message: `${capital(phraseOf(tool))} reads or destroys as \`${property.name}\` says: \`${reads}\`, \`${destroys}\`. Make two tools of it.`,
          tools: tool.name === undefined ? [] : [tool.name],
          subject: property.name,
        };
      }
    }
  },
});

function wordOf({ values = [] }: Property, sort: RegExp): string | undefined {
  return values.map(String).find((value) => sort.test(value));
}
