import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { analyze, type Analysis } from "../src/analyze.js";

/** Generous for a busy machine; what is superlinear needs minutes. */
const SECONDS = 30;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Analyses a generated program. Nothing may throw, no rule may fail, and it ends in time. */
function run(files: Readonly<Record<string, string>>): Analysis {
  const root = mkdtempSync(join(tmpdir(), "bounds-"));
  folders.push(root);
  for (const [name, text] of Object.entries({ "package.json": '{"name":"generated"}', ...files })) writeFileSync(join(root, name), text);
  const start = performance.now();
  const analysis = analyze({ root, preset: "audit", entries: "all" });
  expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
  expect(analysis.failures).toEqual([]);
  return analysis;
}

const HEAD = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { exec } from "node:child_process";
import { z } from "zod";
const server = new McpServer({ name: "s", version: "1" });
`;
const tool = (body: string, name = "run"): string => `server.registerTool("${name}", { inputSchema: { c: z.string() } }, async ({ c }) => { ${body} });\n`;
const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join("");
const sinks = ({ findings }: Analysis): number => findings.filter(({ rule }) => rule === "no-shell-injection").length;
const bounds = ({ gaps }: Analysis): string[] => gaps.filter(({ kind }) => kind === "bound" || kind === "syntax" || kind === "parse").map(({ message }) => message);

describe("nesting", () => {
  const depth = 20_000;
  test.each([
    ["parentheses and lists", `export const x = ${"[".repeat(depth)}${"]".repeat(depth)};`],
    ["objects", `export const x = ${"{a:".repeat(depth)}1${"}".repeat(depth)};`],
    ["blocks", `${"{".repeat(depth)}${"}".repeat(depth)}`],
    ["conditions", `export function f(a) { ${"if (a) {".repeat(depth)}${"}".repeat(depth)} }`],
    ["else-ifs", `export function f(a) { ${times(3000, (index) => `if (a === ${index}) { a = "x"; } else `)}{ } return a; }`],
    ["functions", `export const f = ${"() => ".repeat(depth)}1;`],
    ["conditional values", `export const f = (a) => ${"a ? 1 : ".repeat(depth)}2;`],
    ["calls of results", `export const f = (a) => a${"(1)".repeat(depth)};`],
    ["chains of methods", `export const f = (a) => a${".b(1)".repeat(depth)};`],
    ["sums", `export const f = (a) => ${times(depth, (index) => `"${index}" + `)}a;`],
    ["template literals", `export const f = (a) => ${"`${".repeat(depth)}a${"}`".repeat(depth)};`],
    ["awaits", `export const f = async (a) => ${"await ".repeat(depth)}a;`],
    ["types", `export type T = ${"{ a: ".repeat(depth)}1${" }".repeat(depth)};`],
  ])("of %s", (_name, text) => {
    const analysis = run({ "a.ts": text, "b.ts": HEAD + tool("exec(c)") });
    expect(sinks(analysis)).toBe(1);
  });

  test("handlers inside handlers", () => {
    const depth = 60;
    const analysis = run({ "a.ts": HEAD + tool(`${times(depth, (index) => `[c].forEach((c${index}) => { if (c${index}.length > ${index}) { `)}exec(c)${"} });".repeat(depth)}`) });
    expect(sinks(analysis) + bounds(analysis).length).toBeGreaterThan(0);
  });
});

describe("size", () => {
  test("10,000 tools in one list", () => {
    const list = `const tools = [${times(10_000, (index) => `{ name: "t${index}", handler: async ({ c }) => exec("x" + c) },\n`)}];\n`;
    const analysis = run({ "a.ts": `${HEAD}${list}for (const tool of tools) server.registerTool(tool.name, { inputSchema: { c: z.string() } }, tool.handler);` });
    expect(sinks(analysis)).toBeGreaterThan(0);
    expect(bounds(analysis).length).toBeGreaterThan(0);
  });

  test("3,000 tools, one call each", () => {
    const analysis = run({ "a.ts": HEAD + times(3000, (index) => tool("exec(c)", `t${index}`)) });
    expect(sinks(analysis)).toBe(3000);
  });

  test("a literal of 200,000 numbers and one of 50,000 objects", () => {
    const analysis = run({ "a.ts": `${HEAD}export const n = [${"1,".repeat(200_000)}];\nexport const o = [${times(50_000, (index) => `{ k: ${index} },`)}];\n${tool("exec(c + n[2] + o[c].k)")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("an object of 20,000 fields, read by name and by a computed key", () => {
    const analysis = run({ "a.ts": `${HEAD}const o = {${times(20_000, (index) => `f${index}: ${index},`)}};\nfor (const k of Object.keys(o)) { o[k] = o[k + 1]; }\n${tool("o[c] = c; exec(o[c])")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("one line of 2 MB", () => {
    const analysis = run({ "a.js": `${times(72_000, (index) => `var v${index}=${index};f(v${index},"a");`)}function f(a,b){return a}`, "b.ts": HEAD + tool("exec(c)") });
    expect(sinks(analysis)).toBe(1);
  });

  test("a minified bundle of 1 MB", () => {
    const unit = (n: number): string => `${n}:(e,t,r)=>{"use strict";Object.defineProperty(t,"__esModule",{value:!0});const n=r(${n + 1}),o=r(${n + 2});t.a=function(e,s){return e?n.a(e,s,{...s,i:o.a}):o.a(s,e),t.b=e=>e&&(s.q=e)||n.b(s)};for(const k in o)t[k]=o[k]},`;
    const bundle = `(()=>{var m={${times(4800, unit)}},c={};function r(i){var x=c[i];if(void 0!==x)return x.exports;var y=c[i]={exports:{}};return m[i](y,y.exports,r),y.exports}r(0).a(process.argv)})();`;
    expect(bundle.length).toBeGreaterThan(1_000_000);
    const analysis = run({ "a.cjs": bundle, "b.ts": HEAD + tool("exec(c)") });
    expect(sinks(analysis)).toBe(1);
  });

  test("a string of 1 MB and a regular expression of 20 kB", () => {
    const analysis = run({ "a.ts": `${HEAD}const s = "${"a".repeat(1 << 20)}";\nconst r = /^(?:${times(2500, (index) => `word${index}|`)}x)$/;\n${tool("if (!r.test(c)) return; exec(s + c)")}` });
    expect(analysis.gaps).toEqual([]);
  });
});

describe("many modules", () => {
  const chain = (text: (index: number) => string): Record<string, string> => Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`m${index}.ts`, text(index)]));

  test("that each import the next", () => {
    const modules = chain((index) => `import { f${index + 1} } from "./m${index + 1}.js";\nexport function f${index}(x: string): string { return f${index + 1}(x); }\nexport const v = f${index}("a");\n`);
    const analysis = run({ ...modules, "m3000.ts": "export function f3000(x: string): string { return x; }\n", "main.ts": `${HEAD}import { f0 } from "./m0.js";\n${tool("exec(f0(c))")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("that each export what the next exports", () => {
    const modules = chain((index) => `export * from "./m${index + 1}.js";\n`);
    const analysis = run({ ...modules, "m3000.ts": "export function f(x: string): string { return x; }\n", "main.ts": `${HEAD}import { f } from "./m0.js";\n${tool("exec(f(c))")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("of a line each", () => {
    expect(sinks(run({ ...chain((index) => `export const a${index} = ${index};\n`), "main.ts": HEAD + tool("exec(c)") }))).toBe(1);
  });
});

describe("what grows by itself", () => {
  test("objects that spread the two before, 400 of them", () => {
    const spread = times(400, (index) => `const o${index} = { ${[1, 2].map((back) => (index < back ? "" : `...o${index - back}, `)).join("")}k${index}: ${index} };\n`);
    expect(sinks(run({ "a.ts": `${HEAD}${spread}${tool("exec(o399[c] + c)")}` }))).toBe(1);
  });

  test("functions that each call the next twice, 60 of them", () => {
    const calls = times(60, (index) => `function f${index}(x: string): string { return f${index + 1}(x + "a") + f${index + 1}(x + "b"); }\n`);
    expect(sinks(run({ "a.ts": `${HEAD}${calls}function f60(x: string): string { return x; }\n${tool("exec(f0(c))")}` }))).toBe(1);
  });

  test("schemas that hold the one before twice, and unions of thousands", () => {
    const schemas = times(60, (index) => `const s${index + 1} = z.object({ a: s${index}, b: s${index} });\n`);
    const union = `z.discriminatedUnion("k", [${times(1000, (index) => `z.object({ k: z.literal("k${index}"), x: z.string() }), `)}])`;
    const text = `${HEAD}type U = ${times(20_000, (index) => `"v${index}" | `)}"x";\nconst s0 = z.object({ v: z.string() });\n${schemas}server.registerTool("t", { inputSchema: { s: s60, u: ${union}, e: z.enum([${times(5000, (index) => `"v${index}", `)}]) } }, async ({ s, u, e }) => { exec(u.x); exec(s.a.b.a.b); exec(e); });`;
    expect(sinks(run({ "a.ts": text }))).toBe(2);
  });

  test("text doubled by every statement", () => {
    run({ "a.ts": `${HEAD}let s = "xxxxxxxxxxxxxxxx";\n${times(80, () => "s = s + s;\n")}${tool("exec(s + c)")}` });
  });

  test("text built up by 4,000 statements", () => {
    const analysis = run({ "a.ts": HEAD + tool(`let s = ""; ${times(4000, (index) => `s += "line ${index}\\n"; if (c.length > ${index}) { s = s + c; }\n`)} exec(s)`) });
    expect(sinks(analysis)).toBe(1);
  });

  test("an object whose fields hold the object", () => {
    const analysis = run({ "a.ts": HEAD + tool(`let o = { v: c }; for (;;) { o = { ${times(40, (index) => `f${index}: o,`)} v: o.v }; if (o.f3.f7.v) break; } exec(o.f1.f2.f3.f4.f5.v)`) });
    expect(sinks(analysis)).toBe(1);
  });

  test("a clone of everything by everything", () => {
    const clone = "function clone(o) { if (typeof o !== 'object') return o; const r = {}; for (const k of Object.keys(o)) r[k] = clone(o[k]); return r; }\n";
    const analysis = run({ "a.ts": `${HEAD}${clone}${times(100, (index) => `export const o${index} = clone({ a${index}: { b: o${(index * 7) % Math.max(index, 1)} }, ...clone(o${Math.max(index - 1, 0)}) });\n`)}${tool("exec(clone({ v: c }).v)")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("functions that all call each other", () => {
    const count = 60;
    const calls = times(count, (index) => `case ${index}: return f${index}(a, b + a, { a, b });\n`);
    const analysis = run({ "a.ts": `${HEAD}${times(count, (index) => `function f${index}(a, b, o) { switch (b) { ${calls} } exec(a); return o ?? f${(index + 1) % count}(o.b, a); }\n`)}${tool("f0(c, c)")}` });
    expect(sinks(analysis)).toBeGreaterThan(0);
  });

  test("modules that all import each other", () => {
    const count = 60;
    const files = Object.fromEntries(Array.from({ length: count }, (_, own) => [
      `m${own}.ts`,
      `${times(count, (index) => `import * as n${index} from "./m${index}.js"; export * from "./m${index}.js";\n`)}export const v${own} = (x) => n${(own + 1) % count}.v${(own + 1) % count}(x);\n`,
    ]));
    const analysis = run({ ...files, "b.ts": `import { v3 } from "./m0.js";\n${HEAD}${tool("exec(v3(c) ?? c)")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("classes that inherit from each other, and forty generations", () => {
    const line = times(40, (index) => `class D${index} ${index === 0 ? "" : `extends D${index - 1} `}{ static s${index}(x) { return this.s0(x); } m${index}(x) { return this.m0(x) ?? super.m${index}(x); } }\n`);
    const analysis = run({ "a.ts": `${HEAD}${line}${times(400, (index) => `class C${index} extends C${(index + 1) % 400} { m${index}(x) { return super.m${(index + 1) % 400}(x) ?? this.m0(x); } }\n`)}${tool("C1.none; new C0(); exec(new D39().m39(c) ?? c)")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("60 classes that each inherit from any of them", () => {
    const mixed = times(60, (index) => `base = class K${index} extends base { m${index}(x) { return x; } };\n`);
    const analysis = run({ "a.ts": `${HEAD}let base = class { };\nfunction mix() { ${mixed} }\nmix();\n${tool("exec(new base().join(c) ?? c); [base].forEach((one) => new one().map(c));")}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("a variable tested 3,000 times", () => {
    const analysis = run({ "a.ts": HEAD + tool(`${times(3000, (index) => `if (c.startsWith("p${index}")) throw new Error("no");\n`)} exec(c)`) });
    expect(sinks(analysis)).toBe(1);
  });

  test("a value joined after each of 200 checks", () => {
    const analysis = run({ "a.ts": `${HEAD}function check(x) { if (x === "no") throw new Error(x); }\n${tool(`${times(200, (index) => `if (process.argv[${index}]) check(c); while (process.argv[${index}] && c.length > 3) check(c);\n`)} exec(c)`)}` });
    expect(sinks(analysis)).toBe(1);
  });

  test("1,000 exits from a function of 1,000 variables", () => {
    const analysis = run({ "a.ts": HEAD + tool(`${times(1000, (index) => `const v${index} = c + ${index}; if (v${index} === "x") return v${index};\n`)} exec(v999)`) });
    expect(sinks(analysis)).toBe(1);
  });

  test("a try around 2,000 statements that write what the catch reads", () => {
    const analysis = run({ "a.ts": HEAD + tool(`let x = ""; try { ${times(2000, (index) => `x = c + ${index}; await server.f(x);\n`)} } catch (e) { exec(x) }`) });
    expect(sinks(analysis)).toBe(1);
  });

  test("a header that three layers of templates hold, 400 times each", () => {
    const layer = (text: string): string => `\`${times(400, () => `\${${text}}`)}\``;
    const body = `const a = ${layer('req.headers["x-own-key"]')};\nconst b = ${layer("a")};\nconst c = ${layer("b")};\nif (!c) return void res.status(401).end();\n`;
    const text = `import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";\nimport express from "express";\n${HEAD}const app = express();
app.post("/mcp", async (req, res) => {\n${body}const transport = new StreamableHTTPServerTransport({});\nawait server.connect(transport);\nawait transport.handleRequest(req, res, req.body);\n});\napp.listen(3000);\n`;
    const analysis = run({ "a.ts": text + tool("exec(c)") });
    expect(sinks(analysis)).toBe(1);
    expect(analysis.findings.filter(({ rule }) => rule === "require-http-auth")).toHaveLength(1);
  });

  test("a helper that 3,000 places call and 300 inputs reach", () => {
    const analysis = run({ "a.ts": `${HEAD}function log(a) { const o = { a, t: Date.now() }; return JSON.stringify(o) + a.x; }\n${times(300, (index) => tool(`${times(10, (call) => `log({ f${index}: c, g${call}: [c] });\n`)} exec(c)`, `t${index}`))}` });
    expect(sinks(analysis)).toBe(300);
  });
});

describe("names of Object.prototype", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

  test("as fields, variables, tools, exports and modules", () => {
    const text = `${HEAD}${times(names.length, (index) => `export const $${index} = { ${names[index] ?? ""}: 1, ["${names[index] ?? ""}"](x) { return x; } };\n`)}
const o = {};
${names.map((name) => `o.${name} = o["${name}"]; o.${name}.${name}();`).join("\n")}
${names.map((name) => tool(`const { ${name}: v = c } = o; exec(c + v + c.${name})`, name)).join("")}
export { o as __proto__, o as constructor, o as toString };`;
    const analysis = run({ "a.ts": text, "b.ts": `import { __proto__ as p, constructor as k, hasOwnProperty } from "./a.js"; import x from "constructor"; import y from "__proto__"; export const z = [p.a, k.b, hasOwnProperty(), x.toString(), y.valueOf()];` });
    expect(sinks(analysis)).toBe(names.length);
  });
});
