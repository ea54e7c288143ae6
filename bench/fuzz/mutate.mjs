// Mutations of source text. All of them are functions of a text, a donor text and a seeded source of numbers: the same three, the same mutant.
import { parseSync } from "oxc-parser";
import { findHazard } from "../../dist/src/languages/javascript/depth.js";

/** Numbers that look random and are the same for the same seed (mulberry32, by Tommy Ettinger, in the public domain). */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  /** A whole number below a bound. */
  const below = (bound) => Math.floor(next() * bound);
  return { below, pick: (list) => list[below(list.length)] };
}

/** The seed of one mutant of a run. */
export function seedOf(seed, index) {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|=>|\.\.\.|\?\.|\?\?|&&|\|\||[=!]==?|[^]/gu;
const tokensOf = (text) => text.match(TOKEN) ?? [];
const isSolid = (token) => token.trim() !== "" && !token.startsWith("//") && !token.startsWith("/*");
const isName = (token) => /^[\p{L}_$]/u.test(token);

const WORDS = [
  "await", "yield", "super", "this", "new.target", "import.meta", "arguments", "__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", "length", "default", "eval", "undefined", "null", "NaN",
  "async", "function*", "static", "get", "set", "delete", "typeof", "void", "in", "of", "instanceof", "let", "var", "class", "enum", "using", "break", "continue", "return", "throw", "debugger", "with", "label:", "#x", "@dec",
  "0", "-1", "1e400", "0x10n", "''", "``", "[]", "{}", "()", "/(?:)/", "...", "?.", "??=", "**", "=>", "=", "++", "!", ";", ",", ":", "<T>", "as const", "satisfies X", "require", "module", "exports", "process.env", "Symbol.iterator",
];
const ODD = ["\0", "\ufeff", "\ud800", "\udfff", "\u2028", "\u202e", "\\", "\\u{110000}", "`", "${", "/*", "*/", "//", "\"", "'", "\r", "\u00a0", "<!--", "#!", "\u{1f600}", "%00", "__proto__"];

const EXPRESSION = /Expression$|^(?:Literal|TemplateLiteral|Identifier)$/;
const STATEMENT = /Statement$|^(?:VariableDeclaration|FunctionDeclaration|ClassDeclaration|ExportNamedDeclaration|ImportDeclaration)$/;
/** Keys under which an identifier is no expression. */
const NO_VALUE = new Set(["id", "key", "property", "params", "label", "local", "imported", "exported", "specifiers", "typeAnnotation", "param", "typeName", "exprName"]);

/** Spans of the expressions, the statements and the function bodies of a text; none where it does not parse, or nests so deeply that the parser would bring the process down. */
export function spansOf(text) {
  const expressions = [];
  const statements = [];
  const bodies = [];
  const visit = (node, key) => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, key);
    } else if (typeof node === "object" && node !== null) {
      const { type, start, end } = node;
      if (typeof type === "string" && typeof start === "number") {
        if (EXPRESSION.test(type) && !NO_VALUE.has(key)) expressions.push({ start, end, type });
        else if (STATEMENT.test(type)) statements.push({ start, end, type });
        if (type === "BlockStatement" && key === "body") bodies.push({ start, end, type });
      }
      for (const [inner, value] of Object.entries(node)) if (typeof value === "object") visit(value, inner);
    }
  };
  if (findHazard(text) !== undefined) return { expressions, statements, bodies };
  try {
    visit(parseSync("a.tsx", text).program.body, "");
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof SyntaxError)) throw error;
  }
  return { expressions, statements, bodies };
}

const at = (text, { start, end }) => text.slice(start, end);
const put = (text, { start, end }, other) => text.slice(0, start) + other + text.slice(end);

/** Tokens changed by a function that gets them and the places of those that are no space and no comment. */
function onTokens(change) {
  return (text, donor, random) => {
    const tokens = tokensOf(text);
    const solid = tokens.flatMap((token, index) => (isSolid(token) ? [index] : []));
    if (solid.length === 0) return text;
    change(tokens, solid, random, donor);
    return tokens.join("");
  };
}

