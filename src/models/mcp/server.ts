import { model } from "../model.js";
import type { Condition, RegisterRow, SourceRow } from "../model.js";
import { bearerCheck, connects, endpointScopes, listedOffers, rebindingChecks, serverRegisters, verifiedTokens, verifiers } from "./sdk.js";

/** What a caller decides in the context of the split packages; `param` is its position. */
export function contextOf(param: number): SourceRow[] {
  return [
    { path: `param(${param}).mcpReq._meta`, kind: "tool" },
    { path: `param(${param}).mcpReq.envelope`, kind: "tool" },
    { path: `param(${param}).mcpReq.inputResponses`, kind: "client" },
    { path: `param(${param}).http.req.url`, kind: "http" },
    { path: `param(${param}).http.req.headers`, kind: "http" },
  ];
}

/** What the context asks the client, and what it was told to keep. */
const answers: SourceRow[] = ["mcpReq.requestState()", "mcpReq.elicitInput()", "mcpReq.requestSampling()", "mcpReq.send()"].map((path) => ({ path: `ServerContext.${path}`, kind: "client" }));

function withContext(row: RegisterRow): RegisterRow {
  const at = (row.untrusted ?? []).map(({ path }) => /^(param\(\d\))\.mcpReq/.exec(path)?.[1]).find((param) => param !== undefined);
  return at === undefined ? row : { ...row, given: [{ path: at, type: "ServerContext" }] };
}

const toolInput: SourceRow[] = [{ path: "param(0)", kind: "tool" }, ...contextOf(1)];
const promptInput: SourceRow[] = [{ path: "param(0)", kind: "prompt" }, ...contextOf(1)];

const missing = (at: string): Condition => ({ at, is: "unset", known: true });
const given = (at: string): Condition => ({ at, is: "set" });

const config = { name: "arg(0)", title: "arg(1).title", description: "arg(1).description", scopes: "arg(1).scopeChallenge", trusting: true, shown: "arg(1).securitySchemes", meta: "arg(1)._meta" } as const;
const resourceConfig = { name: "arg(0)", uri: "arg(1)", title: "arg(2).title", description: "arg(2).description", scopes: "arg(2).scopeChallenge" } as const;

const registrations: RegisterRow[] = [
  {
    ...config, path: "McpServer.registerTool", what: "tool", when: [given("arg(1).inputSchema")],
    annotations: "arg(1).annotations", schema: "arg(1).inputSchema", handler: "arg(2)", untrusted: toolInput, needsSchema: true,
  },
  {
    ...config, path: "McpServer.registerTool", what: "tool", when: [missing("arg(1).inputSchema")],
    annotations: "arg(1).annotations", handler: "arg(2)", untrusted: contextOf(0),
  },
  {
    path: "RegisteredTool.update", what: "tool", when: [{ at: "arg(0).callback", is: "set", known: true }],
    name: "arg(0).name", description: "arg(0).description", schema: "arg(0).paramsSchema", handler: "arg(0).callback", untrusted: toolInput,
  },
  {
    ...resourceConfig, path: "McpServer.registerResource", what: "resource", when: [{ at: "arg(1)", is: "object" }], handler: "arg(3)",
    untrusted: [{ path: "param(0)", kind: "resource" }, { path: "param(1)", kind: "resource" }, ...contextOf(2)],
  },
  {
    ...resourceConfig, path: "McpServer.registerResource", what: "resource", when: [{ at: "arg(1)", is: "string", known: true }],
    handler: "arg(3)", untrusted: contextOf(1),
  },
  {
    ...config, path: "McpServer.registerPrompt", what: "prompt", when: [given("arg(1).argsSchema")],
    schema: "arg(1).argsSchema", handler: "arg(2)", untrusted: promptInput, needsSchema: true,
  },
  { ...config, path: "McpServer.registerPrompt", what: "prompt", when: [missing("arg(1).argsSchema")], handler: "arg(2)", untrusted: contextOf(0) },
  ...["completable", "ResourceTemplate.new()"].map((path): RegisterRow => ({
    path, what: "completion", ...(path === "completable" ? {} : { when: [{ at: "arg(1).complete", is: "set", known: true }] }), handler: path === "completable" ? "arg(1)" : "arg(1).complete[*]",
    untrusted: [{ path: "param(0)", kind: "completion" }, { path: "param(1).arguments", kind: "completion" }],
  })),
];

