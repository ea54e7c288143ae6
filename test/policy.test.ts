import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { main } from "../src/cli/main.js";
import mcp from "../src/eslint.js";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function project(config: object | undefined, files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-policy-")));
  folders.push(folder);
  const all = { "package.json": '{ "type": "module" }', "src/index.ts": SERVER, ...(config === undefined ? {} : { "mcp-boundary.config.json": JSON.stringify(config) }), ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

interface Told {
  readonly code: number;
  readonly findings: readonly string[];
  readonly suppressed: readonly string[];
  readonly directives: readonly string[];
  readonly out: string;
}

const NOW = Date.UTC(2026, 5, 30, 12);

async function run(cwd: string, ...args: string[]): Promise<Told> {
  let out = "";
  let err = "";
  const code = await main([...args, "--format", "json"], { cwd, env: {}, isTTY: false, now: () => NOW, out: (text) => (out += text), err: (text) => (err += text) });
  if (out === "") throw new Error(err);
  const report = JSON.parse(out) as { findings: Item[]; suppressed: (Item & { reason: string; by: string })[]; directives: { severity: string; message: string }[] };
  const shown = ({ rule, severity, location: { file, line } }: Item): string => `${file}:${line} ${severity} ${rule.replace("mcp/", "")}`;
  return {
    code, out,
    findings: report.findings.map(shown),
    suppressed: report.suppressed.map((one) => `${shown(one)} ${one.by}: ${one.reason}`),
    directives: report.directives.map(({ severity, message }) => `${severity} ${message}`),
  };
}

interface Item {
  readonly rule: string;
  readonly severity: string;
  readonly location: { readonly file: string; readonly line: number };
}

/** The same from ESLint: the plugin has to hear the same file. */
async function fromEslint(cwd: string, configs = mcp.fromProject(cwd)): Promise<string[]> {
  const host = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: configs });
  return (await host.lintFiles(["."])).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, line }) => `${filePath.slice(cwd.length + 1)}:${line} ${severity === 2 ? "error" : "warn"} ${ruleId?.replace("mcp/", "") ?? ""}`)).sort();
}

const SERVER = `import { exec } from "node:child_process";
import { readFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "x", version: "1" });
const run = (line: string) => exec(line);
server.tool("shell", { line: z.string() }, async ({ line }) => { run(line); return { content: [] }; });
server.tool("grep", { words: z.string() }, async ({ words }) => { exec("grep " + words); return { content: [] }; });
server.tool("show", { file: z.string() }, async ({ file }) => ({ content: [{ type: "text", text: readFileSync(file, "utf8") }] }));
`;
const SHELL = "src/index.ts:7 error no-shell-injection";
const GREP = "src/index.ts:8 error no-shell-injection";
const SHOW = "src/index.ts:9 error no-unconfined-path";

test("without a configuration everything is found", async () => {
  expect((await run(project(undefined))).findings).toEqual([SHELL, GREP, SHOW]);
});

describe("rules", () => {
  test("take another severity, or are off, in all hosts", async () => {
    const cwd = project({ rules: { "mcp/no-shell-injection": "warn", "mcp/no-unconfined-path": "off" } });
    const told = ["src/index.ts:7 warn no-shell-injection", "src/index.ts:8 warn no-shell-injection"];
    expect(await run(cwd)).toMatchObject({ findings: told, code: 0 });
    expect(await fromEslint(cwd)).toEqual(told);
    // a preset names the severities itself, and hears what is off
    expect(await fromEslint(cwd, mcp.configs.recommended)).toEqual([SHELL, GREP]);
  });

  test("of a wider preset are switched on", async () => {
    const cwd = project({ preset: "recommended", rules: { "mcp/require-tool-annotations": "error" } }, { "src/index.ts": SERVER.replace("readFileSync(file", "unlinkSync(file").replace("{ readFileSync }", "{ unlinkSync }") });
    const { findings } = await run(cwd);
    expect(findings.some((one) => one.endsWith("error require-tool-annotations"))).toBe(true);
    expect(await fromEslint(cwd)).toEqual([...findings].sort());
  });

  test("are known by their whole name", async () => {
    await expect(run(project({ rules: { "no-shell-injection": "off" } }))).rejects.toThrow('rules: "no-shell-injection" is no rule (did you mean mcp/no-shell-injection?)');
    await expect(run(project({ rules: { "mcp/no-shel-injection": "of" } }))).rejects.toThrow('"mcp/no-shel-injection" is no rule (did you mean mcp/no-shell-injection?); rules.mcp/no-shel-injection is "of" (did you mean off?)');
  });
});

