import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, it } from "vitest";
import { shapeOf } from "../src/analyze/shape.js";
import mcp from "../src/eslint.js";
import { run } from "./command-line.js";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function project(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-baseline-")));
  folders.push(folder);
  write(folder, { "package.json": '{ "type": "module" }', ...files });
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

async function fromEslint(cwd: string): Promise<number> {
  const host = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: mcp.configs.recommended });
  return (await host.lintFiles(["."])).flatMap(({ messages }) => messages).length;
}

const HEAD = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "x", version: "1" });
`;
const tool = (name: string, line: string): string => `server.tool("${name}", { words: z.string() }, async ({ words }) => {\n  const line = "grep " + words;\n  ${line}\n  return { content: [] };\n});\n`;
const FIND = tool("find", "exec(`${line} .`);");
const LIST = tool("list", "exec(line);");
const FILE = "mcp-boundary.baseline.json";
const entries = (cwd: string): { rule: string; file: string }[] => (JSON.parse(readFileSync(join(cwd, FILE), "utf8")) as { findings: { rule: string; file: string }[] }).findings;

describe("a baseline", { timeout: 120_000 }, () => {
  it("keeps a comment above a known finding in use, in all hosts", async () => {
    const cwd = project({ "src/index.ts": HEAD + FIND + LIST });
    await run(cwd, "baseline");
    const comment = (reason: string): string => `// eslint-disable-next-line mcp/no-shell-injection${reason}\n  exec(line);`;
    write(cwd, { "src/index.ts": HEAD + FIND + LIST.replace("exec(line);", comment(" -- by design")) });
    expect((await run(cwd)).out).toContain("0 findings (0 errors, 0 warnings, 2 suppressed: 2 in the baseline)");
    expect(await fromEslint(cwd)).toBe(0);
    write(cwd, { "src/index.ts": HEAD + FIND + LIST.replace("exec(line);", comment("")) });
    expect((await run(cwd)).out).toContain("1 problem with what silences findings");
    expect(await fromEslint(cwd)).toBe(1);
    expect((await run(cwd, "baseline", "--prune")).out).toBe(`${FILE}: 1 known finding (0 added, 1 removed)\n`);
    write(cwd, { "src/index.ts": HEAD + FIND + LIST.replace("exec(line);", comment(" -- by design")) });
    expect((await run(cwd)).out).toContain("0 findings (0 errors, 0 warnings, 2 suppressed");
    expect(await fromEslint(cwd)).toBe(0);
  });

  it("lets a run fail on new findings alone, in all hosts, and counts what is known", async () => {
    const cwd = project({ "src/index.ts": HEAD + FIND });
    expect((await run(cwd)).code).toBe(1);
    expect(await run(cwd, "baseline")).toEqual({ code: 0, out: `${FILE}: 1 known finding (1 added, 0 removed)\n`, err: "" });
    const known = await run(cwd);
    expect(known.code).toBe(0);
    expect(known.out).toContain("0 findings (0 errors, 0 warnings, 1 suppressed: 1 in the baseline)");
    expect(await fromEslint(cwd)).toBe(0);
    expect((await run(cwd, "--no-baseline")).code).toBe(1);
    write(cwd, { "src/index.ts": HEAD + LIST + FIND });
    const fresh = await run(cwd);
    expect(fresh.code).toBe(1);
    expect(fresh.out).toContain("`words` of tool `list`");
    expect(fresh.out).not.toContain("`words` of tool `find`");
    expect(await fromEslint(cwd)).toBe(1);
  });

  it("survives moved lines, renamed variables, formatting and the folder that the run is started in", async () => {
    const cwd = project({ "src/index.ts": HEAD + FIND });
    await run(cwd, "baseline");
    const moved = `// a new comment\n\n${HEAD}\n${FIND.replaceAll("const line", "const command").replaceAll("line} .", "command} .").replace("exec(`", "void exec( `")}`;
    write(cwd, { "src/index.ts": moved });
    expect(await run(cwd)).toMatchObject({ code: 0, err: "" });
    expect((await run(cwd, "src")).code).toBe(0);
    expect((await run(join(cwd, "src"), "index.ts")).code).toBe(0);
  });

  it("turns one way: what is fixed has to be pruned", async () => {
    const cwd = project({ "src/index.ts": HEAD + FIND, "src/list.ts": HEAD + LIST });
    await run(cwd, "baseline");
    expect(entries(cwd).map(({ file }) => file)).toEqual(["src/index.ts", "src/list.ts"]);
    write(cwd, { "src/index.ts": HEAD + FIND.replace("exec(`${line} .`)", "exec(`ls`)") });
    const { code, out } = await run(cwd);
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain("1 finding of the baseline is fixed (mcp/no-shell-injection in src/index.ts): run mcp-boundary baseline --prune.");
    // a run that does not see the file says nothing of it
    expect((await run(cwd, "src/list.ts")).code).toBe(0);
    write(cwd, { "src/index.ts": HEAD + FIND.replace("exec(`${line} .`)", "exec(`ls`)") + tool("more", "exec(line);") });
    expect((await run(cwd, "baseline", "--prune")).out).toBe(`${FILE}: 1 known finding (0 added, 1 removed); 1 new finding was left out\n`);
    expect(entries(cwd).map(({ file }) => file)).toEqual(["src/list.ts"]);
    rmSync(join(cwd, "src/list.ts"));
    expect((await run(cwd)).out).toContain("is fixed");
    expect((await run(cwd, "baseline")).out).toContain("1 known finding (1 added, 1 removed)");
    expect((await run(cwd)).code).toBe(0);
  });

  it("knows two findings alike, and a third as new", async () => {
    const twice = tool("find", "exec(line);\n  exec(line);");
    const cwd = project({ "src/index.ts": HEAD + twice });
    await run(cwd, "baseline");
    expect(entries(cwd)).toHaveLength(2);
    write(cwd, { "src/index.ts": HEAD + tool("find", "exec(line);\n  exec(line);\n  exec(line);") });
    expect((await run(cwd)).out).toContain("1 finding (1 error, 0 warnings, 2 suppressed: 2 in the baseline)");
  });

  it("speaks of a tool: another one that reaches the same place is new", async () => {
    const shared = (names: string[]): string => `${HEAD}function run(line: string): void {\n  const all = "sh " + line;\n  exec(all);\n}\n${names.map((name) => `server.tool("${name}", { words: z.string() }, async ({ words }) => { run(words); return { content: [] }; });\n`).join("")}`;
    const cwd = project({ "src/index.ts": shared(["a"]) });
    await run(cwd, "baseline");
    write(cwd, { "src/index.ts": shared(["a", "b"]) });
    expect((await run(cwd)).code).toBe(1);
  });

  it("is the one that is named, must be readable, and is written whole", async () => {
    const cwd = project({ "src/index.ts": HEAD + FIND, "mcp-boundary.config.json": '{ "baseline": "etc/known.json" }', "etc/x": "" });
    expect((await run(cwd)).err).toBe("mcp-boundary: the baseline known.json does not exist: mcp-boundary baseline writes it.\n");
    await run(cwd, "baseline");
    expect(readdirSync(join(cwd, "etc"))).toEqual(["known.json", "x"]);
    expect((await run(cwd)).code).toBe(0);
    write(cwd, { "etc/known.json": '{ "version": 1, "findngs": [] }' });
    expect((await run(cwd)).err).toContain("known.json: findngs is not known (did you mean findings?)");
    write(cwd, { "etc/known.json": '{ "version": 9, "findings": [] }' });
    expect((await run(cwd)).err).toContain("known.json has version 9");
    expect((await run(cwd, "--no-baseline")).code).toBe(1);
    expect((await run(cwd, "baseline", "-b", "no/such.json")).err).toContain('the baseline "no/such.json" cannot be written');
  });

  it("holds no secret in full", async () => {
    const cwd = project({ "src/index.ts": `${HEAD}server.tool("a", "Use the key ghp_x7Kq2mVbT9wLpR4sN8cYdF1gH5jZ0aE3uQ6o to log in", {}, async () => ({ content: [] }));\n` });
    await run(cwd, "baseline", "--preset", "audit");
    expect(entries(cwd).length).toBeGreaterThan(0);
    expect(readFileSync(join(cwd, FILE), "utf8")).not.toContain("ghp_x7Kq2m");
  });
});

