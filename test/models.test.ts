import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { UserError } from "../src/errors.js";
import { DANGERS } from "../src/models/kinds.js";
import type { Model } from "../src/models/model.js";
import { parsePath } from "../src/models/path.js";
import { validateModel } from "../src/models/validate.js";
import { parseExpectations } from "./expectations.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "models");

const loaded = new Map<string, Model>();
for (const file of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
  if (!file.endsWith(".ts") || statSync(join(folder, file)).isDirectory() || file === "index.ts") continue;
  const module = (await import(join(folder, file))) as { default?: Model };
  if (module.default !== undefined) loaded.set(relative(folder, join(folder, file)).split(sep).join("/"), module.default);
}

/** Every row of a model as text, with the list that it stands in. */
function rows(model: Model): string[] {
  const { packages: _packages, types: _types, reexports: _reexports, ...lists } = model;
  return Object.entries(lists).flatMap(([list, entries]) => (entries as readonly unknown[]).map((row) => `${list} ${JSON.stringify(row)}`));
}

describe("the models", () => {
  it("are found", () => {
    expect([...loaded.keys()]).toEqual(expect.arrayContaining(["globals.ts", "node/child-process.ts", "npm/pg.ts"]));
  });

  it.each([...loaded])("%s validates, survives JSON and repeats no row", (_file, model) => {
    expect(validateModel(model)).toEqual([]);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    const all = rows(model);
    expect(all.filter((row, index) => all.indexOf(row) !== index)).toEqual([]);
  });

  it.each([...loaded].filter(([, { packages }]) => packages.length === 0))("%s without packages speaks of unknown receivers only", (_file, model) => {
    for (const row of model.sinks ?? []) expect(parsePath(row.path)[0]).toEqual({ kind: "any" });
  });

  it.each([...loaded].filter(([, { packages }]) => packages.length > 0))("%s with packages leaves unknown receivers to their own model", (_file, model) => {
    for (const row of model.sinks ?? []) expect(parsePath(row.path)[0]).not.toEqual({ kind: "any" });
  });

  it("claim every specifier once, the serving side of node's http apart", () => {
    const claims = new Map<string, string[]>();
    for (const [file, { packages }] of loaded) for (const name of packages) claims.set(name, [...(claims.get(name) ?? []), file]);
    const twice = [...claims].filter(([, files]) => new Set(files.map((file) => file.startsWith("http/"))).size < files.length);
    expect(twice).toEqual([]);
  });

  it("write a type's name in front of every row that means an instance", () => {
    for (const [file, model] of loaded) {
      for (const name of Object.keys(model.types ?? {})) {
        const used = JSON.stringify(model).includes(`"${name}.`) || JSON.stringify(model).includes(`"${name}"`);
        expect(used, `${name} in ${file}`).toBe(true);
      }
    }
  });

  it("take node's modules under both names", () => {
    const names = new Set([...loaded.values()].flatMap(({ packages }) => packages));
    for (const name of ["child_process", "fs", "fs/promises", "path", "url", "vm", "util", "http", "https", "net", "os", "crypto"]) {
      expect(names.has(name) && names.has(`node:${name}`), name).toBe(true);
    }
  });
});

