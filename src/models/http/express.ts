import { model } from "../model.js";
import type { RegisterRow, SinkRow, SourceRow } from "../model.js";
import { bearerCheck, endpointScopes, hostCheckedApp, verifiedTokens, verifiers } from "../mcp/sdk.js";
import { listens } from "../listen-rows.js";

/** Names of the router-like types, as annotations say them. They share their methods. */
const ROUTERS = ["Express", "Application", "Router", "IRouter"];

const VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "all"];

/** What a client says of a file that it sends, and the file: multer's names and those of express-fileupload. Where it is put is the server's affair. */
const SENT_OF_FILES = ["originalname", "fieldname", "name", "mimetype", "buffer", "data"];

/** What a client decides in a request. `ip` and `protocol` are the server's own words unless a proxy is trusted. */
const INPUTS = [
  "body", "query", "params", "headers", "rawHeaders", "cookies", "signedCookies", "url", "originalUrl", "path", "hostname", "host", "subdomains", "baseUrl",
  ...["file", "files[*]"].flatMap((file) => SENT_OF_FILES.map((part) => `${file}.${part}`)), "rawBody",
  "get()", "header()", "param()", "on.arg(1).param(0)", "[]",
];

/** Where a handler takes the request and the response: one that declares four parameters is given an error first (https://expressjs.com/en/guide/error-handling.html). */
const REQUEST = ["param(0/..3)", "param(1/4..)"];
const RESPONSE = ["param(1/..3)", "param(2/4..)"];

const untrusted: SourceRow[] = INPUTS.flatMap((input) => REQUEST.map((request) => ({ path: `${request}${input.startsWith("[") ? "" : "."}${input}`, kind: "http" as const })));

/** Express flattens lists of handlers at any position. */
const registers: RegisterRow[] = ROUTERS.flatMap((router) => [
  ...VERBS.map((verb): RegisterRow => ({ path: `${router}.${verb}`, what: "route", name: "arg(0)", handler: "arg(1..)", untrusted })),
  { path: `${router}.use`, what: "middleware", handler: "arg(*)", untrusted },
  ...listens(`${router}.listen`),
]);

const routeChains: RegisterRow[] = VERBS.map((verb) => ({ path: `IRoute.${verb}`, what: "route", handler: "arg(*)", untrusted }));

/** Where handlers get the request or the response. */
function handed(params: readonly string[]): string[] {
  return params.flatMap((param) => [
    ...ROUTERS.flatMap((router) => [
      ...VERBS.flatMap((verb) => [`${router}.${verb}.arg(1..).${param}`, `${router}.${verb}.arg(1..)[*].${param}`]),
      `${router}.use.arg(*).${param}`,
    ]),
    ...VERBS.map((verb) => `IRoute.${verb}.arg(*).${param}`),
  ]);
}

const sinks: SinkRow[] = [
  { path: "Response.sendFile.arg(0)", kind: "path", when: [{ at: "arg(1).root", is: "unset" }] },
  { path: "Response.sendfile.arg(0)", kind: "path", when: [{ at: "arg(1).root", is: "unset" }] },
  { path: "Response.download.arg(0)", kind: "path", when: [{ at: "arg(1).root", is: "unset" }, { at: "arg(2).root", is: "unset" }] },
  { path: "static.arg(0)", kind: "path" },
];

/** Express 4 and 5, and the apps that the MCP SDKs hand out ready-made. */
export default model({
  packages: ["express", "express-serve-static-core", "@modelcontextprotocol/sdk/server/express.js", "@modelcontextprotocol/sdk/server/express", "@modelcontextprotocol/express"],
  types: {
    Express: ["()", "createMcpExpressApp()"],
    Application: [],
    Router: ["Router()", "Router.new()"],
    IRouter: [],
    IRoute: [
      ...ROUTERS.map((router) => `${router}.route()`),
      ...VERBS.map((verb) => `IRoute.${verb}()`),
    ],
    Request: [...handed(REQUEST), ...ROUTERS.map((router) => `${router}.param.arg(1).param(0)`)],
    Response: [...handed(RESPONSE), ...ROUTERS.map((router) => `${router}.param.arg(1).param(1)`), "Response.status()", "Response.type()", "Response.set()"],
  },
  registers: [...registers, ...routeChains, endpointScopes, bearerCheck, ...verifiers, ...hostCheckedApp("createMcpExpressApp"), ...["hostHeaderValidation", "localhostHostValidation", "originValidation", "localhostOriginValidation"].map((path): RegisterRow => ({ path, what: "check", checks: "host" })), ...["originValidation", "localhostOriginValidation"].map((path): RegisterRow => ({ path, what: "check", checks: "origin" }))],
  // `auth` is what requireBearerAuth leaves
  sources: [...INPUTS.map((input): SourceRow => ({ path: `Request${input.startsWith("[") ? "" : "."}${input}`, kind: "http" })), ...ROUTERS.map((router): SourceRow => ({ path: `${router}.param.arg(1).param(3)`, kind: "http" })), { path: "Request.auth.token", kind: "credential" }, ...verifiedTokens],
  sinks,
});
