import type { Gap, Location } from "../finding.js";
import type { Given, Host, Property, Prompt, Resource, Schema, Server, StateUse, Tool } from "../server/view/view.js";
import { maskSecrets } from "./mask.js";
import type { Surface } from "./tools.js";

/** The shape's own version: it goes up when a reader of the old shape would break. */
const VERSION = 1;

/** JSON Schema, as `tools/list` gives it. */
export interface InputSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  properties?: Record<string, InputSchema>;
  required?: string[];
  items?: InputSchema;
  format?: string;
  pattern?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** What tools, resources and prompts have alike. Null: not there, or not known; then a gap says so. */
interface OfferEntry {
  readonly name: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly location: Location;
  readonly handlers: readonly Location[];
  /** Tests of the program under which it is offered. */
  readonly conditions: readonly string[];
}

export interface GivenEntry {
  /** As far as it is known, `…` for the rest; null: nothing of it is. */
  readonly value: string | null;
  /** Constants, and settings as `$NAME`, that it is computed from. */
  readonly from: readonly string[];
  /** As the program writes it. */
  readonly expression: string;
  readonly location: Location;
}

export interface ToolEntry extends OfferEntry {
  readonly transports: readonly string[];
  readonly inputSchema: InputSchema | null;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly authorization: { readonly scopes: readonly string[]; readonly enforcedBy: readonly ("registration" | "handler" | "condition" | "endpoint")[] };
  readonly effects: Tool["effects"];
  readonly reaches: {
    readonly commands: readonly (GivenEntry & { readonly program: string | null; readonly shell: boolean })[];
    readonly code: readonly (GivenEntry & { readonly callee: string })[];
    readonly files: readonly (GivenEntry & { readonly access: "reads" | "writes" | "deletes" })[];
    readonly requests: readonly (GivenEntry & { readonly host: string | null })[];
    readonly databases: readonly (GivenEntry & { readonly callee: string })[];
    readonly settings: readonly string[];
    readonly state: readonly { readonly name: string; readonly access: "reads" | "writes"; readonly location: Location; readonly sharedWith: readonly string[] }[];
  };
}

export interface ResourceEntry extends OfferEntry {
  readonly uri: string | null;
}

export interface PromptEntry extends OfferEntry {
  readonly inputSchema: InputSchema | null;
}

/** All that is told of a server, secrets masked. */
export interface ToolsDocument {
  readonly version: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly summary: { readonly files: number; readonly tools: number; readonly resources: number; readonly templates: number; readonly prompts: number; readonly handlers: number; readonly handlersEvaluated: number; readonly gaps: number };
  readonly server: {
    readonly network: boolean;
    readonly transports: readonly { readonly kind: string; readonly location: Location }[];
    readonly listens: readonly { readonly callee: string; readonly hosts: readonly string[]; readonly port: string | null; readonly location: Location }[];
  };
  readonly tools: readonly ToolEntry[];
  readonly resources: readonly ResourceEntry[];
  readonly templates: readonly ResourceEntry[];
  readonly prompts: readonly PromptEntry[];
  readonly gaps: readonly Gap[];
}

/** Reads the document off the server. */
export function toolsDocument({ server, summary, gaps, package: own }: Surface): ToolsDocument {
  const users = usersOfState(server);
  const [resources, templates] = [server.resources.filter((one) => !one.isTemplate), server.resources.filter((one) => one.isTemplate)];
  const document: ToolsDocument = {
    version: VERSION,
    tool: { name: own.name, version: own.version },
    summary: {
      files: summary.files, tools: server.tools.length, resources: resources.length, templates: templates.length, prompts: server.prompts.length,
      handlers: summary.handlers, handlersEvaluated: summary.handlersEvaluated, gaps: gaps.length,
    },
    server: {
      network: server.isNetwork,
      transports: server.transports.map(({ kind, location }) => ({ kind, location })),
      listens: server.binds.map(({ callee, hosts, port, location }) => ({ callee, hosts: hosts.map(hostText), port: port ?? null, location })),
    },
    tools: server.tools.map((tool) => toolEntry(server, tool, users)),
    resources: resources.map(resourceEntry),
    templates: templates.map(resourceEntry),
    prompts: server.prompts.map((prompt) => ({ ...offerEntry(prompt), inputSchema: inputSchema(prompt.input) })),
    gaps,
  };
  return masked(document) as ToolsDocument;
}

function hostText({ address, everywhere, unless }: Host): string {
  return `${address ?? (everywhere ? "every interface" : "loopback")}${unless.length === 0 ? "" : ` unless ${unless.join(", ")}`}`;
}

