import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { readConfig } from "../src/config/config.js";
import { configShape } from "../src/config/shape.js";
import mcp from "../src/eslint.js";
import { UserError } from "../src/errors.js";
import { complaintsAbout } from "../src/models/shape.js";
import { run } from "./command-line.js";
import { projectRoot } from "./programs.js";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function project(files: Readonly<Record<string, string | object>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-config-")));
  folders.push(folder);
  for (const [name, content] of Object.entries({ "package.json": {}, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

const OWN = `
import { exec } from "node:child_process";
export function runTrusted(command: string): void { exec(command); }
export default function quote(text: string): string { return text; }
export function isAllowed(text: string): boolean { return text.length > 3; }
export class Store { read(path: string): string { return native(path); } }
declare function native(path: string): string;
`;

const SERVER = `
import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import quote, { isAllowed, runTrusted, Store } from "./own.js";
const server = new McpServer({ name: "x", version: "1" });
const store = new Store();
server.tool("trusted", { x: z.string() }, async ({ x }) => ({ content: [], of: runTrusted(x) }));
server.tool("quoted", { x: z.string() }, async ({ x }) => ({ content: [], of: exec(\`ls \${quote(x)}\`) }));
server.tool("checked", { x: z.string() }, async ({ x }) => { if (!isAllowed(x)) throw new Error("no"); exec(\`ls \${x}\`); return { content: [] }; });
server.tool("stored", { x: z.string() }, async ({ x }) => ({ content: [], of: store.read(x) }));
`;

const MODELS = [{
  packages: ["./src/own.ts"],
  sinks: [{ path: "Store.new().read.arg(0)", kind: "path" }],
  sanitizers: [
    { from: "().arg(0)", to: "()", clears: ["METACHARACTER", "SUBSTITUTION", "NEWLINE"] },
    { from: "runTrusted.arg(0)", to: "runTrusted()", clears: "all" },
  ],
  guards: [{ path: "isAllowed.arg(0)", outcome: "true", clears: "all" }],
}];

const sources = { "src/index.ts": SERVER, "src/own.ts": OWN };

function tools(out: string): string[] {
  return [...out.matchAll(/of tool `(\w+)` (?:reaches|is)/g)].map((match) => match[1] ?? "");
}

describe("models of the project's own", () => {
  test("without them the code speaks", async () => {
    expect(tools((await run(project(sources))).out)).toEqual(["trusted", "quoted", "checked"]);
  });

  test("stand in place of the code of the exports that they name", async () => {
    const { out, code } = await run(project({ ...sources, "mcp-boundary.config.json": { models: MODELS } }));
    expect(tools(out)).toEqual(["stored"]);
    expect(out).toContain("reaches own.Store.read");
    expect(code).toBe(1);
  });

  test("count in package.json too, in a folder above, and when they are named", async () => {
    const inManifest = project({ ...sources, "package.json": { "mcp-boundary": { models: MODELS } } });
    expect(tools((await run(inManifest)).out)).toEqual(["stored"]);
    const above = project({ "packages/a/src/index.ts": SERVER, "packages/a/src/own.ts": OWN, "packages/a/package.json": {}, "package.json": { workspaces: ["packages/*"] }, "mcp-boundary.config.json": { models: [{ ...MODELS[0], packages: ["./packages/a/src/own.ts"] }] } });
    expect(tools((await run(join(above, "packages/a"))).out)).toEqual(["stored"]);
    const elsewhere = project({ ...sources, "etc/own.json": { models: [{ ...MODELS[0], packages: ["../src/own.ts"] }] } });
    expect(tools((await run(elsewhere, "--config", "etc/own.json")).out)).toEqual(["stored"]);
  });

  test("say what a library means that is not known", async () => {
    const server = SERVER.replace('"./own.js"', '"own-library"');
    expect(tools((await run(project({ "src/index.ts": server }))).out)).toEqual(["checked"]);
    expect(tools((await run(project({ "src/index.ts": server, "mcp-boundary.config.json": { models: [{ ...MODELS[0], packages: ["own-library"] }] } }))).out)).toEqual(["stored"]);
  });

  test("are heard by the ESLint plugin", async () => {
    const cwd = project({ ...sources, "mcp-boundary.config.json": { models: MODELS } });
    const host = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: mcp.configs.recommended });
    const messages = (await host.lintFiles(["src"])).flatMap((result) => result.messages.map(({ message }) => message));
    expect(messages.flatMap((message) => tools(message.replace(/^`/, "of tool `")))).toHaveLength(1);
    expect(messages[0]).toContain("`stored`");
  });
});

describe("preset and entries", () => {
  test("count unless the command line says otherwise", () => {
    const root = project({ "mcp-boundary.config.json": '{ "preset": "audit", /* routes too */ "entries": "all", }' });
    expect(readConfig(root)).toMatchObject({ policy: { preset: "audit" }, analysis: { entries: "all" } });
  });

  test("a rule of a stricter preset speaks", async () => {
    const root = project({ ...sources, "mcp-boundary.config.json": { preset: "strict" } });
    expect((await run(root, "--format", "json", "--preset", "recommended")).out).toContain('"preset": "recommended"');
    expect((await run(root, "--format", "json")).out).toContain('"preset": "strict"');
  });
});

describe("what a configuration may not say", () => {
  test.each([
    ['{ "preset": "strct" }', 'mcp-boundary.config.json: preset is "strct" (did you mean strict?), and must be one of recommended, strict, audit.'],
    ['{ "modles": [] }', "mcp-boundary.config.json: modles is not known (did you mean models?): the configuration may hold $schema, preset, rules, entries, paths, overrides, capabilities, suppressions, baseline, models."],
    ["[]", "mcp-boundary.config.json: the configuration must be an object."],
    ["{", "mcp-boundary.config.json cannot be read: "],
    ['{ "models": [{ "packages": ["./src/none.ts"] }] }', 'mcp-boundary.config.json: models[0].packages: "./src/none.ts" does not exist.'],
    ['{ "models": [{ "packages": ["x"], "sinks": [{ "path": "f", "kind": "shell" }] }] }', 'mcp-boundary.config.json: models[0].sinks[0].path: "f" names no argument'],
  ])("%s", async (content, words) => {
    const root = project({ ...sources, "mcp-boundary.config.json": content });
    expect(() => readConfig(root)).toThrow(UserError);
    const { code, err } = await run(root);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });

  test("is told at once, however many mistakes there are", () => {
    const mistakes = { preset: "strct", modles: [], models: [{ packages: ["x"], sinks: [{ path: "f", kind: "shell" }], sink: [] }] };
    expect(() => readConfig(project({ "mcp-boundary.config.json": mistakes }))).toThrow(/^mcp-boundary.config.json: modles is not known \(did you mean models\?\): .*; preset is "strct" \(.*; models\[0\]\.sink is not known \(did you mean sinks\?\): .*; models\[0\]\.sinks\[0\]\.path: "f" names no argument.*\.$/);
    const absent = { models: [{ packages: ["./a.ts", "./b.ts"] }] };
    expect(() => readConfig(project({ "mcp-boundary.config.json": absent }))).toThrow('models[0].packages: "./a.ts" does not exist; models[0].packages: "./b.ts" does not exist.');
    expect(() => readConfig(project({ "mcp-boundary.config.json": { models: Array(30).fill(1) } }))).toThrow("; and 10 more.");
  });

  test("a file that is named has to be there", async () => {
    expect((await run(project(sources), "--config", "none.json")).err).toBe("mcp-boundary: none.json cannot be read: no such file.\n");
  });
});

describe("what the pages write down", () => {
  const page = (name: string): string => readFileSync(join(projectRoot, "docs", name), "utf8");

  test.each(["models.md", "configuration.md"])("are configurations: %s", (name) => {
    const blocks = [...page(name).matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = ""]) => JSON.parse(text) as unknown);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(complaintsAbout(block, configShape)).toEqual([]);
  });

  test("are rows of a model", () => {
    const rows = [...page("models.md").matchAll(/^\| `(\w+)` \|.*\| `(\{.*\})` \|$/gm)].map(([, key = "", row = ""]) => [key, JSON.parse(row) as object] as const);
    expect(rows.length).toBeGreaterThan(9);
    for (const [key, row] of rows) expect(complaintsAbout({ models: [{ packages: ["x"], [key]: [row] }] }, configShape), key).toEqual([]);
  });
});
