import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FORMATS } from "../src/report/index.js";
import { digest } from "../src/program/disk-record.js";
import { run } from "./command-line.js";
import { CHECKED, HEAD, LAX, NEW, OLD, SAFE } from "./repositories.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-cache-")));
afterAll(() => rmSync(base, { recursive: true }));

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

let made = 0;
function project(files: Readonly<Record<string, string>> = { "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE }): string {
  const root = join(base, `project-${made++}`);
  write(root, { "package.json": '{ "type": "module" }', ...files });
  return root;
}

/** Whether the run was answered by what was kept. */
async function isAnswered(root: string, ...args: string[]): Promise<boolean> {
  const { err } = await run(root, "--cache", "--verbose", ...args);
  const [, line = ""] = /cache {10}(.*)/.exec(err) ?? [];
  expect(line).toMatch(/^(?:nothing changed|nothing was kept|changed: .+)$/);
  return line === "nothing changed";
}

describe("--cache", { timeout: 240_000 }, () => {
  it("says again what the last run said, and runs when something changed", async () => {
    const root = project();
    const cold = await run(root);
    expect(cold.code).toBe(1);
    expect(await run(root, "--cache")).toEqual(cold);
    expect(await isAnswered(root)).toBe(true);
    expect(await run(root, "--cache")).toEqual(cold);
    expect(existsSync(join(root, ".mcp-boundary-cache"))).toBe(true);
    expect(readFileSync(join(root, ".mcp-boundary-cache/.gitignore"), "utf8")).toBe("*\n");
  });

  it("hears of a change in another file than the finding's", async () => {
    const root = project();
    await run(root, "--cache");
    write(root, { "src/check.ts": LAX });
    const { out } = await run(root, "--cache");
    expect(out).toContain("src/index.ts:11:");
    expect(out).toBe((await run(root)).out);
    write(root, { "src/check.ts": SAFE });
    expect((await run(root, "--cache")).out).toBe((await run(root)).out);
  });

  it("counts contents, not times, and what no analysis reads changes nothing", async () => {
    const root = project();
    await run(root, "--cache");
    write(root, { "src/check.ts": SAFE, "README.md": "words", "src/logo.svg": "<svg/>", "report.sarif": "{}" });
    expect(await isAnswered(root)).toBe(true);
    write(root, { "src/other.ts": "export const a = 1;\n" });
    expect(await isAnswered(root)).toBe(false);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["a file that comes before the one that was found", { "lib/check.ts": SAFE }],
    ["the entry of a folder", { "lib/check/package.json": '{ "main": "./other.ts" }', "lib/check/other.ts": SAFE }],
    ["the index of that entry", { "lib/check/package.json": '{ "main": "./deep" }', "lib/check/deep/index.ts": SAFE }],
    ["a package.json that cannot be read", { "lib/package.json": "{ half" }],
  ])("knows what an import can mean beside the analysed files: %s", async (_, files) => {
    const root = project({ "src/index.ts": HEAD.replace("./check.js", "../lib/check") + CHECKED, "lib/check/index.ts": LAX });
    for (const [name, text] of Object.entries(files)) {
      expect((await run(root, "src/index.ts", "--cache")).out).toBe((await run(root, "src/index.ts")).out);
      write(root, { [name]: text });
    }
    expect(await run(root, "src/index.ts", "--cache")).toEqual(await run(root, "src/index.ts"));
    expect((await run(root, "src/index.ts")).out).not.toContain("src/index.ts:7:");
  });

  it("knows where links lead", async () => {
    const root = project({ "src/index.ts": HEAD.replace("./check.js", "../lib/check.js") + CHECKED, "a/lax.ts": LAX, "a/safe.ts": SAFE });
    mkdirSync(join(root, "lib"));
    for (const name of ["lax", "safe", "lax", "nothing", "safe"]) {
      rmSync(join(root, "lib/check.ts"), { force: true });
      symlinkSync(`../a/${name}.ts`, join(root, "lib/check.ts"));
      expect(await run(root, "src/index.ts", "--cache"), name).toEqual(await run(root, "src/index.ts"));
    }
    rmSync(join(root, "lib"), { recursive: true });
    for (const name of ["safe", "lax"]) write(root, { [`${name}/check.ts`]: name === "lax" ? LAX : SAFE });
    for (const name of ["lax", "safe", "lax"]) {
      rmSync(join(root, "lib"), { force: true });
      symlinkSync(name, join(root, "lib"));
      expect(await run(root, "src/index.ts", "--cache"), name).toEqual(await run(root, "src/index.ts"));
    }
  });

  it.each([["a day", "until 2027-03-01: later"], ["no day", "by hand"]])("knows whether a comment counts until %s", async (_, reason) => {
    const root = project({ "src/index.ts": `${HEAD}${OLD.replace("  exec(", `  // eslint-disable-next-line mcp/no-shell-injection -- ${reason}\n  exec(`)}`, "src/check.ts": SAFE });
    const { main } = await import("../src/cli/main.js");
    const runOn = async (day: string, ...args: string[]): Promise<string> => {
      let out = "";
      await main(args, { cwd: root, env: {}, isTTY: false, now: () => Date.parse(day), out: (text) => (out += text), err: (text) => (out += text) });
      return out;
    };
    await runOn("2027-02-01", "--cache");
    for (const day of ["2027-02-28", "2027-03-02"]) {
      expect(await runOn(day, "--cache")).toBe(await runOn(day));
      expect(await runOn(day, "--cache", "--verbose")).toContain("nothing changed");
    }
    expect((await runOn("2027-04-01", "--cache", "--verbose")).includes("changed: the day")).toBe(reason !== "by hand");
  });

  it("lies in node_modules where there is one, or where it is told to", async () => {
    const root = project();
    mkdirSync(join(root, "node_modules"));
    await run(root, "--cache");
    expect(readdirSync(join(root, "node_modules/.cache/mcp-boundary"))).toHaveLength(2);
    await run(root, "--cache-location", "kept/here");
    expect(readdirSync(join(root, "kept/here"))).toHaveLength(2);
    expect(await isAnswered(root, "--cache-location", "kept/here")).toBe(true);
    expect(existsSync(join(root, ".mcp-boundary-cache"))).toBe(false);
  });

  it("writes nothing out of the project, wherever links of the project lead", async () => {
    const root = project();
    const elsewhere = join(base, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(root, "node_modules"));
    await run(root, "--cache");
    expect(existsSync(join(root, ".mcp-boundary-cache"))).toBe(true);
    rmSync(join(root, ".mcp-boundary-cache"), { recursive: true });
    for (const target of [elsewhere, join(base, "nowhere")]) {
      symlinkSync(target, join(root, ".mcp-boundary-cache"));
      expect(await run(root, "--cache")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("is a link that leads out of the project") });
      rmSync(join(root, ".mcp-boundary-cache"));
    }
    await run(root, "--cache");
    const [entry = ""] = readdirSync(join(root, ".mcp-boundary-cache")).filter((name) => name.endsWith(".json"));
    write(base, { victim: "mine" });
    rmSync(join(root, ".mcp-boundary-cache", entry));
    symlinkSync(join(base, "victim"), join(root, ".mcp-boundary-cache", entry));
    await run(root, "--cache");
    expect(readFileSync(join(base, "victim"), "utf8")).toBe("mine");
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("keeps runs with other options apart, a bounded number of them", async () => {
    const root = project();
    for (let limit = 0; limit < 36; limit++) await run(root, "--cache", "--max-warnings", String(limit));
    expect(readdirSync(join(root, ".mcp-boundary-cache")).filter((name) => name.endsWith(".json"))).toHaveLength(32);
    expect(await isAnswered(root, "--max-warnings", "35")).toBe(true);
    expect(await isAnswered(root, "--max-warnings", "36")).toBe(false);
  });

  it.each<[string, (body: { answers: unknown[]; told: Record<string, unknown> }) => string]>([
    ["no JSON", () => "{ half"],
    ["nothing", () => ""],
    ["something else", () => "[]"],
    ["null", () => "null"],
    ["answers that are none", (body) => JSON.stringify({ ...body, answers: 5 })],
    ["answers to what is no question", (body) => JSON.stringify({ ...body, answers: [...body.answers, ["half", "x"]] })],
    ["answers to questions of no file", (body) => JSON.stringify({ ...body, answers: [["[\"real\",5]", ""], ["[\"text\",\"a\",\"b\"]", ""], ["[\"folder\",\"a\",1]", ""], ["{}", ""]] })],
    ["a report that is no text", (body) => JSON.stringify({ ...body, told: { ...body.told, text: 5 } })],
    ["a failure", (body) => JSON.stringify({ ...body, told: { ...body.told, code: 2 } })],
    ["no report", (body) => JSON.stringify({ ...body, told: null })],
  ])("takes a file that somebody else wrote there for none: %s, under the right digest", async (_, forge) => {
    const root = project();
    const cold = await run(root, "--cache");
    const folder = join(root, ".mcp-boundary-cache");
    const [name = ""] = readdirSync(folder).filter((one) => one.endsWith(".json"));
    const body = readFileSync(join(folder, name), "utf8").split("\n").slice(1).join("\n");
    const forged = forge(JSON.parse(body) as { answers: unknown[]; told: Record<string, unknown> });
    writeFileSync(join(folder, name), `${digest(`${name.replace(".json", "")}\n${forged}`)}\n${forged}`);
    expect(await run(root, "--cache")).toEqual(cold);
    expect(await isAnswered(root)).toBe(true);
  });

  it("keeps nothing of a run that failed, and goes without what reads something else than files", async () => {
    const root = project();
    write(root, { "mcp-boundary.config.json": "{ half" });
    for (let times = 0; times < 2; times++) expect(await run(root, "--cache")).toEqual(await run(root));
    for (const flags of [["--staged"], ["--dump", "ir"]]) expect(await run(root, "--cache", ...flags)).toEqual({ code: 2, out: "", err: `mcp-boundary: --cache keeps what a run over files says, and goes without ${flags[0] ?? ""}.\n` });
  });
});

/** Numbers that look random and are the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14) ^ Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) >>> 0) % below;
  };
}

const IMPORTS = ["./check.js", "./check", "@lib/check", "#check", "../lib/check.js", "base/check", "@own/lib"];
const CONFIGS = [
  "{}", '{ "preset": "audit" }', '{ "rules": { "mcp/no-shell-injection": "warn" } }', '{ "suppressions": [{ "rule": "mcp/no-shell-injection", "files": ["src/**"], "reason": "x" }] }',
  '{ "suppressions": [{ "rule": "mcp/no-shell-injection", "files": ["src/**"], "reason": "x", "until": "2020-01-01" }] }', '{ "paths": ["src"] }', '{ "entries": "all" }', "{ half",
];
const TSCONFIGS = [
  "{}", '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }', '{ "compilerOptions": { "paths": { "@lib/*": ["./src/*"] } } }', '{ "extends": "./base.json" }', '{ "compilerOptions": { "baseUrl": "." } }', "{ half",
];
const MANIFESTS = [
  '{ "type": "module" }', '{ "imports": { "#check": "./src/check.ts" } }', '{ "imports": { "#check": "./lib/check.ts" }, "main": "dist/index.js" }', '{ "workspaces": ["packages/*"], "dependencies": { "@modelcontextprotocol/sdk": "1" } }', "{ half",
];
const FLAGS = [[], ["--preset", "audit"], ["--quiet"], ["--gaps"], ["--no-inline-config"], ["--fail-on-gaps"], ["--entries", "all"], ["--max-warnings", "0"], ["src"], ["src/index.ts", "lib"], ["src/*.ts"], ["--shard", "1/2"], ["--no-baseline"], ["--include-suppressed"]];

/** An edit that people make, or a tool; said in words. */
function edit(root: string, pick: (below: number) => number): string {
  const one = (list: readonly string[]): string => list[pick(list.length)] ?? "";
  const put = (name: string, text: string): string => {
    rmSync(join(root, name), { recursive: true, force: true });
    write(root, { [name]: text });
    return `${name} = ${text.slice(0, 200)}`;
  };
  const check = (): string => one([SAFE, LAX, "export const = ;", "", `${LAX}${SAFE.replace("safe", "other")}`]);
  const places = ["src/check.ts", "src/check.js", "src/check.tsx", "src/check/index.ts", "lib/check.ts", "base/check.ts", "lib/check/index.js", "packages/lib/src/index.ts"];
  const edits: (() => string)[] = [
    () => put("src/index.ts", HEAD.replace("./check.js", one(IMPORTS)) + CHECKED + one(["", OLD, NEW, OLD + NEW])),
    () => put("src/index.ts", `${HEAD.replace("./check.js", one(IMPORTS))}${CHECKED.replace("  exec(", `  // eslint-disable-next-line mcp/no-shell-injection -- ${one(["until 2020-01-01: x", "x", ""])}\n  exec(`)}`),
    () => put(one(places), check()),
    () => put(one(places), check()),
    () => put("src/more.ts", (HEAD + one([OLD, NEW, CHECKED])).replace("./check.js", one(IMPORTS))),
    () => {
      const name = one([...places, "src/more.ts", "src/index.ts", "tsconfig.json", "mcp-boundary.config.json", "src", "lib"]);
      rmSync(join(root, name), { recursive: true, force: true });
      return `${name} goes`;
    },
    () => {
      const [from, to] = [one(places), `${one(["src", "lib", "src/sub"])}/${one(["check", "other"])}.ts`];
      if (!existsSync(join(root, from)) || existsSync(join(root, to))) return "no rename";
      mkdirSync(dirname(join(root, to)), { recursive: true });
      renameSync(join(root, from), join(root, to));
      return `${from} becomes ${to}`;
    },
    () => {
      const [name, target] = [one(places.slice(0, 6)), one(places)];
      if (existsSync(join(root, name)) && !name.endsWith("x")) return "no link";
      rmSync(join(root, name), { recursive: true, force: true });
      mkdirSync(dirname(join(root, name)), { recursive: true });
      symlinkSync(join(root, target), join(root, name));
      return `${name} leads to ${target}`;
    },
    () => put("tsconfig.json", one(TSCONFIGS)),
    () => put("base.json", one(TSCONFIGS)),
    () => put("src/tsconfig.json", one(TSCONFIGS)),
    () => put("package.json", one(MANIFESTS)),
    () => put("src/check/package.json", one(['{ "main": "main.ts" }', '{ "main": "../../lib/check.ts" }', "{ half", "{}"])),
    () => put("packages/lib/package.json", one(['{ "name": "@own/lib" }', '{ "name": "@own/lib", "exports": "./src/index.ts" }', '{ "name": "@own/other" }'])),
    () => put("node_modules/some-package/index.d.ts", one(["export declare function exec(words: string): void;", "export {};"])),
    () => put("node_modules/@own/lib/index.ts", check()),
    () => put("package-lock.json", one(["{}", '{ "lockfileVersion": 3 }'])),
    () => put(".gitignore", one(["", "src/more.ts\n", "lib\n", "node_modules\n"])),
    () => put("mcp-boundary.config.json", one(CONFIGS)),
    () => put("mcp-boundary.baseline.json", one(['{ "version": 1, "findings": [] }', '{ "version": 1, "findings": [{ "rule": "mcp/no-shell-injection", "file": "src/index.ts", "fingerprint": "00", "message": "x" }] }', "half"])),
    () => "nothing",
  ];
  return edits[pick(edits.length)]?.() ?? "";
}

describe("what was kept and what a run says now", { timeout: 600_000 }, () => {
  it.each([1, 2, 3])("are the same byte for byte in every format, whatever is edited in between (%i)", async (seed) => {
    const pick = numbersFrom(seed);
    const root = project({ "src/index.ts": HEAD + OLD + CHECKED, "src/check.ts": SAFE, "lib/check.ts": LAX, "tsconfig.json": TSCONFIGS[1] ?? "", ".git/HEAD": "" });
    const done: string[] = [];
    let answered = 0;
    for (let step = 0; step < 30; step++) {
      for (let edits = pick(3); edits >= 0; edits--) done.push(edit(root, pick));
      const flags = FLAGS[pick(3) === 0 ? pick(FLAGS.length) : 0] ?? [];
      const runTo = async (folder: string, ...more: string[]): Promise<{ code: number; out: string; err: string; reports: string[] }> => {
        const target = join(base, `${folder}-${seed}`);
        mkdirSync(target, { recursive: true });
        const { code, out, err } = await run(root, ...flags, ...more, ...FORMATS.flatMap((format) => ["--report", `${format}=${join(target, format)}`]));
        const reports = FORMATS.map((format) => (existsSync(join(target, format)) ? readFileSync(join(target, format), "utf8") : ""));
        rmSync(target, { recursive: true });
        return { code, out, err, reports };
      };
      const cold = await runTo("cold");
      expect(await runTo("kept", "--cache"), done.join("\n")).toEqual(cold);
      expect(await runTo("kept", "--cache"), done.join("\n")).toEqual(cold);
      const { err } = await runTo("kept", "--cache", "--verbose");
      // a run that ends with a sentence on wrong use is not kept
      if (cold.code !== 2) expect(err, done.join("\n")).toContain("nothing changed");
      answered += Number(cold.code !== 2);
      if (cold.code === 2 && pick(2) === 0) for (const name of ["mcp-boundary.config.json", "mcp-boundary.baseline.json", "tsconfig.json", "base.json"]) rmSync(join(root, name), { force: true });
      done.push(`${cold.code} ${cold.out}`);
    }
    expect(answered).toBeGreaterThan(15);
  });
});
