import type { Model, Registered } from "../models/model.js";
import type { Concerns } from "../program/members.js";
import type { Program } from "../program/program.js";
import { packageIn } from "../program/specifier.js";

const SDKS = /^(?:@modelcontextprotocol\/|fastmcp$|mcp-framework$|@mastra\/mcp$|mcp-handler$|@vercel\/mcp-adapter$|xmcp$|tmcp$|@cyanheads\/mcp-ts-core$|mcp-lite$|mcp-use$|litemcp$|@rekog\/mcp-nest$|@nestjs-mcp\/server$|skybridge$|@prefecthq\/fastmcp-ts$|@leanmcp\/core$|@genkit-ai\/mcp$|easy-mcp$)/;
/** Packages of the SDK that are for clients and tools alone. */
const CLIENTS = new Set(["@modelcontextprotocol/inspector", "@modelcontextprotocol/client"]);
/** Entries of the SDK for both sides: names of messages alone. */
const NEUTRAL = /^@modelcontextprotocol\/(?:core|sdk\/(?:dist\/(?:esm|cjs)\/)?(?:types|inMemory|validation)(?:[./]|$))/;
/** Entries with which one calls servers, carries their messages or asks for tokens. */
const CALLING = /^@modelcontextprotocol\/(?:client(?:\/|$)|sdk\/(?:dist\/(?:esm|cjs)\/)?(?:client(?:\/|$)|shared\/|server\/(?:auth\/|(?:stdio|sse|streamableHttp|webStandardStreamableHttp)(?:\.|$))))/;

function isSdk(name: string): boolean {
  return SDKS.test(name) && !CLIENTS.has(name);
}

const OFFERING: ReadonlySet<Registered> = new Set(["server", "tool", "resource", "prompt", "request", "transport", "endpoint", "serve"]);

/** The libraries with which a package makes a server: the SDKs, and what the models say offers anything; or the names of requests that it answers itself. Undefined where a file of the project itself is said to. */
export function offeringLibraries(models: readonly Model[]): Concerns | undefined {
  const packages = models.filter(({ registers = [] }) => registers.some(({ what }) => OFFERING.has(what))).flatMap((model) => model.packages);
  if (packages.some((name) => name.startsWith("."))) return undefined;
  const names = new Set(packages.map((name) => name.replace(/\/\*$/, "")));
  const requests = models.flatMap(({ registers = [] }) => registers.flatMap(({ by, asked, method = [] }) => (by === "answering" && asked !== undefined ? method : [])));
  return { library: (name) => isSdk(name) || names.has(name), text: (text) => requests.some((name) => text.includes(`"${name}"`) || text.includes(`'${name}'`)) };
}

/** The files, by their names without endings, in a package's own folder that models read settings of libraries from. */
export function settingFiles(models: readonly Model[]): ReadonlySet<string> {
  return new Set(models.flatMap(({ registers = [] }) => registers.flatMap(({ files = [] }) => files.filter((file) => !/[*/]/.test(file)))));
}

/** Whether a package.json of the program names an SDK with which servers are made. */
export function dependsOnSdk(program: Program): boolean {
  return [...program.dependencies].some(isSdk);
}

/** Whether the program calls servers, or carries what they say, and imports nothing with which one is made. */
export function isClient(program: Program): boolean {
  let calls = false;
  for (const module of program.modules.values()) {
    for (const { source, via } of module.requests) {
      if (via === "type" || !SDKS.test(packageIn(source)) || NEUTRAL.test(source)) continue;
      if (!CALLING.test(source)) return false;
      calls = true;
    }
  }
  return calls;
}