describe("overrides", () => {
  const files = { "packages/a/package.json": "{}", "packages/a/index.ts": SERVER, "packages/b/package.json": "{}", "packages/b/gen/index.gen.ts": SERVER, "src/index.ts": "export {};", "package.json": '{ "workspaces": ["packages/*"] }' };

  test("hold for folders and patterns, the last one first, in all hosts", async () => {
    const cwd = project({ overrides: [{ files: ["packages/b"], rules: { "mcp/no-unconfined-path": "off", "mcp/no-shell-injection": "warn" } }, { files: ["*.gen.ts"], rules: { "mcp/no-shell-injection": "off", "mcp/no-unconfined-path": "warn" } }] }, files);
    const told = ["packages/a/index.ts:7 error no-shell-injection", "packages/a/index.ts:8 error no-shell-injection", "packages/a/index.ts:9 error no-unconfined-path", "packages/b/gen/index.gen.ts:9 warn no-unconfined-path"];
    expect((await run(cwd)).findings).toEqual(told);
    expect(await fromEslint(cwd)).toEqual(told);
  });

  test("give folders a preset of their own, or none; a run inside a package hears the file above", async () => {
    const cwd = project({ overrides: [{ files: ["packages/b"], preset: "off" }, { files: ["packages/a"], preset: "audit" }] }, { ...files, "packages/b/index.ts": SERVER });
    const { findings } = await run(cwd);
    expect(findings.filter((one) => one.startsWith("packages/b"))).toEqual([]);
    expect(findings).toEqual(expect.arrayContaining(["packages/a/index.ts:7 error no-shell-injection"]));
    expect(findings.length).toBeGreaterThan(3);
    expect(await fromEslint(cwd)).toEqual([...findings].sort());
    expect((await run(join(cwd, "packages/b"))).findings).toEqual([]);
  });
});

