import { mkdtempSync, mkdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Analysis, AnalyzeOptions } from "../src/analyze.js";
import { UserError } from "../src/errors.js";
import mcp from "../src/eslint.js";
import { analysisOf, finding, placeOf } from "./analysis.js";

/** Finds every `exec(` in the files of the root, the given texts before those on the disk. */
const analyze = vi.hoisted(() => vi.fn<(options: AnalyzeOptions) => Analysis>());
vi.mock("../src/analyze.js", () => ({ analyze, createParseCache: () => ({ files: new Map() }) }));
vi.mock("../rules/index.js", async () => ({ rules: (await import("./analysis.js")).sampleRules }));

const root = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-eslint-")));
afterAll(() => rmSync(root, { recursive: true }));
let turn = 0;
let project = "";

function write(file: string, text: string): void {
  writeFileSync(join(project, file), text);
  // Two writes within one tick of the file system's clock would look alike.
  turn += 1;
  utimesSync(join(project, file), turn, turn);
}

beforeEach(() => {
  turn += 1;
  project = join(root, `p${turn}`);
  mkdirSync(project);
  write("package.json", "{}");
  analyze.mockReset();
  analyze.mockImplementation(({ root: base, texts }) => {
    const files = ["a.ts", "b.ts", "c.js"].filter((file) => read(join(base, file), texts) !== undefined);
    for (const path of texts?.keys() ?? []) if (path.includes("new")) files.push(relative(base, path));
    const all = Object.fromEntries(files.map((file) => [file, read(join(base, file), texts) ?? ""]));
    const findings = files.flatMap((file) => [...(all[file] ?? "").matchAll(/exec\(/g)].map((_match, nth) => finding(placeOf(file, all[file] ?? "", "exec(", nth), { message: "input reaches {{exec}}\u202e." })));
    return analysisOf(all, findings);
  });
});

function read(path: string, texts: ReadonlyMap<string, string> | undefined): string | undefined {
  const open = texts?.get(path);
  if (open !== undefined) return open;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function eslint(preset: "recommended" | "strict" | "audit" = "recommended"): ESLint {
  return new ESLint({ cwd: project, overrideConfigFile: true, overrideConfig: mcp.configs[preset] });
}

async function lines(host: ESLint, file: string, text?: string): Promise<number[]> {
  const [result] = text === undefined ? await host.lintFiles([file]) : await host.lintText(text, { filePath: join(project, file) });
  return (result?.messages ?? []).map((message) => message.line);
}

describe("ESLint plugin", () => {
  it("reports in place with the words of the command line, in JavaScript and TypeScript", async () => {
    write("a.ts", "const a: number = 1;\n  exec(a as never);\n");
    write("c.js", "exec(1); // eslint-disable-line mcp/no-shell-injection -- ours\nexec(2);\n");
    const results = await eslint().lintFiles(["."]);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, severity, message, line, column, endColumn }) => ({ ruleId, severity, message, line, column, endColumn })))).toEqual([
      { ruleId: "mcp/no-shell-injection", severity: 2, message: "input reaches {{exec}}\\u{202e}.", line: 2, column: 3, endColumn: 8 },
      { ruleId: "mcp/no-shell-injection", severity: 2, message: "input reaches {{exec}}\\u{202e}.", line: 2, column: 1, endColumn: 6 },
    ]);
    expect(analyze).toHaveBeenCalledTimes(1);
    expect(analyze.mock.calls[0]?.[0]).toMatchObject({ root: project, preset: "audit" });
  });

  it("has the presets of the rules", () => {
    expect(mcp.configs.recommended[0]?.rules).toEqual({ "mcp/no-shell-injection": "error", "mcp/no-sql-injection": "error", "mcp/suppression-reason": "error" });
    expect(mcp.configs.strict[0]?.rules).toEqual(mcp.configs.recommended[0]?.rules);
    expect(mcp.configs.audit[0]?.rules).toMatchObject({ "mcp/prefer-care": "warn" });
    expect(mcp.meta).toMatchObject({ name: "mcp-boundary", namespace: "mcp" });
  });

  it("takes the text of the editor, and analyses again only when something changed", async () => {
    write("a.ts", "run(1);\n");
    write("b.ts", "run(2);\n");
    const host = eslint();
    expect(await lines(host, "a.ts", "run(1);\n")).toEqual([]);
    expect(await lines(host, "a.ts", "run(1);\n")).toEqual([]);
    expect(analyze).toHaveBeenCalledTimes(1);
    expect(await lines(host, "a.ts", "\nexec(1);\n")).toEqual([2]);
    expect(analyze).toHaveBeenCalledTimes(2);
    expect(await lines(host, "b.ts", "run(2);\n")).toEqual([]);
    expect(analyze).toHaveBeenCalledTimes(2);
    write("b.ts", "exec(2);\n");
    expect(await lines(host, "a.ts", "\nexec(1);\n")).toEqual([2]);
    expect(analyze).toHaveBeenCalledTimes(3);
    expect(await lines(host, "b.ts", "exec(2);\n")).toEqual([1]);
    expect(analyze).toHaveBeenCalledTimes(3);
  });

  it("analyses once however many files are linted, strangers too", async () => {
    for (const file of ["a.ts", "b.ts", "c.js", "x.test.ts", "y.test.ts", "z.test.ts"]) write(file, "exec(1);\n");
    const results = await eslint().lintFiles(["."]);
    expect(results.map(({ messages }) => messages.length)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(analyze).toHaveBeenCalledTimes(1);
  });

  it("sees a file that was created since, at the second look", async () => {
    write("a.ts", "run(1);\n");
    const host = eslint();
    await lines(host, "a.ts");
    write("b.ts", "exec(2);\n");
    await lines(host, "b.ts");
    expect(await lines(host, "b.ts")).toEqual([1]);
    expect(await lines(host, "x.test.ts", "exec(1);")).toEqual([]);
  });

  it("takes text that is no file as a program of its own", async () => {
    write("a.ts", "run(1);\n");
    expect(await lines(eslint(), "new.ts", "exec(1);\n")).toEqual([1]);
    expect(analyze.mock.calls[0]?.[0].paths).toEqual([join(project, "new.ts")]);
  });

  it("tells of a rule that failed, once", async () => {
    write("a.ts", "run(1);\n");
    write("b.ts", "run(1);\n");
    analyze.mockImplementation(() => analysisOf({ "a.ts": "run(1);\n", "b.ts": "run(1);\n" }, [], { failures: [{ rule: "no-sql-injection", message: "boom" }] }));
    const results = await eslint().lintFiles(["."]);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? ""}: ${message}`))).toEqual(["mcp/no-sql-injection: This rule failed: boom"]);
  });

  it("tells of a package that cannot be analysed, once a file", async () => {
    write("a.ts", "run(1);\n");
    write("b.ts", "run(1);\n");
    analyze.mockImplementation(() => {
      throw new UserError("tsconfig.json cannot be read: broken.");
    });
    const results = await eslint().lintFiles(["."]);
    expect(results.map(({ messages }) => messages.map(({ message }) => message))).toEqual(Array(2).fill(["mcp-boundary cannot analyse this package: tsconfig.json cannot be read: broken."]));
  });
});
