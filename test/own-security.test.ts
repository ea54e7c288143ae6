import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { FORMATS } from "../src/report/index.js";
import { buildPackage } from "./built.js";
import { run } from "./command-line.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-own-")));
let built = "";
afterAll(() => [base, built].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

/** What would mean something in one of the formats: HTML, XML, Markdown, workflow commands of GitHub and Azure, terminals, readers of text from right to left. */
const EVIL = "<x-mark onmark=1>&\"'`]]>-->|\\|[a](javascript:x)![i](//x)\u001b[31m\u001b]0;x\u0007\u009b2J\r\n::error::x\n##vso[task]\n##[group]x\n%0A::warning::y\u202e\u2066\u200b\u2028\u0000\u{e0041}\ud800";
const NAME = process.platform === "win32" ? "evil" : "<x-mark onmark=1>&\"'`]]>|[a](javascript:x)\u001b[31m\n::error::x%0A\u202e,col=9";
const quoted = JSON.stringify(EVIL);
/** Wherever a line is broken, the next one starts with a command. */
const COMMANDS = JSON.stringify("::stop-commands::x ##[group]x ".repeat(12));

const SERVER = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { missing } from ${JSON.stringify(`./${NAME}-missing.js`)};
const server = new McpServer({ name: ${quoted}, version: ${quoted} });
const \\u{5d0}\u05d0ident = "x";
server.registerTool(${quoted}, { title: ${quoted}, description: ${quoted}, inputSchema: { [${quoted}]: z.string().describe(${quoted}), words: z.enum(["a", ${quoted}]) } }, async (args) => {
  exec("grep " + args[${quoted}] + ${quoted}); // eslint-disable-line mcp/no-argument-injection -- ${JSON.stringify(EVIL.replaceAll("\u2028", "")).slice(1, -1)} <x-mark onmark=1> | \u202e
  exec("ls " + args.words);
  throw new Error(${quoted} + args.words);
});
server.registerTool(${COMMANDS}, { description: "AKIAIOSFODNN7EXAMPLQ " + ${COMMANDS} + ${quoted}, inputSchema: { p: z.string() } }, async ({ p }) => { exec(p); exec(\`${"x".repeat(3000)}\${p}\`); return missing; });
`;

function hostileProject(): string {
  const root = join(base, "hostile");
  write(root, { "package.json": JSON.stringify({ name: EVIL, type: "module" }), [`src/${NAME}.ts`]: SERVER, "src/broken.ts": `const ${EVIL}`, "tsconfig.json": JSON.stringify({ extends: `./${EVIL}` }) });
  return root;
}

/** Nothing that a terminal or an eye takes for something else. */
function expectSeen(text: string): void {
  expect(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u.exec(text)).toBe(null);
}

describe("a project that is made to be told of", { timeout: 240_000 }, () => {
  const root = hostileProject();
  const reports = new Map<string, string>();
  beforeAll(async () => {
    const target = join(base, "reports");
    mkdirSync(target);
    const { code, out, err } = await run(root, "--preset", "audit", "--gaps", "--include-suppressed", ...FORMATS.flatMap((format) => ["--report", `${format}=${join(target, format)}`]));
    expect(code).toBe(1);
    for (const format of FORMATS) reports.set(format, readFileSync(join(target, format), "utf8"));
    reports.set("terminal", out + err);
    for (const format of ["text", "json", "markdown"]) reports.set(`tools ${format}`, (await run(root, "tools", "--format", format)).out);
    for (const format of ["text", "json"]) reports.set(`trace ${format}`, (await run(root, "trace", "--format", format, `${join("src", `${NAME}.ts`)}:8`)).out);
    for (const step of ["program", "server", "flows", "replay"]) reports.set(`dump ${step}`, (await run(root, "--dump", step)).out);
  }, 240_000);

  it("is told of at all", () => {
    expect((JSON.parse(reports.get("json") ?? "") as { findings: object[] }).findings.length).toBeGreaterThan(3);
    for (const [name, text] of reports) expect(text.length, name).toBeGreaterThan(100);
  });

  it("shows in no output what cannot be seen, and no secret in full", () => {
    for (const [name, text] of reports) {
      expect(() => void expectSeen(text), name).not.toThrow();
      expect(text, name).not.toContain("AKIAIOSFODNN7EXAMPLQ");
    }
  });

  it("leaves JSON, SARIF and Code Quality well formed", () => {
    for (const name of ["json", "sarif", "gitlab", "tools json", "trace json"]) expect(() => void JSON.parse(reports.get(name) ?? ""), name).not.toThrow();
    const { runs } = JSON.parse(reports.get("sarif") ?? "") as { runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
    for (const { locations } of runs[0]?.results ?? []) for (const { physicalLocation } of locations) expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w./%~!$'()*+,;=:@-]+$/);
  });

  it("leaves XML well formed", async () => {
    const { errors } = await validateXML({ xml: { fileName: "report.xml", contents: reports.get("junit") ?? "" }, schema: [{ fileName: "any.xsd", contents: ANY }] });
    expect(errors).toEqual([]);
  });

  it("puts no element and no attribute into the page", () => {
    const page = (reports.get("html") ?? "").replace(/<(style|script)>[\s\S]*?<\/\1>/g, "");
    const tags = [...page.matchAll(/<[^<>]*>?/g)].map(([tag]) => tag);
    expect(tags.length).toBeGreaterThan(50);
    for (const tag of tags) expect(tag).toMatch(/^<(?:!doctype html|\/[a-z][a-z0-9]*|[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*\/?)>$/i);
    expect(tags.filter((tag) => /x-mark|\sonmark|javascript:|<(?:img|a\s(?!href="https:\/\/github\.com\/))/.test(tag.replaceAll(/data-[a-z]+="[^"]*"|value="[^"]*"/g, "")))).toEqual([]);
  });

  it("starts no line of a log with a command", () => {
    for (const line of (reports.get("github") ?? "").split("\n")) {
      if (line.startsWith("::")) expect(line).toMatch(/^::(?:error|warning) file=[^,:]+,line=\d+,endLine=\d+(?:,col=\d+,endColumn=\d+)?,title=[^,:]+::[^\r\n]+$/);
    }
    for (const [name, text] of reports) for (const line of text.split("\n")) if (name !== "github" || !line.startsWith("::")) expect(line, name).not.toMatch(/##(?:vso)?\[|^\s*::/);
  });

  it("keeps tables whole and is no markup in Markdown", () => {
    for (const name of ["markdown", "tools markdown"]) {
      const lines = (reports.get(name) ?? "").split("\n");
      let columns = 0;
      for (const line of lines) {
        if (!line.startsWith("|")) columns = 0;
        else {
          const pipes = line.replace(/\\[!-/:-@[-`{-~]/g, "").split("|").length;
          if (columns > 0) expect(pipes, line).toBe(columns);
          columns = pipes;
        }
        const outside = line.replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
        expect(outside, name).not.toMatch(/(?<!\\)<(?!\/?(?:details|summary)>)/);
        // in a block of HTML nothing is Markdown
        if (!line.startsWith("<details>")) expect(outside, name).not.toMatch(/(?<!\\)\]\((?!https:\/\/github\.com\/|#)/);
      }
    }
  });

  it("is named in sentences on one line each", async () => {
    write(root, { "mcp-boundary.config.json": JSON.stringify({ [EVIL]: 1, rules: { [EVIL]: "off" }, paths: [EVIL.replaceAll("\0", "")] }) });
    for (const args of [[], ["--config", NAME], [`${NAME}/x`], ["--baseline", join(root, "package.json")], ["--output-file", `${NAME}/x`], ["--format", EVIL], ["trace", `${NAME}:1`], ["merge", NAME]]) {
      const { out, err } = await run(root, ...args);
      expect(out).toBe("");
      expect(() => void expectSeen(err), JSON.stringify(args)).not.toThrow();
      expect(err).toMatch(/^mcp-boundary: [^\n]+\n$/);
    }
  });
});

/** A schema that any report of ours fits: what is asked is whether the text is XML. */
const ANY = `<?xml version="1.0"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="testsuites"><xs:complexType><xs:sequence><xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element></xs:schema>`;

/** A project whose every configuration and link points to a folder beside it. */
function leadingProject(name: string): { root: string; outside: string } {
  const [root, outside] = [join(base, name, "project"), join(base, name, "outside")];
  write(outside, { "secret.ts": 'export const a = "mcp-secret";\n', "index.ts": "export {};\n", "package.json": '{ "name": "@out/x", "main": "./secret.ts" }', "tsconfig.json": "{}", ".gitignore": "", "x.json": '{ "a": "mcp-secret" }', "text.txt": "mcp-secret", "baseline.json": '{ "version": 1, "findings": [] }', "config.json": '{ "preset": "audit" }', "pnpm-workspace.yaml": "packages: []\n" });
  write(root, {
    ".git/HEAD": "",
    "package.json": JSON.stringify({ name: "p", main: "../outside/secret.ts", exports: { "./x": "../outside/secret.ts" }, imports: { "#o": "../outside/secret.ts" }, workspaces: ["../outside", "../*"], dependencies: { "@out/x": "file:../outside", "@modelcontextprotocol/sdk": "1" } }),
    "tsconfig.json": JSON.stringify({ extends: "../outside/tsconfig.json", references: [{ path: "../outside" }], compilerOptions: { baseUrl: "../outside", paths: { "@o/*": ["../outside/*"] } } }),
    "src/a.ts": `import { a } from "../../outside/secret.js";
import { b } from "./link.js";
import c from "./linked/secret.js";
import d from "@o/secret";
import e from "secret";
import f from "#o";
import g from "@out/x";
import h from "./data.json";
import i from "../../outside/x.json";
import j from ${JSON.stringify(join(outside, "secret.ts"))};
import k from "../lib/x.js";
import l from "./linked";
import { readFileSync } from "node:fs";
export const t = [a, b, c, d, e, f, g, h, i, j, k, l, readFileSync("../outside/text.txt", "utf8"), readFileSync(new URL("../../outside/text.txt", import.meta.url), "utf8"), readFileSync(new URL("./text.txt", import.meta.url), "utf8")];
`,
  });
  mkdirSync(join(root, "lib"));
  const links = { "src/link.ts": "../../outside/secret.ts", "src/linked": "../../outside", "src/data.json": "../../outside/x.json", "src/text.txt": "../../outside/text.txt", "lib/package.json": "../../outside/package.json", ".gitignore": "../outside/.gitignore", "pnpm-workspace.yaml": "../outside/pnpm-workspace.yaml", "jsconfig.json": "../outside/tsconfig.json" };
  for (const [from, to] of Object.entries(links)) symlinkSync(to, join(root, from));
  return { root, outside };
}

/** Loaded before everything else: whatever reaches for a network or a process ends the run. */
const GUARD = `const { syncBuiltinESMExports } = require("node:module");
for (const [name, keys] of Object.entries({ net: ["connect", "createConnection", "createServer"], dns: ["lookup", "resolve"], http: ["request", "get"], https: ["request", "get"], tls: ["connect"], dgram: ["createSocket"], child_process: ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"], worker_threads: ["Worker"] })) {
  const module = require("node:" + name);
  for (const key of keys) module[key] = () => { process._rawDebug("reached for " + name + "." + key); process.exit(99); };
}
globalThis.fetch = () => process.exit(99);
syncBuiltinESMExports();
`;

describe.skipIf(process.platform === "win32")("what a project points to", { timeout: 240_000 }, () => {
  beforeAll(() => void (built = buildPackage()), 240_000);
  const command = (): string => join(built, "dist/src/cli.js");

  it("starts no process and contacts no network", () => {
    const { root } = leadingProject("quiet");
    const guard = join(base, "guard.cjs");
    writeFileSync(guard, GUARD);
    for (const args of [["--preset", "audit", "--gaps", "--cache"], ["tools"], ["trace", "src/a.ts:14"]]) {
      const { status, stderr } = spawnSync(process.execPath, ["--require", guard, command(), ...args], { cwd: root, encoding: "utf8" });
      expect(stderr, args.join(" ")).not.toContain("reached for");
      expect([0, 1, 3], args.join(" ")).toContain(status);
    }
  });

  it.skipIf(spawnSync("strace", ["-V"]).status !== 0)("is not read where it lies outside", () => {
    const { root, outside } = leadingProject("read");
    const log = join(base, "calls");
    for (const args of [["--preset", "audit", "--gaps"], ["--cache"], ["--cache"]]) {
      spawnSync("strace", ["-f", "-y", "-s", "4096", "-e", "trace=open,openat,openat2,execve,connect", "-o", log, process.execPath, command(), ...args], { cwd: root, encoding: "utf8" });
      const calls = readFileSync(log, "utf8").split("\n");
      expect(calls.filter((line) => line.includes(join(root, "src/a.ts"))).length).toBeGreaterThan(0);
      expect(calls.filter((line) => line.includes(outside) || /\bconnect\(/.test(line))).toEqual([]);
      expect(calls.filter((line) => line.includes("execve(") && !line.includes("ENOENT"))).toHaveLength(1);
    }
  });

  it("stands in no report, and a baseline or configuration that is a link out is refused", async () => {
    const { root, outside } = leadingProject("told");
    for (const args of [["--preset", "audit", "--gaps", "--format", "json"], ["tools", "--format", "json"], ["--dump", "program"], ["--dump", "run"]]) {
      const { out } = await run(root, ...args);
      expect(out).not.toContain("mcp-secret");
    }
    for (const [link, target] of [["mcp-boundary.baseline.json", "baseline.json"], ["mcp-boundary.config.json", "config.json"]] as const) {
      symlinkSync(join(outside, target), join(root, link));
      expect(await run(root)).toEqual({ code: 2, out: "", err: `mcp-boundary: ${link} cannot be read: a link out of the project.\n` });
      rmSync(join(root, link));
    }
  });

  it("is not written to", async () => {
    const { root, outside } = leadingProject("written");
    const before = readdirSync(outside).map((name) => readFileSync(join(outside, name), "utf8"));
    symlinkSync(join(outside, "baseline.json"), join(root, "mcp-boundary.baseline.json"));
    expect(await run(root, "baseline")).toEqual({ code: 2, out: "", err: "mcp-boundary: the baseline mcp-boundary.baseline.json is a link out of the project: --baseline says where to write it.\n" });
    rmSync(join(root, "mcp-boundary.baseline.json"));
    symlinkSync(outside, join(root, ".github"));
    expect(await run(root, "init", "--yes")).toMatchObject({ code: 2, err: "mcp-boundary: the file .github/workflows/mcp-boundary.yml lies behind a link out of the project, and is not written.\n" });
    expect(existsSync(join(outside, "workflows"))).toBe(false);
    expect(readdirSync(outside).map((name) => readFileSync(join(outside, name), "utf8"))).toEqual(before);
  });
});
