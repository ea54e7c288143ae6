import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildPackage } from "./built.js";
import { type Diagnostic, type Editor, startServer } from "./language-server.js";
import { projectRoot } from "./programs.js";

const SERVER = "vscode-langservers-extracted/bin/vscode-eslint-language-server";
const WITHOUT = "the ESLint server of VS Code is not here: install vscode-langservers-extracted anywhere, and name that folder in VSCODE_LANGSERVERS";

/** The server that the ESLint extension of VS Code runs, as vscode-langservers-extracted packs it: too large to be a dependency of development. */
function findServer(): string | undefined {
  const folder = process.env["VSCODE_LANGSERVERS"];
  if (folder !== undefined) return [join(folder, "node_modules", SERVER), join(folder, SERVER)].find((file) => existsSync(file));
  try {
    return createRequire(import.meta.url).resolve(SERVER);
  } catch {
    return undefined;
  }
}

const INDEX = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { find } from "./find.js";
const server = new McpServer({ name: "x", version: "1" });
server.tool("find", { words: z.string() }, async ({ words }) => ({ content: [{ type: "text", text: await find(words) }] }));
`;
const FIND = `import { exec, execFile } from "node:child_process";
export async function find(words: string): Promise<string> {
  return String(exec("grep -r " + words + " ."));
}
`;
const SOUND = FIND.replace(/exec\("grep.*"\)/, 'execFile("grep", ["-r", "--", words])');

const SETTINGS = {
  validate: "on", useESLintClass: true, useFlatConfig: true, experimental: {}, packageManager: "npm", run: "onType", format: false, quiet: false, onIgnoredFiles: "off", options: {}, rulesCustomizations: [],
  problems: { shortenToSingleLine: false }, nodePath: null, codeAction: { disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" }, showDocumentation: { enable: true } }, codeActionOnSave: { enable: false, mode: "all" },
};

const command = findServer();
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-vscode-")));
let built: string | undefined;
let started: Editor | undefined;

const file = (name: string): string => join(scratch, name);

function write(name: string, text: string): void {
  mkdirSync(dirname(file(name)), { recursive: true });
  writeFileSync(file(name), text);
}

beforeAll(async () => {
  if (command === undefined) return;
  built = buildPackage();
  write("package.json", '{ "type": "module" }');
  write("eslint.config.js", `import mcp from ${JSON.stringify(pathToFileURL(join(built, "dist/src/eslint.js")).href)};\nexport default [...mcp.configs.recommended];\n`);
  write("src/index.ts", INDEX);
  write("src/find.ts", FIND);
  symlinkSync(join(projectRoot, "node_modules"), file("node_modules"));
  started = await startServer([command, "--stdio"], scratch, { ...SETTINGS, workspaceFolder: { uri: pathToFileURL(scratch).href, name: "folder" }, workingDirectory: { directory: scratch } });
}, 300_000);

afterAll(async () => {
  await started?.close();
  for (const folder of [scratch, built]) if (folder !== undefined) rmSync(folder, { recursive: true });
});

beforeEach(({ skip }) => {
  if (started === undefined) skip(WITHOUT);
});

/** The server, which `beforeAll` has started. */
function server(): Editor {
  if (started === undefined) throw new Error(WITHOUT);
  return started;
}

const told = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code, range }) => `${code ?? ""}:${range.start.line + 1}`);
const HOLE = ["mcp/no-shell-injection:3"];

describe("the ESLint server of VS Code", () => {
  it("shows a finding as one types, and takes it away when it is mended", async () => {
    const { pull } = server();
    expect(told(await pull(file("src/find.ts"), FIND))).toEqual(HOLE);
    expect(told(await pull(file("src/find.ts"), SOUND))).toEqual([]);
    expect(told(await pull(file("src/find.ts"), `\n${FIND}`))).toEqual(["mcp/no-shell-injection:4"]);
    expect(told(await pull(file("src/find.ts"), "export const find = ("))).toEqual([":1"]);
    expect(told(await pull(file("src/find.ts"), FIND))).toEqual(HOLE);
  }, 120_000);

  it("says of an open file what a change that was saved in another one makes of it", async () => {
    const { pull } = server();
    expect(told(await pull(file("src/find.ts"), FIND))).toEqual(HOLE);
    write("src/index.ts", INDEX.replace("find(words)", 'find("a fixed word")'));
    expect(told(await pull(file("src/find.ts"), FIND))).toEqual([]);
    write("src/index.ts", INDEX);
    expect(told(await pull(file("src/find.ts"), FIND))).toEqual(HOLE);
  }, 120_000);

  it("offers the change that mends a finding, where it is plain", async () => {
    const { pull, actions, act } = server();
    const text = INDEX.replace('"./find.js";', '"./find.js";\nimport { createServer } from "node:http";') + 'createServer().listen(3000, "0.0.0.0");\nserver.connect(new StreamableHTTPServerTransport({}));\n';
    const open = text.replace("import { z }", 'import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";\nimport { z }');
    const bind = (await pull(file("src/index.ts"), open)).find(({ code }) => code === "mcp/no-bind-all-interfaces");
    if (bind === undefined) throw new Error("nothing was found");
    const mend = (await actions(file("src/index.ts"), bind)).find(({ title }) => title.includes("Listen on 127.0.0.1"));
    if (mend === undefined) throw new Error("nothing is offered");
    expect(JSON.stringify(await act(mend))).toContain("127.0.0.1");
    expect(told(await pull(file("src/index.ts"), open.replace("0.0.0.0", "127.0.0.1")))).not.toContain(`mcp/no-bind-all-interfaces:${bind.range.start.line + 1}`);
  }, 120_000);

  it("offers what the rule's page says, and a comment, which then asks for its reason", async () => {
    const { pull, actions, act } = server();
    const [hole] = await pull(file("src/find.ts"), FIND);
    if (hole === undefined) throw new Error("nothing was found");
    expect(hole.codeDescription?.href).toMatch(/docs\/rules\/no-shell-injection\.md$/);
    const offered = await actions(file("src/find.ts"), hole);
    const disable = offered.find(({ title }) => title === "Disable mcp/no-shell-injection for this line");
    if (disable === undefined) throw new Error(offered.map(({ title }) => title).join());
    expect(JSON.stringify(await act(disable))).toContain("// eslint-disable-next-line mcp/no-shell-injection");
    const silenced = FIND.replace("  return", "  // eslint-disable-next-line mcp/no-shell-injection\n  return");
    expect(told(await pull(file("src/find.ts"), silenced))).toEqual(["mcp/suppression-reason:3"]);
    expect(told(await pull(file("src/find.ts"), silenced.replace("injection\n", "injection -- ours\n")))).toEqual([]);
  }, 120_000);
});
