import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/main.js";

const cwd = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-input-")));
afterAll(() => rmSync(cwd, { recursive: true }));

const SDK = '{ "dependencies": { "@modelcontextprotocol/sdk": "1" } }';
const SERVER = 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nconst server = new McpServer({ name: "x", version: "1" });\n';
const HOLE = 'import { exec } from "node:child_process";\nserver.tool("run", { command: z.string() }, async ({ command }) => exec(command));\n';

const EXPLICIT = `import { z } from "zod";\n${SERVER}${HOLE}`;

/** Projects, each a folder with its files. */
const FILES: Readonly<Record<string, string>> = {
  "prose/readme.md": "hello\n",
  "torn-package/package.json": '{ "name": oops',
  "torn-package/a.ts": EXPLICIT,
  "binary/a.js": "\0".repeat(3000),
  "beside-binary/a.js": "\0".repeat(3000),
  "beside-binary/b.js": EXPLICIT,
  "alone/a.js": EXPLICIT,
  "links/package.json": "{}",
  "links/src/a.js": EXPLICIT,
  "unreadable/package.json": "{}",
  "unreadable/a.js": EXPLICIT,
  "unreadable/b.js": EXPLICIT,
  "unreadable/closed/c.js": EXPLICIT,
  "large/a.js": "a".repeat(3 << 20),
  "broken-config/package.json": SDK,
  "broken-config/tsconfig.json": '{ "compilerOptions": { oops',
  "broken-config/src/a.ts": "export const a = 1;\n",
  "broken-parent/package.json": SDK,
  "broken-parent/tsconfig.json": '{ "extends": "./absent.json", "references": [{ "path": "./other" }] }',
  "broken-parent/other/tsconfig.json": "{ oops",
  "broken-parent/src/a.ts": `import { z } from "zod";\n${SERVER}${HOLE}`,
  "empty-config/tsconfig.json": "\n",
  "empty-config/a.ts": "export const a = 1;\n",
  "torn/package.json": SDK,
  "torn/broken.ts": "const = 1;\n",
  "torn/server.ts": `import { z } from "zod";\nimport { absent } from "./absent.js";\n${SERVER}${HOLE}server.tool("other", absent.handler);\nserver.tool(process.env.NAME, async () => ({ content: [] }));\nawait import(process.env.MODULE);\n`,
  "unseen/package.json": SDK,
  "unseen/src/a.ts": "export const a = 1;\n",
  "client/package.json": SDK,
  "client/a.ts": 'import { Client } from "@modelcontextprotocol/sdk/client/index.js";\nimport { ListToolsResultSchema } from "@modelcontextprotocol/sdk/types.js";\nexport const client = new Client({ name: "x", version: "1" }, ListToolsResultSchema);\n',
  "resources/package.json": SDK,
  "resources/a.ts": `${SERVER}server.resource("r", "a://b", async (uri) => ({ contents: [] }));\n`,
  "requests/package.json": SDK,
  "requests/a.ts": 'import { Server } from "@modelcontextprotocol/sdk/server/index.js";\nimport { GetPromptRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nnew Server({ name: "x", version: "1" }).setRequestHandler(GetPromptRequestSchema, async () => ({ messages: [] }));\n',
  "routes/package.json": "{}",
  "routes/a.ts": 'import express from "express";\nimport { exec } from "node:child_process";\nconst app = express();\napp.get("/", (req) => exec(req.query.command));\n',
  "braces/package.json": '{ "workspaces": ["packages/{one,two}"] }',
  "braces/packages/one/package.json": `{ "name": "one", "dependencies": { "@modelcontextprotocol/sdk": "1" } }`,
  "braces/packages/one/src/a.ts": `import { run } from "two";\nimport { z } from "zod";\n${SERVER}server.tool("run", { command: z.string() }, async ({ command }) => run(command));\n`,
  "braces/packages/two/package.json": '{ "name": "two", "main": "dist/index.js" }',
  "braces/packages/two/src/index.ts": 'import { exec } from "node:child_process";\nexport const run = (line: string) => exec(line);\n',
};
for (const [file, text] of Object.entries(FILES)) {
  mkdirSync(join(cwd, dirname(file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}
// a folder that holds itself, a link to nothing but itself, and links out of the project
for (const [link, target] of [["up", ".."], ["self.js", "self.js"], ["out", "../../alone"], ["out.js", "../../alone/a.js"]] as const) symlinkSync(target, join(cwd, "links/src", link));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(args, { cwd, env: {}, isTTY: false, out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

describe("what cannot be analysed ends with 2 and one sentence", () => {
  it.each([
    [["prose"], 'no JavaScript or TypeScript source was found in "prose".'],
    [["prose/readme.md"], '"prose/readme.md" is no JavaScript or TypeScript source.'],
    [["prose/*.ts"], '"prose/*.ts" matches no JavaScript or TypeScript source.'],
    [["large/a.js"], 'nothing could be read in "large/a.js": a.js: the file cannot be read: larger than 2 MB.'],
    [["binary"], 'nothing could be read in "binary": a.js: the file cannot be read: binary.'],
    [["links/src/self.js"], '"links/src/self.js" is no path that can be followed.'],
    [["alone", "prose"], '"alone" and "prose" belong to different packages'],
    [["broken-config"], "tsconfig.json cannot be read: "],
    [["broken-config/src"], "tsconfig.json cannot be read: "],
    [["broken-config", "--dump", "ir"], "tsconfig.json cannot be read: "],
  ])("%j", async (args, words) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
    expect(err).toMatch(/^mcp-boundary: [^\n]+\.\n$/);
  });
});

describe("what is left is analysed", () => {
  it("without the configs that a config names, and with an empty one", async () => {
    const { code, out } = await run("broken-parent", "--gaps");
    expect(code).toBe(1);
    expect(out).toContain("mcp/no-shell-injection");
    expect(out).toMatch(/read {2}`\.\/absent\.json`, which it extends or refers to, cannot be read/);
    expect(out).toMatch(/broken-parent\/other\/tsconfig\.json:1:1 +read {2}/);
    expect((await run("empty-config")).code).toBe(0);
  });

  it.each([
    ["torn-package", /torn-package\/package\.json:1:1 +read {2}package\.json cannot be read: /],
    ["beside-binary", /beside-binary\/a\.js:1:1 +read {2}the file cannot be read: binary/],
    ["alone", /0 gaps/],
    ["links", /1 finding .* in 1 file: .* 0 gaps/],
    ["links/src/up", /1 finding .* in 1 file: .* 0 gaps/],
  ])("of %s", async (path, words) => {
    const { code, out } = await run(path, "--gaps");
    expect(out).toContain("mcp/no-shell-injection");
    expect(out).toMatch(words);
    expect(code).toBe(1);
  });

  // nothing is unreadable to the superuser
  it.skipIf(process.getuid?.() === 0)("of a folder with what may not be read", async () => {
    for (const path of ["unreadable/a.js", "unreadable/closed"]) chmodSync(join(cwd, path), 0);
    const { code, out } = await run("unreadable", "--gaps");
    for (const path of ["unreadable/a.js", "unreadable/closed"]) chmodSync(join(cwd, path), 0o700);
    expect(out).toMatch(/unreadable\/a\.js:1:1 +read {2}the file cannot be read: permission denied/);
    expect(out).toMatch(/unreadable\/closed:1:1 +read {2}the folder cannot be read: permission denied/);
    expect(out).toContain("unreadable/b.js");
    expect(code).toBe(1);
  });

  it("with a gap for each thing unseen", async () => {
    const { code, out } = await run("torn", "--gaps");
    expect(code).toBe(1);
    expect(out).toContain("mcp/no-shell-injection");
    for (const gap of [/broken\.ts:1:7 +parse/, /server\.ts:2:1 +import/, /server\.ts:\d+:\d+ +handler/, /server\.ts:\d+:\d+ +tool/, /server\.ts:\d+:\d+ +dynamic/]) expect(out).toMatch(gap);
  });
});

describe("a project with an SDK and without a tool", () => {
  it.each(["unseen", "unseen/src"])("%s ends with 3 and the reason", async (path) => {
    const { code, err } = await run(path);
    expect({ code, err }).toEqual({ code: 3, err: "mcp-boundary: the project depends on an MCP SDK, and no tool was found: its only file does not register one in a way that mcp-boundary knows.\n" });
  });

  it.each(["client", "resources", "requests"])("%s needs none", async (path) => {
    expect(await run(path)).toMatchObject({ code: 0, err: "" });
  });
});

describe("paths", () => {
  it("may be a pattern", async () => {
    expect((await run("torn/*.ts")).out).toContain("torn/server.ts");
    expect((await run("{torn,prose}/**/*")).out).toContain("torn/server.ts");
    expect((await run("to[r]n")).out).toContain("torn/server.ts");
  });

  it("may be of several packages of one workspace, whose names are followed", async () => {
    for (const paths of [["braces/packages/one"], ["braces/packages/*/src"], ["braces"]]) {
      const { code, out } = await run(...paths);
      expect(out, paths.join()).toContain("one/src/a.ts");
      expect(code).toBe(1);
    }
  });
});

describe("--entries", () => {
  it("decides whether routes of a program without an MCP server are entries", async () => {
    expect((await run("routes")).code).toBe(0);
    expect((await run("routes", "--entries", "all")).out).toContain("mcp/no-shell-injection");
  });
});
