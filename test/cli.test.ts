import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Analysis, AnalyzeOptions } from "../src/analyze.js";
import { HELP } from "../src/cli/options.js";
import { main } from "../src/cli/main.js";
import { resolveTarget } from "../src/cli/paths.js";
import { UserError } from "../src/errors.js";
import { analysisOf, finding, placeOf } from "./analysis.js";

const analyze = vi.hoisted(() => vi.fn<(options: AnalyzeOptions) => Analysis>());
vi.mock("../src/analyze.js", () => ({ analyze }));
vi.mock("../src/analyze/dump.js", () => ({ dump: (_options: AnalyzeOptions, step: string) => `dump of ${step}`, dumpServerData: () => "{}" }));
vi.mock("../rules/index.js", async () => ({ rules: (await import("./analysis.js")).sampleRules }));

const TEXT = "exec(a);\nexec(b); // eslint-disable-line mcp/no-shell-injection -- b is ours\n";
const FOUND = [0, 1].map((nth) => finding(placeOf("a.ts", TEXT, "exec(", nth)));
const WARNED = FOUND.map((one) => ({ ...one, severity: "warn" as const }));

const cwd = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-cli-")));
mkdirSync(join(cwd, "server/src"), { recursive: true });
mkdirSync(join(cwd, "other"));
for (const file of ["server/package.json", "other/package.json"]) writeFileSync(join(cwd, file), "{}");
for (const file of ["server/src/a.ts", "server/src/b.ts", "other/c.ts"]) writeFileSync(join(cwd, file), "");
afterAll(() => rmSync(cwd, { recursive: true }));

beforeEach(() => {
  analyze.mockReset();
  analyze.mockImplementation(() => analysisOf({ "a.ts": TEXT }, FOUND));
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return runWith({}, false, ...args);
}

async function runWith(env: Record<string, string>, isTTY: boolean, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(args, { cwd, env, isTTY, out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

describe("help and version", () => {
  it("prints them and analyses nothing", async () => {
    expect(await run("--help")).toEqual({ code: 0, out: HELP, err: "" });
    expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(analyze).not.toHaveBeenCalled();
  });
});

describe("wrong use", () => {
  it.each([
    [["--frobnicate"], "Unknown option '--frobnicate'"],
    [["--format", "xml"], '--format does not know "xml": it takes text, json, sarif, github, gitlab, junit, markdown or html.'],
    [["--format"], "argument missing"],
    [["--gaps=yes"], "does not take an argument"],
    [["--preset", "all"], "--preset"],
    [["--entries", "http"], "--entries"],
    [["--dump", "tokens"], "--dump"],
    [["--max-warnings", "many"], "--max-warnings"],
    [["nowhere"], '"nowhere" does not exist.'],
    [["a\0b"], "NUL"],
    [["server", ""], "a path is empty."],
    [["server", "other"], "belong to different packages"],
    [["server", "--output-file", "no/such/folder.json"], "a folder that does not exist"],
    [["server", "--output-file", "other"], "is a folder"],
    [["server", "--report", "sarif"], "--report takes a format and a file"],
    [["server", "--report", "srif=x"], '--report does not know "srif"'],
    [["server", "--report", "sarif=no/such/x"], '--report "no/such/x" lies in a folder that does not exist.'],
  ])("answers %j with one sentence and 2", async (args, words) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
    expect(err).toMatch(/^mcp-boundary: [^\n]+\.\n$/);
    expect(analyze).not.toHaveBeenCalled();
  });

  it("says that there is nothing to analyse", async () => {
    analyze.mockImplementation(() => analysisOf({}, []));
    expect(await run("server")).toEqual({ code: 2, out: "", err: 'mcp-boundary: no JavaScript or TypeScript source was found in "server".\n' });
  });

  it("passes on what the analysis refuses, and tells its own failures apart", async () => {
    analyze.mockImplementation(() => {
      throw new UserError("tsconfig.json is broken.");
    });
    expect(await run("server")).toEqual({ code: 2, out: "", err: "mcp-boundary: tsconfig.json is broken.\n" });
    analyze.mockImplementation(() => {
      throw new Error("oh\nno");
    });
    expect(await run("server")).toEqual({ code: 2, out: "", err: "mcp-boundary: internal failure: oh\\x0ano\n" });
  });

  it.skipIf(process.getuid?.() === 0)("refuses an unreadable file", async () => {
    const file = join(cwd, "other/secret.ts");
    writeFileSync(file, "");
    chmodSync(file, 0);
    expect((await run("other/secret.ts")).err).toContain("permission denied");
  });
});

describe("gate", () => {
  it("fails on errors that no comment turned off", async () => {
    const { code, out, err } = await run("server");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("1 finding (1 error, 0 warnings, 1 suppressed)");
    expect((await run("server", "--no-inline-config")).out).toContain("2 findings (2 errors, 0 warnings)");
  });

  it("lets warnings pass up to --max-warnings, also when they are not shown", async () => {
    analyze.mockImplementation(() => analysisOf({ "a.ts": TEXT }, WARNED));
    expect((await run("server")).code).toBe(0);
    expect((await run("server", "--max-warnings", "1")).code).toBe(0);
    const { code, err } = await run("server", "--max-warnings", "0", "--quiet");
    expect(code).toBe(1);
    expect(err).toContain("--max-warnings allows 0, found 1.");
    expect((await run("server", "--quiet")).out).not.toContain("a.ts:1");
  });

  it("ends with 3 when no tool of a server was found, findings shown", async () => {
    const summary = { files: 1, lines: 1, tools: 0, handlers: 0, handlersEvaluated: 0, gaps: 0 };
    analyze.mockImplementation(() => analysisOf({ "a.ts": TEXT }, FOUND, { summary }));
    const { code, out, err } = await run("server");
    expect(code).toBe(3);
    expect(out).toContain("mcp/no-shell-injection");
    expect(err).toMatch(/^mcp-boundary: the project depends on an MCP SDK, and no tool was found: [^\n]+\.\n$/);
    analyze.mockImplementation(() => analysisOf({ "a.ts": TEXT }, [], { summary, dependsOnSdk: false }));
    expect((await run("server")).code).toBe(0);
  });

  it("ends with 2 when a rule failed, the rest shown", async () => {
    analyze.mockImplementation(() => analysisOf({ "a.ts": TEXT }, FOUND, { failures: [{ rule: "no-sql-injection", message: "boom in a.ts" }] }));
    const { code, out, err } = await run("server");
    expect(code).toBe(2);
    expect(out).toContain("mcp/no-shell-injection");
    expect(err).toBe("mcp-boundary: rule mcp/no-sql-injection failed: boom in a.ts\n");
  });
});

describe("--report", () => {
  it("writes the same run in further formats, each with the paths of its host", async () => {
    const { code, out } = await run("server", "--report", "json=other/a.json", "--report", "gitlab=other/b=c.json");
    expect(code).toBe(1);
    expect(out).toContain("1 finding (1 error");
    expect((JSON.parse(readFileSync(join(cwd, "other/a.json"), "utf8")) as { findings: object[] }).findings).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(cwd, "other/b=c.json"), "utf8"))).toHaveLength(1);
    expect(analyze).toHaveBeenCalledTimes(1);
    for (const file of ["other/a.json", "other/b=c.json"]) rmSync(join(cwd, file));
  });
});