describe("capabilities", () => {
  const shell = { tools: ["shell"], may: ["commands"], reason: "a terminal for the model is the product" };

  test("a declared one is no finding but counted, an undeclared one is, in all hosts", async () => {
    const cwd = project({ capabilities: [shell] });
    const { findings, suppressed, directives, code } = await run(cwd);
    expect(findings).toEqual([GREP, SHOW]);
    expect(suppressed).toEqual([`${SHELL} capability: a terminal for the model is the product`]);
    expect(directives).toEqual([]);
    expect(code).toBe(1);
    expect(await fromEslint(cwd)).toEqual([GREP, SHOW]);
    expect(await fromEslint(cwd, mcp.configs.recommended)).toEqual([GREP, SHOW]);
  });

  test("names are patterns, and every tool that reaches the place has to be declared", async () => {
    expect((await run(project({ capabilities: [{ ...shell, tools: ["s*", "g???"], may: ["commands", "files"] }] }))).findings).toEqual([]);
    const shared = SERVER.replace('exec("grep " + words)', "run(words)").replace("const run = (line: string) => exec(line);", 'const run = (line: string) => { const all = "sh " + line; exec(all); };');
    const both = await run(project({ capabilities: [shell] }, { "src/index.ts": shared }));
    expect(both.findings).toEqual(["src/index.ts:6 error no-shell-injection", SHOW]);
  });

  test("drop only what they declare where one finding speaks for many calls, or more than tools reach the place", async () => {
    const roots = `import fs from "node:fs/promises";
import { exec } from "node:child_process";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "files", version: "1.0.0" });
let current = "/srv/notes";
const text = (what: string) => ({ content: [{ type: "text" as const, text: what }] });
server.registerTool("open", { inputSchema: { file: z.string() } }, async ({ file }) => text((current = file)));
server.registerTool("enter", { inputSchema: { folder: z.string() } }, async ({ folder }) => text((current = folder)));
server.registerTool("read", {}, async () => text(await fs.readFile(current, "utf8")));
server.registerTool("list", {}, async () => text((await fs.readdir(current)).join()));
server.registerTool("size", {}, async () => text(String((await fs.stat(current)).size)));
server.registerTool("drop", {}, async () => text(String(await fs.rm(current))));
server.registerTool("make", {}, async () => text(String(await fs.mkdir(current))));
server.registerTool("count", {}, async () => text(String(exec("wc " + current))));
const load = (file: string) => fs.readFile(file, "utf8");
server.registerTool("note", { inputSchema: { file: z.string() } }, async ({ file }) => { const all = await load(file + ""); return text(all); });
server.registerResource("page", new ResourceTemplate("note://{+file}", { list: undefined }), {}, async (uri, { file }) => ({ contents: [{ uri: uri.href, text: await load(String(file)) }] }));
`;
    const files = { "src/index.ts": roots };
    const by = async (tools: readonly string[]): Promise<readonly string[]> => (await run(project({ capabilities: [{ tools, may: ["files"], reason: "by design" }] }, files))).findings;
    const all = await by(["other"]);
    const [kept, shell, note, page] = ["src/index.ts:10 error no-unconfined-path", "src/index.ts:15 error no-shell-injection", "src/index.ts:17 error no-unconfined-path", "src/index.ts:18 error no-unconfined-path"];
    expect(all).toEqual([kept, shell, note, page]);
    // who takes what is kept declares nothing of who put it there; nor does one of two who did
    expect(await by(["read", "list", "size", "drop", "make"])).toEqual(all);
    expect(await by(["open"])).toEqual(all);
    expect(await by(["open", "enter"])).toEqual([shell, note, page]);
    expect(await by(["note"])).toEqual([kept, shell, page]);
  });

  test("say nothing of a resource that reaches the place that a tool is made for", async () => {
    const shared = `import fs from "node:fs/promises";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "files", version: "1.0.0" });
async function load(file: string): Promise<string> {
  const full = "/srv/notes/" + file;
  return fs.readFile(full, "utf8");
}
server.registerTool("note", { inputSchema: { file: z.string() } }, async ({ file }) => ({ content: [{ type: "text", text: await load(file) }] }));
`;
    const page = 'server.registerResource("page", new ResourceTemplate("note://{+file}", { list: undefined }), {}, async (uri, { file }) => ({ contents: [{ uri: uri.href, text: await load(String(file)) }] }));\n';
    const config = { capabilities: [{ tools: ["note"], may: ["files"], reason: "by design" }], suppressions: [{ rule: "mcp/no-unconfined-path", files: ["src"], tools: ["note"], reason: "by design" }] };
    expect((await run(project(config, { "src/index.ts": shared }))).findings).toEqual([]);
    expect((await run(project(config, { "src/index.ts": shared + page }))).findings).toEqual(["src/index.ts:7 error no-unconfined-path"]);
  });

  test("without effect they are told of, where all was analysed", async () => {
    const cwd = project({ capabilities: [{ ...shell, may: ["databases"] }] });
    const { directives } = await run(cwd);
    expect(directives).toEqual(["warn capabilities[0] has no effect: nothing that `shell` may reach by databases is reported."]);
    expect((await run(cwd, "src/index.ts")).directives).toEqual([]);
  });

  test("need a reason, and words that are known", async () => {
    await expect(run(project({ capabilities: [{ tools: ["shell"], may: ["comands"] }] }))).rejects.toThrow('capabilities[0].may[0] is "comands" (did you mean commands?), and must be one of commands, code, files, requests, databases; capabilities[0].reason is missing.');
  });
});

