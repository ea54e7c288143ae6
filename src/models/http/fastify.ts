import { hostCheckedApp } from "../mcp/sdk.js";
import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "all"];

/** What a client decides in a request. A route's JSON Schema is enforced, but rows do not read its constraints. */
const INPUTS = ["body", "query", "params", "headers", "cookies", "url", "originalUrl", "hostname", "host", "raw.url", "raw.headers", "file()", "parts()[*]"];

const untrusted: SourceRow[] = INPUTS.map((input) => ({ path: `param(0).${input}`, kind: "http" }));

const registers: RegisterRow[] = [
  ...VERBS.map((verb): RegisterRow => ({ path: `FastifyInstance.${verb}`, what: "route", name: "arg(0)", handler: "arg(last)", untrusted })),
  { path: "FastifyInstance.route", what: "route", name: "arg(0).url", handler: "arg(0).handler", untrusted },
  // the plugin @fastify/cors is known by its only option
  { path: "FastifyInstance.register", what: "cors", options: "arg(1)", when: [{ at: "arg(1).origin", is: "set", known: true }] },
  { path: "FastifyInstance.addHook", what: "middleware", name: "arg(0)", handler: "arg(1)", untrusted },
  // since version 4 options alone; before that, port and host
  { path: "FastifyInstance.listen", what: "listen", host: ["arg(0).host", "arg(1)"], port: ["arg(0).port", "arg(0).path", "arg(0)"], unbound: "loopback" },
];

/** Fastify, and the app that the MCP SDK hands out ready-made. */
export default model({
  packages: ["fastify", "@modelcontextprotocol/fastify"],
  types: {
    FastifyInstance: ["()", "fastify()", "Fastify()", "createMcpFastifyApp()", "FastifyInstance.register.arg(0).param(0)"],
    FastifyRequest: [
      ...VERBS.map((verb) => `FastifyInstance.${verb}.arg(last).param(0)`),
      "FastifyInstance.route.arg(0).handler.param(0)", "FastifyInstance.addHook.arg(1).param(0)",
    ],
  },
  registers: [...registers, ...hostCheckedApp("createMcpFastifyApp")],
  // a plugin is run with the options that it is registered with (https://fastify.dev/docs/latest/Reference/Plugins/)
  steps: [{ from: "FastifyInstance.register.arg(1)", to: "FastifyInstance.register.arg(0).param(1)", as: "identity" }],
  sources: INPUTS.map((input) => ({ path: `FastifyRequest.${input}`, kind: "http" })),
});
