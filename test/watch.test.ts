import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "./built.js";
import { run } from "./command-line.js";
import { CHECKED, HEAD, LAX, OLD, SAFE } from "./repositories.js";

const WAITING = "mcp-boundary: waiting for a change; Ctrl+C ends.\n";

describe("--watch", { timeout: 240_000 }, () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-watch-")));
  let built = "";
  let child: ChildProcess | undefined;
  let out = "";
  let err = "";

  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  /** What the run says that ends after the ones before it; the places of its findings. */
  async function next(runs: number): Promise<string[]> {
    while (err.split(WAITING).length - 1 < runs) {
      if (child?.exitCode !== null) throw new Error(`it ended: ${err}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const found = [...out.matchAll(/^(\S+:\d+):\d+ {2}error/gm)].map(([, place = ""]) => place);
    out = "";
    return found;
  }

  beforeAll(() => void (built = buildPackage()), 240_000);
  afterAll(() => {
    child?.kill();
    for (const folder of [root, built]) rmSync(folder, { recursive: true, force: true });
  });

  it("reports afresh when a file changes, comes, goes, breaks or is mended, and when the configuration does", async () => {
    write("package.json", '{ "type": "module" }');
    write("src/index.ts", HEAD + CHECKED);
    write("src/check.ts", SAFE);
    child = spawn(process.execPath, [join(built, "dist/src/cli.js"), "--watch"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout?.on("data", (text: Buffer) => void (out += text.toString()));
    child.stderr?.on("data", (text: Buffer) => void (err += text.toString()));
    expect(await next(1)).toEqual([]);
    write("src/check.ts", LAX);
    expect(await next(2)).toEqual(["src/index.ts:7"]);
    write("src/tools/more.ts", (HEAD + OLD).replace("./check.js", "../check.js"));
    expect(await next(3)).toEqual(["src/index.ts:7", "src/tools/more.ts:7"]);
    rmSync(join(root, "src/tools/more.ts"));
    expect(await next(4)).toEqual(["src/index.ts:7"]);
    write("mcp-boundary.config.json", "{ half");
    await next(5);
    expect(err).toContain("mcp-boundary.config.json cannot be read");
    write("mcp-boundary.config.json", '{ "rules": { "mcp/no-shell-injection": "off" } }');
    expect(await next(6)).toEqual([]);
    rmSync(join(root, "mcp-boundary.config.json"));
    expect(await next(7)).toEqual(["src/index.ts:7"]);
    write("src/index.ts", "export const = ;");
    expect(await next(8)).toEqual([]);
    write("src/index.ts", HEAD + CHECKED);
    expect(await next(9)).toEqual(["src/index.ts:7"]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(err.split(WAITING)).toHaveLength(10);
  });

  it("goes without what is for machines, and says so in a sentence", async () => {
    const others = [["--format", "json"], ["--output-file", "x"], ["--report", "sarif=x"], ["--staged"], ["--dump", "ir"]];
    for (const flags of others) expect(await run(root, "--watch", ...flags)).toEqual({ code: 2, out: "", err: `mcp-boundary: --watch prints texts for people, and goes without ${flags[0] === "--format" ? "--format json" : (flags[0] ?? "")}.\n` });
    expect(await run(root, "--watch", "no-such-folder")).toMatchObject({ code: 2, err: 'mcp-boundary: "no-such-folder" does not exist.\n' });
  });
});
