import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";
import { afterAll, describe, expect, test } from "vitest";
import { rules } from "../rules/index.js";
import { BASELINE_HELP } from "../src/cli/baseline.js";
import { INIT_HELP } from "../src/cli/init.js";
import { HELP } from "../src/cli/options.js";
import { EXPLAIN_HELP, RULES_HELP } from "../src/cli/rules.js";
import { TOOLS_HELP } from "../src/cli/tools.js";
import { TRACE_HELP } from "../src/cli/trace.js";
import { generateAll, findStale, ruleIds } from "../src/dev/generate.js";
import { createRule } from "../src/dev/new-rule.js";
import { models } from "../src/models/index.js";
import { projectRoot as root, subfolders } from "./programs.js";

function filesUnder(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }) : [])
      .map((file) => posix.join(folder, file.split("\\").join("/")))
      .filter((file) => file.endsWith(".ts")),
  ).sort();
}

const sources = filesUnder("src", "rules");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/**
 * From the bottom up; a layer imports itself and what stands before it. `graph` and `run` stand side by side and do not know each other.
 * The first layer whose pattern fits a file is its layer.
 */
const LAYERS: readonly { readonly name: string; readonly files: RegExp; readonly mayNot?: readonly string[] }[] = [
  { name: "ground", files: /^src\/(finding|errors)\.ts$/ },
  { name: "ir", files: /^src\/ir\// },
  { name: "languages", files: /^src\/languages\// },
  { name: "models", files: /^src\/models\// },
  { name: "rule", files: /^src\/(rule\.ts|server\/view\/[a-z]+\.ts)$/ },
  { name: "text", files: /^src\/text\// },
  { name: "program", files: /^src\/program\//, mayNot: ["models", "text", "rule"] },
  { name: "graph", files: /^src\/graph\// },
  { name: "run", files: /^src\/run\//, mayNot: ["graph"] },
  { name: "server", files: /^src\/server\// },
  { name: "rules", files: /^rules\//, mayNot: ["ground", "ir", "languages", "models", "text", "program", "graph", "run", "server"] },
  { name: "analyze", files: /^src\/analyze\.ts$|^src\/(analyze|policy)\// },
  { name: "hosts", files: /^src\/(cli|eslint|package)\.ts$|^src\/(report|config|cli|eslint)\// },
  { name: "dev", files: /^src\/dev\// },
];

function layerOf(file: string): (typeof LAYERS)[number] | undefined {
  return LAYERS.find(({ files }) => files.test(file));
}

/** Own files that a file imports, by project path. */
function importsOf(file: string): string[] {
  const { module } = parseSync(file, read(file));
  const specifiers = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : []))),
    ...module.dynamicImports.map((one) => /^["'](.*)["']$/.exec(read(file).slice(one.moduleRequest.start, one.moduleRequest.end))?.[1] ?? ""),
  ];
  return specifiers.filter((one) => one.startsWith(".")).map((one) => posix.join(posix.dirname(file), one).replace(/\.js$/, ".ts"));
}

describe("imports", () => {
  test("every source file has its layer", () => {
    expect(sources.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  test("go one way", () => {
    const rank = (layer: (typeof LAYERS)[number]): number => LAYERS.indexOf(layer);
    const wrong = sources.flatMap((file) => importsOf(file).flatMap((target) => {
      const [from, to] = [layerOf(file), layerOf(target)];
      if (from === undefined || to === undefined || from === to) return [];
      return rank(to) > rank(from) || from.mayNot?.includes(to.name) ? [`${file} (${from.name}) imports ${target} (${to.name})`] : [];
    }));
    expect(wrong).toEqual([]);
  });

  test("a rule imports src/rule.ts alone", () => {
    const wrong = ruleIds(root).filter((id) => importsOf(`rules/${id}.ts`).some((target) => target !== "src/rule.ts"));
    expect(wrong).toEqual([]);
  });
});

describe("generated files", () => {
  test("are what npm run generate writes", () => {
    expect(findStale(root, generateAll(root, rules))).toEqual([]);
  });

  test("the index holds the rules of the folder", () => {
    expect([...rules.keys()]).toEqual(ruleIds(root));
  });
});

describe("rules", () => {
  test("have fixtures with both first examples", () => {
    for (const id of rules.keys()) {
      const names = readdirSync(join(root, "fixtures", "rules", id)).map((file) => file.replace(/\..*$/, ""));
      expect(names, id).toEqual(expect.arrayContaining(["bad", "good"]));
    }
    expect(subfolders(join(root, "fixtures", "rules")).filter((id) => !rules.has(id))).toEqual([]);
  });

  test("say in sentences why and how", () => {
    for (const [id, rule] of rules) {
      expect(rule.why.trim(), id).toMatch(/[.`)]$/);
      expect(rule.fix.trim(), id).toMatch(/[.`)]$/);
      expect(rule.title, id).not.toMatch(/\.$/);
      expect(rule.cwe.length, id).toBeGreaterThan(0);
    }
  });

  test("models survive JSON", () => {
    for (const one of models) expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });
});

describe("files", () => {
  const FORBIDDEN = new Set(["util", "utils", "helper", "helpers", "common", "misc", "shared", "manager", "service", "context"]);
  const all = [...sources, ...filesUnder("test"), "vitest.config.ts"];

  test("have telling names in kebab-case", () => {
    // Models are named after their libraries, and a library may be called "util".
    const wrong = all.filter((file) => file.split("/").some((part) => (!file.startsWith("src/models/") && FORBIDDEN.has(part.replace(/\..*$/, ""))) || !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(part)));
    expect(wrong).toEqual([]);
  });

  test("are short: 300 lines, a rule 80, data aside", () => {
    const data = (file: string): boolean => file.startsWith("src/models/") || file.startsWith("src/run/replay/attacks/");
    const long = sources.filter((file) => !data(file)).map((file) => ({ file, lines: read(file).trimEnd().split("\n").length }))
      .filter(({ file, lines }) => lines > (file.startsWith("rules/") && file !== "rules/index.ts" ? 80 : 300));
    expect(long).toEqual([]);
  });

  test("hide nothing from the compiler or the linter, and leave no work notes", () => {
    const forbidden = /^\s*(?:@ts-(?:ignore|nocheck|expect-error)|eslint-disable|eslint\s)|\b(?:TODO|FIXME|XXX|HACK)\b/;
    const wrong = sources.flatMap((file) => {
      const { comments, program } = parseSync(file, read(file));
      const line = (offset: number): string => `${file}:${read(file).slice(0, offset).split("\n").length}`;
      return [
        ...comments.filter(({ value }) => forbidden.test(value)).map(({ start, value }) => `${line(start)}: ${value.trim()}`),
        ...nodesOf(program).filter(({ type }) => type === "TSAnyKeyword").map(({ start }) => `${line(start)}: any`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  test("name no machine", () => {
    expect(sources.filter((file) => /\/(?:work|home|root)\/[a-z]/.test(read(file)))).toEqual([]);
  });
});

interface Node {
  readonly type: string;
  readonly start: number;
}

/** All nodes of a tree, whatever their kind. */
function nodesOf(tree: unknown): Node[] {
  if (Array.isArray(tree)) return tree.flatMap(nodesOf);
  if (typeof tree !== "object" || tree === null) return [];
  const own = "type" in tree && typeof tree.type === "string" && "start" in tree && typeof tree.start === "number" ? [{ type: tree.type, start: tree.start }] : [];
  return [...own, ...Object.values(tree).flatMap(nodesOf)];
}

describe("prose", () => {
  const pages = [...readdirSync(root).filter((file) => file.endsWith(".md")), ...(existsSync(join(root, "docs")) ? readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md")).map((file) => posix.join("docs", file)) : [])];

  test.each(pages)("%s names only paths that exist", (page) => {
    const text = read(page).replace(/^```[\s\S]*?^```/gm, "");
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => posix.join(posix.dirname(page), match[1] ?? ""));
    const quoted = [...text.matchAll(/`((?:src|rules|fixtures|test|docs|bench|\.ci)\/[^`\s<>*…]*)`/g)].map((match) => match[1] ?? "");
    expect([...linked, ...quoted].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test.each(pages)("%s links only to headings that exist", (page) => {
    const text = read(page).replace(/^```[\s\S]*?^```/gm, "");
    const headings = (file: string): string[] => [...read(file).matchAll(/^#+ (.+)$/gm)].map((match) => (match[1] ?? "").toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
    const wrong = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].filter(([, file, heading]) => !headings(file === "" || file === undefined ? page : posix.join(posix.dirname(page), file)).includes(heading ?? ""));
    expect(wrong.map(([link]) => link)).toEqual([]);
  });

  test.each(pages)("%s names only options and commands that there are", (page) => {
    const text = read(page);
    const help = [HELP, TOOLS_HELP, BASELINE_HELP, INIT_HELP, RULES_HELP, EXPLAIN_HELP, TRACE_HELP].join("\n");
    const options = [...text.matchAll(/mcp-boundary(?:@[\d.]+)?((?: [^\s`|>]+)*)/g)].flatMap((match) => [...(match[1] ?? "").matchAll(/ (--[a-z-]+)/g)].map((one) => one[1] ?? ""));
    expect([...new Set(options)].filter((option) => !help.includes(option))).toEqual([]);
  });

  test("addresses that the code and the pages name are well formed", () => {
    const wrong = [...pages, ...sources].flatMap((file) => [...read(file).matchAll(/https:\/\/github\.com\/mcp-boundary\/([^\s"'`)\\]*)/g)].map(([, path]) => path ?? "").filter((path) => !/^mcp-boundary(?:[./#]|$)/.test(path)).map((path) => `${file}: ${path}`));
    expect(wrong).toEqual([]);
  });

  test("the README's first shell block holds two commands", () => {
    const block = /^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/m.exec(read("README.md"))?.[1] ?? "";
    const lines = block.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe("npm ci && npm test");
    const linted = /fixtures\/servers\/[\w-]+/.exec(lines[0] ?? "")?.[0] ?? "";
    expect(existsSync(join(root, linted, "package.json")), linted).toBe(true);
  });

  test("the README gives a reason for every dependency", () => {
    const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>;
    const names = ["dependencies", "devDependencies"].flatMap((field) => Object.keys(manifest[field] ?? {}));
    expect(names.filter((name) => !read("README.md").includes(`\`${name}\``))).toEqual([]);
  });

  test(".ci/run runs the README's test command", () => {
    expect(read(".ci/run")).toContain("npm ci && npm test");
  });
});

describe("a new rule", () => {
  const copy = mkdtempSync(join(tmpdir(), "new-rule-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  test("made from the templates compiles and is taken into the index", { timeout: 120_000 }, () => {
    for (const path of ["src", "rules", "package.json", "tsconfig.json", "tsconfig.build.json"]) cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const written = createRule(copy, "no-new-thing");
    for (const path of written) expect(existsSync(join(copy, path)), path).toBe(true);
    expect(readFileSync(join(copy, "rules", "index.ts"), "utf8")).toContain('["no-new-thing", noNewThing]');
    const compiled = spawnSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json", "--noEmit"], { cwd: copy, encoding: "utf8" });
    expect(compiled.stdout.split("\n").filter((line) => line.startsWith("rules/"))).toEqual([]);
    for (const fixture of ["bad.ts", "good.ts"]) {
      const path = join(copy, "fixtures", "rules", "no-new-thing", fixture);
      expect(parseSync(path, readFileSync(path, "utf8")).errors).toEqual([]);
    }
  });

  test("is refused when its id is malformed or taken", () => {
    expect(() => createRule(copy, "New Thing")).toThrow("no rule id");
    expect(() => createRule(copy, "no-shell-injection")).toThrow("exists already");
  });
});