function offerEntry({ name, title, description, location, handlers, conditions }: Tool | Resource | Prompt): OfferEntry {
  return { name: name ?? null, title: title ?? null, description: description ?? null, location, handlers, conditions };
}

function resourceEntry(resource: Resource): ResourceEntry {
  return { ...offerEntry(resource), uri: resource.uri ?? null };
}

function toolEntry(server: Server, tool: Tool, users: ReadonlyMap<string, readonly StateUser[]>): ToolEntry {
  const { commands, code, files, requests, databases, settings, state } = tool.reach;
  const asksEndpoint = server.endpointScopes ? (["endpoint"] as const) : [];
  return {
    ...offerEntry(tool),
    transports: [...new Set(server.transports.map(({ kind }) => kind))].sort(),
    inputSchema: inputSchema(tool.input),
    annotations: Object.fromEntries([...tool.annotations].map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value])),
    authorization: { scopes: tool.scopes, enforcedBy: [...tool.guardedBy, ...asksEndpoint] },
    effects: tool.effects,
    reaches: {
      commands: commands.map((one) => ({ ...givenEntry(one), program: one.program ?? null, shell: one.shell })),
      code: code.map((one) => ({ ...givenEntry(one), callee: one.callee })),
      files: files.map((one) => ({ ...givenEntry(one), access: one.access })),
      requests: requests.map((one) => ({ ...givenEntry(one), host: one.host ?? null })),
      databases: databases.map((one) => ({ ...givenEntry(one), callee: one.callee })),
      settings,
      state: state.map(({ name, access, location }) => ({ name, access, location, sharedWith: sharing(users.get(keyOf({ name, location })) ?? [], tool, access) })),
    },
  };
}

function givenEntry({ text, from, expression, location }: Given): GivenEntry {
  return { value: text ?? null, from, expression, location };
}

interface StateUser {
  readonly tool: Tool;
  readonly writes: boolean;
}

function usersOfState(server: Server): Map<string, StateUser[]> {
  const users = new Map<string, StateUser[]>();
  for (const tool of server.tools) {
    for (const use of tool.reach.state) {
      const list = users.get(keyOf(use)) ?? [];
      users.set(keyOf(use), list);
      list.push({ tool, writes: use.access === "writes" });
    }
  }
  return users;
}

function keyOf({ name, location }: Pick<StateUse, "name" | "location">): string {
  return `${location.file}:${location.line}:${name}`;
}

/** The other tools that change what this one reads, or read what it changes. */
function sharing(users: readonly StateUser[], tool: Tool, access: StateUse["access"]): string[] {
  return [...new Set(users.filter((one) => one.tool !== tool && (access === "writes" || one.writes)).flatMap((one) => one.tool.name ?? []))];
}

/** A schema as JSON Schema; null where nothing is known of it. */
export function inputSchema(schema: Schema | undefined): InputSchema | null {
  return schema === undefined ? null : plainSchema(schema);
}

function plainSchema({ type, description, values, properties, items, limits, format, pattern, default: fallback }: Schema): InputSchema {
  const plain: InputSchema = {};
  if (type !== undefined) plain.type = type;
  if (description !== undefined) plain.description = description;
  if (values !== undefined && values.length > 0) plain.enum = values.map((value) => (typeof value === "bigint" ? String(value) : value));
  if (properties !== undefined) {
    plain.properties = Object.fromEntries(properties.map((one: Property) => [one.name, plainSchema(one)]));
    const required = properties.filter((one) => one.required).map(({ name }) => name);
    if (required.length > 0) plain.required = required;
  }
  if (items !== undefined) plain.items = plainSchema(items);
  if (format !== undefined) plain.format = format;
  if (pattern !== undefined) plain.pattern = pattern;
  if (fallback !== undefined) plain.default = fallback;
  const [least, most] = type === "array" ? (["minItems", "maxItems"] as const) : type === "number" || type === "integer" ? (["minimum", "maximum"] as const) : (["minLength", "maxLength"] as const);
  if (limits.least !== undefined) plain[least] = limits.least;
  if (limits.most !== undefined) plain[most] = limits.most;
  if (limits.above !== undefined) plain.exclusiveMinimum = limits.above;
  if (limits.below !== undefined) plain.exclusiveMaximum = limits.below;
  return plain;
}

/** The same data with no secret in full, names of fields included. */
function masked(value: unknown): unknown {
  if (typeof value === "string") return maskSecrets(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [maskSecrets(name), masked(field)]));
}
