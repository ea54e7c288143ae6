import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "./built.js";
import { CHECKED, createRepositories, HEAD, OLD, SAFE, stage } from "./repositories.js";

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
    for (const content of ["", "{}", whole.subarray(0, 30), whole.subarray(0, whole.length >> 1), Buffer.concat([whole, whole]), flipped, emptied]) {
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

describe("a report that cannot be written", { timeout: 240_000 }, () => {
  it.skipIf(!existsSync("/dev/full"))("is said in a sentence, with 2", () => {
    const root = project();
    for (const flags of [["--output-file", "/dev/full"], ["--report", "json=/dev/full"]]) {
      expect(run(root, flags)).toEqual({ code: 2, out: "", err: expect.stringMatching(/^mcp-boundary: --(?:output-file|report) "\/dev\/full" cannot be written: ENOSPC[^\n]+\.\n$/) });
    }
  });

  it.skipIf(process.platform === "win32")("leaves what was there, and nothing beside it, when the disk is full", () => {
    const root = project();
    writeFileSync(join(root, "before.json"), "old");
    for (const name of ["before.json", "new.json"]) {
      expect(run(root, ["--format", "json", "--output-file", name], FULL)).toEqual({ code: 2, out: "", err: expect.stringMatching(/cannot be written: EFBIG[^\n]+\.\n$/) });
    }
    expect(readFileSync(join(root, "before.json"), "utf8")).toBe("old");
    expect(readdirSync(root).sort()).toEqual(["before.json", "package.json", "src"]);
  });

  it("is whole or absent after a run that is killed", async () => {
    const root = project();
    run(root, ["--format", "json", "--output-file", "whole.json"]);
    const whole = readFileSync(join(root, "whole.json"), "utf8");
    for (let delay = 50; delay < 1000; delay += 300) {
      const child = start(root, ["--format", "json", "--output-file", "report.json"]);
      const end = ended(child);
      await sleep(delay);
      child.kill("SIGKILL");
      await end;
      if (existsSync(join(root, "report.json"))) expect(readFileSync(join(root, "report.json"), "utf8")).toBe(whole);
    }
  });

  it("does not matter to a reader that has seen enough", () => {
    const { code, err } = spawnStatus(`"${process.execPath}" "${join(built, "dist/src/cli.js")}" --format sarif | head -c 10`, project());
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });
});

function spawnStatus(script: string, cwd: string): { code: number | null; err: string } {
  const { status, stderr } = spawnSync("sh", ["-c", script], { cwd, encoding: "utf8" });
  return { code: status, err: stderr };
}

/** Whom the system keeps from shut files; root is kept from none. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe.skipIf(process.platform === "win32")("what may not be read or written", { timeout: 240_000 }, () => {
  it("is a gap, or a sentence where nothing else was asked for", () => {
    const root = project();
    for (const [name, text] of Object.entries({ "src/shut.ts": "export const a = 1;\n", "src/closed/b.ts": "", "more/tsconfig.json": "{}", "more/c.ts": "" })) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    for (const folder of [base, built]) chmodSync(folder, 0o755);
    for (const name of ["src/shut.ts", "src/closed", "more/tsconfig.json"]) chmodSync(join(root, name), 0);
    const asNobody = (...args: string[]): Ended => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(built, "dist/src/cli.js"), ...args], { cwd: root, encoding: "utf8", ...NOBODY });
      return { code: status, out: stdout, err: stderr };
    };
    const { code, out, err } = asNobody("--gaps");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/src\/closed.*\n?.*the folder cannot be read: permission denied/);
    expect(out).toMatch(/src\/shut\.ts.*\n?.*the file cannot be read: permission denied/);
    expect(asNobody("src/shut.ts")).toEqual({ code: 2, out: "", err: 'mcp-boundary: "src/shut.ts" cannot be read: permission denied.\n' });
    expect(asNobody("--output-file", "report.txt")).toEqual({ code: 2, out: "", err: expect.stringMatching(/^mcp-boundary: --output-file "report.txt" cannot be written: EACCES[^\n]+\.\n$/) });
    expect(asNobody("--cache")).toMatchObject({ code: 1, err: expect.stringMatching(/^mcp-boundary: the cache cannot be written, and this run stands without it: EACCES[^\n]+\.\n$/) });
    for (const name of ["src/shut.ts", "src/closed", "more/tsconfig.json"]) chmodSync(join(root, name), 0o755);
  });
});

describe.skipIf(process.platform === "win32")("--staged", { timeout: 240_000 }, () => {
  const { repository, removeAll } = createRepositories("broken-off");
  afterAll(removeAll);

  it.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])("ends at once on %s and leaves nothing in the temporary folder", async (signal) => {
    const root = repository({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE });
    stage(root, { "src/index.ts": HEAD + CHECKED + OLD });
    const temporary = mkdtempSync(join(base, "tmp-"));
    const child = spawn(process.execPath, [join(built, "dist/src/cli.js"), "--staged"], { cwd: root, stdio: "ignore", env: { ...process.env, TMPDIR: temporary } });
    const end = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, by) => void resolve(by)));
    while (readdirSync(temporary).length === 0 && child.exitCode === null) await sleep(2);
    await sleep(20);
    child.kill(signal);
    expect(await end).toBe(signal);
    for (let waited = 0; readdirSync(temporary).length > 0 && waited < 200; waited++) await sleep(50);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
