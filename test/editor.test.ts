import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint, Linter } from "eslint";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import mcp from "../src/eslint.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-editor-")));
afterAll(() => rmSync(base, { recursive: true }));

const INDEX = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { find } from "./find.js";
const server = new McpServer({ name: "x", version: "1" });
server.tool("find", { words: z.string() }, async ({ words }) => ({ content: [{ type: "text", text: await find(words) }] }));
`;
const FIND = `import { exec, execFile } from "node:child_process";
export async function find(words: string) {
  const line = "grep -r " + words;
  return String(exec(line + " ."));
}
`;
const SOUND = FIND.replace(/exec\(line.*\)/, 'execFile("grep", ["-r", "--", words]))');
const HOLE = ["mcp/no-shell-injection:4"];

let turn = 0;
let root = "";

beforeEach(() => {
  turn += 1;
  root = join(base, `p${turn}`);
  for (const [file, text] of [["package.json", "{}"], ["src/index.ts", INDEX], ["src/find.ts", FIND]] as const) write(file, text);
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

async function lint(text: string, file = "src/find.ts", host = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: mcp.configs.recommended })): Promise<string[]> {
  const [result] = await host.lintText(text, { filePath: join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, line }) => `${ruleId ?? ""}:${line}`);
}

describe("the text that is open", () => {
  it("wins over the disk, at every keystroke", async () => {
    expect(await lint(FIND)).toEqual(HOLE);
    expect(await lint(SOUND)).toEqual([]);
    expect(await lint(`\n\n${FIND}`)).toEqual(["mcp/no-shell-injection:6"]);
    expect(await lint("export const find = (")).toEqual([":1"]);
    expect(await lint(FIND)).toEqual(HOLE);
  });

  it("is judged with the other files as they are on the disk now", async () => {
    expect(await lint(FIND)).toEqual(HOLE);
    write("src/index.ts", INDEX.replace("find(words)", 'find("a fixed word")'));
    expect(await lint(FIND)).toEqual([]);
    write("src/index.ts", INDEX);
    expect(await lint(FIND)).toEqual(HOLE);
    rmSync(join(root, "src/index.ts"));
    expect(await lint(FIND)).toEqual([]);
  });

  it("takes effect in the findings of other files when it is saved", async () => {
    const index = INDEX.replace('"./find.js"', '"./wrapped.js"');
    const wrapped = 'import { exec } from "node:child_process";\nexport const find = (words: string): unknown => exec(words);\n';
    write("src/wrapped.ts", wrapped.replace("exec(words)", "exec('ls')"));
    expect(await lint(index, "src/index.ts")).toEqual([]);
    write("src/wrapped.ts", wrapped);
    expect(await lint(index, "src/index.ts")).toEqual(["mcp/no-shell-injection:5"]);
  });

  it("is judged with a file that was created since", async () => {
    const index = INDEX.replace('"./find.js"', '"./later.js"');
    expect(await lint(index, "src/index.ts")).toEqual([]);
    write("src/later.ts", 'import { exec } from "node:child_process";\nexport const find = (words: string): unknown => exec(words);\n');
    expect(await lint(index, "src/index.ts")).toEqual(["mcp/no-shell-injection:5"]);
  });

  it("may belong to a file that was never saved, and imports those that were", async () => {
    const fresh = INDEX.replace('"find"', '"fresh"').replace('"./find.js"', '"./call.js"');
    write("src/call.ts", 'import { exec } from "node:child_process";\nexport const find = (words: string): unknown => exec(words);\n');
    expect(await lint(fresh, "src/fresh.ts")).toEqual(["mcp/no-shell-injection:5"]);
    expect(await lint(fresh.replace("find(words)", 'find("ls")'), "src/fresh.ts")).toEqual([]);
  });
});

it("a change is offered where it is plain what to write, and nothing is changed unasked", async () => {
  const text = `import express from "express";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { server } from "./index.js";
const app = express();
app.post("/mcp", async (req, res) => { const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await server.connect(transport); await transport.handleRequest(req, res, req.body); });
const host = '0.0.0.0';
app.listen(3000, host);
app.listen(3001);
`;
  write("src/index.ts", INDEX.replace("const server", "export const server"));
  write("src/http.ts", text);
  const [result] = await new ESLint({ cwd: root, overrideConfigFile: true, fix: true, overrideConfig: mcp.configs.recommended }).lintText(text, { filePath: join(root, "src/http.ts") });
  const [named, unnamed] = (result?.messages ?? []).filter(({ ruleId }) => ruleId === "mcp/no-bind-all-interfaces");
  expect(result?.output).toBeUndefined();
  expect(named?.suggestions?.map(({ desc, fix }) => [desc, text.slice(...fix.range), fix.text])).toEqual([["Listen on 127.0.0.1", "0.0.0.0", "127.0.0.1"]]);
  expect(unnamed).toBeDefined();
  expect(unnamed?.suggestions ?? []).toEqual([]);
});

it.each([
  ["no-insecure-tls", "rejectUnauthorized: false", "rejectUnauthorized: true"],
  ["no-stdout-in-stdio", "console.info(query)", "console.error(query)"],
])("a change of %s is offered: %s becomes %s", async (rule, from, to) => {
  const text = `import https from "node:https";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
const server = new McpServer({ name: "x", version: "1" });
server.tool("look", { query: z.string() }, async ({ query }) => {
  console.info(query);
  https.get("https://api.example.com/", { agent: new https.Agent({ rejectUnauthorized: false }) });
  return { content: [] };
});
await server.connect(new StdioServerTransport());
`;
  const [result] = await new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: mcp.configs.recommended }).lintText(text, { filePath: join(root, "src/offered.ts") });
  const [found] = (result?.messages ?? []).filter(({ ruleId }) => ruleId === `mcp/${rule}`);
  const [fix] = (found?.suggestions ?? []).map((one) => one.fix);
  expect(fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])).toBe(text.replace(from, to));
});

it("installed packages are left alone, unless the host runs inside of one", () => {
  const text = INDEX.replace('import { find } from "./find.js"', 'import { exec as find } from "node:child_process"');
  const verify = (cwd: string): number => new Linter({ cwd }).verify(text, [{ ignores: ["!**/node_modules/"] }, ...mcp.configs.recommended], { filename: join(root, "node_modules/x/index.ts") }).filter(({ ruleId }) => ruleId?.startsWith("mcp/") === true).length;
  expect(verify(root)).toBe(0);
  expect(verify(join(root, "node_modules/x"))).toBe(1);
});

it("Linter, which reads no file itself, gets the same", () => {
  const linter = new Linter({ cwd: root });
  const verify = (text: string): string[] => linter.verify(text, mcp.configs.recommended, { filename: join(root, "src/find.ts") }).map(({ ruleId, line }) => `${ruleId ?? ""}:${line}`);
  expect(verify(FIND)).toEqual(HOLE);
  expect(verify(SOUND)).toEqual([]);
  expect(verify(`// eslint-disable-next-line mcp/no-shell-injection -- ours\n${FIND}`)).toEqual([":1", "mcp/no-shell-injection:5"]);
});
