import { parse } from "../languages/javascript/parse.js";
import { namesOf } from "./arguments.js";
import { breaks, HOLDS, quoted, unknown } from "./judgement.js";
import type { Comparison, Judgement } from "./oracle.js";
import { type Lexicon, partingOf, readTokens, textOfTokens, type Token, type Tokens } from "./token-comparison.js";

const JAVASCRIPT: ReadonlySet<string> = new Set(["node", "nodejs", "electron", "bun", "tsx", "ts-node", "deno", "mongo", "mongosh", "javascript"]);

/** Two texts of a program, in JavaScript unless `language` names another interpreter: the hostile value may change one literal or one name. */
export function judgeCode(benign: string, hostile: string, { sent, with: options }: Pick<Comparison, "sent" | "with">): Judgement {
  const names = options?.takes === "apex" ? ["apex"] : options?.language === undefined ? ["javascript"] : namesOf(options.language);
  return names.some((name) => JAVASCRIPT.has(name)) ? judgeJavaScript(benign, hostile, sent.benign) : judgeTokens(names, benign, hostile, sent.benign);
}

/** Ways in which an API reads a text: a program or the body of a function, or one expression. */
const READINGS: readonly ((text: string) => string)[] = [(text) => text, (text) => `(${text}\n)`];

/** The parser draws the surroundings of each error, which costs the square of a text that is nothing but errors. */
const LONGEST_PROGRAM = 8192;

function judgeJavaScript(benign: string, hostile: string, word: string): Judgement {
  if (Math.max(benign.length, hostile.length) > LONGEST_PROGRAM) return unknown("the program is too long");
  for (const reading of READINGS) {
    const meant = treeOf(reading(benign));
    if (meant === undefined) continue;
    const text = reading(hostile);
    const made = treeOf(text);
    if (made === undefined) return unknown("the hostile text is no program");
    const added = firstDifference(meant, made);
    if (added !== undefined && readsBefore(made, word, added.start)) return unknown(`nothing is called ${quoted(word)}, so that what stands behind it does not run`);
    return added === undefined ? HOLDS : breaks(`adds to the program: ${quoted(text.slice(added.start, added.end))}`);
  }
  return unknown("the benign text is no program");
}

/** The word is evaluated as a name by itself before a place, which throws. */
function readsBefore(tree: unknown, word: string, place: number): boolean {
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if (Array.isArray(node)) {
      open.push(...node);
      continue;
    }
    const { type, name, start } = node as { readonly type?: unknown; readonly name?: unknown; readonly start?: unknown }; // an object has any property as unknown
    if (type === "Identifier" && name === word && typeof start === "number" && start <= place) return true;
    for (const [key, value] of Object.entries(node)) if (value !== undefined && !isNoRead(type, key, node)) open.push(value);
  }
  return false;
}

/** What stands there names something, and is not evaluated. */
function isNoRead(type: unknown, key: string, node: object): boolean {
  if (type === "UnaryExpression") return "operator" in node && node.operator === "typeof";
  if (key === "property" || key === "key") return !("computed" in node && node.computed === true);
  return key === "id" || key === "params" || key === "label";
}

function treeOf(text: string): object | undefined {
  const parsed = parse("text.js", text);
  return parsed.ok && parsed.errors.length === 0 ? parsed.program : undefined;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What a literal, a name or a piece of a template says; all else of a tree is its shape. */
const CONTENTS: ReadonlySet<string> = new Set(["start", "end", "range", "loc", "raw", "value", "cooked", "name", "regex", "bigint", "directive", "hashbang", "comments", "errors", "parent"]);

/** Where the second tree first differs in shape from the first. */
function firstDifference(meant: object, made: object): Place | undefined {
  let open: (readonly [unknown, unknown, Place])[] = [[meant, made, { start: 0, end: 0 }]];
  while (open.length > 0) {
    const next: (readonly [unknown, unknown, Place])[] = [];
    for (const [one, other, around] of open) {
      if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
        if (one !== other) return placeOf(other) ?? around;
        continue;
      }
      const place = placeOf(other) ?? around;
      if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return placeOf(addedItem(one, other)) ?? place;
      const [before, after] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
      if (before["type"] === "Identifier" && after["type"] === "Literal") continue;
      // the pieces of a template are as many as its expressions and one more
      const keys = typeOf(other) === "TemplateLiteral" ? ["type", "expressions"] : new Set([...Object.keys(before), ...Object.keys(after)]);
      for (const key of keys) {
        // a property has its value under the name of what a literal says
        const isContent = CONTENTS.has(key) && (typeof before[key] !== "object" || before["type"] === "Literal" || before["type"] === "TemplateElement");
        if (!isContent) next.push([before[key], after[key], place]);
      }
    }
    open = next;
  }
  return undefined;
}

/** What a longer list has before that which both end in; in a shorter one nothing is. */
function addedItem(meant: readonly unknown[], made: readonly unknown[]): unknown {
  let same = 0;
  while (same < Math.min(meant.length, made.length) && isAlike(meant.at(-1 - same), made.at(-1 - same))) same++;
  return made[meant.length - same];
}

function isAlike(meant: unknown, made: unknown): boolean {
  const [one, other] = [placeOf(meant), placeOf(made)];
  return typeOf(meant) === typeOf(made) && one !== undefined && other !== undefined && one.end - one.start === other.end - other.start;
}

