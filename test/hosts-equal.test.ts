import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../rules/index.js";
import { main } from "../src/cli/main.js";
import mcp from "../src/eslint.js";
import { readExpectations } from "./expectations.js";
import { startServer } from "./language-server.js";
import { fixtures, projectRoot, subfolders } from "./programs.js";

/** A finding as every host can tell it: offsets are in the bytes of the file. */
interface Told {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly message: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

async function fromCli(root: string): Promise<Told[]> {
  let out = "";
  await main([".", "--format", "json", "--preset", "audit"], { cwd: root, env: {}, isTTY: false, out: (text) => (out += text), err: () => undefined });
  const { findings } = JSON.parse(out) as { findings: { rule: string; message: string; location: Place & { file: string } }[] };
  return findings.map(({ rule, message, location }) => ({ file: location.file, ...bytesOf(root, location.file, location), rule, message })).sort(compare);
}

async function fromEslint(root: string): Promise<Told[]> {
  const host = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: mcp.configs.audit });
  const results = await host.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) => {
    const file = filePath.slice(root.length + 1).replaceAll("\\", "/");
    return messages.filter(({ ruleId }) => ruleId?.startsWith("mcp/")).map(({ ruleId, message, line, column, endLine = line, endColumn = column }) => ({
      file, ...bytesOf(root, file, { line, column, endLine, endColumn }), rule: ruleId ?? "", message,
    }));
  }).sort(compare);
}

function fromOxlint(root: string): Told[] {
  const args = [oxlint, "--config", oxlintConfig, "--disable-nested-config", "--no-ignore", "--format", "json", "."];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; code?: string; filename: string; labels: { span: { offset: number; length: number } }[] }[] };
  return diagnostics.filter(({ code }) => code?.startsWith("mcp(")).map(({ message, code, filename, labels: [label] }) => ({
    file: filename, start: label?.span.offset ?? -1, end: label === undefined ? -1 : label.span.offset + label.span.length, rule: code?.replace("(", "/").replace(")", "") ?? "", message,
  })).sort(compare);
}

function bytesOf(root: string, file: string, place: Place): { start: number; end: number } {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split("\n");
  const toBytes = (line: number, column: number): number => Buffer.byteLength([...lines.slice(0, line - 1), (lines[line - 1] ?? "").slice(0, column - 1)].join("\n"));
  return { start: toBytes(place.line, place.column), end: toBytes(place.endLine, place.endColumn) };
}

function compare(a: Told, b: Told): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const oxlint = join(projectRoot, "node_modules/oxlint/bin/oxlint");
const copies = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-equal-")));
const oxlintConfig = join(copies, "oxlint.json");
const plugin = join(copies, "dist/src/eslint.js");
const oxlintSettings = {
  categories: { correctness: "off" },
  settings: { mcp: { preset: "audit" } },
  jsPlugins: [{ name: "mcp", specifier: plugin }],
  rules: Object.fromEntries([...rules].map(([id, { severity }]) => [`mcp/${id}`, severity])),
};
afterAll(() => rmSync(copies, { recursive: true }));

