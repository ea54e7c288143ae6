import { type NameClash, rule } from "../src/rule.js";

/** https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

export default rule({
  title: "Tool whose name is not its own",
  preset: "recommended",
  severity: "error",
  cwe: [694, 1007],
  owasp: ["MCP03:2025"],
  score: 5.3,
  why: `A client calls a tool by its name, and rules of consent and logs go by it too. Of two tools with one name only one is ever called, or the server does not
start; of two whose names differ in the case of a letter or in one that merely looks alike, a model or a person takes one for the other. Names with other signs than the
specification admits are refused by clients and model providers.`,
  fix: `Give every tool a name of its own out of letters, digits, \`_\`, \`-\` and \`.\`, of at most 128 of them. Where tools come from several places, put the
name of the place before theirs: \`notes_search\`, \`files_search\`.`,
  *check({ server }) {
    for (const clash of server.clashes) {
      const { name, location, first } = clash;
      yield {
        location,
        message: say(clash),
        ...(first === undefined ? {} : { steps: [{ location: first, text: `\`${clash.other}\` stands here` }, { location, text: `\`${name}\` stands here` }] }),
        tools: [name],
        subject: name,
      };
    }
    for (const { name, location } of server.tools) {
      if (name === undefined || NAME.test(name)) continue;
      const why = name.length > 128 ? `is ${name.length} characters long` : name === "" ? "is empty" : `holds ${JSON.stringify(/[^A-Za-z0-9_.-]/u.exec(name)?.[0])}`;
      yield { location, message: `The name of tool \`${name.slice(0, 60)}\` ${why}, which clients refuse. Use up to 128 letters, digits, \`_\`, \`-\` and \`.\`.`, tools: [name], subject: name };
    }
  },
});

function say({ name, other, first }: NameClash): string {
  const where = first === undefined ? "" : ` on line ${first.line} of ${first.file}`;
  if (name === other) return `Two tools of one server are called \`${name}\`, this one and the one${where}. Rename one, or take it out.`;
  return `The name of tool \`${name}\` looks like that of \`${other}\`${where}. Give it one that cannot be mistaken.`;
}