/** Requests of the specification: the method is a string, the handler gets the whole request. */
const requests: RegisterRow[] = [
  {
    path: "Server.setRequestHandler", what: "request", method: ["tools/call"], handler: "arg(1)", asked: "param(0).params.name",
    untrusted: [{ path: "param(0).params.arguments", kind: "tool" }, { path: "param(0).params.name", kind: "tool" }, { path: "param(0).params._meta", kind: "tool" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "tool", method: ["tools/list"],
    name: "arg(1)().tools[*].name", title: "arg(1)().tools[*].title", description: "arg(1)().tools[*].description",
    schema: "arg(1)().tools[*].inputSchema", advertised: true, annotations: "arg(1)().tools[*].annotations",
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["tools/list", "logging/setLevel"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params", kind: "tool" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "request",
    method: ["resources/read", "resources/subscribe", "resources/unsubscribe", "resources/list", "resources/templates/list"],
    handler: "arg(1)", untrusted: [{ path: "param(0).params", kind: "resource" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["prompts/get", "prompts/list"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params", kind: "prompt" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "completion", method: ["completion/complete"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params", kind: "completion" }, ...contextOf(1)],
  },
  // A method of the server's own: schemas in the middle, and the handler gets the parameters themselves.
  {
    path: "Server.setRequestHandler", what: "request", when: [{ at: "arg(2)", is: "function" }],
    name: "arg(0)", schema: "arg(1).params", handler: "arg(2)", untrusted: toolInput,
  },
];

const transports: RegisterRow[] = ([
  ["StdioServerTransport.new()", "stdio"], ["NodeStreamableHTTPServerTransport.new()", "http"], ["WebStandardStreamableHTTPServerTransport.new()", "http"],
  ["SSEServerTransport.new()", "sse"], ["serveStdio", "stdio"], ["createMcpHandler", "http"],
] as const).map(([path, transport]) => ({ path, what: "transport", transport, ...(path.endsWith("HTTPServerTransport.new()") ? { sessions: "sessionIdGenerator" } : {}) }));

const serves: RegisterRow[] = [
  ...["NodeStreamableHTTPServerTransport", "WebStandardStreamableHTTPServerTransport"].map((name): RegisterRow => ({ path: `${name}.handleRequest`, what: "serve" })),
  { path: "SSEServerTransport.handlePostMessage", what: "serve" },
  { path: "SSEServerTransport.new()", what: "serve" },
  // the handler is a worker, which the program calls itself or turns into a function for node:http
  { path: "createMcpHandler().fetch", what: "serve" },
  { path: "toNodeHandler()()", what: "serve" },
];

const hostChecks: RegisterRow[] = [
  ...rebindingChecks(["NodeStreamableHTTPServerTransport", "WebStandardStreamableHTTPServerTransport"], "arg(0)"),
  ...rebindingChecks(["SSEServerTransport"], "arg(2)"),
  ...["hostHeaderValidationResponse", "originValidationResponse", "hostHeaderValidation", "originValidation", "localhostHostValidation", "localhostOriginValidation"].map((path): RegisterRow => ({ path, what: "check", checks: "host" })),
  ...["originValidationResponse", "originValidation", "localhostOriginValidation"].map((path): RegisterRow => ({ path, what: "check", checks: "origin" })),
];

export default model({
  packages: [
    "@modelcontextprotocol/server", "@modelcontextprotocol/server/*", "@modelcontextprotocol/core", "@modelcontextprotocol/core/*",
    "@modelcontextprotocol/node", "@modelcontextprotocol/server-legacy", "@modelcontextprotocol/server-legacy/*",
  ],
  types: {
    McpServer: ["McpServer.new()"],
    Server: ["Server.new()", "McpServer.server"],
    RegisteredTool: ["McpServer.registerTool()"],
    NodeStreamableHTTPServerTransport: ["NodeStreamableHTTPServerTransport.new()"],
    WebStandardStreamableHTTPServerTransport: ["WebStandardStreamableHTTPServerTransport.new()"],
    SSEServerTransport: ["SSEServerTransport.new()"],
    ServerContext: [],
  },
  registers: [...serverRegisters, endpointScopes, bearerCheck, ...verifiers, ...connects, ...serves, ...hostChecks, ...[...registrations, ...requests].map(withContext), ...listedOffers, ...transports],
  sources: [
    { path: "Server.createMessage()", kind: "client" },
    { path: "Server.elicitInput()", kind: "client" },
    { path: "Server.getClientVersion()", kind: "client" },
    ...answers, ...verifiedTokens,
    { path: "ServerContext.http.authInfo.token", kind: "credential" },
    { path: "inputResponse()", kind: "client" },
    { path: "acceptedContent()", kind: "client" },
    { path: "Server.fallbackRequestHandler.param(0).params", kind: "tool" },
  ],
  // JSON Schema in the hands of the SDK is enforced, but its constraints are not read: fields keep all dangers.
  schemas: [{ path: "completable()", means: "wrap" }, { path: "fromJsonSchema()", means: "any" }],
});
