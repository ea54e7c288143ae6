import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { run } from "./command-line.js";
import { CHECKED, createRepositories, git, HEAD, NEW, OLD, runStaged, SAFE, stage, write } from "./repositories.js";

const { folder, repository, removeAll } = createRepositories("known");
afterAll(removeAll);
afterEach(() => void vi.unstubAllEnvs());

const CONFIG = "mcp-boundary.config.json";
const BASELINE = "mcp-boundary.baseline.json";
const SILENCE = "  // eslint-disable-next-line mcp/no-shell-injection -- by design\n";
const SILENCED = OLD.replace("  exec", `${SILENCE}  exec`);
const ENTRY = { rule: "mcp/no-shell-injection", files: ["src"], reason: "by design" };

function config(written: object): Record<string, string> {
  return { [CONFIG]: JSON.stringify(written) };
}

/** A repository with one old finding, which its committed baseline knows. */
async function withBaseline(): Promise<string> {
  const root = repository({ "src/index.ts": HEAD + OLD, "src/check.ts": SAFE });
  expect((await run(root, "baseline")).out).toContain("1 known finding");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "baseline");
  return root;
}

describe("--staged reports what was silent before and is heard after", { timeout: 120_000 }, () => {
  it("where a comment goes", async () => {
    const root = repository({ "src/index.ts": HEAD + SILENCED, "src/check.ts": SAFE });
    stage(root, { "src/index.ts": HEAD + OLD });
    expect(await runStaged(root)).toMatchObject({ code: 1, found: ["src/index.ts:7 no-shell-injection"], err: "" });
  });

  it("where an entry of the baseline goes, and not where the baseline takes in what was heard", async () => {
    const root = await withBaseline();
    stage(root, { [BASELINE]: '{ "version": 1, "findings": [] }\n' });
    expect(await runStaged(root)).toMatchObject({ code: 1, found: ["src/index.ts:7 no-shell-injection"] });
    git(root, "commit", "-q", "-m", "empty");
    stage(root, { "src/index.ts": `// moved\n${HEAD}${OLD}` });
    expect(await runStaged(root)).toMatchObject({ code: 0, found: [], err: "mcp-boundary: --staged leaves out 1 finding that the change neither touches nor causes.\n" });
  });

  it("where an entry of the configuration goes or is changed", async () => {
    const files = { "src/index.ts": HEAD + OLD, "src/check.ts": SAFE };
    const root = repository({ ...files, ...config({ suppressions: [ENTRY] }) });
    const heard = { code: 1, found: ["src/index.ts:7 no-shell-injection"], err: "" };
    stage(root, config({ suppressions: [{ ...ENTRY, files: ["lib"] }] }));
    expect((await runStaged(root)).found).toContain("src/index.ts:7 no-shell-injection");
    stage(root, config({}));
    expect(await runStaged(root)).toMatchObject(heard);
    rmSync(join(root, CONFIG));
    git(root, "add", "-A");
    expect(await runStaged(root)).toMatchObject(heard);
  });

  it("where a rule is switched on, a preset is widened or a warning becomes an error", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD, "src/check.ts": SAFE, ...config({ rules: { "mcp/no-shell-injection": "off" } }) });
    const found = ["src/index.ts:7 no-shell-injection"];
    stage(root, config({ rules: { "mcp/no-shell-injection": "warn" } }));
    expect(await runStaged(root)).toMatchObject({ code: 0, found });
    git(root, "commit", "-q", "-m", "warn");
    stage(root, config({ rules: { "mcp/no-shell-injection": "error" } }));
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    git(root, "commit", "-q", "-m", "error");
    stage(root, config({ preset: "audit" }));
    const wider = await runStaged(root);
    expect(wider.found).not.toContain(found[0]);
    expect(wider.found.length).toBeGreaterThan(0);
  });

  it("and of comments and entries: what the change leaves without effect, not what was so before", async () => {
    const root = repository({ "src/index.ts": HEAD + SILENCED, "src/old.ts": "// eslint-disable-next-line mcp/no-shell-injection -- never of use\nexport const a = 1;\n", "src/check.ts": SAFE });
    stage(root, { "src/index.ts": HEAD + SILENCED.replace('"grep " + words', '"date"'), "src/old.ts": `// eslint-disable-next-line mcp/no-shell-injection -- never of use\nexport const a = 2;\n` });
    const { code, out } = await runStaged(root);
    expect([...out.matchAll(/^(\S+?):\d+.*\n\s+(.*)$/gm)].map(([, file, words]) => `${file ?? ""} ${words ?? ""}`)).toEqual([expect.stringMatching(/^src\/index\.ts Unused eslint-disable directive/)]);
    expect(code).toBe(0);
  });

  it("and of the baseline: what the change fixes has to leave it", async () => {
    const root = await withBaseline();
    stage(root, { "src/index.ts": HEAD + CHECKED });
    expect(await runStaged(root)).toMatchObject({ code: 1, out: expect.stringContaining("1 finding of the baseline is fixed") as string });
    git(root, "commit", "-q", "-m", "fixed");
    stage(root, { "src/more.ts": "export const a = 1;\n" });
    expect(await runStaged(root)).toMatchObject({ code: 0, found: [] });
  });

  it("and says so where the last commit cannot be judged", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD, "src/check.ts": SAFE, ...config({ presets: "strict" }) });
    stage(root, config({ preset: "recommended" }));
    const { code, found, err } = await runStaged(root);
    expect({ code, found }).toEqual({ code: 1, found: ["src/index.ts:7 no-shell-injection"] });
    expect(err).toMatch(/^mcp-boundary: --staged: the last commit cannot be judged, so that nothing counts as known: mcp-boundary\.config\.json: presets is not known[^\n]*\.\n$/);
  });
});

