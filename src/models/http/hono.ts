import { hostCheckedApp } from "../mcp/sdk.js";
import { model } from "../model.js";
import type { ApiPath, RegisterRow, SourceRow } from "../model.js";

const VERBS = ["get", "post", "put", "patch", "delete", "options", "all"];

/** What a client decides in a request, as `c.req` gives it. `valid()` has passed a validator that rows do not see. */
const INPUTS = ["param()", "query()", "queries()", "header()", "json()", "text()", "parseBody()", "formData()", "arrayBuffer()", "blob()", "valid()", "url", "raw.url", "raw.headers"];

/** The inputs of the request at a place. Its `path` comes out of a URL, of which the parser has resolved `..` (https://url.spec.whatwg.org/#path-state). */
function inputsOf(request: ApiPath): SourceRow[] {
  return [...INPUTS.map((input): SourceRow => ({ path: `${request}.${input}`, kind: "http" })), { path: `${request}.path`, kind: "http", clears: ["DOTDOT"] }];
}

const untrusted = inputsOf("param(0).req");

const registers: RegisterRow[] = [
  ...VERBS.map((verb): RegisterRow => ({ path: `Hono.${verb}`, what: "route", name: "arg(0)", handler: "arg(1..)", untrusted })),
  { path: "Hono.on", what: "route", name: "arg(1)", handler: "arg(2..)", untrusted },
  { path: "Hono.use", what: "middleware", handler: "arg(*)", untrusted },
];

/** Hono, and the app that the MCP SDK hands out ready-made. */
export default model({
  packages: ["hono", "hono/*", "@hono/zod-openapi", "@modelcontextprotocol/hono"],
  types: {
    Hono: ["Hono.new()", "OpenAPIHono.new()", "Hono.basePath()", "createMcpHonoApp()"],
    Context: [...VERBS.map((verb) => `Hono.${verb}.arg(1..).param(0)`), "Hono.on.arg(2..).param(0)", "Hono.use.arg(*).param(0)"],
  },
  registers: [...registers, ...hostCheckedApp("createMcpHonoApp")],
  sources: inputsOf("Context.req"),
});
