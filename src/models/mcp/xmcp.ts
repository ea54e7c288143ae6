import { model } from "../model.js";
import type { Condition, RegisterRow, SourceRow } from "../model.js";

const extra: SourceRow[] = [{ path: "param(1).requestInfo.headers", kind: "http" }, { path: "param(1).inputResponses", kind: "client" }];

const SETTINGS = "xmcp.config";
const setting = { path: "default", by: "exporting", files: [SETTINGS], handler: "this.default" } as const;
const is = (field: string, value: "set" | "unset"): Condition => ({ at: `this.default.${field}`, is: value, known: true });

/** Standard input and output are served unless the settings name HTTP alone; where an adapter is named, the server of the application hands requests on. */
const transports: RegisterRow[] = [
  { ...setting, what: "transport", transport: "http", when: [is("http", "set")] },
  { ...setting, what: "transport", transport: "stdio", when: [is("stdio", "set"), is("stdio.silent", "unset")] },
  { ...setting, what: "transport", transport: "stdio", when: [is("stdio.silent", "set")], divertsConsole: true },
  { ...setting, what: "transport", transport: "stdio", when: [is("stdio", "unset"), is("http", "unset")] },
  { ...setting, what: "listen", host: ["this.default.http.host"], port: ["this.default.http.port"], unbound: "loopback", when: [is("http", "set"), is("experimental.adapter", "unset")] },
];

/** A file a tool: its name stands in `metadata`, or is the file's. */
function files(folder: string, row: Omit<RegisterRow, "path" | "by" | "files">): RegisterRow[] {
  const known: RegisterRow = {
    path: "default", by: "exporting", files: [`src/${folder}/**`], folder: { file: SETTINGS, at: `default.paths.${folder}` }, title: "this.metadata.title", description: "this.metadata.description", handler: "this.default", ...row,
  };
  return [
    { ...known, name: "this.metadata.name", when: [{ at: "this.metadata.name", is: "set" }] },
    { ...known, name: "arg(0)", when: [{ at: "this.metadata.name", is: "unset", known: true }] },
  ];
}

/**
 * xmcp: servers made of files in their places (https://xmcp.dev/docs). Input is held against `schema` before the function runs.
 * What is served over, and where the files lie, stands in xmcp.config.ts (`packages/xmcp/src/config` of 1.1.0).
 */
export default model({
  packages: ["xmcp", "xmcp/*"],
  registers: [
    ...transports,
    ...files("tools", { what: "tool", schema: "this.schema", annotations: "this.metadata.annotations", untrusted: [{ path: "param(0)", kind: "tool" }, ...extra] }),
    ...files("resources", { what: "resource", schema: "this.schema", untrusted: [{ path: "param(0)", kind: "resource" }, ...extra] }),
    ...files("prompts", { what: "prompt", schema: "this.schema", untrusted: [{ path: "param(0)", kind: "prompt" }, ...extra] }),
  ],
  sources: [{ path: "headers()", kind: "http" }],
});
