import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { clientAnswers, registeredTypes } from "./sdk.js";

const tool = {
  path: "registerAppTool", what: "tool", name: "arg(1)", title: "arg(2).title", description: "arg(2).description", annotations: "arg(2).annotations", handler: "arg(3)",
} as const;

/** Without a schema the context comes first. */
const registers: RegisterRow[] = [
  {
    ...tool, schema: "arg(2).inputSchema", when: [{ at: "arg(2).inputSchema", is: "set" }], needsSchema: true, untrusted: [{ path: "param(0)", kind: "tool" }, { path: "param(1)._meta", kind: "tool" }],
    given: [{ path: "param(1)", type: "RequestHandlerExtra" }],
  },
  { ...tool, when: [{ at: "arg(2).inputSchema", is: "unset", known: true }], untrusted: [{ path: "param(0)._meta", kind: "tool" }], given: [{ path: "param(0)", type: "RequestHandlerExtra" }] },
  { path: "registerAppResource", what: "resource", name: "arg(1)", uri: "arg(2)", title: "arg(3).title", description: "arg(3).description", handler: "arg(4)" },
];

/** Helpers that take the server first and then what `registerTool` and `registerResource` take. */
export default model({
  packages: ["@modelcontextprotocol/ext-apps", "@modelcontextprotocol/ext-apps/*"],
  types: { RequestHandlerExtra: registeredTypes["RequestHandlerExtra"] ?? [] },
  registers,
  sources: clientAnswers.filter(({ path }) => path.startsWith("RequestHandlerExtra.")),
});