describe("the fixtures of the models", () => {
  const own = [...loaded].filter(([file]) => /^(?:node\/|npm\/|globals\.ts$)/.test(file));
  const fixture = (file: string): string => join(folder, "..", "..", "fixtures", "models", file);

  // what methods change is no matter of flows: the fixtures of the rules that ask for changes have it
  it.each(own.filter(([, model]) => rows({ ...model, changes: [] }).length > 0))("%s has lines for its rows", (file, model) => {
    expect(existsSync(fixture(file))).toBe(true);
    const text = readFileSync(fixture(file), "utf8");
    const marks = parseExpectations(file, text);
    const expected = new Set(marks.filter(({ mark }) => mark === "expect").map(({ id }) => id));
    for (const { kind } of model.sinks ?? []) expect(expected, file).toContain(kind);
    for (const { kind } of model.programs ?? []) expect(expected, file).toContain(kind);
    const paths = [...(model.sinks ?? []), ...(model.guards ?? [])].map(({ path }) => path).concat([...(model.steps ?? []), ...(model.sanitizers ?? [])].map(({ from }) => from));
    for (const path of paths) {
      const segments = parsePath(path);
      const call = segments.slice(0, segments.findIndex(({ kind }) => kind === "arg"));
      const name = call.findLast((segment) => segment.kind === "member");
      if (name !== undefined && name !== call[0]) expect(text, path).toContain(name.name);
    }
  });
});

