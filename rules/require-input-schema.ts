import { phraseOf, placeText, type Property, rule, type Tool, worstFirst } from "../src/rule.js";

export default rule({
  title: "Tool input that nothing holds against a schema",
  preset: "recommended",
  severity: "warn",
  cwe: [20, 1284],
  owasp: ["MCP05:2025"],
  score: 5.3,
  why: `A low-level server shows the JSON Schema of its tools and does not ask it: \`enum\`, \`pattern\` and \`type\` bind nobody, and a list or an object may stand where the code
reads a text. \`z.any()\`, \`z.unknown()\` and \`.passthrough()\` say the same in other words.`,
  fix: `Parse what comes, \`const { path } = Input.parse(request.params.arguments)\`, or register the tools with \`McpServer\`, which does. Say of each field what it is:
\`z.string().max(200)\`, \`z.enum([…])\`.`,
  *check(ask) {
    for (const { location, listed, tools } of ask.server.uncheckedInputs) {
      const [worst, ...others] = tools.filter(({ input, effects }) => (input?.properties?.length ?? 0) > 0 && effects.length > 0).sort(worstFirst);
      if (worst === undefined) continue;
      const also = others.length === 0 ? "" : others.length === 1 ? " and another tool" : ` and ${others.length} other tools`;
      yield {
        location,
        message: `The input schema of ${phraseOf(worst)}${also} is only shown to clients: ${listed ? "a low-level server" : "this library"} hands over whatever they send. Parse \`arguments\` before they are used.`,
        tools: tools.flatMap(({ name }) => name ?? []),
        subject: "arguments",
      };
    }
    const told = new Set<string>();
    for (const { input, tools, callee } of ask.flows({ to: ["shell", "program", "arguments", "sql", "nosql", "path", "url", "code", "template", "module", "script", "object"] })) {
      const field = /^(?:argument )?`([\w$-]+)/.exec(input)?.[1];
      const names = new Set(tools);
      for (const tool of ask.server.tools.filter(({ name }) => name !== undefined && names.has(name))) {
        const property = tool.input?.properties?.find(({ name }) => name === field);
        const place = property?.location ?? tool.location;
        const key = placeText(place);
        if (field === undefined || told.has(key) || !isOpen(tool, property)) continue;
        told.add(key);
        const what = property === undefined ? `${phraseOf(tool)} takes fields that its schema does not name, and \`${field}\`` : `\`${field}\` of ${phraseOf(tool)} may be anything, and`;
        yield { location: place, message: `${what} reaches ${callee}. Say in the schema what it may be.`, tools: tool.name === undefined ? [] : [tool.name], subject: field };
      }
    }
  },
});

function isOpen({ input }: Tool, property: Property | undefined): boolean {
  return property === undefined ? input?.open === true : property.open === true;
}
