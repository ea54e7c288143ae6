import { model } from "../model.js";
import type { ComputeRow, Condition, RegisterRow, SourceRow, StepRow } from "../model.js";
import { clientTransports } from "./client.js";

/** What a caller decides in the context that handlers get behind the arguments; `param` is its position. */
function contextOf(param: number): SourceRow[] {
  return [
    { path: `param(${param})._meta`, kind: "tool" },
    { path: `param(${param}).requestInfo.headers`, kind: "http" },
    { path: `param(${param}).requestInfo.url`, kind: "http" },
  ];
}

/** The context is an instance of a type of its own: what it asks the client comes back as an answer. */
function withContext(row: RegisterRow): RegisterRow {
  const at = (row.untrusted ?? []).map(({ path }) => /^(param\(\d\))\._meta$/.exec(path)?.[1]).find((param) => param !== undefined);
  return at === undefined ? row : { ...row, given: [{ path: at, type: "RequestHandlerExtra" }] };
}

const toolInput: SourceRow[] = [{ path: "param(0)", kind: "tool" }, ...contextOf(1)];
const promptInput: SourceRow[] = [{ path: "param(0)", kind: "prompt" }, ...contextOf(1)];
const templateInput: SourceRow[] = [{ path: "param(0)", kind: "resource" }, { path: "param(1)", kind: "resource" }, ...contextOf(2)];
const contextOnly: SourceRow[] = contextOf(0);

const missing = (at: string): Condition => ({ at, is: "unset", known: true });
const given = (at: string): Condition => ({ at, is: "set" });

/**
 * The SDK tells a raw shape from annotations by its values: a shape is empty or holds a schema. Rows tell them apart by the
 * hints of annotations, which no tool has as parameters; an object with `title` alone counts as a shape.
 */
const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
const noHints = (at: string): Condition[] => HINTS.map((hint) => ({ at: `${at}.${hint}`, is: "unset" }));

/** One row a hint, because conditions of a row are all to hold. */
function annotated(row: RegisterRow, at: string): RegisterRow[] {
  return HINTS.map((hint, index) => ({
    ...row,
    when: [
      ...(row.when ?? []),
      { at: `${at}.${hint}`, is: "set" as const, known: true },
      ...HINTS.slice(0, index).map((earlier): Condition => ({ at: `${at}.${earlier}`, is: "unset" })),
    ],
  }));
}

/**
 * The eight overloads of `McpServer.tool`, told apart by the number of arguments, then by the type of the second. Rows are
 * exclusive on known arguments; on unknown ones the row that finds most stands first.
 */
const toolOverloads: RegisterRow[] = [
  {
    // what stands behind the handler is ignored
    path: "McpServer.tool", what: "tool", when: [given("arg(4)"), { at: "arg(3)", is: "function", known: true }],
    name: "arg(0)", description: "arg(1)", schema: "arg(2)", handler: "arg(3)", untrusted: toolInput,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(4)")],
    name: "arg(0)", description: "arg(1)", schema: "arg(2)", annotations: "arg(3)", handler: "arg(4)", untrusted: toolInput,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(3)"), missing("arg(4)"), { at: "arg(1)", is: "string", known: true }, { at: "arg(2)", is: "function", known: true }],
    name: "arg(0)", description: "arg(1)", handler: "arg(2)", untrusted: contextOnly,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(3)"), missing("arg(4)"), { at: "arg(2)", is: "function", known: true }],
    name: "arg(0)", schema: "arg(1)", handler: "arg(2)", untrusted: toolInput,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(3)"), missing("arg(4)"), { at: "arg(1)", is: "string" }, ...noHints("arg(2)")],
    name: "arg(0)", description: "arg(1)", schema: "arg(2)", handler: "arg(3)", untrusted: toolInput,
  },
  ...annotated({
    path: "McpServer.tool", what: "tool", when: [given("arg(3)"), missing("arg(4)"), { at: "arg(1)", is: "string" }],
    name: "arg(0)", description: "arg(1)", annotations: "arg(2)", handler: "arg(3)", untrusted: contextOnly,
  }, "arg(2)"),
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(3)"), missing("arg(4)"), { at: "arg(1)", is: "object", known: true }],
    name: "arg(0)", schema: "arg(1)", annotations: "arg(2)", handler: "arg(3)", untrusted: toolInput,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(2)"), missing("arg(3)"), { at: "arg(1)", is: "object" }, ...noHints("arg(1)")],
    name: "arg(0)", schema: "arg(1)", handler: "arg(2)", untrusted: toolInput,
  },
  ...annotated({
    path: "McpServer.tool", what: "tool", when: [given("arg(2)"), missing("arg(3)")],
    name: "arg(0)", annotations: "arg(1)", handler: "arg(2)", untrusted: contextOnly,
  }, "arg(1)"),
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(2)"), missing("arg(3)"), { at: "arg(1)", is: "string", known: true }],
    name: "arg(0)", description: "arg(1)", handler: "arg(2)", untrusted: contextOnly,
  },
  {
    path: "McpServer.tool", what: "tool", when: [given("arg(1)"), missing("arg(2)")],
    name: "arg(0)", handler: "arg(1)", untrusted: contextOnly,
  },
];

