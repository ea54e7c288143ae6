import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/main.js";
import mcp from "../src/eslint.js";
import { commentsAlone } from "../src/eslint/parser.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-projects-")));
afterAll(() => rmSync(base, { recursive: true }));

const SERVER = 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport { z } from "zod";\nconst server = new McpServer({ name: "x", version: "1" });\n';
const HOLE = 'server.tool("run", { command: z.string() }, async ({ command }) => exec(command));\n';
/** The same under a name of the same length. */
const OTHER = HOLE.replace("run", "ran");
const EXEC = 'import { exec } from "node:child_process";\n';

function project(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name, file)), { recursive: true });
    writeFileSync(join(base, name, file), text);
  }
  return join(base, name);
}

async function told(cwd: string, path: string, more: ESLint.Options["overrideConfig"] = []): Promise<string[]> {
  const results = await new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...mcp.configs.recommended, ...[more ?? []].flat()] }).lintFiles([path]);
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line, column }) => `${filePath.slice(base.length + 1).replaceAll("\\", "/")}:${line}:${column} ${ruleId ?? ""}`));
}

describe("a workspace", () => {
  const root = project("workspace", {
    "package.json": '{ "workspaces": ["packages/*"] }',
    "packages/server/package.json": '{ "name": "server" }',
    "packages/server/index.ts": `import { run } from "shell";\n${SERVER}${HOLE.replace("exec", "run")}`,
    "packages/shell/package.json": '{ "name": "shell", "main": "index.ts" }',
    "packages/shell/index.ts": `${EXEC}export function run(line: string) {\n  const all = "x " + line;\n  exec(all + "; y");\n}\n`,
    "apart/package.json": '{ "name": "apart" }',
    "apart/index.ts": EXEC + SERVER + HOLE,
  });

  it("is analysed as one: a flow ends in the file of another package", async () => {
    const found = ["workspace/packages/shell/index.ts:4:3 mcp/no-shell-injection"];
    expect(await told(root, "packages")).toEqual(found);
    expect(await told(join(root, "packages/shell"), ".")).toEqual(found);
  });

  it("is read as far as it takes part in a server, by the command line as well", async () => {
    const files = {
      "package.json": '{ "workspaces": ["packages/*"] }',
      "packages/server/package.json": '{ "name": "server", "dependencies": { "@modelcontextprotocol/sdk": "1" } }',
      "packages/server/index.ts": EXEC + SERVER + HOLE,
      "packages/site/package.json": '{ "name": "site" }',
      "packages/site/a.ts": 'import { Client } from "pg";\nexport const key = "sk-ant-api03-0123456789abcdefghij";\n',
      "packages/site/late.ts": EXEC + SERVER.replace("@modelcontextprotocol", "elsewhere") + HOLE,
    };
    const root = project("parts", files);
    const found = ["parts/packages/server/index.ts:5:68 mcp/no-shell-injection"];
    expect(await told(root, ".")).toEqual(found);
    let out = "";
    await main([".", "--format", "json"], { cwd: root, env: {}, isTTY: false, out: (text) => (out += text), err: () => undefined });
    const { findings, summary } = JSON.parse(out) as { findings: { location: { file: string } }[]; summary: { files: number } };
    expect([findings.map(({ location }) => location.file), summary.files]).toEqual([["packages/server/index.ts"], 1]);

    // an editor asks for a file again and again, and it takes part as soon as it is saved so
    const editor = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: mcp.configs.recommended });
    const file = join(root, "packages/site/late.ts");
    const lint = async (text: string): Promise<number[]> => (await editor.lintText(text, { filePath: file })).flatMap(({ messages }) => messages.map(({ line }) => line));
    const late = EXEC + SERVER + HOLE;
    for (let turn = 0; turn < 3; turn++) expect(await lint(files["packages/site/late.ts"])).toEqual([]);
    writeFileSync(file, late);
    expect(await lint(late)).toEqual([5]);
  });

  it("leaves a package that it does not list to itself", async () => {
    expect(await told(root, "apart")).toEqual(["workspace/apart/index.ts:5:68 mcp/no-shell-injection"]);
  });
});

describe("lines", () => {
  it("are those of the host, which ends them at more characters than a newline", async () => {
    const text = `${EXEC}${SERVER}const odd = "\u2028"; // \u2028\n// eslint-disable-next-line mcp/no-shell-injection -- ours\n${HOLE}${OTHER}`;
    expect(await told(project("lines", { "package.json": "{}", "a.js": text }), ".")).toEqual(["lines/a.js:10:68 mcp/no-shell-injection"]);
  });

  it("start behind a byte-order mark", async () => {
    expect(await told(project("mark", { "package.json": "{}", "a.js": `\ufeff${(EXEC + SERVER + HOLE).replaceAll("\n", " ")}` }), ".")).toEqual([`mark/a.js:1:${(EXEC + SERVER + HOLE).indexOf("exec(") + 1} mcp/no-shell-injection`]);
  });
});

describe("without a TypeScript that @typescript-eslint/parser takes", () => {
  const bare = { files: ["**/*.ts"], languageOptions: { parser: commentsAlone } };
  const root = project("bare", {
    "package.json": "{}",
    "a.ts": `#!/usr/bin/env node\n${EXEC}${SERVER}${HOLE}// eslint-disable-next-line mcp/no-shell-injection -- ours\n${OTHER}/* eslint-disable-next-line mcp/no-sql-injection -- ours */\nconst a = 1 as number;\n`,
  });

  it("TypeScript is read for its comments alone, and findings and comments are the same", async () => {
    const found = await told(root, ".", bare);
    expect(found).toEqual(["bare/a.ts:6:68 mcp/no-shell-injection", "bare/a.ts:9:1 "]);
    expect(await told(root, ".")).toEqual(found);
  });
});