describe("--staged reads the index alone", { timeout: 120_000 }, () => {
  const clean = { "src/index.ts": HEAD + CHECKED, "src/check.ts": SAFE };
  const hole = { "src/index.ts": HEAD + CHECKED + NEW };
  const found = ["src/index.ts:11 no-shell-injection"];

  it("for the configuration: an edit that is not staged neither loses nor invents findings", async () => {
    const root = repository({ ...clean, ...config({}) });
    stage(root, hole);
    write(root, config({ suppressions: [ENTRY] }));
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    write(root, { [CONFIG]: "{ broken" });
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    stage(root, config({ suppressions: [ENTRY] }));
    rmSync(join(root, CONFIG));
    expect(await runStaged(root)).toMatchObject({ code: 0, found: [] });
  });

  it("for a configuration in package.json, and one that nobody added", async () => {
    const root = repository(clean);
    stage(root, hole);
    write(root, { "package.json": JSON.stringify({ type: "module", "mcp-boundary": { suppressions: [ENTRY] } }) });
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    write(root, { "package.json": '{ "type": "module" }', ...config({ suppressions: [ENTRY] }) });
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
  });

  it("for the baseline", async () => {
    const root = repository(clean);
    stage(root, hole);
    await run(root, "baseline");
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    git(root, "add", BASELINE);
    rmSync(join(root, BASELINE));
    expect(await runStaged(root)).toMatchObject({ code: 0, found: [] });
  });

  it("for tsconfig.json and the list of a workspace", async () => {
    const check = { "packages/check/package.json": '{ "name": "@x/check", "type": "module" }', "packages/check/src/index.ts": SAFE };
    const server = { "packages/server/package.json": '{ "name": "@x/server", "dependencies": { "@modelcontextprotocol/sdk": "1", "@x/check": "workspace:*" } }' };
    const list = { "pnpm-workspace.yaml": "packages:\n  - packages/*\n" };
    const root = repository({ ...check, ...server, ...list, "packages/server/tsconfig.json": '{ "compilerOptions": { "paths": { "#check": ["../check/src/index.ts"] } } }', "packages/server/src/index.ts": (HEAD + CHECKED).replace("./check.js", "#check") });
    stage(root, { "packages/check/src/index.ts": SAFE.replace(/^ {2}if.*\n/m, "") });
    const caused = { code: 1, found: ["packages/server/src/index.ts:7 no-shell-injection"] };
    write(root, { "packages/server/tsconfig.json": '{ "compilerOptions": {} }', "pnpm-workspace.yaml": "packages: []\n" });
    expect(await runStaged(root)).toMatchObject(caused);
    write(root, { "packages/server/tsconfig.json": "{ broken" });
    expect(await runStaged(root)).toMatchObject(caused);
  });

  it("for files: what is deleted on the disk is there, and what nobody added is not", async () => {
    const root = repository(clean);
    stage(root, hole);
    rmSync(join(root, "src"), { recursive: true });
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
    write(root, { "src/own.ts": HEAD + OLD });
    expect(await runStaged(root)).toMatchObject({ code: 1, found });
  });

  it("in the index that a commit of some paths hands its hook", async () => {
    const root = repository(clean);
    stage(root, hole);
    mkdirSync(join(root, "other"));
    copyFileSync(join(root, ".git/index"), join(root, ".git/next-index"));
    git(root, "reset", "-q", "--hard");
    expect((await runStaged(root)).err).toContain("nothing is staged");
    vi.stubEnv("GIT_INDEX_FILE", ".git/next-index");
    expect(await runStaged(join(root, "src"))).toMatchObject({ code: 1, found: ["index.ts:11 no-shell-injection"] });
  });

  it("with files that are named and that nobody added, or that lie elsewhere", async () => {
    const root = repository(clean);
    stage(root, hole);
    const away = folder();
    write(away, config({ rules: { "mcp/no-shell-injection": "off" } }));
    write(root, { "local.json": JSON.stringify({ rules: { "mcp/no-shell-injection": "off" } }) });
    expect(await runStaged(root, "--config", "local.json")).toMatchObject({ code: 0, found: [] });
    expect(await runStaged(root, "--config", join(away, CONFIG))).toMatchObject({ code: 0, found: [] });
    await run(root, "baseline", "--baseline", join(away, "known.json"));
    expect(await runStaged(root, "--baseline", join(away, "known.json"))).toMatchObject({ code: 0, found: [] });
    expect(await runStaged(away, root)).toMatchObject({ code: 1, out: expect.stringContaining("/src/index.ts:11") as string });
  });

  it("tells paths as they are, and leaves nothing behind", async () => {
    const root = repository({ ...clean, ...config({}) });
    const own = folder();
    vi.stubEnv("TMPDIR", own);
    stage(root, hole);
    const { out, err } = await runStaged(root, "--verbose", "--format", "json");
    expect(out + err).not.toContain(own);
    expect(err).toContain(`mcp-boundary: root           ${root}\n`);
    expect(err).toContain(`mcp-boundary: configuration  ${join(root, CONFIG)}\n`);
    stage(root, { "src/check.ts": `${SAFE}// more\n`, ...config({ presets: "" }) });
    const broken = await runStaged(root);
    expect(broken.code).toBe(2);
    expect(broken.err).not.toContain(own);
    expect(await runStaged(root, join(root, "lib"))).toMatchObject({ code: 2, err: `mcp-boundary: "${join(root, "lib")}" does not exist.\n` });
    expect(readdirSync(own)).toEqual([]);
  });

  it("passes a commit that holds no source", async () => {
    const root = folder();
    git(root, "init", "-q");
    stage(root, { "package.json": '{ "dependencies": { "@modelcontextprotocol/sdk": "1" } }' });
    expect(await runStaged(root)).toMatchObject({ code: 0, found: [], err: "mcp-boundary: the index of git holds no JavaScript or TypeScript source there.\n" });
  });
});