const toolConfig = {
  what: "tool", name: "arg(0)", title: "arg(1).title", description: "arg(1).description", annotations: "arg(1).annotations", shown: "arg(1).securitySchemes", meta: "arg(1)._meta",
} as const;

const registerTool: RegisterRow[] = [
  {
    ...toolConfig, path: "McpServer.registerTool", when: [given("arg(1).inputSchema")],
    schema: "arg(1).inputSchema", handler: "arg(2)", untrusted: toolInput, needsSchema: true,
  },
  { ...toolConfig, path: "McpServer.registerTool", when: [missing("arg(1).inputSchema")], handler: "arg(2)", untrusted: contextOnly },
  ...["createTask", "getTask", "getTaskResult"].map((step): RegisterRow => ({
    ...toolConfig, path: "McpServer.experimental.tasks.registerToolTask",
    schema: "arg(1).inputSchema", handler: `arg(2).${step}`, untrusted: toolInput, needsSchema: true,
  })),
  {
    path: "RegisteredTool.update", what: "tool", when: [{ at: "arg(0).callback", is: "set", known: true }],
    name: "arg(0).name", title: "arg(0).title", description: "arg(0).description", schema: "arg(0).paramsSchema",
    annotations: "arg(0).annotations", handler: "arg(0).callback", untrusted: toolInput,
  },
];

const resources: RegisterRow[] = [
  {
    path: "McpServer.registerResource", what: "resource", when: [{ at: "arg(1)", is: "object" }],
    name: "arg(0)", uri: "arg(1)", title: "arg(2).title", description: "arg(2).description", handler: "arg(3)", untrusted: templateInput,
  },
  {
    path: "McpServer.registerResource", what: "resource", when: [{ at: "arg(1)", is: "string", known: true }],
    name: "arg(0)", uri: "arg(1)", title: "arg(2).title", description: "arg(2).description", handler: "arg(3)", untrusted: contextOf(1),
  },
  {
    path: "McpServer.resource", what: "resource", when: [{ at: "arg(1)", is: "object" }],
    name: "arg(0)", uri: "arg(1)", description: "arg(2).description", handler: "arg(last)", untrusted: templateInput,
  },
  {
    path: "McpServer.resource", what: "resource", when: [{ at: "arg(1)", is: "string", known: true }],
    name: "arg(0)", uri: "arg(1)", description: "arg(2).description", handler: "arg(last)", untrusted: contextOf(1),
  },
  {
    path: "RegisteredResourceTemplate.update", what: "resource", when: [{ at: "arg(0).callback", is: "set", known: true }],
    name: "arg(0).name", handler: "arg(0).callback", untrusted: templateInput,
  },
  {
    path: "ResourceTemplate.new()", what: "completion", when: [{ at: "arg(1).complete", is: "set", known: true }],
    handler: "arg(1).complete[*]", untrusted: [{ path: "param(0)", kind: "completion" }, { path: "param(1).arguments", kind: "completion" }],
  },
];

const prompts: RegisterRow[] = [
  {
    path: "McpServer.registerPrompt", what: "prompt", when: [given("arg(1).argsSchema")],
    name: "arg(0)", title: "arg(1).title", description: "arg(1).description", schema: "arg(1).argsSchema",
    handler: "arg(2)", untrusted: promptInput, needsSchema: true,
  },
  {
    path: "McpServer.registerPrompt", what: "prompt", when: [missing("arg(1).argsSchema")],
    name: "arg(0)", title: "arg(1).title", description: "arg(1).description", handler: "arg(2)", untrusted: contextOnly,
  },
  {
    path: "McpServer.prompt", what: "prompt", when: [given("arg(3)")],
    name: "arg(0)", description: "arg(1)", schema: "arg(2)", handler: "arg(3)", untrusted: promptInput,
  },
  {
    path: "McpServer.prompt", what: "prompt", when: [given("arg(2)"), missing("arg(3)"), { at: "arg(1)", is: "object" }],
    name: "arg(0)", schema: "arg(1)", handler: "arg(2)", untrusted: promptInput,
  },
  {
    path: "McpServer.prompt", what: "prompt", when: [given("arg(2)"), missing("arg(3)"), { at: "arg(1)", is: "string", known: true }],
    name: "arg(0)", description: "arg(1)", handler: "arg(2)", untrusted: contextOnly,
  },
  { path: "McpServer.prompt", what: "prompt", when: [given("arg(1)"), missing("arg(2)")], name: "arg(0)", handler: "arg(1)", untrusted: contextOnly },
  {
    path: "RegisteredPrompt.update", what: "prompt", when: [{ at: "arg(0).callback", is: "set", known: true }],
    name: "arg(0).name", schema: "arg(0).argsSchema", handler: "arg(0).callback", untrusted: promptInput,
  },
];