describe("the shape of code", () => {
  const shape = (code: string): string => shapeOf(code, { file: "a.ts", line: 1, column: 1, endLine: 1, endColumn: code.length + 1 });

  it.each([
    ["exec(`ls ${folder} -l`)", "exec( `ls ${dir} -l` )"],
    ["cp.exec(line, { cwd: root })", "child.exec(command, { cwd: base })"],
    ["await this.run(a)", "await this . run(b) // why"],
    ["f('a b', x)", "g('a b', /* here */ y)"],
  ])("is the same for %s and %s", (left, right) => {
    expect(shape(left)).toBe(shape(right));
  });

  it.each([
    ["exec(`ls ${folder}`)", "exec(`rm ${folder}`)"],
    ["fs.readFile(a)", "fs.writeFile(a)"],
    ["f('a b')", "f('ab')"],
    ["exec(a)", "exec(a + b)"],
  ])("is another for %s and %s", (left, right) => {
    expect(shape(left)).not.toBe(shape(right));
  });

  it("is bounded, and goes as far as the first line", () => {
    expect(shape("x".repeat(100) + "(`${".repeat(100_000)).length).toBeLessThanOrEqual(2001);
    expect(shapeOf("run(a,", { file: "a.ts", line: 1, column: 1, endLine: 4, endColumn: 2 })).toBe("_(_,");
  });
});