function onLines(change) {
  return (text, donor, random) => change(text.split("\n"), donor.split("\n"), random).join("\n");
}

/** One span of a kind replaced by what a function makes of it; the text itself where there is none. */
function onSpan(kind, change) {
  return (text, donor, random) => {
    const spans = spansOf(text)[kind];
    if (spans.length === 0) return text;
    const span = random.pick(spans);
    return put(text, span, change(at(text, span), { text, donor, random, span, spans }));
  };
}

const pickFrom = (kind) => ({ text, donor, random, spans }) => {
  const own = random.below(2) === 0;
  const others = own ? spans : spansOf(donor)[kind];
  return others.length === 0 ? "" : at(own ? text : donor, random.pick(others));
};
const otherExpression = pickFrom("expressions");
const otherStatement = pickFrom("statements");

const WRAPPED = [
  (e) => `[...${e}]`, (e) => `{...${e}}`, (e) => `(await ${e})`, (e) => `(() => ${e})()`, (e) => `(async () => ${e})()`, (e) => `(function* () { yield* ${e}; })()`, (e, o) => `(${e} ?? ${o})`, (e, o) => `(${o} ? ${e} : ${o})`,
  (e) => `new Proxy(${e}, {})`, (e, o) => `Object.assign(${e}, ${o})`, (e, o) => `((x) => x(${o}))(${e})`, (e) => `\`\${${e}}\``, (e) => `(class extends (${e}) { static a = this; })`, (e, o) => `({ get a() { return ${e}; }, [${o}]: ${o} }).a`,
  (e, o) => `[${e}, ${o}].reduce((a, b) => a(b))`, (e) => `JSON.parse(JSON.stringify(${e}))`, (e) => `Promise.resolve(${e}).then((x) => x)`, (e) => `new (${e})()`, (e, o) => `(${e})[${o}]`, (e, o) => `(${e}).call(${o}, ...${o})`, (e) => `(${e}).bind(null)`,
  (e, o) => `new Map([[${e}, ${o}]]).get(${e})`, (e) => `structuredClone(${e})`, (e) => `Object.fromEntries(Object.entries(${e}).map(([k, v]) => [v, k]))`, (e) => `String(${e}).replace(/(.*)/g, (m) => m + m)`, (e) => `(${e}, ${e})`, (e) => `(typeof ${e})`, (e) => `(x = ${e}, x)`,
];
const ENCLOSED = [
  (s) => `try { ${s} } finally { ${s} }`, (s) => `try { ${s} } catch { ${s} }`, (s, o) => `while (${o}) { ${s} }`, (s, o) => `for (const x of ${o}) { ${s} }`, (s, o) => `for (const x in ${o}) { ${s} continue; }`, (s, o) => `switch (${o}) { case ${o}: ${s} default: ${s} }`,
  (s) => `outer: { ${s} break outer; }`, (s) => `(async function again() { ${s} return again(); })();`, (s, o) => `if (${o}) { ${s} } else { ${s} }`, (s) => `do { ${s} } while (false);`, (s) => `setTimeout(() => { ${s} });`, (s) => `{ ${s} ${s} }`, (s) => `for (let i = 0; i < 1e9; i++) { ${s} }`,
  (s) => `class Again { static { ${s} } constructor() { new Again(); } }`, (s, o) => `for await (const [x] of ${o}) { ${s} }`, (s) => `namespace N { ${s} }`, (s, o) => `(${o}).forEach((x) => { ${s} });`,
];
const NESTS = [["(", ")"], ["[", "]"], ["{ a: ", " }"], ["() => ", ""], ["!", ""], ["await ", ""], ["`${", "}`"], ["f(", ")"], ["(class { static a = ", " })"], ["(x ? ", " : x)"], ["(function () { return ", " })()"], ["", ".a"], ["", "()"], ["", " + 1"], ["", " || x"], ["new Promise((r) => r(", "))"], ["[...", "]"]];
const DEPTHS = [3, 8, 20, 60, 200, 1000, 5000];

