import fc from "fast-check";

/** Names that made programs declare and use. */
const NAMES = ["a", "b", "c", "d"] as const;

/** Texts as careless and hostile code writes them. */
const TEXTS = ["", "a", "abc", "a,b", "../x", "/etc/passwd", "1", "-1", "0x1f", " ", "A b", "aXbX", "é", "😀b", "\n", "$&", "$1", "constructor", "toString", "length", "then", "null", "NaN", "[object Object]", "2024-01-01"];
const NUMBERS = ["0", "-0", "1", "2", "3", "-1", "1.5", "10", "NaN", "Infinity", "1e21", "0.1", "255", "4294967296"];
const OTHERS = ["null", "undefined", "true", "false", "10n", "[]", "({})", "/a(b)?/g", "/x/", "[3, 1, 2]", "['b', 'a']", "[[1, 2], [3]]", "({ a: 1, b: [2] })", "new Map([['a', 1]])", "new Set([1, 'a'])", "((x) => x)", "((...r) => r.length)"];
const BINARY = ["+", "-", "*", "/", "%", "**", "==", "===", "!=", "!==", "<", "<=", ">", ">=", "&", "|", "^", "<<", ">>", ">>>", "&&", "||", "??", "in", "instanceof"];
const ASSIGNED = ["=", "+=", "-=", "||=", "&&=", "??="];
const UNARY = ["!", "-", "+", "~", "typeof ", "void "];

/** Methods by the number of arguments that are handed on. */
const METHODS = [
  "trim()", "toUpperCase()", "toString()", "valueOf()", "reverse()", "sort()", "pop()", "shift()", "flat()", "at(§)", "slice(§, §)", "substring(§, §)", "indexOf(§)", "lastIndexOf(§)", "includes(§)", "startsWith(§)", "endsWith(§)",
  "split(§)", "join(§)", "concat(§)", "push(§)", "unshift(§)", "replace(§, §)", "replaceAll(§, §)", "charAt(§)", "charCodeAt(§)", "padStart(4, §)", "repeat(2)", "match(§)", "map(§)", "filter(§)", "find(§)", "some(§)", "every(§)", "reduce(§, §)", "reduce(§)",
  "forEach(§)", "flatMap(§)", "fill(§)", "splice(§, §, §)", "get(§)", "has(§)", "set(§, §)", "add(§)", "delete(§)", "toFixed(2)", "localeCompare(§)", "hasOwnProperty(§)", "test(§)", "exec(§)", "call(§, §)", "apply(§, [§])", "bind(§)(§)", "with(0, §)", "toSorted()", "findLast(§)", "size", "length", "a", "b", "x",
];
const CALLS = [
  "String(§)", "Number(§)", "Boolean(§)", "Array.isArray(§)", "Array.from(§)", "Array.of(§, §)", "Object.keys(§)", "Object.values(§)", "Object.entries(§)", "Object.fromEntries(§)", "Object.assign({}, §, §)", "JSON.stringify(§)", "JSON.parse(§)", "parseInt(§)", "parseInt(§, §)", "parseFloat(§)",
  "isNaN(§)", "Number.isInteger(§)", "Math.max(§, §)", "Math.min(...§)", "Math.floor(§)", "encodeURIComponent(§)", "decodeURIComponent(§)", "encodeURI(§)", "new Set(§)", "new Map(§)", "structuredClone(§)", "Object.freeze(§)", "Object.is(§, §)", "Array.from({ length: 3 }, §)",
  "String.raw`${§}x`", "new Error(§)", "new Array(3).fill(§)", "Symbol.for('s').toString()", "Object.hasOwn(§, §)", "Reflect.has(§, §)", "Reflect.ownKeys(§)", "new String(§)", "new RegExp(§)", "new URL(§, 'https://a.b/c/d')", "Object.defineProperty({}, §, { value: §, enumerable: true })",
];

/** `§` in a template stands for an expression. */
function filled(templates: readonly string[], expression: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...templates), expression, expression, expression).map(([template, ...given]) => given.reduce((text, one) => text.replace("§", () => one), template));
}