describe("suppressions", () => {
  const entry = { rule: "mcp/no-shell-injection", files: ["src/*.ts"], reason: "made by a generator" };

  test("silence where no comment can stand, in all hosts, and are counted", async () => {
    const cwd = project({ suppressions: [{ ...entry, tools: ["grep"], until: "2026-06-30" }] });
    const { findings, suppressed, directives } = await run(cwd);
    expect(findings).toEqual([SHELL, SHOW]);
    expect(suppressed).toEqual([`${GREP} configuration: made by a generator`]);
    expect(directives).toEqual([]);
    expect(await fromEslint(cwd)).toEqual([SHELL, SHOW]);
  });

  test("are an error when their day is over, and a warning when they silence nothing", async () => {
    const cwd = project({ suppressions: [{ ...entry, until: "2026-06-29" }, { ...entry, files: ["gone"] }, { ...entry, rule: "mcp/require-tool-annotations" }, { ...entry, files: ["gone"], until: "2026-06-29" }], rules: { "mcp/no-unconfined-path": "off" } });
    const { findings, directives, code } = await run(cwd);
    expect(findings).toEqual([]);
    expect(directives).toEqual([
      "error suppressions[0] counted until 2026-06-29: mend what it silences, or look at it again and give another day.",
      "warn suppressions[1] silences nothing: mcp/no-shell-injection finds nothing there.",
      "warn suppressions[3] silences nothing: mcp/no-shell-injection finds nothing there.",
    ]);
    expect(code).toBe(1);
    expect((await run(cwd, "--today", "2026-06-01")).code).toBe(0);
    await expect(run(cwd, "--today", "tomorrow")).rejects.toThrow("--today takes a day");
    await expect(run(project({ suppressions: [{ ...entry, until: "2026-02-30" }] }))).rejects.toThrow('suppressions[0].until must be a day such as "2027-01-31"');
  });
});

describe("paths", () => {
  test("are what is analysed when none is named, in all hosts", async () => {
    const cwd = project({ paths: ["src"] }, { "more/index.ts": SERVER });
    expect((await run(cwd)).findings).toEqual([SHELL, GREP, SHOW]);
    expect(await fromEslint(cwd)).toEqual([SHELL, GREP, SHOW]);
    expect((await run(cwd, "more")).findings).toHaveLength(3);
    await expect(run(project({ paths: ["sorce", "../x"] }))).rejects.toThrow('paths: "sorce" does not exist; paths: "../x" lies outside of the configuration\'s folder.');
  });
});

test("comments give a reason in ESLint too, and an unused one is told of once", async () => {
  const comments = [["exec(\"grep \" + words);", "/* eslint-disable-line mcp/no-shell-injection */ exec(\"grep \" + words);"], ["server.tool(\"show\"", "// eslint-disable-next-line mcp/no-unconfined-path -- until 2020-01-01: x\nserver.tool(\"show\""], ["const server", "// eslint-disable-next-line mcp/no-unconfined-path -- until 2020-01-01: x\nconst server"]];
  const cwd = project(undefined, { "src/index.ts": comments.reduce((text, [from, to]) => text.replace(from ?? "", to ?? ""), SERVER) });
  expect((await run(cwd)).directives.map((one) => one.split(/[ :]/)[0])).toEqual(["warn", "error", "error"]);
  expect((await fromEslint(cwd)).filter((one) => !one.endsWith("injection"))).toEqual(["src/index.ts:10 error suppression-reason", "src/index.ts:5 warn ", "src/index.ts:9 error suppression-reason"]);
});