describe("parsePath", () => {
  it.each([
    ["exec.arg(0)", [{ kind: "member", name: "exec" }, { kind: "arg", from: 0, to: 0 }]],
    ["default.get.arg(0)", [{ kind: "member", name: "get" }, { kind: "arg", from: 0, to: 0 }]],
    ["default", []],
    ["()", [{ kind: "call" }]],
    ["().arg(0)", [{ kind: "arg", from: 0, to: 0 }]],
    ["()().arg(0)", [{ kind: "call" }, { kind: "arg", from: 0, to: 0 }]],
    ["().get.arg(last)", [{ kind: "call" }, { kind: "member", name: "get" }, { kind: "arg", from: -1, to: -1 }]],
    ["create().arg(0)", [{ kind: "member", name: "create" }, { kind: "call" }, { kind: "arg", from: 0, to: 0 }]],
    ["Client.new()", [{ kind: "member", name: "Client" }, { kind: "new" }]],
    ["Client.new.arg(0).host", [{ kind: "member", name: "Client" }, { kind: "new" }, { kind: "arg", from: 0, to: 0 }, { kind: "member", name: "host" }]],
    ["new.arg(0)", [{ kind: "new" }, { kind: "arg", from: 0, to: 0 }]],
    ["new()", [{ kind: "new" }]],
    ["spawn.arg(1)[*]", [{ kind: "member", name: "spawn" }, { kind: "arg", from: 1, to: 1 }, { kind: "element" }]],
    ["f.arg(1..)", [{ kind: "member", name: "f" }, { kind: "arg", from: 1, to: Infinity }]],
    ["f.arg(1..3)", [{ kind: "member", name: "f" }, { kind: "arg", from: 1, to: 3 }]],
    ["f.arg(*)", [{ kind: "member", name: "f" }, { kind: "arg", from: 0, to: Infinity }]],
    ["tool.arg(last).param(1)", [{ kind: "member", name: "tool" }, { kind: "arg", from: -1, to: -1 }, { kind: "param", index: 1 }]],
    ["Pool.query.this", [{ kind: "member", name: "Pool" }, { kind: "member", name: "query" }, { kind: "this" }]],
    ["this.schema", [{ kind: "this" }, { kind: "member", name: "schema" }]],
    ["*.goto.arg(0)", [{ kind: "any" }, { kind: "member", name: "goto" }, { kind: "arg", from: 0, to: 0 }]],
    ["~.regex()", [{ kind: "schema" }, { kind: "member", name: "regex" }, { kind: "call" }]],
    ["arg(2).shell", [{ kind: "arg", from: 2, to: 2 }, { kind: "member", name: "shell" }]],
    ["use.arg(*).param(1/4..)", [{ kind: "member", name: "use" }, { kind: "arg", from: 0, to: Infinity }, { kind: "param", index: 1, of: { least: 4, most: Infinity } }]],
    ["param(0/..3).body", [{ kind: "param", index: 0, of: { least: 0, most: 3 } }, { kind: "member", name: "body" }]],
    ["param(0).params.arguments", [{ kind: "param", index: 0 }, { kind: "member", name: "params" }, { kind: "member", name: "arguments" }]],
    ["req.param()", [{ kind: "member", name: "req" }, { kind: "member", name: "param" }, { kind: "call" }]],
    ["page.$eval.arg(1)", [{ kind: "member", name: "page" }, { kind: "member", name: "$eval" }, { kind: "arg", from: 1, to: 1 }]],
  ])("reads %s", (path, segments) => {
    expect(parsePath(path)).toEqual(segments);
  });

  it.each([
    ["", 1], ["exec.", 6], ["exec.arg(x)", 9], ["exec.arg(3..1)", 15], ["exec arg", 5], ["exec[0]", 5], ["f.param(*)", 8], ["Foo.new", 8], ["Foo.new.bar", 8], ["Foo.new().arg(0)", 10],
    ["f.foo(1)", 6], ["f.this.arg(0)", 14], ["f.*", 3], [".f", 1],
  ])("refuses %j and says where", (path, position) => {
    expect(() => parsePath(path)).toThrow(UserError);
    expect(() => parsePath(path)).toThrow(`at position ${position}:`);
  });

  it("takes any text without hanging", () => {
    const parts = ["()", ".", "arg", "(0)", "[*]", "*", "~", "new", "default", "this", "(", ")", "é", "\n", "param(0)"];
    for (const a of parts) for (const b of parts) for (const c of parts) {
      try {
        expect(Array.isArray(parsePath(a + b + c))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }
  });
});

describe("validateModel", () => {
  it.each([
    [null, "the model must be an object"],
    [{}, "packages is missing"],
    [{ packages: "fs" }, "packages must be a list"],
    [{ packages: ["x"], sink: [] }, "sink is not known (did you mean sinks?): the model may hold packages"],
    [{ packages: ["x"], sinks: [{ path: "run.arg(0)", kind: "sheel" }] }, 'sinks[0].kind is "sheel" (did you mean shell?), and must be one of shell, program'],
    [{ packages: ["x"], sinks: [{ path: "run", kind: "shell" }] }, 'sinks[0].path: "run" names no argument'],
    [{ packages: ["x"], sinks: [{ path: "run.arg(a)", kind: "shell" }] }, 'sinks[0].path: The API path "run.arg(a)" is malformed at position 8'],
    [{ packages: ["x"], sinks: [{ path: "a.arg(0).param(0).b.arg(0)", kind: "url" }] }, "goes through two calls"],
    [{ packages: ["x"], steps: [{ from: "a.arg(0)" }] }, "steps[0].to is missing"],
    [{ packages: ["x"], sanitizers: [{ from: "a.arg(0)", to: "a()", clears: ["QUOTES"] }] }, 'sanitizers[0].clears[0] is "QUOTES"'],
    [{ packages: ["x"], guards: [{ path: "a.arg(0)", outcome: "yes", clears: "all" }] }, 'guards[0].outcome is "yes"'],
    [{ packages: ["x"], types: { T: ["new("] } }, "types.T[0]: "],
    [{ packages: ["x"], sinks: [{ path: "a.arg(0)", kind: "url", when: [{ at: "arg(0)", is: "number" }] }] }, 'sinks[0].when[0].is is "number"'],
    [{ packages: ["x"], programs: [{ names: ["sh"], flags: ["-c"], kind: "shell", operand: -1 }] }, "programs[0].operand must be a whole number"],
  ])("complains of %j", (value, words) => {
    expect(validateModel(value).join("\n")).toContain(words);
  });

  it("takes a user's own rows", () => {
    const model = {
      packages: ["our-lib", "our-lib/*"],
      sinks: [{ path: "run.arg(0)", kind: "shell", confidence: "medium", when: [{ at: "arg(1).shell", is: "set", known: true }] }],
      sanitizers: [{ from: "clean.arg(0)", to: "clean()", clears: Object.keys(DANGERS) }],
    };
    expect(validateModel(model)).toEqual([]);
  });
});
