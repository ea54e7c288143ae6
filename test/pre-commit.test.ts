import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "./built.js";
import { CHECKED, createRepositories, git, HEAD, LAX, NEW, SAFE, stage, write } from "./repositories.js";

const HOOKS = readFileSync(join(import.meta.dirname, "../.pre-commit-hooks.yaml"), "utf8");
const { folder, repository, removeAll } = createRepositories("pre-commit");

const isThere = spawnSync("pre-commit", ["--version"]).status === 0;
if (!isThere) process.stderr.write("skipped: the program pre-commit is not there (Debian has it as a package of that name)\n");

/** The hooks as this repository offers them; what is tested is not how node packages are installed, so that they start the command that was built. */
describe.skipIf(!isThere)("pre-commit", { timeout: 240_000 }, () => {
  let built = "";
  let hooks = "";
  let home = "";
  beforeAll(() => {
    built = buildPackage();
    home = folder();
    hooks = repository({ ".pre-commit-hooks.yaml": HOOKS.replaceAll("language: node", "language: script"), "mcp-boundary": `#!/bin/sh\nexec "${process.execPath}" "${join(built, "dist/src/cli.js")}" "$@"\n` });
    chmodSync(join(hooks, "mcp-boundary"), 0o755);
    git(hooks, "add", "-A");
    git(hooks, "commit", "-q", "-m", "executable");
    git(hooks, "tag", "v1");
  }, 240_000);
  afterAll(() => {
    removeAll();
    rmSync(built, { recursive: true, force: true });
  });

  const run = (cwd: string, program: string, ...args: string[]): { code: number | null; out: string } => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", env: { ...process.env, PRE_COMMIT_HOME: home, GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" } });
    return { code: status, out: stdout + stderr };
  };
  const commits = (root: string): number => git(root, "log", "--oneline").trim().split("\n").length;

  /** A repository whose commits the hook looks at. */
  function guarded(hook: string): string {
    const root = repository({ "src/index.ts": HEAD + CHECKED, "src/check.ts": SAFE, ".pre-commit-config.yaml": `repos:\n  - repo: ${hooks}\n    rev: v1\n    hooks:\n      - id: ${hook}\n` });
    expect(run(root, "pre-commit", "install", "--install-hooks")).toMatchObject({ code: 0 });
    return root;
  }

  it("blocks a commit with a hole, and passes one without", () => {
    const root = guarded("mcp-boundary-staged");
    stage(root, { "src/index.ts": HEAD + CHECKED + NEW });
    const blocked = run(root, "git", "commit", "-m", "hole");
    expect(blocked.code).toBe(1);
    expect(blocked.out).toContain("src/index.ts:11:3  error  mcp/no-shell-injection");
    expect(commits(root)).toBe(1);
    stage(root, { "src/index.ts": `${HEAD}${CHECKED}// more\n`, "README.md": "words" });
    expect(run(root, "git", "commit", "-m", "clean")).toMatchObject({ code: 0, out: expect.stringContaining("Passed") as string });
    expect(commits(root)).toBe(2);
  });

  it("blocks what a change in another file causes, also in commits of some paths and with edits that are not staged", () => {
    const root = guarded("mcp-boundary-staged");
    write(root, { "src/check.ts": LAX, "src/other.ts": "export const a = ;\n" });
    expect(run(root, "git", "commit", "-m", "lax", "src/check.ts").code).toBe(1);
    expect(run(root, "git", "commit", "-a", "-m", "lax").code).toBe(1);
    git(root, "add", "src/check.ts");
    write(root, { "src/check.ts": SAFE });
    expect(run(root, "git", "commit", "-m", "lax").code).toBe(1);
    expect(commits(root)).toBe(1);
  });

  it("leaves a commit of other files alone, and looks at everything with the other hook", () => {
    const root = guarded("mcp-boundary-staged");
    stage(root, { "README.md": "words" });
    expect(run(root, "git", "commit", "-m", "words")).toMatchObject({ code: 0, out: expect.stringContaining("Skipped") as string });
    const whole = guarded("mcp-boundary");
    expect(run(whole, "pre-commit", "run", "--all-files").code).toBe(0);
    stage(whole, { "src/index.ts": HEAD + NEW });
    expect(run(whole, "pre-commit", "run", "--all-files").code).toBe(1);
  });
});
