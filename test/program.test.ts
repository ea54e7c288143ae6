import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../src/errors.js";
import type { FunctionIr, ModuleIr, RequestIr } from "../src/ir/ir.js";
import type { Language } from "../src/languages/language.js";
import { createParseCache, loadProgram, type LoadOptions } from "../src/program/load.js";
import type { Program } from "../src/program/program.js";
import { findRoot } from "../src/program/root.js";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a small project into a new folder and gives the folder. */
function project(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "program-")));
  made.push(folder);
  for (const [name, text] of Object.entries({ ".git/HEAD": "", ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

let lowered: string[] = [];
/** Reads the specifiers alone: this part is about files, not about what stands in them. `!!` does not parse. */
const toy: Language = {
  name: "toy",
  extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  lower(file, text) {
    lowered.push(file);
    const broken = text.indexOf("!!");
    if (broken >= 0) return { ok: false, message: "unexpected `!!`", span: { start: broken, end: broken + 2 } };
    const requests: RequestIr[] = [...text.matchAll(/(?:(import type)\b[^"]*|(import|from|require\()\s*)"([^"]+)"/g)].map((match) => ({
      source: match[3] ?? "", via: match[1] !== undefined ? "type" : match[2] === "require(" ? "require" : "import", start: match.index, end: match.index + match[0].length,
    }));
    const module: ModuleIr = { path: file, text, format: "esm", root: {} as FunctionIr, imports: [], exports: [], requests, functions: [], classes: [], unsupported: [] };
    return { ok: true, module };
  },
};

function load(root: string, options: Partial<LoadOptions> = {}): Program {
  lowered = [];
  return loadProgram({ root, language: [toy], ...options });
}

const names = (program: Program): string[] => [...program.modules.keys()];
const gaps = (program: Program): string[] => program.gaps.map((gap) => `${gap.kind} ${gap.location.file}:${gap.location.line} ${gap.message}`);

/** What a specifier means in a module, as a short text. */
function meaning(program: Program, file: string, specifier: string): string {
  const module = program.modules.get(file);
  if (module === undefined) throw new Error(`no module ${file}`);
  const found = program.resolve(module, specifier);
  return found.kind === "module" ? found.module.path : found.kind === "package" ? `package ${found.name}` : found.kind;
}

describe("collection", () => {
  test("leaves out what is not the server's own source", () => {
    const root = project({
      "package.json": "{}", "index.ts": "", "src/a.ts": "", "src/a.test.ts": "", "src/types.d.ts": "", "src/__tests__/x.ts": "", "src/test/y.ts": "",
      "tests/z.ts": "", "node_modules/zod/index.js": "", "dist/index.js": "", "build/index.js": "", "vite.config.ts": "", ".hidden/a.ts": "", "lib/x.min.js": "", "readme.md": "",
      "src/tools/build/index.ts": "", "src/tools/test/run.ts": "", "src/tools/coverage/run.ts": "",
    });
    expect(names(load(root))).toEqual(["index.ts", "src/a.ts", "src/tools/build/index.ts", "src/tools/coverage/run.ts", "src/tools/test/run.ts"]);
  });

  test("leaves out packages of tests in a workspace, and what helps tests", () => {
    const root = project({
      "package.json": '{ "workspaces": ["packages/*"] }', "packages/server/package.json": "{}", "packages/server/src/index.ts": "", "packages/server/src/testHelpers/mock.ts": "", "packages/server/src/tools/test-utils/run.ts": "",
      "packages/integration-tests/package.json": "{}", "packages/integration-tests/src/a.ts": "", "packages/test-runner/package.json": "{}", "packages/test-runner/index.ts": "",
    });
    expect(names(load(root))).toEqual(["packages/server/src/index.ts", "packages/server/src/tools/test-utils/run.ts", "packages/test-runner/index.ts"]);
  });

  test("takes a path given by name as it is", () => {
    const root = project({ "package.json": "{}", ".gitignore": "dist", "src/a.ts": "", "dist/a.js": "", "dist/b.js": 'require("./a.js")', "tests/t.test.ts": "" });
    expect(names(load(root, { paths: [path.join(root, "dist")] }))).toEqual(["dist/a.js", "dist/b.js"]);
    expect(names(load(root, { paths: [path.join(root, "tests/t.test.ts")] }))).toEqual(["tests/t.test.ts"]);
    expect(() => load(root, { paths: [path.join(root, "nowhere")] })).toThrow(UserError);
  });

  test("respects .gitignore files, nested ones and those above", () => {
    const root = project({
      ".gitignore": "*.gen.ts\n/only-here\nlogs/\n!keep.gen.ts\n# comment\n\\#odd.ts\ndeep/**/x.ts\n", "a.ts": "", "a.gen.ts": "", "keep.gen.ts": "", "#odd.ts": "",
      "only-here/a.ts": "", "p/only-here/a.ts": "", "p/logs/a.ts": "", "p/.gitignore": "b?.ts\n!c.gen.ts\n[xy].ts", "p/b1.ts": "", "p/b12.ts": "", "p/c.gen.ts": "", "p/x.ts": "",
      "deep/x.ts": "", "deep/1/2/x.ts": "", "deep/1/y.ts": "",
    });
    expect(names(load(root))).toEqual(["a.ts", "deep/1/y.ts", "keep.gen.ts", "p/b12.ts", "p/c.gen.ts", "p/only-here/a.ts"]);
    expect(names(load(path.join(root, "p")))).toEqual(["b12.ts", "c.gen.ts", "only-here/a.ts"]);
  });

  test("is not held up by a hostile pattern", () => {
    const root = project({ ".gitignore": `${"a*".repeat(60)}b\n${"**/a*/".repeat(30)}b`, [`${"a".repeat(200)}.ts`]: "" });
    expect(load(root).modules.size).toBe(1);
  });

  test("exclude leaves out more, and takes in with `!`", () => {
    const root = project({ "package.json": "{}", "a.ts": "", "gen/b.ts": "", "tests/c.ts": "" });
    expect(names(load(root, { exclude: ["gen/", "!tests/"] }))).toEqual(["a.ts", "tests/c.ts"]);
  });

  test("takes the output of a package that has no source", () => {
    const manifest = JSON.stringify({ name: "p", bin: { p: "./dist/cli.js" }, exports: "./dist/index.js" });
    expect(names(load(project({ "package.json": manifest, "dist/index.js": "", "dist/cli.js": "", "scripts/install.js": "" })))).toEqual(["dist/cli.js", "dist/index.js", "scripts/install.js"]);
    expect(names(load(project({ "package.json": manifest, "dist/index.js": "", "src/index.ts": "" })))).toEqual(["src/index.ts"]);
  });

  test("knows output by the package's entries when its name does not tell", () => {
    const root = project({ "package.json": '{"main":"lib/index.js"}', "lib/index.js": "", "lib/b.js": "", "src/index.ts": "", "src/b.ts": "" });
    expect(names(load(root))).toEqual(["src/b.ts", "src/index.ts"]);
    expect(names(load(project({ "package.json": '{"main":"lib/index.js"}', "lib/index.js": "" })))).toEqual(["lib/index.js"]);
  });

  test("skips compiled files beside their source", () => {
    expect(names(load(project({ "a.ts": "", "a.js": "", "b.mts": "", "b.mjs": "", "c.js": "" })))).toEqual(["a.ts", "b.mts", "c.js"]);
  });

  test("samples with a package of their own are other projects, unless a workspace names them", () => {
    const files = { "package.json": '{"workspaces":["examples/in"]}', "a.ts": "", "examples/plain/x.ts": "", "examples/in/package.json": '{"name":"in"}', "examples/in/x.ts": "", "examples/out/package.json": "{}", "examples/out/x.ts": "" };
    expect(names(load(project(files)))).toEqual(["a.ts", "examples/in/x.ts", "examples/plain/x.ts"]);
  });

  test("does not follow links, and survives loops of them", () => {
    const root = project({ "p/package.json": "{}", "p/src/a.ts": 'import "./linked.js"; import "./out.js"; import "./loop.js"', "outside.ts": "" });
    const outside = project({ "secret.ts": "" });
    symlinkSync(path.join(root, "p"), path.join(root, "p/src/loop"));
    symlinkSync(path.join(root, "outside.ts"), path.join(root, "p/src/linked.ts"));
    symlinkSync(path.join(outside, "secret.ts"), path.join(root, "p/src/out.ts"));
    symlinkSync("loop.ts", path.join(root, "p/src/loop.ts"));
    const program = load(path.join(root, "p"));
    expect(names(program)).toEqual(["../outside.ts", "src/a.ts"]);
    expect(gaps(program)).toEqual(["import src/a.ts:1 `./out.js` does not resolve to a file", "import src/a.ts:1 `./loop.js` does not resolve to a file"]);
  });

  test("what cannot be read is a gap", () => {
    const root = project({ "big.ts": " ".repeat((2 << 20) + 1), "wide.ts": Buffer.from("\uFEFFlet a", "utf16le"), "binary.ts": "a\0b", "bom.ts": "\uFEFFok", "null.ts": `"a\0b"${" ".repeat(200)}` });
    const program = load(root);
    expect(gaps(program)).toEqual(["read big.ts:1 the file cannot be read: larger than 2 MB", "read binary.ts:1 the file cannot be read: binary", "read wide.ts:1 the file cannot be read: UTF-16, not UTF-8"]);
    expect(names(program)).toEqual(["bom.ts", "null.ts"]);
    expect(program.modules.get("bom.ts")?.text).toBe("ok");
  });

  test.skipIf(process.getuid?.() === 0)("an unreadable folder is a gap", () => {
    const root = project({ "a.ts": "", "shut/b.ts": "" });
    chmodSync(path.join(root, "shut"), 0);
    expect(gaps(load(root))).toEqual(["read shut:1 the folder cannot be read: permission denied"]);
    chmodSync(path.join(root, "shut"), 0o755);
  });

  test("nothing to collect gives an empty program", () => {
    const program = load(project({ "package.json": '{"dependencies":{"@modelcontextprotocol/sdk":"1"}}', "readme.md": "" }));
    expect([program.modules.size, program.lines, program.gaps.length, [...program.dependencies]]).toEqual([0, 0, 0, ["@modelcontextprotocol/sdk"]]);
  });

  test("counts lines", () => {
    expect(load(project({ "a.ts": "1\n2\n", "b.ts": "1\n2", "c.ts": "" })).lines).toBe(4);
  });
});

describe("links", () => {
  test("relative imports: .js for .ts, endings left out, folders, assets, types", () => {
    const root = project({
      "src/a.ts": 'import "./b.js"; import "./c"; import "./d"; import "./e.mjs"; import "./f.jsx"; import "."; import "./g.js?x"; import "./data.json"; import "./style.css"; import "./p?raw";\nimport "./nope.js"; import type "./gone.js"; import type "./types"',
      "src/b.ts": "", "src/c.tsx": "", "src/d/index.ts": "", "src/e.mts": "", "src/f.tsx": "", "src/index.ts": "", "src/g.js": "", "src/data.json": "{}", "src/types.d.ts": "",
    });
    const program = load(root);
    const all = ["./b.js", "./c", "./d", "./e.mjs", "./f.jsx", ".", "./g.js?x", "./data.json", "./style.css", "./p?raw", "./nope.js", "./types"].map((specifier) => meaning(program, "src/a.ts", specifier));
    expect(all).toEqual(["src/b.ts", "src/c.tsx", "src/d/index.ts", "src/e.mts", "src/f.tsx", "src/index.ts", "src/g.js", "asset", "asset", "asset", "unresolved", "asset"]);
    expect(gaps(program)).toEqual(["import src/a.ts:2 `./nope.js` does not resolve to a file"]);
  });

  test("names of libraries lose prefixes and versions", () => {
    const program = load(project({ "a.ts": "", "package.json": '{"dependencies":{"mcp":"npm:@modelcontextprotocol/sdk@1","zod":"3"}}', "node_modules/zod/index.js": "", "node_modules/zod/package.json": "{}" }));
    const cases: Record<string, string> = {
      "fs": "fs", "node:fs": "node:fs", "fs/promises": "fs/promises", "zod": "zod", "@modelcontextprotocol/sdk/server/mcp.js": "@modelcontextprotocol/sdk/server/mcp.js",
      "npm:@modelcontextprotocol/sdk@^1.0.0/server/mcp.js": "@modelcontextprotocol/sdk/server/mcp.js", "npm:zod@3": "zod", "npm:/zod": "zod", "jsr:@std/path@1/posix": "@std/path/posix",
      "https://esm.sh/zod@3.22.0?target=es2022": "zod", "https://esm.sh/v135/*@scope/x@1/sub.js": "@scope/x/sub.js", "https://cdn.jsdelivr.net/npm/zod@3/+esm": "zod",
      "https://deno.land/x/oak@v12/mod.ts": "oak/mod.ts", "https://deno.land/std@0.1/path/mod.ts": "std/path/mod.ts", "mcp/server/mcp.js": "@modelcontextprotocol/sdk/server/mcp.js", "bun:sqlite": "bun:sqlite",
    };
    expect(Object.keys(cases).map((specifier) => meaning(program, "a.ts", specifier))).toEqual(Object.values(cases).map((name) => `package ${name}`));
  });

  test("tsconfig paths: extends, comments, baseUrl, the longest pattern", () => {
    const root = project({
      "tsconfig.json": '{\n // comment\n "extends": ["@tsconfig/node20/tsconfig.json", "./tsconfig.base.json",],\n}', "tsconfig.base.json": '{"compilerOptions":{"baseUrl":".","paths":{"@/*":["./missing/*","./src/*"],"@/db":["src/database.ts"],"exact":["./src/x.ts"]}}}',
      "src/a.ts": 'import "@/lib/u"; import "@/db"; import "exact"; import "src/x"; import "zod"; import "@/gone"', "src/lib/u.ts": "", "src/database.ts": "", "src/x.ts": "",
      "pkg/tsconfig.json": '{"extends":"../tsconfig.json","compilerOptions":{"paths":{"#own/*":["./own/*"]}}}', "pkg/b.ts": 'import "#own/o"', "pkg/own/o.ts": "",
    });
    const program = load(root);
    expect(["@/lib/u", "@/db", "exact", "src/x", "zod", "@/gone"].map((specifier) => meaning(program, "src/a.ts", specifier))).toEqual(["src/lib/u.ts", "src/database.ts", "src/x.ts", "src/x.ts", "package zod", "unresolved"]);
    expect(gaps(program)).toEqual(["import pkg/b.ts:1 `#own/o` does not resolve to a file", "import src/a.ts:1 `@/gone` does not resolve to a file"]);
  });

  test("tsconfig references and a config that is broken", () => {
    const root = project({
      "tsconfig.json": '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}', "tsconfig.app.json": '{"compilerOptions":{"paths":{"~lib/*":["./lib/*"]}}}', "a.ts": 'import "~lib/x"', "lib/x.ts": "",
      "bad/tsconfig.json": "{ nonsense", "bad/b.ts": 'import "./c"; import "zod"', "bad/c.ts": "", "loop/tsconfig.json": '{"extends":"./tsconfig.json"}', "loop/a.ts": 'import "zod"', "lost/tsconfig.json": '{"extends":"../gone.json"}', "lost/a.ts": 'import "zod"',
    });
    const program = load(root);
    expect(meaning(program, "a.ts", "~lib/x")).toBe("lib/x.ts");
    expect(meaning(program, "bad/b.ts", "./c")).toBe("bad/c.ts");
    expect(gaps(program)).toEqual([expect.stringMatching(/^read bad\/tsconfig.json:1 tsconfig.json cannot be read: ./), "read lost/tsconfig.json:1 `../gone.json`, which it extends or refers to, cannot be read"]);
  });

  test("workspace packages by name, without node_modules, lead to their source", () => {
    const root = project({
      "pnpm-workspace.yaml": "packages:\n  - 'packages/*' # all\n  - \"!packages/off\"\n", "package.json": '{"name":"top","dependencies":{"left":"1"}}',
      "packages/server/package.json": '{"name":"server","dependencies":{"@x/core":"workspace:*"}}', "packages/server/src/a.ts": 'import "@x/core"; import "@x/core/sub"; import "@x/core/deep/u"; import "off"; import "server/src/b.js"', "packages/server/src/b.ts": "",
      "packages/core/package.json": '{"name":"@x/core","dependencies":{"pg":"8"},"exports":{".":{"types":"./dist/index.d.ts","import":"./dist/esm/index.js"},"./sub":"./dist/sub.js","./deep/*":{"import":"./dist/deep/*.js"}}}',
      "packages/core/src/index.ts": 'import "./more.js"', "packages/core/src/more.ts": "", "packages/core/src/sub.ts": "", "packages/core/src/deep/u.ts": "", "packages/core/src/unused.ts": "", "packages/core/dist/index.d.ts": "", "packages/off/package.json": '{"name":"off"}', "packages/off/index.ts": "",
    });
    const program = load(path.join(root, "packages/server"));
    expect(names(program)).toEqual(["../core/src/deep/u.ts", "../core/src/index.ts", "../core/src/more.ts", "../core/src/sub.ts", "src/a.ts", "src/b.ts"]);
    expect(meaning(program, "src/a.ts", "off")).toBe("package off");
    expect(meaning(program, "src/a.ts", "server/src/b.js")).toBe("src/b.ts");
    expect([...program.dependencies]).toEqual(["@x/core", "left", "pg"]);
    expect(program.gaps).toEqual([]);
  });

  describe("a workspace with libraries of concern", () => {
    const concerns = { library: (name: string) => name === "sdk" || name === "@sdk/core", text: (text: string) => text.includes("// asks") };
    const files = {
      "package.json": '{"workspaces":["packages/*"]}', "root.ts": "",
      "packages/server/package.json": '{"name":"@x/server","dependencies":{"sdk":"1","@x/core":"*"}}', "packages/server/a.ts": 'import "@x/core/used"', "packages/server/alone.ts": "",
      "packages/core/package.json": '{"name":"@x/core"}', "packages/core/used.ts": 'import "./deep"', "packages/core/deep.ts": "", "packages/core/unused.ts": "",
      "packages/host/package.json": '{"name":"host","dependencies":{"@x/server":"*"}}', "packages/host/starts.ts": 'import "./more"; from "@x/server/a"', "packages/host/more.ts": "", "packages/host/main.ts": 'import "./starts"',
      "packages/near/package.json": '{"name":"near"}', "packages/near/beside.ts": 'require("../server/a")', "packages/near/own.ts": 'import "./none"; from "@x/serverless"',
      "packages/undeclared/package.json": '{"name":"undeclared"}', "packages/undeclared/b.ts": 'import "@sdk/core/x"', "packages/undeclared/c.ts": "",
    };

    test("is read as far as it takes part", () => {
      expect(names(load(project(files), { concerns }))).toEqual([
        "packages/core/deep.ts", "packages/core/used.ts", "packages/host/more.ts", "packages/host/starts.ts", "packages/near/beside.ts", "packages/server/a.ts", "packages/server/alone.ts", "packages/undeclared/b.ts", "root.ts",
      ]);
    });

    test("is read whole where paths are given, where its root depends on one or is a package of the workspace, and where nothing does", () => {
      const root = project(files);
      expect(names(load(path.join(root, "packages/near"), { concerns }))).toContain("own.ts");
      const whole = names(load(root));
      expect(whole).toContain("packages/core/unused.ts");
      expect(names(load(root, { concerns, paths: [path.join(root, "packages")] }))).toEqual(whole.filter((name) => name !== "root.ts"));
      expect(names(load(root, { concerns: { ...concerns, library: (name: string) => name === "other" } }))).toEqual(whole);
      expect(names(load(project({ ...files, "package.json": '{"workspaces":["packages/*"],"devDependencies":{"sdk":"1"}}' }), { concerns }))).toEqual(whole);
    });

    test("is read with the packages that answer by themselves", () => {
      const answers = { ...files, "packages/core/unused.ts": "// asks", "packages/near/own.ts": "" };
      expect(names(load(project(answers), { concerns }))).toEqual(expect.arrayContaining(["packages/core/deep.ts", "packages/core/unused.ts", "packages/core/used.ts"]));
      expect(names(load(project(answers), { concerns }))).not.toContain("packages/near/own.ts");
    });

    test("is read with the text that is open", () => {
      const root = project(files);
      expect(names(load(root, { concerns, texts: new Map([[path.join(root, "packages/core/unused.ts"), 'import "sdk"']]) }))).toContain("packages/core/unused.ts");
    });
  });

  test("a package that depends on a workspace finds its packages beside it where no list is at hand", () => {
    const root = project({
      "package.json": '{"name":"top"}', "packages/server/package.json": '{"name":"server","dependencies":{"@x/core":"workspace:^"}}', "packages/server/a.ts": 'import "@x/core"; import "other"',
      "packages/core/package.json": '{"name":"@x/core","main":"dist/index.js"}', "packages/core/src/index.ts": "", "packages/other/package.json": '{"name":"other"}', "packages/other/index.ts": "",
    });
    const program = load(path.join(root, "packages/server"));
    expect(meaning(program, "a.ts", "@x/core")).toBe("../core/src/index.ts");
    expect(names(program)).toContain("../core/src/index.ts");
    const alone = project({ "packages/server/package.json": '{"name":"server","dependencies":{"@x/core":"1"}}', "packages/server/a.ts": 'import "@x/core"', "packages/core/package.json": '{"name":"@x/core"}', "packages/core/index.ts": "" });
    expect(meaning(load(path.join(alone, "packages/server")), "a.ts", "@x/core")).toBe("package @x/core");
  });

  test("own maps, own name, own output", () => {
    const root = project({
      "package.json": '{"name":"me","main":"dist/index.js","imports":{"#db":"./dist/db.js","#u/*":"./src/u/*.ts","#ext":"zod"},"exports":{".":"./dist/index.js"}}',
      "src/index.ts": 'import "#db"; import "#u/x"; import "#ext"; import "me"; import "#nope"', "src/db.ts": "", "src/u/x.ts": "", "bin/cli.js": 'require("../dist/index.js")', "dist/index.js": 'require("./db.js")', "dist/db.js": "",
    });
    const program = load(root);
    expect(["#db", "#u/x", "#ext", "me", "#nope"].map((specifier) => meaning(program, "src/index.ts", specifier))).toEqual(["src/db.ts", "src/u/x.ts", "package zod", "src/index.ts", "unresolved"]);
    expect(meaning(program, "bin/cli.js", "../dist/index.js")).toBe("src/index.ts");
    expect(names(program)).toEqual(["bin/cli.js", "src/db.ts", "src/index.ts", "src/u/x.ts"]);
  });

  test("imported files belong to the program although collection leaves them out", () => {
    const root = project({ "package.json": "{}", "a.ts": 'import "./vendor/v.js"; import "./app.config.js"; import "./node_modules/zod/lib/index.js"', "vendor/v.js": 'require("./w.js")', "vendor/w.js": "", "vendor/x.js": "", "app.config.ts": "", "node_modules/zod/lib/index.js": "" });
    const program = load(root);
    expect(names(program)).toEqual(["a.ts", "app.config.ts", "vendor/v.js", "vendor/w.js"]);
    expect(meaning(program, "a.ts", "./node_modules/zod/lib/index.js")).toBe("package zod/lib/index.js");
  });

  test("file: dependencies, deno.json, habits", () => {
    const root = project({
      "app/package.json": '{"name":"app","dependencies":{"near":"file:../near"}}', "app/src/a.ts": 'import "near"; import "@/b"; import "sdk/mcp.js"; import "$lib/c"', "app/src/b.ts": "", "near/package.json": '{"name":"other"}', "near/index.js": "",
      "app/deno.jsonc": '{"imports":{"sdk/":"npm:@modelcontextprotocol/sdk@1/", /* own */ "$lib/":"./src/lib/"}}', "app/src/lib/c.ts": "",
    });
    const program = load(path.join(root, "app"));
    expect(["near", "@/b", "sdk/mcp.js"].map((specifier) => meaning(program, "src/a.ts", specifier))).toEqual(["../near/index.js", "src/b.ts", "package @modelcontextprotocol/sdk/mcp.js"]);
    expect(program.dependencies.has("@modelcontextprotocol/sdk")).toBe(true);
    expect(meaning(program, "src/a.ts", "$lib/c")).toBe("src/lib/c.ts");
    expect(gaps(program)).toEqual([]);
  });

  test("what is not found at first may be asked for later", () => {
    const program = load(project({ "a.ts": "", "tools/x.ts": "" }));
    expect(meaning(program, "a.ts", "./tools/x.js")).toBe("tools/x.ts");
    expect(meaning(program, "a.ts", "./tools/none.js")).toBe("unresolved");
  });
});

describe("gaps, roots and the cache", () => {
  test("a file that does not parse is a gap with its place and the parser's words", () => {
    const program = load(project({ "a.ts": "ok\n  !!", "b.ts": 'import "./a"' }));
    expect(gaps(program)).toEqual(["parse a.ts:2 unexpected `!!`"]);
    expect(program.gaps[0]?.location.column).toBe(3);
    expect(meaning(program, "b.ts", "./a")).toBe("unresolved");
  });

  test("a broken package.json is a gap", () => {
    expect(gaps(load(project({ "package.json": "{;}", "a.ts": 'import "zod"' })))).toEqual([expect.stringMatching(/^read package.json:1 package.json cannot be read: ./)]);
  });

  test("findRoot goes up to the nearest package.json", () => {
    const root = project({ "p/package.json": "{}", "p/src/deep/a.ts": "", "q/a.ts": "" });
    expect(findRoot(path.join(root, "p/src/deep/a.ts"))).toBe(path.join(root, "p"));
    expect(findRoot(path.join(root, "p"))).toBe(path.join(root, "p"));
    expect(findRoot(path.join(root, "q/a.ts"))).toBe(path.join(root, "q"));
  });

  test("parses again only what changed", () => {
    const root = project({ "a.ts": "1", "b.ts": "2" });
    const cache = createParseCache();
    const first = load(root, { cache });
    expect(lowered).toEqual(["a.ts", "b.ts"]);
    const second = load(root, { cache });
    expect(lowered).toEqual([]);
    expect(second.modules.get("a.ts")).toBe(first.modules.get("a.ts"));
    const texts = new Map([[path.join(root, "a.ts"), "1 + open"]]);
    expect(load(root, { cache, texts }).modules.get("a.ts")?.text).toBe("1 + open");
    expect(lowered).toEqual(["a.ts"]);
    load(root, { cache, texts });
    expect(lowered).toEqual([]);
    writeFileSync(path.join(root, "b.ts"), "3");
    utimesSync(path.join(root, "b.ts"), 1, 1);
    expect(load(root, { cache }).modules.get("a.ts")?.text).toBe("1");
    expect(lowered).toEqual(["a.ts", "b.ts"]);
  });

  test("a buffer that is not saved yet belongs to the program", () => {
    const root = project({ "package.json": "{}", "a.ts": 'import "./new.js"' });
    const program = load(root, { texts: new Map([[path.join(root, "new.ts"), "1"], [path.join(root, "new.test.ts"), "1"]]) });
    expect(names(program)).toEqual(["a.ts", "new.ts"]);
  });

  test("a root behind a link keeps the paths of the host", () => {
    const root = project({ "package.json": "{}", "src/a.ts": "disk" });
    const link = path.join(project({}), "link");
    symlinkSync(root, link);
    const program = load(link, { texts: new Map([[path.join(link, "src/a.ts"), "open"]]) });
    expect([program.root, program.modules.get("src/a.ts")?.text]).toEqual([link, "open"]);
  });
});
