import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const extra: SourceRow[] = [{ path: "param(1).requestInfo.headers", kind: "http" }, { path: "param(1).inputResponses", kind: "client" }];

/** A file a tool: its name stands in `metadata`, or is the file's. */
function files(folder: string, row: Omit<RegisterRow, "path" | "by" | "files">): RegisterRow[] {
  const known: RegisterRow = {
    path: "default", by: "exporting", files: [`src/${folder}/**`], title: "this.metadata.title", description: "this.metadata.description", handler: "this.default", ...row,
  };
  return [
    { ...known, name: "this.metadata.name", when: [{ at: "this.metadata.name", is: "set" }] },
    { ...known, name: "arg(0)", when: [{ at: "this.metadata.name", is: "unset", known: true }] },
  ];
}

/**
 * xmcp: servers made of files in their places (https://xmcp.dev/docs). Input is held against `schema` before the function runs.
 * What it listens on stands in xmcp.config.ts, which is no part of the program: configuration of tools is left out.
 */
export default model({
  packages: ["xmcp", "xmcp/*"],
  registers: [
    ...files("tools", { what: "tool", schema: "this.schema", annotations: "this.metadata.annotations", untrusted: [{ path: "param(0)", kind: "tool" }, ...extra] }),
    ...files("resources", { what: "resource", schema: "this.schema", untrusted: [{ path: "param(0)", kind: "resource" }, ...extra] }),
    ...files("prompts", { what: "prompt", schema: "this.schema", untrusted: [{ path: "param(0)", kind: "prompt" }, ...extra] }),
  ],
  sources: [{ path: "headers()", kind: "http" }],
});
