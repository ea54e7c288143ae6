import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const decided = (kind: SourceRow["kind"], ...fields: readonly string[]): SourceRow[] => fields.map((field) => ({ path: `this.params.${field}`, kind }));

const answers = (method: readonly string[], ...untrusted: SourceRow[]): RegisterRow => ({ path: "*", by: "answering", method, what: "request", handler: "arg(1)", untrusted });

/** What an answer lists in this field. */
const lists = (what: RegisterRow["what"], method: string, field: string, parts: Partial<RegisterRow>): RegisterRow => ({
  path: "*", by: "answering", method: [method], listed: field, what, name: "arg(2)[*].name", title: "arg(2)[*].title", description: "arg(2)[*].description", ...parts,
});

/**
 * Servers without a library, which tell the protocol's requests apart themselves (https://modelcontextprotocol.io/specification, server features). They hold nothing
 * against a schema but what they check themselves.
 */
export default model({
  packages: [],
  registers: [
    { ...answers(["tools/call"], ...decided("tool", "arguments", "name", "_meta")), asked: "this.params.name" },
    lists("tool", "tools/list", "tools", { schema: "arg(2)[*].inputSchema", advertised: true, annotations: "arg(2)[*].annotations", shown: "arg(2)[*].securitySchemes", meta: "arg(2)[*]._meta" }),
    answers(["tools/list"], ...decided("tool", "cursor")),
    answers(["resources/read", "resources/subscribe", "resources/unsubscribe"], ...decided("resource", "uri", "_meta")),
    lists("resource", "resources/list", "resources", { uri: "arg(2)[*].uri" }),
    lists("resource", "resources/templates/list", "resourceTemplates", { uri: "arg(2)[*].uriTemplate" }),
    answers(["resources/list", "resources/templates/list"], ...decided("resource", "cursor")),
    { ...answers(["prompts/get"], ...decided("prompt", "arguments", "name", "_meta")), asked: "this.params.name" },
    lists("prompt", "prompts/list", "prompts", { schema: "arg(2)[*].arguments", advertised: true }),
    answers(["prompts/list"], ...decided("prompt", "cursor")),
    answers(["completion/complete"], ...decided("completion", "argument", "context", "ref")),
    answers(["logging/setLevel"], ...decided("tool", "level")),
  ],
});
