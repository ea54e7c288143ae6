import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CHECKED, createRepositories, git, HEAD, LAX, NEW, OLD, runStaged as run, SAFE, write } from "./repositories.js";

const { folder, repository, removeAll } = createRepositories("staged");
afterAll(removeAll);

describe("--staged", { timeout: 120_000 }, () => {
  it("reports what the change touches, and tells how much else there is", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/index.ts": HEAD + OLD + CHECKED + NEW });
    git(root, "add", "-A");
    const { code, found, err } = await run(root);
    expect(found).toEqual(["src/index.ts:15 no-shell-injection"]);
    expect(code).toBe(1);
    expect(err).toBe("mcp-boundary: --staged leaves out 1 finding that the change neither touches nor causes.\n");
  });

  it("reports what it causes elsewhere: a guard that is taken away in another file", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/check.ts": LAX });
    git(root, "add", "-A");
    expect(await run(root)).toMatchObject({ code: 1, found: ["src/index.ts:11 no-shell-injection"] });
  });

  it("reports an old flow that runs through a changed line", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/index.ts": HEAD + OLD.replace("async ({ words })", "async ({ words }, _extra)") + CHECKED });
    git(root, "add", "-A");
    expect((await run(root)).found).toEqual(["src/index.ts:7 no-shell-injection"]);
  });

  it("passes a change that mends, moves lines or has nothing to do with findings", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/index.ts": `// a comment\n\n${HEAD}${OLD}${CHECKED}`, "README.md": "x" });
    git(root, "add", "-A");
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
    write(root, { "src/index.ts": HEAD + CHECKED });
    git(root, "add", "-A");
    expect(await run(root)).toMatchObject({ code: 0, found: [], err: "" });
  });

  it("looks at the index, not at the working copy", async () => {
    const root = repository({ "src/index.ts": HEAD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/index.ts": HEAD + CHECKED + NEW });
    git(root, "add", "-A");
    write(root, { "src/index.ts": HEAD + CHECKED });
    expect((await run(root)).found).toEqual(["src/index.ts:11 no-shell-injection"]);
    git(root, "add", "-A");
    write(root, { "src/index.ts": HEAD + CHECKED + NEW, "src/check.ts": `${SAFE}// more\n` });
    git(root, "add", "src/check.ts");
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
    rmSync(join(root, "src/check.ts"));
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
  });

  it("takes all of a file that is new, and lets one go that is deleted", async () => {
    const root = repository({ "src/index.ts": HEAD + CHECKED, "src/check.ts": SAFE });
    write(root, { "src/more.ts": HEAD + NEW });
    git(root, "add", "-A");
    expect((await run(root)).found).toEqual(["src/more.ts:7 no-shell-injection"]);
    git(root, "commit", "-q", "-m", "more");
    rmSync(join(root, "src/check.ts"));
    git(root, "add", "-A");
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
  });

  it("keeps the lines of each file apart where a link became a file, and reads what git takes for no text", async () => {
    const root = repository({ "src/index.ts": HEAD + CHECKED, "src/check.ts": SAFE, ".gitattributes": "*.ts -diff\n" });
    symlinkSync("check.ts", join(root, "src/aaa.ts"));
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "link");
    rmSync(join(root, "src/aaa.ts"));
    write(root, { "src/aaa.ts": "export const a = 1;\n", "src/index.ts": HEAD + CHECKED + NEW });
    git(root, "add", "-A");
    expect((await run(root)).found).toEqual(["src/index.ts:11 no-shell-injection"]);
  });

  it("ends at once when nothing is staged that the analysis reads", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD, "src/check.ts": SAFE });
    expect(await run(root)).toEqual({ code: 0, found: [], out: "", err: "mcp-boundary: nothing is staged that the analysis reads.\n" });
    write(root, { "README.md": "words" });
    git(root, "add", "-A");
    expect((await run(root)).err).toContain("nothing is staged");
  });

  it("works before the first commit, in a subfolder, and with odd names", async () => {
    const root = folder();
    git(root, "init", "-q");
    write(root, { "packages/a b/package.json": "{}", 'packages/a b/src/ä "x".ts': HEAD + OLD, "packages/a b/src/check.ts": SAFE });
    git(root, "add", "-A");
    const { out, code } = await run(join(root, "packages/a b"));
    expect(out).toContain('src/ä "x".ts:7:3  error  mcp/no-shell-injection');
    expect(code).toBe(1);
  });

  it("hears comments, the configuration and the baseline; of what stands in other files it says nothing", async () => {
    const root = repository({ "src/index.ts": `${HEAD}${OLD}// eslint-disable-next-line mcp/no-shell-injection -- gone\n`, "src/check.ts": SAFE });
    write(root, { "src/more.ts": HEAD + NEW.replace('exec("find "', '/* eslint-disable-line mcp/no-shell-injection -- ours */ exec("find "') });
    git(root, "add", "-A");
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
  });

  it("is refused outside of a repository", async () => {
    const root = folder();
    write(root, { "package.json": "{}", "index.ts": HEAD });
    const { code, err } = await run(root);
    expect(code).toBe(2);
    expect(err).toMatch(/^mcp-boundary: --staged: not a git repository[^\n]*\.\n$/);
  });

  it("runs nothing that the repository names", async () => {
    const root = repository({ "src/index.ts": HEAD + OLD, "src/check.ts": SAFE });
    const trap = join(root, "trap.sh");
    write(root, { "trap.sh": `#!/bin/sh\ntouch "${join(root, "sprung")}"\n`, ".gitattributes": "*.ts diff=odd\n", "src/check.ts": LAX });
    chmodSync(trap, 0o755);
    git(root, "add", "-A");
    for (const key of ["core.fsmonitor", "diff.external", "diff.odd.textconv", "diff.odd.command", "core.pager"]) git(root, "config", key, trap);
    await run(root);
    expect(existsSync(join(root, "sprung"))).toBe(false);
  });
});