const { expression, statement } = fc.letrec<{ expression: string; statement: string; leaf: string; block: string; pattern: string; fn: string }>((tie) => ({
  leaf: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 3, arbitrary: fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)) },
    { weight: 2, arbitrary: fc.constantFrom(...NUMBERS).map((text) => (text.startsWith("-") ? `(${text})` : text)) },
    { weight: 3, arbitrary: fc.constantFrom(...OTHERS) },
  ),
  fn: fc.oneof(
    tie("expression").map((body) => `((x, y) => (${body}))`),
    tie("expression").map((body) => `((x) => x === undefined ? (${body}) : x)`),
    fc.tuple(tie("pattern"), tie("block")).map(([pattern, body]) => `(function (${pattern.split(" of ")[0] ?? "x"}) ${body})`),
    tie("expression").map((body) => `(function () { return this === undefined ? 0 : (${body}); })`),
  ),
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: tie("leaf") },
    { weight: 3, arbitrary: fc.tuple(tie("expression"), fc.constantFrom(...BINARY), tie("expression")).map(([left, operator, right]) => `((${left}) ${operator} (${right}))`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...UNARY), tie("expression")).map(([operator, one]) => `(${operator}(${one}))`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([test, yes, no]) => `((${test}) ? (${yes}) : (${no}))`) },
    { weight: 2, arbitrary: fc.array(fc.oneof({ weight: 4, arbitrary: tie("expression") }, { weight: 1, arbitrary: tie("expression").map((one) => `...[${one}]`) }), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`) },
    { weight: 2, arbitrary: fc.array(fc.oneof(fc.tuple(fc.constantFrom("a", "b", "length", "toString", "'x y'", "1", "get a() { return this.b; }, b"), tie("expression")).map(([key, value]) => `${key}: ${value}`), fc.constantFrom("__proto__: null", "__proto__: { a: 5, z: 6 }"), tie("expression").map((one) => `...${one.startsWith("(") ? one : `(${one})`}`), fc.tuple(tie("expression"), tie("expression")).map(([key, value]) => `[${key}]: ${value}`)), { maxLength: 3 }).map((fields) => `({ ${fields.filter((field, index) => !field.startsWith("__proto__") || index === 0).join(", ")} })`) },
    { weight: 6, arbitrary: fc.tuple(tie("expression"), fc.constantFrom(".", "?."), filled(METHODS, tie("expression"))).map(([one, dot, method]) => `(${one})${dot}${method}`) },
    { weight: 4, arbitrary: filled(CALLS, tie("expression")) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("expression")).map(([one, key]) => `(${one})[${key}]`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("expression")).map(([one, other]) => `\`x\${${one}}-\${${other}}\`` ) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...ASSIGNED), tie("expression")).map(([name, operator, value]) => `(${name} ${operator} ${value})`) },
    { weight: 2, arbitrary: tie("fn") },
    { weight: 1, arbitrary: fc.tuple(tie("fn"), tie("expression")).map(([fn, one]) => `${fn}(${one})`) },
    { weight: 1, arbitrary: fc.tuple(tie("fn"), tie("expression")).map(([fn, one]) => `[${one}].map(${fn})`) },
  ),
  pattern: fc.constantFrom("x", "[x, y]", "{ a: x }", "{ a: x = 1, ...y }", "[x, ...y]", "{ length: x }", "[{ a: x } = { a: 2 }]", "x = 3"),
  block: fc.array(tie("statement"), { maxLength: 3 }).map((all) => `{ ${all.join(" ")} }`),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: tie("expression").map((one) => `(${one});`) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...NAMES), tie("expression")).map(([name, value]) => `${name} = ${value};`) },
    { weight: 2, arbitrary: fc.tuple(tie("expression"), tie("block"), tie("block")).map(([test, yes, no]) => `if (${test}) ${yes} else ${no}`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("block")).map(([list, body]) => `for (const x of [${list}, 1]) ${body}`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("block")).map(([one, body]) => `for (const x in (${one})) ${body}`) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 3 }), tie("block")).map(([count, body]) => `for (let i = 0; i < ${count}; i++) ${body}`) },
    { weight: 1, arbitrary: fc.tuple(tie("block"), tie("block")).map(([body, last]) => `try ${body} finally ${last}`) },
    { weight: 2, arbitrary: fc.tuple(tie("block"), tie("block")).map(([body, caught]) => `try ${body} catch (e) ${caught}`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("expression"), tie("block"), tie("block"), fc.constantFrom("", "break;")).map(([value, first, one, other, end]) => `switch (${value}) { case ${first}: ${one} ${end} default: ${other} }`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("const [x, y = 1] =", "const { a: x, ...y } =", "let x ="), tie("expression")).map(([start, value]) => `{ ${start} ${value}; a = x; }`) },
    { weight: 1, arbitrary: tie("expression").map((one) => `return ${one};`) },
    { weight: 1, arbitrary: tie("expression").map((one) => `throw ${one};`) },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), tie("block"), tie("expression")).map(([base, body, one]) => `{ class K { #p = ${one}; static s = ${base}; constructor(x) ${body} get a() { return this.#p; } m(x) ${body} } b = new K(a).a; c = K.s; }`) },
    { weight: 1, arbitrary: fc.tuple(tie("block"), tie("expression")).map(([body, one]) => `c = [...(function* () { yield ${one}; ${body} yield* [1]; })()];`) },
  ),
}));

/** An expression that declares its names, does something and gives what these hold; it ends on every host, for nothing in it loops or calls itself without a bound. */
export const madeProgram: fc.Arbitrary<string> = fc.array(statement, { minLength: 1, maxLength: 6 })
  .map((statements) => `(() => { let a = "a", b = [1, "b"], c = { a: 1 }, d = 2, x, y; ${statements.map((one) => `try { ${one} } catch (e) { y = typeof e === 'object' && e !== null && 'stack' in e ? e.name : e; }`).join(" ")} return [a, b, c, d, y]; })()`);

/** An expression of known parts. */
export const madeExpression: fc.Arbitrary<string> = expression.map((one) => `((a, b, c, d) => ${one})("a", [1, "b"], { a: 1 }, 2)`);

const SINKS = ["execSync(`ls ${§}`);", "spawnSync(§, [§], { shell: true });", "readFileSync(join('/srv', §));", "await fetch(§);", "eval(§);", "console.log(§);", "if (!/^[a-z]+$/.test(§)) throw new Error('no');", "if (§.startsWith('/srv/')) execSync(§);", "return { content: [{ type: 'text', text: §.toString() }] };"];

/** A server with one tool: its handler does something with its input and with values that the module made before. */
export const madeServer: fc.Arbitrary<string> = fc.tuple(fc.array(statement, { maxLength: 3 }), fc.array(fc.oneof(statement, filled(SINKS, expression)), { minLength: 2, maxLength: 6 }))
  .map(([before, body]) => `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { execSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
let b = [1], c = { a: 1 }, d = 2, x, y;
function prepare(a) { ${before.join("\n")} }
prepare("a");
const server = new McpServer({ name: "s", version: "1" });
server.registerTool("run", { inputSchema: { a: z.string() } }, async ({ a }) => {
${body.join("\n")}
});
`);
