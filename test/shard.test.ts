import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinShares } from "../src/analyze/join.js";
import { analyze } from "../src/analyze.js";
import { complaintsAbout } from "../src/models/shape.js";
import { reportShape } from "../src/report/json-shape.js";
import { run } from "./command-line.js";
import { HEAD, SAFE } from "./repositories.js";

const root = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-shard-")));
afterAll(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const tool = (name: string, call: string): string => `server.tool("${name}", { words: z.string() }, async ({ words }) => {\n  ${call}\n  return { content: [] };\n});\n`;
const FROM_PACKAGE = HEAD.replace("./check.js", "@x/check");

/** A workspace of three servers, which have a library in common, and a file beside them. */
function writeWorkspace(): void {
  write("package.json", '{ "name": "top", "private": true, "workspaces": ["packages/*"] }');
  write("packages/check/package.json", '{ "name": "@x/check", "type": "module", "exports": "./src/index.ts" }');
  write("packages/check/src/index.ts", `${SAFE}export const lazy = (name: string) => import(name);\n`);
  for (const name of ["alpha", "beta", "gamma"]) {
    write(`packages/${name}/package.json`, `{ "name": "@x/${name}", "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1", "@x/check": "*" } }`);
    write(`packages/${name}/src/index.ts`, `${FROM_PACKAGE}import "./more ä.js";\n${tool(`${name}-one`, 'exec("grep " + words);')}${tool(`${name}-two`, 'exec("grep " + safe(words));')}`);
    write(`packages/${name}/src/more ä.ts`, `${FROM_PACKAGE}// eslint-disable-next-line mcp/no-sql-injection -- of no use\nconst a = safe;\n${tool(`${name}-three`, '/* eslint-disable-line mcp/no-shell-injection -- by design */ exec("find " + words);')}`);
  }
  write("packages/beta/src/wide.ts", `${FROM_PACKAGE}${tool("beta-four", "fetch(words);")}`);
  write("scripts/serve.ts", `${FROM_PACKAGE}${tool("script", 'exec("ls " + words);')}`);
  write("mcp-boundary.config.json", JSON.stringify({ preset: "strict", suppressions: [{ rule: "mcp/no-unvalidated-fetch", files: ["packages/beta"], reason: "addresses are checked outside" }] }));
}

async function shards(count: number, format: string, ...flags: string[]): Promise<string[]> {
  const names: string[] = [];
  for (let index = 1; index <= count; index++) {
    const name = `${format}-${index}-of-${count}`;
    const { code, err } = await run(root, "--shard", `${index}/${count}`, "--format", format, "--output-file", name, ...flags);
    expect([0, 1], err).toContain(code);
    names.push(name);
  }
  return names;
}

describe("--shard and merge", { timeout: 240_000 }, () => {
  beforeAll(writeWorkspace);

  it.each([["json"], ["sarif"], ["sarif", "--include-suppressed"], ["json", "--preset", "audit"]])("give what a run without shards gives, byte for byte: %s %s %s", async (format, ...flags) => {
    const whole = await run(root, "--format", format, ...flags);
    expect(whole.code).toBe(1);
    for (const count of [1, 2, 3]) {
      const merged = await run(root, "merge", ...(await shards(count, format, ...flags)).reverse());
      expect(merged.out).toBe(whole.out);
      expect(merged).toMatchObject({ code: 1, err: "" });
    }
  });

  it("joined in one process, are the analysis of the whole", () => {
    const { text, ...whole } = analyze({ root, preset: "strict" });
    for (const count of [1, 2, 3]) {
      const { text: joined, ...rest } = joinShares(count, (share) => analyze({ root, preset: "strict", share }));
      expect(rest).toEqual(whole);
      expect(rest.files.map(joined)).toEqual(whole.files.map(text));
    }
  });

  it("are taken by themselves where a program is very large and has several packages", () => {
    const large = join(root, "large");
    const phases: string[] = [];
    const looked = (): number => (phases.length = 0, analyze({ root: large, onPhase: (phase) => phases.push(phase) }), phases.filter((phase) => phase === "graph").length);
    write("large/package.json", '{ "name": "large", "workspaces": ["packages/*"] }');
    const comment = `/*${"x".repeat(9_000)}*/\n`;
    for (const name of ["one", "two"]) {
      write(`large/packages/${name}/package.json`, `{ "name": "${name}", "dependencies": { "@modelcontextprotocol/sdk": "^1" } }`);
      for (let at = 0; at < 520; at++) write(`large/packages/${name}/src/${at}.ts`, comment);
      write(`large/packages/${name}/src/index.ts`, `${HEAD.replace(/^.*check\.js.*$/m, "")}${tool(name, 'exec("grep " + words);')}`);
    }
    expect(looked()).toBe(2);
    expect(analyze({ root: large }).findings.map(({ location }) => location.file)).toEqual(["packages/one/src/index.ts", "packages/two/src/index.ts"]);
    rmSync(join(large, "packages/two"), { recursive: true });
    expect(looked()).toBe(1);
    rmSync(large, { recursive: true });
  });

  it("deal out each package once, and take in what it imports", async () => {
    const reports = (await shards(3, "json")).map((name) => JSON.parse(readFileSync(join(root, name), "utf8")) as { shard: { files: { file: string }[] }; findings: { location: { file: string } }[] });
    for (const one of reports) expect(complaintsAbout(one, reportShape)).toEqual([]);
    const packages = reports.map(({ findings }) => new Set(findings.map(({ location }) => location.file.split("/").slice(0, 2).join("/"))));
    const all = packages.flatMap((one) => [...one]);
    expect([...all].sort()).toEqual(["packages/alpha", "packages/beta", "packages/gamma", "scripts/serve.ts"]);
    for (const { shard } of reports) expect(shard.files.map(({ file }) => file)).toContain("packages/check/src/index.ts");
  });

  it("leave shares empty that nothing is left for", async () => {
    const names = await shards(6, "json");
    expect((JSON.parse(readFileSync(join(root, names[5] ?? ""), "utf8")) as { findings: object[] }).findings).toEqual([]);
    expect((await run(root, "merge", ...names)).out).toBe((await run(root, "--format", "json")).out);
  });

  it("write the joined report to a file, and count warnings", async () => {
    const names = await shards(2, "json");
    expect(await run(root, "merge", "--output-file", "all", "--max-warnings", "0", ...names)).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/^mcp-boundary: --max-warnings allows 0, found \d+\.\n$/) as string });
    expect(readFileSync(join(root, "all"), "utf8")).toBe((await run(root, "--format", "json")).out);
  });

  it("refuse what does not belong together, each in a sentence", async () => {
    const json = await shards(2, "json");
    const [sarif = ""] = await shards(2, "sarif");
    const [other = ""] = await shards(3, "json");
    write("whole", (await run(root, "--format", "json")).out);
    write("foreign", '{ "version": "2.1.0", "runs": [{ "results": [] }] }');
    const [first = "", second = ""] = json;
    const told: readonly (readonly [args: readonly string[], sentence: string])[] = [
      [[], "merge takes the reports of shards, and was given none"], [[first], "shard 2/2 is missing"], [[first, first, second], "shard 1/2 is there twice"],
      [[first, sarif], "merge takes json reports or SARIF files, and not both at once"], [[first, other], `"${first}" and "${other}" come of different runs`],
      [["whole"], '"whole" is no report of a shard: a run with --shard writes one'], [["foreign"], '"foreign" is no SARIF file of mcp-boundary'], [["absent"], '"absent" cannot be read: no such file or directory'],
    ];
    for (const [args, sentence] of told) expect(await run(root, "merge", ...args)).toEqual({ code: 2, out: "", err: `mcp-boundary: ${sentence}.\n` });
    for (const wrong of ["3/2", "0/2", "1", "a/b", "1/0"]) expect((await run(root, "--shard", wrong)).err).toBe(`mcp-boundary: --shard takes a share and their number, such as 2/3, not "${wrong}".\n`);
    expect((await run(root, "--shard", "1/2", "--staged")).code).toBe(2);
  });

  it("say that no tool was found when none of the shares has one", async () => {
    for (const name of ["packages/alpha", "packages/beta", "packages/gamma"]) write(`${name}/src/index.ts`, "export const a = 1;\n");
    for (const file of ["packages/alpha/src/more ä.ts", "packages/beta/src/more ä.ts", "packages/gamma/src/more ä.ts", "packages/beta/src/wide.ts", "scripts/serve.ts"]) rmSync(join(root, file));
    rmSync(join(root, "mcp-boundary.config.json"));
    expect((await run(root)).code).toBe(3);
    expect(await run(root, "merge", ...(await shards(2, "json")))).toMatchObject({ code: 3, err: "mcp-boundary: the project depends on an MCP SDK, and no shard found a tool.\n" });
  });
});