/** Each of them makes a mutant of a text; most of those below the line still parse. */
const MUTATIONS = {
  "delete token": onTokens((tokens, solid, random) => tokens.splice(random.pick(solid), 1)),
  "double token": onTokens((tokens, solid, random) => {
    const place = random.pick(solid);
    tokens.splice(place, 0, tokens[place]);
  }),
  "swap tokens": onTokens((tokens, solid, random) => {
    const [a, b] = [random.pick(solid), random.pick(solid)];
    [tokens[a], tokens[b]] = [tokens[b], tokens[a]];
  }),
  "word for token": onTokens((tokens, solid, random) => (tokens[random.pick(solid)] = ` ${random.pick(WORDS)} `)),
  "odd character": (text, _donor, random) => {
    const place = random.below(text.length + 1);
    return text.slice(0, place) + random.pick(ODD) + text.slice(place);
  },
  "cut off": (text, _donor, random) => text.slice(0, random.below(text.length + 1)),
  "splice": onLines((lines, others, random) => [...lines.slice(0, random.below(lines.length + 1)), ...others.slice(random.below(others.length + 1))]),
  "double lines": onLines((lines, _others, random) => {
    const start = random.below(lines.length);
    const count = 1 + random.below(12);
    return [...lines.slice(0, start + count), ...lines.slice(start)];
  }),
  "delete lines": onLines((lines, _others, random) => lines.toSpliced(random.below(lines.length), 1 + random.below(4))),
  "swap lines": onLines((lines, _others, random) => {
    const [a, b] = [random.below(lines.length), random.below(lines.length)];
    return lines.with(a, lines[b]).with(b, lines[a]);
  }),

  "name for name": onTokens((tokens, solid, random) => {
    const names = solid.filter((place) => isName(tokens[place]));
    if (names.length > 0) tokens[random.pick(names)] = tokens[random.pick(names)];
  }),
  "one name for another": onTokens((tokens, solid, random) => {
    const names = solid.filter((place) => isName(tokens[place]));
    if (names.length === 0) return;
    const [from, to] = [tokens[random.pick(names)], tokens[random.pick(names)]];
    for (const place of names) if (tokens[place] === from) tokens[place] = to;
  }),
  "expression for expression": onSpan("expressions", (_own, more) => `(${otherExpression(more)})`),
  "several expressions": (text, donor, random) => {
    let result = text;
    for (let turn = 0; turn < 6; turn++) result = MUTATIONS["expression for expression"](result, donor, random);
    return result;
  },
  "wrap expression": onSpan("expressions", (own, more) => more.random.pick(WRAPPED)(own, otherExpression(more))),
  "nest expression": onSpan("expressions", (own, { random }) => {
    const [open, close] = random.pick(NESTS);
    const depth = random.pick(DEPTHS);
    return `(${open.repeat(depth)}${own}${close.repeat(depth)})`;
  }),
  "statement for statement": onSpan("statements", (_own, more) => otherStatement(more)),
  "statement before": onSpan("statements", (own, more) => `${otherStatement(more)}\n${own}`),
  "delete statement": onSpan("statements", () => ""),
  "enclose statement": onSpan("statements", (own, more) => more.random.pick(ENCLOSED)(own, otherExpression(more))),
  "nest statement": onSpan("statements", (own, more) => {
    const enclose = more.random.pick(ENCLOSED);
    const other = otherExpression(more).slice(0, 200);
    let result = own.slice(0, 2000);
    for (let depth = more.random.pick([2, 3, 6]); depth > 0; depth--) result = enclose(result, other);
    return result;
  }),
  "body for body": onSpan("bodies", (_own, more) => pickFrom("bodies")(more) || "{}"),
};
const NAMES = Object.keys(MUTATIONS);

/** Longer than this, and a mutant is cut: what a text may grow to is the subject of other tests. */
const MOST = 200_000;

/** A mutant and the names of the mutations that made it. */
export function mutate(text, donor, random) {
  const made = [];
  let mutant = text;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const name = random.pick(NAMES);
    mutant = MUTATIONS[name](mutant, donor, random).slice(0, MOST);
    made.push(name);
  }
  return { mutant, made };
}
