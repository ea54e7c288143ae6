import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "./programs.js";
import { run } from "./command-line.js";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const SERVER = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
new McpServer({ name: "x", version: "1" }).tool("find", { words: z.string() }, async ({ words }) => { exec("grep " + words); return { content: [] }; });
`;
const MANIFEST = '{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "1" } }';

function project(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-init-")));
  folders.push(folder);
  for (const [name, content] of Object.entries({ "package.json": MANIFEST, "src/index.ts": SERVER, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe("init", { timeout: 120_000 }, () => {
  const full = { ".git/HEAD": "", "pnpm-lock.yaml": "", "eslint.config.js": "export default [];", ".husky/pre-commit": "pnpm test", ".github/x": "", ".gitlab-ci.yml": "a: 1\n", ".pre-commit-config.yaml": "repos: []\n" };

  it("shows what it found and would write, and writes nothing", async () => {
    const cwd = project(full);
    const { code, out } = await run(cwd, "init");
    expect(code).toBe(0);
    expect(out).toContain("Found: pnpm, @modelcontextprotocol/sdk, eslint.config.js, husky, pre-commit, GitHub, GitLab.\nThe analysis sees 1 tool in 1 file, and reports 1 error and 0 warnings.\nTo start with what is there today and fail on what is new: mcp-boundary baseline\n");
    for (const words of ["Would write mcp-boundary.config.json:", "Would write at the end of .husky/pre-commit:\n\n    pnpm exec mcp-boundary --staged", "Would write .github/workflows/mcp-boundary.yml:", "By hand, install it:\n\n    pnpm add --save-dev mcp-boundary", "By hand, in eslint.config.js:", "By hand, under `repos` in .pre-commit-config.yaml:", "By hand, in .gitlab-ci.yml:", "Nothing was written; --yes writes it."]) expect(out).toContain(words);
    expect(existsSync(join(cwd, "mcp-boundary.config.json"))).toBe(false);
    expect(readFileSync(join(cwd, ".husky/pre-commit"), "utf8")).toBe("pnpm test");
  });

  it("writes on --yes, once, and what it writes works", async () => {
    const cwd = project({ ...full, ".github/workflows/test.yml": "" });
    expect((await run(cwd, "init", "--yes")).out).toContain("Wrote mcp-boundary.config.json:");
    expect(JSON.parse(readFileSync(join(cwd, "mcp-boundary.config.json"), "utf8"))).toMatchObject({ preset: "recommended" });
    expect(readFileSync(join(cwd, ".husky/pre-commit"), "utf8")).toBe("pnpm test\npnpm exec mcp-boundary --staged\n");
    expect(readFileSync(join(cwd, ".github/workflows/mcp-boundary.yml"), "utf8")).toMatch(/uses: actions\/checkout@[0-9a-f]{40} /);
    expect((await run(cwd)).code).toBe(1);
    const again = await run(cwd, "init", "--yes");
    expect(again.out).not.toContain("Wrote");
    expect(readdirSync(cwd).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("says what it leaves as it is, and why", async () => {
    const bare = project({ ".git/HEAD": "" });
    expect((await run(bare, "init")).out).toContain("Not here; the page says how it is set up:\n  ESLint: there is no eslint.config file\n    https://github.com/mcp-boundary/mcp-boundary/blob/main/docs/eslint.md\n  a hook: there is no .husky/pre-commit and no .pre-commit-config.yaml\n    https://github.com/mcp-boundary/mcp-boundary/blob/main/docs/pre-commit.md\n  CI: there is no folder .github and no .gitlab-ci.yml\n");
    const done = project({ ...full, "package.json": MANIFEST.replace("{ ", '{ "devDependencies": { "mcp-boundary": "0" }, '), "mcp-boundary.config.json": "{}", "eslint.config.js": 'import mcp from "mcp-boundary";', ".husky/pre-commit": "npx mcp-boundary --staged", ".pre-commit-config.yaml": "# mcp-boundary", ".gitlab-ci.yml": "# mcp-boundary", ".github/workflows/mcp-boundary.yml": "" });
    expect((await run(done, "init")).out).toContain("Left as it is:\n  the configuration: there is one\n  the installation: package.json names mcp-boundary\n  ESLint: eslint.config.js names mcp-boundary\n  the hook: .husky/pre-commit and .pre-commit-config.yaml name mcp-boundary\n  CI: .gitlab-ci.yml names mcp-boundary\n");
    expect((await run(done, "init")).out).not.toMatch(/By hand|Would write/);
    const below = project({ ".git/HEAD": "", ".github/x": "", "a/package.json": MANIFEST, "a/index.ts": SERVER });
    expect((await run(below, "init", "a")).out).toContain("  CI: the workflow belongs to the root of the repository, and this is a folder below it\n");
  });

  it("makes the folder of a workflow that does not exist yet", async () => {
    const cwd = project({ ".git/HEAD": "", ".github/dependabot.yml": "" });
    expect((await run(cwd, "init", "--yes")).code).toBe(0);
    expect(existsSync(join(cwd, ".github/workflows/mcp-boundary.yml"))).toBe(true);
  });

  it("is for a package, and for one folder", async () => {
    const cwd = project({});
    expect((await run(join(cwd, "src"), "init")).err).toBe("mcp-boundary: there is no package.json in the current folder: init sets up a package.\n");
    expect((await run(cwd, "init", "src", "src")).err).toBe("mcp-boundary: init takes one folder.\n");
  });
});

describe("the action", { timeout: 120_000 }, () => {
  const dist = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-action-")));
  afterAll(() => rmSync(dist, { recursive: true }));
  const action = readFileSync(join(projectRoot, "action.yml"), "utf8");

  // the script starts the command as GitHub does: as a process of its own
  beforeAll(() => {
    execFileSync("ln", ["-s", join(projectRoot, "node_modules"), join(dist, "node_modules")]);
    execFileSync("ln", ["-s", join(projectRoot, "package.json"), join(dist, "package.json")]);
    execFileSync(process.execPath, [join(projectRoot, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck", "--declaration", "false", "--outDir", join(dist, "dist")], { cwd: projectRoot });
  }, 120_000);

  function runAction(cwd: string, inputs: Readonly<Record<string, string>>): { code: number | null; log: string; output: string; summary: string; sarif: string } {
    const temp = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-runner-")));
    folders.push(temp);
    const [output, summary] = [join(temp, "output"), join(temp, "summary")];
    for (const file of [output, summary]) writeFileSync(file, "");
    const env = { ...process.env, GITHUB_WORKSPACE: cwd, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: temp, MCP_BOUNDARY: `${process.execPath} ${join(dist, "dist/src/cli.js")}`, INPUT_PATHS: "", INPUT_VERSION: "", INPUT_PRESET: "", INPUT_FAIL_ON: "error", INPUT_ANNOTATIONS: "true", INPUT_SUMMARY: "true", ...inputs };
    const { status, stdout } = spawnSync("bash", [join(projectRoot, ".ci/action.sh")], { cwd, env, encoding: "utf8" });
    const sarif = join(temp, "mcp-boundary.sarif");
    return { code: status, log: stdout, output: readFileSync(output, "utf8"), summary: readFileSync(summary, "utf8"), sarif: existsSync(sarif) ? readFileSync(sarif, "utf8") : "" };
  }

  it("annotates, writes a summary and SARIF, and fails", () => {
    const { code, log, output, summary, sarif } = runAction(project({}), {});
    expect(code).toBe(1);
    expect(log).toContain("::error file=src/index.ts,line=4,");
    expect(output).toMatch(/^sarif-file=\/.*mcp-boundary\.sarif\n$/);
    expect(summary).toContain("# mcp-boundary");
    expect((JSON.parse(sarif) as { runs: { results: object[] }[] }).runs[0]?.results).toHaveLength(1);
  });

  it("does as it is told: fail-on, preset, paths, nothing to see", () => {
    const cwd = project({ "more files/index.ts": SERVER });
    expect(runAction(cwd, { INPUT_FAIL_ON: "never", INPUT_ANNOTATIONS: "false", INPUT_SUMMARY: "false" })).toMatchObject({ code: 0, log: expect.not.stringContaining("::error") as string, summary: "" });
    expect(runAction(cwd, { INPUT_FAIL_ON: "sometimes" }).code).toBe(2);
    expect(runAction(cwd, { INPUT_PRESET: "nonsense" })).toMatchObject({ code: 2, sarif: "" });
    expect(runAction(cwd, { INPUT_PATHS: "more files\n" }).log).toContain("file=more files/index.ts");
    expect(runAction(cwd, { INPUT_PATHS: "$(touch sprung)" }).code).toBe(2);
    expect(existsSync(join(cwd, "sprung"))).toBe(false);
  });

  it("pins what it uses by commit, hands inputs on by the environment, and names the version of the package", () => {
    for (const [, used] of action.matchAll(/uses: (.*)/g)) expect(used).toMatch(/@[0-9a-f]{40} # v\d/);
    const script = /run: (.*)/.exec(action)?.[1] ?? "";
    expect(script).not.toContain("${{");
    const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string };
    expect(action).toContain(`default: "${version}"`);
  });
});