/** A fixture as a package of its own: inside ours, all hosts leave it out. */
function copyFixture(name: string): string {
  const root = join(copies, name);
  cpSync(join(fixtures, name), root, { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  return root;
}

/** A fixture server where it stands, any other fixture as a package of its own. */
const PROJECTS = [...["servers", "rules"].flatMap((folder) => subfolders(join(fixtures, folder)).map((name) => `${folder}/${name}`)), "broken", "graph", "models"];

function openProject(name: string): string {
  return name.startsWith("servers/") ? join(fixtures, name) : copyFixture(name);
}

describe("ESLint and the command line say the same", () => {
  it.each(PROJECTS)("of fixtures/%s", { timeout: 120_000 }, async (name) => {
    const root = openProject(name);
    const told = await fromCli(root);
    if (name.startsWith("servers/") && readExpectations(root).some(({ mark }) => mark === "expect")) expect(told.length).toBeGreaterThan(0);
    expect(await fromEslint(root)).toEqual(told);
  });
});

describe("from the compiled plugin", () => {
  // other processes import it as Node does
  beforeAll(() => {
    for (const path of ["node_modules", "package.json"]) symlinkSync(join(projectRoot, path), join(copies, path));
    const built = spawnSync(process.execPath, [join(projectRoot, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck", "--declaration", "false", "--outDir", join(copies, "dist")], { cwd: projectRoot, encoding: "utf8" });
    if (built.status !== 0) throw new Error(built.stdout);
    writeFileSync(oxlintConfig, JSON.stringify(oxlintSettings));
  }, 120_000);

  it.each(PROJECTS)("oxlint and the command line say the same of fixtures/%s", { timeout: 120_000 }, async (name) => {
    const root = openProject(name);
    expect(fromOxlint(root)).toEqual(await fromCli(root));
  });

  it("oxlint as a language server speaks of the text that is open, with the other files as they are on the disk", { timeout: 120_000 }, async () => {
    const root = openShell("language-server");
    const [shell, index] = [join(root, "shell.ts"), join(root, "index.ts")];
    writeFileSync(join(root, ".oxlintrc.json"), JSON.stringify(oxlintSettings));
    const editor = await startServer([oxlint, "--lsp"], root);
    const show = async (file: string, text: string): Promise<string[]> => (await editor.show(file, text)).filter(({ code }) => code?.startsWith("mcp(")).map(({ code, range }) => `${code ?? ""} ${range.start.line}:${range.start.character}`);
    const found = ["mcp(no-shell-injection) 3:2"];
    expect(await show(shell, SHELL)).toEqual(found);
    expect(await show(shell, SHELL.replace("exec(line", 'exec("ls"'))).toEqual([]);
    expect(await show(shell, `\n${SHELL}`)).toEqual(["mcp(no-shell-injection) 4:2"]);
    writeFileSync(index, INDEX.replace("run(words)", 'run("fixed")'));
    expect(await show(shell, SHELL)).toEqual([]);
    writeFileSync(index, INDEX);
    expect(await show(shell, SHELL)).toEqual(found);
    await editor.close();
  });

  it("eslint --stdin speaks of the text that it is given", { timeout: 120_000 }, () => {
    const root = openShell("stdin");
    writeFileSync(join(root, "eslint.config.mjs"), `import mcp from ${JSON.stringify(pathToFileURL(plugin).href)};\nexport default [...mcp.configs.recommended];\n`);
    const lint = (input: string): string[] => {
      const { stdout } = spawnSync(process.execPath, [join(projectRoot, "node_modules/eslint/bin/eslint.js"), "--stdin", "--stdin-filename", "shell.ts", "--format", "json"], { cwd: root, encoding: "utf8", input });
      return (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.map(({ ruleId, line }) => `${ruleId ?? ""} ${line}`));
    };
    expect(lint(`\n${SHELL}`)).toEqual(["mcp/no-shell-injection 5"]);
    expect(lint(SHELL.replace("exec(line", 'exec("ls"'))).toEqual([]);
  });
});

const SHELL = 'import { exec } from "node:child_process";\nexport function run(words: string) {\n  const line = "grep " + words;\n  exec(line + " .");\n}\n';
const INDEX = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { run } from "./shell.js";
new McpServer({ name: "x", version: "1" }).tool("find", { words: z.string() }, async ({ words }) => run(words));
`;

/** A server of two files: the flow starts in one and ends in the other. */
function openShell(name: string): string {
  const root = join(copies, name);
  mkdirSync(root);
  for (const [file, text] of [["package.json", '{ "type": "module" }'], ["index.ts", INDEX], ["shell.ts", SHELL]] as const) writeFileSync(join(root, file), text);
  return root;
}
