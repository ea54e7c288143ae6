import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "./built.js";
import { CHECKED, HEAD, OLD, SAFE } from "./repositories.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-faults-")));
let built = "";
beforeAll(() => void (built = buildPackage()), 240_000);
afterAll(() => [base, built].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

let made = 0;
function project(): string {
  const root = join(base, `project-${made++}`);
  const files = { "package.json": '{ "type": "module" }', "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a process of its own; `before`: shell words that set the process up. */
function run(root: string, args: readonly string[], before = "", options: readonly string[] = []): Ended {
  const words = [process.execPath, ...options, join(built, "dist/src/cli.js"), ...args];
  const { status, stdout, stderr } = before === ""
    ? spawnSync(words[0] ?? "", words.slice(1), { cwd: root, encoding: "utf8" })
    : spawnSync("sh", ["-c", `${before} exec "$@"`, "sh", ...words], { cwd: root, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

function start(root: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(built, "dist/src/cli.js"), ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
}

function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text: Buffer) => void (out += text.toString()));
  child.stderr?.on("data", (text: Buffer) => void (err += text.toString()));
  return new Promise((resolve) => child.on("close", (code) => void resolve({ code, out, err })));
}

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
/** Files are not larger than nothing: what a disk that is full does, as a system tells it. */
const FULL = "ulimit -f 0;";

describe.skipIf(process.platform === "win32")("--cache", { timeout: 240_000 }, () => {
  const folder = ".mcp-boundary-cache";
  const entryOf = (root: string): string => join(root, folder, readdirSync(join(root, folder)).find((name) => name.endsWith(".json")) ?? "");

  it("loads neither parser nor resolver when it is answered by what was kept", () => {
    const root = project();
    const tell = 'data:text/javascript,process.on("exit",()=>console.error(process.report.getReport().sharedObjects.filter((file)=>file.endsWith(".node")).join()))';
    const [cold, kept] = [1, 2].map(() => run(root, ["--cache"], "", ["--import", tell]));
    expect(cold?.err).toMatch(/\.node/);
    expect(kept).toEqual({ ...cold, err: "\n" });
  });

  it("is none when it is not whole, whatever of it is there", () => {
    const root = project();
    const cold = run(root, ["--cache"]);
    const whole = readFileSync(entryOf(root));
    const flipped = Buffer.from(whole);
    flipped.writeUInt8((flipped.at(-40) ?? 0) ^ 1, flipped.length - 40);
    const emptied = whole.toString("utf8").replace(/"text":"[^"]*"/, '"text":""');
    for (const content of ["", "x", "{}", "\n", whole.subarray(0, 30), whole.subarray(0, -1), whole.subarray(0, whole.length >> 1), Buffer.concat([whole, whole]), flipped, emptied, Buffer.alloc(whole.length)]) {
      writeFileSync(entryOf(root), content);
      expect(run(root, ["--cache"])).toEqual(cold);
      expect(readFileSync(entryOf(root)).equals(whole)).toBe(true);
    }
    const name = entryOf(root);
    rmSync(name);
    mkdirSync(name);
    const { err, ...rest } = run(root, ["--cache"]);
    expect(rest).toEqual({ code: cold.code, out: cold.out });
    expect(err).toMatch(/^mcp-boundary: the cache cannot be written, and this run stands without it: [^\n]+\.\n$/);
  });

  it("costs no finding when the disk is full, and says so in a line", () => {
    const root = project();
    const cold = run(root, []);
    for (let times = 0; times < 2; times++) {
      const full = run(root, ["--cache"], FULL);
      expect(full).toEqual({ code: 1, out: cold.out, err: expect.stringMatching(/^mcp-boundary: the cache cannot be written, and this run stands without it: EFBIG[^\n]+\.\n$/) });
      expect(readdirSync(join(root, folder))).toEqual([]);
    }
    expect(run(root, ["--cache"])).toEqual(cold);
  });

  it("is whole or absent after a run that is killed, and for runs at once", async () => {
    const root = project();
    const cold = run(root, []);
    for (let delay = 100; delay < 1000; delay += 300) {
      const child = start(root, ["--cache"]);
      const end = ended(child);
      await sleep(delay);
      child.kill("SIGKILL");
      await end;
      expect(await ended(start(root, ["--cache"]))).toEqual(cold);
      rmSync(join(root, folder), { recursive: true, force: true });
    }
    const all = await Promise.all(Array.from({ length: 4 }, () => ended(start(root, ["--cache"]))));
    for (const one of all) expect(one).toEqual(cold);
    expect(readdirSync(join(root, folder)).filter((name) => !name.startsWith("."))).toHaveLength(1);
    expect(run(root, ["--cache"])).toEqual(cold);
  });
});
