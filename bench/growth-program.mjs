import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const LOG = `export type Level = "debug" | "info" | "error";
const order: Level[] = ["debug", "info", "error"];
let least: Level = "info";
export function setLevel(level: Level): void {
  least = level;
}
export function log(level: Level, message: string, details: Record<string, unknown> = {}): void {
  if (order.indexOf(level) < order.indexOf(least)) return;
  process.stderr.write(JSON.stringify({ level, message, ...details }) + "\\n");
}
`;
const PATHS = `import path from "node:path";
import { realpath } from "node:fs/promises";
export const root = path.resolve(process.env.DATA_DIR ?? "data");
export async function within(name: string): Promise<string> {
  const full = path.resolve(root, name);
  if (full !== root && !full.startsWith(root + path.sep)) throw new Error("outside of the data folder");
  const real = await realpath(full).catch(() => full);
  if (real !== root && !real.startsWith(root + path.sep)) throw new Error("a link out of the data folder");
  return real;
}
export function extensionOf(name: string): string {
  return path.extname(name).slice(1).toLowerCase();
}
`;
const HTTP = `import { log } from "./log.js";
const HOSTS = new Set(["api.example.com", "files.example.com"]);
export async function getJson(address: string, query: Record<string, string>): Promise<unknown> {
  const url = new URL(address);
  if (url.protocol !== "https:" || !HOSTS.has(url.hostname)) throw new Error("host is not allowed");
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  log("debug", "request", { url: url.href });
  const response = await fetch(url, { redirect: "error" });
  if (!response.ok) throw new Error("status " + response.status);
  return response.json();
}
`;
const TEXT = `export function clip(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most) + "…";
}
export function answer(value: unknown): { content: { type: "text"; text: string }[] } {
  return { content: [{ type: "text", text: clip(typeof value === "string" ? value : JSON.stringify(value), 4000) }] };
}
export function words(text: string): string[] {
  return text.split(/\\s+/).map((word) => word.trim()).filter((word) => word !== "");
}
`;

const SDK = { "@modelcontextprotocol/sdk": "1", zod: "3" };

/**
 * A server of about so many lines. What is larger than `most` is a workspace of such servers with a package that they have in common, as programs of that size are.
 * Returns its folder.
 */
export function generate(root, lines, most) {
  const count = Math.max(1, Math.ceil(lines / most));
  if (count === 1) {
    writePackage(root, { name: "grown", dependencies: SDK });
    writeServer(root, lines, lines === 0 ? 0 : writeCommon(path.join(root, "src/common")), (depth) => `${"../".repeat(depth)}common`);
    return root;
  }
  writePackage(root, { name: "grown", private: true, workspaces: ["packages/*"] });
  const common = path.join(root, "packages/common");
  writePackage(common, { name: "@grown/common", exports: { "./*.js": "./src/*.ts" } });
  writeCommon(path.join(common, "src"));
  for (let index = 0; index < count; index++) {
    const folder = path.join(root, `packages/server-${index}`);
    writePackage(folder, { name: `@grown/server-${index}`, dependencies: { ...SDK, "@grown/common": "*" } });
    writeServer(folder, lines / count, 0, () => "@grown/common");
  }
  return root;
}

/** Areas of a hundred lines or so, each with its store, service, checks and tools, that use what all have in common and the area before. */
function writeServer(root, lines, before, commonFrom) {
  if (lines === 0) {
    write(root, "src/index.ts", "export {};\n");
    return;
  }
  let areas = 0;
  for (let written = before; written < lines; areas++) {
    const folder = `src/area-${Math.floor(areas / 20)}/topic-${areas}`;
    const last = areas === 0 ? undefined : `../../area-${Math.floor((areas - 1) / 20)}/topic-${areas - 1}`;
    for (const [name, text] of Object.entries(areaFiles(areas, last, commonFrom(2)))) written += write(root, `${folder}/${name}`, text);
    written += 2;
  }
  const all = Array.from({ length: areas }, (_, index) => index);
  write(root, "src/index.ts", `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
${all.map((index) => `import { register as register${index} } from "./area-${Math.floor(index / 20)}/topic-${index}/tools.js";`).join("\n")}
const server = new McpServer({ name: "grown", version: "1.0.0" });
${all.map((index) => `register${index}(server);`).join("\n")}
await server.connect(new StdioServerTransport());
`);
}

function writeCommon(folder) {
  return write(folder, "log.ts", LOG) + write(folder, "paths.ts", PATHS) + write(folder, "http.ts", HTTP) + write(folder, "text.ts", TEXT);
}

function writePackage(folder, manifest) {
  write(folder, "package.json", `${JSON.stringify({ type: "module", version: "1.0.0", ...manifest })}\n`);
}

/** The number of lines written. */
function write(root, name, text) {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
  return text.split("\n").length - 1;
}

