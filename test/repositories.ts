import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../src/cli/main.js";

const IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"];

/** Repositories for the tests of one file. */
export interface Repositories {
  /** A folder outside of every repository. */
  folder(): string;
  /** A repository whose first commit holds the files. */
  repository(files: Readonly<Record<string, string>>): string;
  removeAll(): void;
}

export function createRepositories(name: string): Repositories {
  const folders: string[] = [];

  function folder(): string {
    const made = realpathSync(mkdtempSync(join(tmpdir(), `mcp-boundary-${name}-`)));
    folders.push(made);
    return made;
  }

  function repository(files: Readonly<Record<string, string>>): string {
    const root = folder();
    write(root, { "package.json": '{ "type": "module" }', ...files });
    git(root, "init", "-q");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "first");
    return root;
  }

  return { folder, repository, removeAll: () => folders.forEach((made) => rmSync(made, { recursive: true })) };
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}

/** Writes files and stages everything. */
export function stage(root: string, files: Readonly<Record<string, string>>): void {
  write(root, files);
  git(root, "add", "-A");
}

export function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", [...IDENTITY, ...args], { cwd, stdio: "pipe", encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" } });
}

/** Runs the command line with `--staged`; `found` holds a line for each finding: its place and its rule. */
export async function runStaged(cwd: string, ...args: string[]): Promise<{ code: number; found: string[]; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(["--staged", ...args], { cwd, env: {}, isTTY: false, out: (text) => (out += text), err: (text) => (err += text) });
  const found = [...out.matchAll(/^(\S+):(\d+):\d+ {2}(?:error|warning)(?: {2}mcp\/(\S+))?/gm)].map(([, file, line, rule = ""]) => `${file ?? ""}:${line ?? ""} ${rule}`);
  return { code, found, out, err };
}

/** A server of tools, a piece each, that run commands; `safe` stands in another file. */
export const HEAD = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { safe } from "./check.js";
const server = new McpServer({ name: "x", version: "1" });
`;
export const OLD = 'server.tool("old", { words: z.string() }, async ({ words }) => {\n  exec("grep " + words);\n  return { content: [] };\n});\n';
export const CHECKED = 'server.tool("checked", { words: z.string() }, async ({ words }) => {\n  exec("grep " + safe(words));\n  return { content: [] };\n});\n';
export const NEW = 'server.tool("new", { words: z.string() }, async ({ words }) => {\n  exec("find " + words);\n  return { content: [] };\n});\n';
export const SAFE = 'export function safe(words: string): string {\n  if (!/^[a-z]+$/.test(words)) throw new Error("no");\n  return words;\n}\n';
export const LAX = 'export function safe(words: string): string {\n  return words;\n}\n';
