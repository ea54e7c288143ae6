import { hostCheckedApp } from "../mcp/sdk.js";
import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const VERBS = ["get", "post", "put", "patch", "delete", "options", "all"];

/** What a client decides in a request, as `c.req` gives it. `valid()` has passed a validator that rows do not see. */
const INPUTS = [
  "param()", "query()", "queries()", "header()", "json()", "text()", "parseBody()", "formData()", "arrayBuffer()", "blob()", "valid()", "url", "path", "raw.url", "raw.headers",
];

const untrusted: SourceRow[] = INPUTS.map((input) => ({ path: `param(0).req.${input}`, kind: "http" }));

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
  sources: INPUTS.map((input) => ({ path: `Context.req.${input}`, kind: "http" })),
});