/** One area; every tenth has a hole. */
function areaFiles(index, before, common) {
  const hole = index % 10 === 9;
  return {
    "store.ts": `import { readFile, writeFile } from "node:fs/promises";
import { within } from "${common}/paths.js";
export interface Item${index} {
  id: string;
  title: string;
  tags: string[];
  size: number;
  parent?: string;
}
export class Store${index} {
  private readonly items = new Map<string, Item${index}>();
  private isLoaded = false;
  constructor(private readonly file: string) {}
  async load(): Promise<void> {
    if (this.isLoaded) return;
    const text = await readFile(await within(this.file), "utf8").catch(() => "[]");
    for (const item of JSON.parse(text) as Item${index}[]) this.items.set(item.id, item);
    this.isLoaded = true;
  }
  get(id: string): Item${index} | undefined {
    return this.items.get(id);
  }
  list(tag?: string): Item${index}[] {
    const all = [...this.items.values()];
    return tag === undefined ? all : all.filter((item) => item.tags.includes(tag));
  }
  async put(item: Item${index}): Promise<void> {
    this.items.set(item.id, item);
    await writeFile(await within(this.file), JSON.stringify([...this.items.values()], null, 2));
  }
}
export const store = new Store${index}("topic-${index}.json");
`,
    "checks.ts": `import { z } from "zod";
import { words } from "${common}/text.js";
export const idSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);
export const itemSchema = z.object({ id: idSchema, title: z.string().min(1).max(200), tags: z.array(z.string().max(30)).max(20), size: z.number().int().min(0) });
export function requireId(id: string): string {
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error("no id: " + id);
  return id;
}
export function normalise(title: string): string {
  const parts = words(title).map((word) => word[0]!.toUpperCase() + word.slice(1));
  return parts.join(" ");
}
export function score(title: string, query: string): number {
  let total = 0;
  for (const word of words(query)) {
    if (title === word) total += 10;
    else if (title.startsWith(word)) total += 5;
    else if (title.includes(word)) total += 1;
  }
  return total;
}
`,
    "service.ts": `import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readFile } from "node:fs/promises";
import { getJson } from "${common}/http.js";
import { log } from "${common}/log.js";
import { within, extensionOf } from "${common}/paths.js";
import { normalise, requireId, score } from "./checks.js";
import { store, type Item${index} } from "./store.js";
${before === undefined ? "" : `import { summary${index - 1} } from "${before}/service.js";\n`}const run = promisify(execFile);
export class Service${index} {
  private calls = 0;
  async find(query: string, limit: number): Promise<Item${index}[]> {
    await store.load();
    this.calls += 1;
    const ranked = store.list().map((item) => ({ item, points: score(item.title, query) }));
    ranked.sort((a, b) => b.points - a.points);
    return ranked.slice(0, limit).map(({ item }) => item);
  }
  async save(input: { id: string; title: string; tags: string[]; size: number }): Promise<Item${index}> {
    const item: Item${index} = { ...input, id: requireId(input.id), title: normalise(input.title) };
    await store.put(item);
    log("info", "saved", { id: item.id });
    return item;
  }
  async preview(name: string): Promise<string> {
    const file = await within(name);
    switch (extensionOf(file)) {
      case "md":
      case "txt":
        return (await readFile(file, "utf8")).slice(0, 2000);
      case "json":
        return JSON.stringify(JSON.parse(await readFile(file, "utf8")), null, 2);
      default:
        return "no preview";
    }
  }
  async history(id: string): Promise<string> {
    const { stdout } = await run("git", ["log", "--oneline", "--", requireId(id)]);
    return stdout;
  }
  async remote(id: string): Promise<unknown> {
    try {
      return await getJson("https://api.example.com/topics/${index}", { id });
    } catch (error) {
      log("error", "remote failed", { reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
  stats(): { calls: number } {
    return { calls: this.calls };
  }
}
export const service = new Service${index}();
export async function summary${index}(query: string): Promise<string> {
  const found = await service.find(query, 3);
  return found.map((item) => item.title).join(", ")${before === undefined ? "" : ` || (query.length > 3 ? await summary${index - 1}(query.slice(1)) : "")`};
}
`,
    "tools.ts": `import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
${hole ? 'import { exec } from "node:child_process";\n' : ""}import { z } from "zod";
import { answer } from "${common}/text.js";
import { idSchema, itemSchema } from "./checks.js";
import { service, summary${index} } from "./service.js";
export function register(server: McpServer): void {
  server.registerTool("find_${index}", { description: "Finds items of topic ${index}", inputSchema: { query: z.string(), limit: z.number().int().max(50).default(10) } }, async ({ query, limit }) => answer(await service.find(query, limit)));
  server.registerTool("save_${index}", { description: "Saves an item of topic ${index}", inputSchema: itemSchema.shape }, async (input) => answer(await service.save(input)));
  server.registerTool("preview_${index}", { description: "Shows a file", inputSchema: { name: z.string() } }, async ({ name }) => {
    const text = await service.preview(name);
    return answer(text);
  });
  server.registerTool("history_${index}", { description: "Lists changes", inputSchema: { id: idSchema } }, async ({ id }) => answer(await service.history(id)));
  server.registerTool("remote_${index}", { description: "Asks the remote service", inputSchema: { id: idSchema } }, async ({ id }) => answer(await service.remote(id)));
  server.registerTool("summary_${index}", { description: "Sums up", inputSchema: { query: z.string() } }, async ({ query }) => answer(await summary${index}(query)));
${hole ? `  server.registerTool("grep_${index}", { description: "Searches files", inputSchema: { words: z.string() } }, async ({ words }) => {
    exec("grep -r " + words + " data");
    return answer("started");
  });
` : ""}}
`,
  };
}