describe("paths", () => {
  it("takes a folder as it is, and a file with its package", async () => {
    expect(resolveTarget(["server/src"], cwd)).toEqual({ root: join(cwd, "server/src"), paths: [join(cwd, "server/src")] });
    expect(resolveTarget(["server/src/a.ts"], cwd)).toEqual({ root: join(cwd, "server"), paths: [join(cwd, "server/src/a.ts")] });
    expect(resolveTarget(["server/src/a.ts", "server/src/b.ts"], cwd).root).toBe(join(cwd, "server"));
    expect(resolveTarget(["server/src", "server"], cwd).root).toBe(join(cwd, "server"));
    expect(() => resolveTarget(["server/src/a.ts", "other/c.ts"], cwd)).toThrow(UserError);
  });

  it("follows the link that was given, and no loop", () => {
    symlinkSync(join(cwd, "server"), join(cwd, "link"));
    symlinkSync(join(cwd, "loop"), join(cwd, "loop"));
    expect(resolveTarget(["link"], cwd).root).toBe(join(cwd, "server"));
    expect(() => resolveTarget(["loop"], cwd)).toThrow(UserError);
  });

  it("hands the options on", async () => {
    await run("server", "--preset", "audit", "--entries", "all");
    expect(analyze).toHaveBeenCalledWith({ onPhase: expect.any(Function) as unknown, root: join(cwd, "server"), paths: [join(cwd, "server")], preset: "audit", entries: "all" });
  });

  it("writes paths from the current folder", async () => {
    expect((await run("server")).out).toContain("server/a.ts:1:1  error");
  });
});

describe("output", () => {
  it("writes to a file and keeps it free of colour", async () => {
    const file = join(cwd, "report.json");
    expect(await run("server", "--format", "json", "-o", "report.json")).toEqual({ code: 1, out: "", err: "" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ version: 1 });
    await runWith({ FORCE_COLOR: "1" }, true, "server", "--output-file", "report.txt");
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).not.toContain("\x1b");
  });

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ TERM: "dumb" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
  ])("paints with %j on a terminal %s: %s", async (env, isTTY, painted) => {
    expect((await runWith(env, isTTY, "server")).out.includes("\x1b[")).toBe(painted);
  });

  it("dumps a step", async () => {
    expect(await run("server", "--dump", "graph")).toEqual({ code: 0, out: "dump of graph\n", err: "" });
    expect(await run("server", "--dump", "server", "--format", "json")).toEqual({ code: 0, out: "{}\n", err: "" });
    expect((await run("server", "--dump", "graph", "--format", "json")).code).toBe(2);
    expect(analyze).not.toHaveBeenCalled();
  });
});