function typeOf(node: unknown): unknown {
  return typeof node === "object" && node !== null && "type" in node ? node.type : undefined;
}

function placeOf(node: unknown): Place | undefined {
  if (typeof node !== "object" || node === null || !("start" in node) || !("end" in node)) return undefined;
  return typeof node.start === "number" && typeof node.end === "number" ? { start: node.start, end: node.end } : undefined;
}

const WORDS: Lexicon = [
  ["blank", /[ \t\r]+/y],
  ["broken", /["'][^]*/y],
  ["number", /\d[\w.]*/y],
  ["name", /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y],
];
const PLAIN_STRINGS: Lexicon = [["string", /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y]];
const HASH_COMMENT: Lexicon = [["comment", /#[^\n]*/y]];

/** How other interpreters write literals and comments, and what is computed inside a literal. */
const LANGUAGES: readonly { readonly names: readonly string[]; readonly lexicon: Lexicon; readonly computed?: RegExp; readonly foreign?: string }[] = [
  { names: ["python", "pypy", "py"], lexicon: [...HASH_COMMENT, ["string", /[bBrRuU]{0,2}(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')/y], ...WORDS] },
  // a line is a statement, and no sign parts two of them
  { names: ["osascript"], foreign: ";", lexicon: [["comment", /--[^\n]*|\(\*[^]*?\*\)|#[^\n]*/y], ["string", /"(?:[^"\\]|\\[^])*"/y], ["name", /'/y], ...WORDS] },
  { names: ["ruby"], lexicon: [...HASH_COMMENT, ...PLAIN_STRINGS, ...WORDS], computed: /#\{[^}]*\}?/g },
  { names: ["perl"], lexicon: [...HASH_COMMENT, ...PLAIN_STRINGS, ...WORDS], computed: /[$@]\w+|[$@]\{[^}]*\}?/g },
  { names: ["php"], lexicon: [["comment", /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y], ...PLAIN_STRINGS, ...WORDS], computed: /\$\w+|\{\$[^}]*\}?/g },
];
const ANY_LANGUAGE: (typeof LANGUAGES)[number] = { names: [], lexicon: [...PLAIN_STRINGS, ...WORDS], computed: /\$\([^)]*\)?|#\{[^}]*\}?/g };

function judgeTokens(names: readonly string[], benign: string, hostile: string, word: string): Judgement {
  const { lexicon, computed, foreign } = LANGUAGES.find((one) => one.names.some((name) => names.includes(name))) ?? ANY_LANGUAGE;
  const read = (text: string): Tokens => {
    const found = readTokens(text, lexicon);
    return { ...found, tokens: found.tokens.flatMap((token) => [token, ...computedIn(token, computed)]) };
  };
  const [meant, made] = [read(benign), read(hostile)];
  if (meant.broken !== undefined) return unknown(`the benign program text has ${meant.broken}`);
  const parting = partingOf(meant.tokens, made.tokens);
  if (parting === undefined) return made.broken === undefined ? HOLDS : unknown(`the hostile program text has ${made.broken}`);
  if (made.broken !== undefined && made.tokens.length <= meant.tokens.length) return unknown(`the hostile program text has ${made.broken}`);
  if (isNested(meant.tokens) && (!isNested(made.tokens) || parting.made.some(({ text }) => text === foreign))) return unknown("the hostile text is no program");
  if (failsToImport(made.tokens, word)) return unknown("the import of the hostile text fails");
  return breaks(`adds to the program: ${quoted(textOfTokens(parting.made))}`);
}

/** Python imports a name, and no call; what stands behind an import of a module that is not there does not run. */
function failsToImport(tokens: readonly Token[], word: string): boolean {
  return tokens.some(({ kind, text }, at) => kind === "name" && text === "import" && (tokens[at + 1]?.text === word || tokens[at + 2]?.text === "("));
}

/** Each bracket has its other, and no statement ends within one that is round. */
function isNested(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== "operator") continue;
    const closing = BRACKETS.get(text);
    if (closing !== undefined) open.push(closing);
    else if (")]}".includes(text) && open.pop() !== text) return false;
    else if (text === ";" && open.at(-1) === ")") return false;
  }
  return open.length === 0;
}

const BRACKETS: ReadonlyMap<string, string> = new Map([["(", ")"], ["[", "]"], ["{", "}"]]);

function computedIn({ kind, text }: Token, computed: RegExp | undefined): Token[] {
  if (computed === undefined || kind !== "string" || !text.startsWith("\"")) return [];
  return (text.replace(/\\[^]/g, "").match(computed) ?? []).map((found): Token => ({ kind: "expansion", text: found }));
}

/** How template languages open a place that is computed. */
const OPENINGS = /\{\{|\{%|<%|\$\{|#\{|!\{|\[\[|\[%|@\{|@\(|^[ \t]*[-=!]?=\s|^[ \t]*- /gm;

/** Two texts of a template: the hostile one has no further place that is computed. */
export function judgeTemplate(benign: string, hostile: string): Judgement {
  const [few, many] = [benign.match(OPENINGS) ?? [], hostile.match(OPENINGS) ?? []];
  if (many.length <= few.length) return HOLDS;
  const at = hostile.indexOf(many.find((opening) => few.every((one) => one !== opening)) ?? many[few.length] ?? "");
  return breaks(`opens a place of the template that is computed: ${quoted(hostile.slice(at, at + 40))}`);
}
