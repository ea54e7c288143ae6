import { placeText } from "../finding.js";
import type { Bind, Prompt, Property, Resource, Schema, Server, Tool } from "./view/view.js";
import type { ServerOfProgram } from "./server.js";

/** The server as lines of text: what is not known is left out, so that the same program gives the same lines. */
export function printServer(server: ServerOfProgram): string[] {
  const reached = server.isNetwork ? ", reached over a network" : "";
  return [
    `server of ${server.tools.length} tools, ${server.handlersResolved} of ${server.handlers} handlers known${reached}`,
    ...server.locations.map((location) => `made ${placeText(location)}`),
    ...server.tools.flatMap(printTool),
    ...server.resources.flatMap(printResource),
    ...server.prompts.flatMap(printPrompt),
    ...server.completions.map((location) => `completion ${placeText(location)}`),
    ...server.transports.map(({ kind, location }) => `transport ${kind} ${placeText(location)}`),
    ...server.routes.map(({ method, path, location }) => `route ${method ?? "?"} ${path === undefined ? "?" : JSON.stringify(path)} ${placeText(location)}`),
    ...server.middlewares.map((location) => `middleware ${placeText(location)}`),
    ...server.binds.map(printBind),
  ];
}

function printTool(tool: Tool): string[] {
  return [
    ...printHead("tool", tool),
    ...(tool.annotations.size === 0 ? [] : [`  annotations ${[...tool.annotations].map(([name, value]) => `${name}=${String(value)}`).join(" ")}`]),
    ...(tool.scopes.length === 0 ? [] : [`  scopes ${tool.scopes.join(" ")}`]),
    ...(tool.guarded ? ["  guarded"] : []),
    ...(tool.effects.length === 0 ? [] : [`  ${tool.effects.join(", ")}`]),
    ...printProperties(tool.input?.properties, "  "),
  ];
}

function printResource(resource: Resource): string[] {
  return [...printHead("resource", resource), ...(resource.uri === undefined ? [] : [`  ${resource.isTemplate ? "template" : "uri"} ${JSON.stringify(resource.uri)}`])];
}

function printPrompt(prompt: Prompt): string[] {
  return [...printHead("prompt", prompt), ...printProperties(prompt.input?.properties, "  ")];
}

function printHead(what: string, { name, title, description, location, handlers, conditions }: Pick<Tool, "name" | "title" | "description" | "location" | "handlers" | "conditions">): string[] {
  return [
    `${what} ${name === undefined ? "?" : JSON.stringify(name)} ${placeText(location)}`,
    ...(title === undefined ? [] : [`  title ${JSON.stringify(title)}`]),
    ...(description === undefined ? [] : [`  description ${JSON.stringify(description)}`]),
    ...handlers.map((handler) => `  handler ${placeText(handler)}`),
    ...conditions.map((condition) => `  if ${condition}`),
  ];
}

function printProperties(properties: readonly Property[] | undefined, indent: string): string[] {
  return (properties ?? []).flatMap((property) => [
    `${indent}input ${property.name}${property.required ? "" : "?"}: ${typeOf(property)}${property.description === undefined ? "" : ` ${JSON.stringify(property.description)}`}`,
    ...printProperties(property.properties ?? property.items?.properties, `${indent}  `),
  ]);
}

function typeOf({ type, values, items }: Schema): string {
  if (values !== undefined && values.length > 0) return values.map((value) => JSON.stringify(value)).join(" | ");
  return type === "array" ? `${items === undefined ? "unknown" : typeOf(items)}[]` : (type ?? "unknown");
}

function printBind({ callee, location, hosts, open, gated, port }: Bind): string {
  const known = hosts.map(({ address, everywhere, unless }) => `${address === undefined ? (everywhere ? "every interface" : "loopback") : JSON.stringify(address)}${unless.length === 0 ? "" : ` unless ${unless.join(", ")}`}`);
  return `bind ${callee} ${placeText(location)} to ${[...known, ...(open ? ["something else"] : [])].join(" or ")}${port === undefined ? "" : ` port ${port}`}${gated ? ", some refused" : ""}`;
}

/** The server as plain data, for `JSON.stringify`. */
export function serverData(server: Server): unknown {
  const { isServer, isNetwork, locations, tools, resources, prompts, completions, routes, middlewares, transports, binds } = server;
  return {
    isServer, isNetwork, locations,
    tools: tools.map(({ changes: _changes, asksFirst: _asks, isAnnotated: _annotated, openAt: _open, ...tool }) => ({ ...tool, annotations: Object.fromEntries(tool.annotations) })),
    resources, prompts, completions, routes, middlewares, transports, binds,
  };
}