/**
 * The low-level server. It checks only the envelope: the JSON Schema that tools/list shows is never held against `arguments`.
 * `arg(1)()` is what the handler gives back, so the listing handlers name the tools that the dispatcher serves.
 */
const requests: RegisterRow[] = [
  {
    path: "Server.setRequestHandler", what: "request", method: ["CallToolRequestSchema", "tools/call"], handler: "arg(1)", asked: "param(0).params.name",
    untrusted: [
      { path: "param(0).params.arguments", kind: "tool" },
      { path: "param(0).params.name", kind: "tool" },
      { path: "param(0).params._meta", kind: "tool" },
      ...contextOf(1),
    ],
  },
  {
    path: "Server.setRequestHandler", what: "tool", method: ["ListToolsRequestSchema", "tools/list"],
    name: "arg(1)().tools[*].name", title: "arg(1)().tools[*].title", description: "arg(1)().tools[*].description",
    schema: "arg(1)().tools[*].inputSchema", advertised: true, annotations: "arg(1)().tools[*].annotations", shown: "arg(1)().tools[*].securitySchemes", meta: "arg(1)().tools[*]._meta",
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["ListToolsRequestSchema", "tools/list"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params.cursor", kind: "tool" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "request",
    method: ["ReadResourceRequestSchema", "resources/read", "SubscribeRequestSchema", "resources/subscribe", "UnsubscribeRequestSchema", "resources/unsubscribe"],
    handler: "arg(1)", untrusted: [{ path: "param(0).params.uri", kind: "resource" }, { path: "param(0).params._meta", kind: "resource" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "request",
    method: ["ListResourcesRequestSchema", "resources/list", "ListResourceTemplatesRequestSchema", "resources/templates/list"],
    handler: "arg(1)", untrusted: [{ path: "param(0).params.cursor", kind: "resource" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["GetPromptRequestSchema", "prompts/get"], handler: "arg(1)", asked: "param(0).params.name",
    untrusted: [
      { path: "param(0).params.arguments", kind: "prompt" },
      { path: "param(0).params.name", kind: "prompt" },
      { path: "param(0).params._meta", kind: "prompt" },
      ...contextOf(1),
    ],
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["ListPromptsRequestSchema", "prompts/list"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params.cursor", kind: "prompt" }, ...contextOf(1)],
  },
  {
    path: "Server.setRequestHandler", what: "completion", method: ["CompleteRequestSchema", "completion/complete"], handler: "arg(1)",
    untrusted: [
      { path: "param(0).params.argument.value", kind: "completion" },
      { path: "param(0).params.argument.name", kind: "completion" },
      { path: "param(0).params.context.arguments", kind: "completion" },
      { path: "param(0).params.ref", kind: "completion" },
      ...contextOf(1),
    ],
  },
  {
    path: "Server.setRequestHandler", what: "request", method: ["SetLevelRequestSchema", "logging/setLevel"], handler: "arg(1)",
    untrusted: [{ path: "param(0).params.level", kind: "tool" }, ...contextOf(1)],
  },
];

const completions: RegisterRow[] = [
  {
    path: "completable", what: "completion", handler: "arg(1)",
    untrusted: [{ path: "param(0)", kind: "completion" }, { path: "param(1).arguments", kind: "completion" }],
  },
];

const transports: RegisterRow[] = ([
  ["StdioServerTransport", "stdio"], ["SSEServerTransport", "sse"], ["StreamableHTTPServerTransport", "http"], ["WebStandardStreamableHTTPServerTransport", "http"],
  ["InMemoryTransport", "memory"],
] as const).map(([name, transport]) => ({ path: `${name}.new()`, what: "transport", transport, ...(transport === "http" ? { sessions: "sessionIdGenerator" } : {}) }));

/** Servers and transports come together here, whatever library hands them out. */
export const connects: readonly RegisterRow[] = ["McpServer", "Server"].map((name) => ({ path: `${name}.connect`, what: "connect" }));

/** What hands a request to a transport; a stream of the older transport is opened by making it. */
const serves: RegisterRow[] = [
  ...["StreamableHTTPServerTransport", "WebStandardStreamableHTTPServerTransport"].map((name): RegisterRow => ({ path: `${name}.handleRequest`, what: "serve" })),
  { path: "SSEServerTransport.handlePostMessage", what: "serve" },
  { path: "SSEServerTransport.new()", what: "serve" },
  ...["handleRequest", "handlePostMessage"].map((name): RegisterRow => ({ path: `*.${name}`, what: "serve", when: [given("arg(1)")] })),
];

/** Host and Origin are compared only with both the flag and a list. */
export function rebindingChecks(names: readonly string[], options: string): RegisterRow[] {
  const lists = [["allowedHosts", "host"], ["allowedOrigins", "host"], ["allowedOrigins", "origin"]] as const;
  return names.flatMap((name) => lists.map(([list, checks]): RegisterRow => ({
    path: `${name}.new()`, what: "check", checks,
    when: [given(`${options}.${list}`), given(`${options}.enableDnsRebindingProtection`)],
  })));
}

/** The ready-made apps compare Host where they are made for the loopback interface, which is the default, or with a list; otherwise they print a warning. */
export function hostCheckedApp(path: string): RegisterRow[] {
  return [
    { path, what: "check", checks: "host", when: [{ at: "arg(0).host", is: "unset" }] },
    { path, what: "check", checks: "host", when: [{ at: "arg(0).host", is: ["127.0.0.1", "localhost", "::1"] }] },
    { path, what: "check", checks: "host", when: [given("arg(0).allowedHosts")] },
  ];
}

const hostChecks: RegisterRow[] = [
  ...rebindingChecks(["StreamableHTTPServerTransport", "WebStandardStreamableHTTPServerTransport"], "arg(0)"),
  ...rebindingChecks(["SSEServerTransport"], "arg(2)"),
  ...["hostHeaderValidation", "localhostHostValidation"].map((path): RegisterRow => ({ path, what: "check", checks: "host" })),
];

/** Middleware that asks for scopes in front of an endpoint. */
export const endpointScopes: RegisterRow = { path: "requireBearerAuth", what: "middleware", scopes: "arg(0).requiredScopes", when: [{ at: "arg(0).requiredScopes", is: "set", known: true }] };

/** Middleware that lets no request without a valid token through. */
export const bearerCheck: RegisterRow = { path: "requireBearerAuth", what: "check", checks: "caller" };

/** The servers themselves, for every library that has them. */
export const serverRegisters: readonly RegisterRow[] = ["McpServer", "Server"].map((name) => ({
  path: `${name}.new()`, what: "server", name: "arg(0).name", title: "arg(0).title", description: "arg(1).instructions",
}));

/** What listings show of resources and prompts: `arg(1)()` is the list that the handler gives back. */
export const listedOffers: readonly RegisterRow[] = ([
  ["resource", "resources", "uri", ["ListResourcesRequestSchema", "resources/list"]],
  ["resource", "resourceTemplates", "uriTemplate", ["ListResourceTemplatesRequestSchema", "resources/templates/list"]],
  ["prompt", "prompts", undefined, ["ListPromptsRequestSchema", "prompts/list"]],
] as const).map(([what, list, uri, method]) => ({
  path: "Server.setRequestHandler", what, method,
  name: `arg(1)().${list}[*].name`, title: `arg(1)().${list}[*].title`, description: `arg(1)().${list}[*].description`,
  ...(uri === undefined ? { schema: `arg(1)().${list}[*].arguments`, advertised: true } : { uri: `arg(1)().${list}[*].${uri}` }),
}));

/** Rows of `McpServer`, for every library that hands out an instance of it. */
export const highLevelRegisters: readonly RegisterRow[] = [...toolOverloads, ...registerTool, ...resources, ...prompts].map(withContext);

/** Rows of `Server`, for the same libraries. */
export const lowLevelRegisters: readonly RegisterRow[] = [...requests.map(withContext), ...listedOffers];

const named: Condition = { at: "arg(0)", is: "string" };
const calls = (at: string): Condition => ({ at, is: "function", known: true });

/** A server of unknown origin, such as the parameter of a function that nobody calls in a program without types. */
const unknownReceivers: RegisterRow[] = [
  {
    ...toolConfig, path: "*.registerTool", when: [named, { at: "arg(1)", is: "object", known: true }, calls("arg(2)")],
    schema: "arg(1).inputSchema", handler: "arg(2)", untrusted: toolInput, needsSchema: true,
  },
  {
    path: "*.tool", what: "tool", when: [named, { at: "arg(1)", is: "string" }, { at: "arg(2)", is: "object", known: true }, calls("arg(3)")],
    name: "arg(0)", description: "arg(1)", schema: "arg(2)", handler: "arg(3)", untrusted: toolInput,
  },
  ...[...requests, ...listedOffers].map((row): RegisterRow => ({ ...row, path: "*.setRequestHandler" })),
];

/** What the calls of `McpServer` give back. */
export const registeredTypes: Readonly<Record<string, readonly string[]>> = {
  RegisteredTool: ["McpServer.tool()", "McpServer.registerTool()", "McpServer.experimental.tasks.registerToolTask()"],
  RegisteredResourceTemplate: ["McpServer.resource()", "McpServer.registerResource()"],
  RegisteredPrompt: ["McpServer.prompt()", "McpServer.registerPrompt()"],
  RequestHandlerExtra: [],
};

/** Answers of the client to what the server asks. Its roots are the user's word on where the server may work: what others are held against, no input. */
export const clientAnswers: readonly SourceRow[] = [
  { path: "Server.createMessage()", kind: "client" },
  { path: "Server.elicitInput()", kind: "client" },
  { path: "Server.request()", kind: "client" },
  { path: "RequestHandlerExtra.sendRequest()", kind: "client" },
  { path: "Server.getClientVersion()", kind: "client" },
  { path: "Server.getClientCapabilities()", kind: "client" },
];

/** Functions that say whether a token holds, for whatever hands requests on. */
export const verifiers: readonly RegisterRow[] = [
  { path: "requireBearerAuth", what: "verifier", handler: "arg(0).verifier.verifyAccessToken", options: "arg(0)" },
  { path: "mcpAuthRouter", what: "verifier", handler: "arg(0).provider.verifyAccessToken" },
  { path: "ProxyOAuthServerProvider.new()", what: "verifier", handler: "arg(0).verifyAccessToken" },
];

/** The tokens that they are given. */
export const verifiedTokens: readonly SourceRow[] = ["requireBearerAuth.arg(0).verifier", "mcpAuthRouter.arg(0).provider", "ProxyOAuthServerProvider.new.arg(0)"].map((path) => ({ path: `${path}.verifyAccessToken.param(0)`, kind: "credential" }));

/** What the caller proved itself with, as the SDK hands it to handlers. */
export const callerTokens: readonly SourceRow[] = [{ path: "RequestHandlerExtra.authInfo.token", kind: "credential" }];

const PROTOCOL_SCHEMAS = ["ToolSchema", "CallToolRequestSchema", "CallToolResultSchema", "ListToolsResultSchema", "ReadResourceRequestSchema", "GetPromptRequestSchema"];

export default model({
  packages: ["@modelcontextprotocol/sdk", "@modelcontextprotocol/sdk/*"],
  types: {
    McpServer: ["McpServer.new()"],
    Server: ["Server.new()", "McpServer.server"],
    StreamableHTTPServerTransport: ["StreamableHTTPServerTransport.new()"],
    WebStandardStreamableHTTPServerTransport: ["WebStandardStreamableHTTPServerTransport.new()"],
    SSEServerTransport: ["SSEServerTransport.new()"],
    ...registeredTypes,
  },
  registers: [...serverRegisters, endpointScopes, bearerCheck, ...verifiers, ...connects, ...serves, ...hostChecks, ...highLevelRegisters, ...lowLevelRegisters, ...completions, ...transports, ...unknownReceivers],
  sinks: [...clientTransports],
  sources: [
    ...clientAnswers, ...callerTokens, ...verifiedTokens,
    // A function that is assigned, not registered: every request without a handler arrives there.
    { path: "Server.fallbackRequestHandler.param(0).params", kind: "tool" },
  ],
  // The protocol's own schemas hold a value against its shape and give it back.
  steps: PROTOCOL_SCHEMAS.flatMap((schema): StepRow[] => [
    { from: `${schema}.parse.arg(0)`, to: `${schema}.parse()`, as: "identity" },
    { from: `${schema}.safeParse.arg(0)`, to: `${schema}.safeParse().data`, as: "identity" },
  ]),
  computes: PROTOCOL_SCHEMAS.map((schema): ComputeRow => ({ path: `${schema}.parse`, as: "identity" })),
  schemas: [{ path: "completable()", means: "wrap" }],
});
