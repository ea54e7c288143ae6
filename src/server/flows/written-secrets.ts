import { comparePlaces } from "../../finding.js";
import { nodesIn } from "../../ir/children.js";
import type { Expr, Stmt } from "../../ir/ir.js";
import { locate, type Program } from "../../program/program.js";
import { credentialIn, isPublishedAs, LEAST_OF_VALUE, maskedSecret, mayHoldSecret, type Secret, secretsIn } from "../../text/secrets.js";
import { isPublicName, isSecretName } from "../../text/credential-names.js";
import type { WrittenSecret } from "../view/view.js";

/** Files that show something, or try it out. */
const SAMPLE_FILE = /(?:^|\/)(?:examples?|demos?|samples?|fixtures?|mocks?|__\w+__|tests?|specs?|e2e|benchmarks?|docs?|archive|[\w-]*(?:integration|test)-tests?|testing|test[_-]\w+)\/|(?:^|[/._-])(?:tests?|spec|mock|example|demo|sample|fixture)s?(?:[._-][\w.-]*)?\.\w+$/i;

/** A literal, and what the program calls it. */
interface Literal {
  readonly text: string;
  readonly names: readonly string[];
  /** The setting that it stands in for. */
  readonly setting: string | undefined;
  readonly at: Expr;
}

/** The credentials that are written in the program's text, in the order of file and place. What merely shows or tries something out is left aside. */
export function findWrittenSecrets(program: Program): WrittenSecret[] {
  const found: WrittenSecret[] = [];
  for (const module of program.modules.values()) {
    if (SAMPLE_FILE.test(module.path) || !mayHoldSecret(module.text)) continue;
    const told = new Set<number>();
    const literals: Literal[] = [];
    for (const fn of module.functions) for (const node of nodesIn(fn.body)) addLiterals(node, literals);
    // a literal that has a name says more than one that stands somewhere
    for (const literal of [...literals.filter(({ names }) => names.length > 0), ...literals]) {
      if (told.has(literal.at.start)) continue;
      const secret = secretOf(literal);
      if (secret === undefined) continue;
      told.add(literal.at.start);
      if (isPublishedAs(secret, literal.names)) continue;
      found.push({ name: secret.name, masked: maskedSecret(secret), calledAs: literal.names.at(-1), fallbackOf: literal.setting, location: locate(module, literal.at) });
    }
  }
  return found.sort((a, b) => comparePlaces(a.location, b.location));
}

/** What a setting that is merely called a key holds at least: short ones are names of entries. */
const LEAST_OF_KEY = 16;

function secretOf({ text, names, setting }: Literal): Secret | undefined {
  const [shaped] = secretsIn(text, "shapes");
  if (shaped !== undefined) return shaped;
  const name = names.find(isSecretName) ?? (setting !== undefined && /(?:^|_)KEY$/.test(setting) && text.length >= LEAST_OF_KEY ? setting : undefined);
  return name === undefined || names.some(isPublicName) ? undefined : credentialIn(text, name);
}

/** What stands beside a key in the configuration of a web page: https://firebase.google.com/docs/web/learn-more#config-object. */
const WEB_CONFIG_KEYS: ReadonlySet<string> = new Set(["authDomain", "messagingSenderId", "storageBucket", "measurementId"]);
/** A search box of a page, which is printed with a key that can do nothing but search: https://docsearch.algolia.com/docs/api. What indexes has no parameters of a search. */
const SEARCH_BOX = ["appId", "apiKey", "indexName", "searchParameters"] as const;

/** Takes up the literals that a node gives a name to, and those that stand by themselves, as far as they are long enough for a secret. */
function addLiterals(node: Stmt | Expr, literals: Literal[]): void {
  switch (node.kind) {
    case "assign":
      return addNamed(node.value, [nameOf(node.target)], undefined, literals);
    case "object": {
      const keys = node.properties.flatMap(({ key }) => (key?.kind === "const" ? [String(key.value)] : []));
      if (SEARCH_BOX.every((key) => keys.includes(key))) return;
      const owner = keys.some((key) => WEB_CONFIG_KEYS.has(key)) ? "web" : undefined;
      for (const { key, value } of node.properties) if (key?.kind === "const") addNamed(value, [owner, String(key.value)], undefined, literals);
      return;
    }
    case "call": {
      // headers are set by name and value
      const [name, value] = node.args;
      if (name?.kind === "const" && typeof name.value === "string" && value !== undefined && value.kind !== "spread") addNamed(value, [name.value], undefined, literals);
      return;
    }
    case "binary":
      if (/^[!=]==?$/.test(node.op)) {
        addNamed(node.right, [nameOf(node.left)], undefined, literals);
        addNamed(node.left, [nameOf(node.right)], undefined, literals);
      }
      return;
    case "logical":
      return addNamed(node, [], undefined, literals);
    case "const":
      if (typeof node.value === "string" && node.value.length >= LEAST_OF_VALUE) literals.push({ text: node.value, names: [], setting: undefined, at: node });
      return;
    default:
  }
}

/** The literals that a value may be, under the names that it has. */
function addNamed(value: Expr, names: readonly (string | undefined)[], setting: string | undefined, literals: Literal[]): void {
  const [part] = value.kind === "template" ? value.parts : [];
  if (value.kind === "template" && value.parts.length === 1 && part?.kind === "const") {
    addNamed(part, names, setting, literals);
  } else if (value.kind === "const") {
    if (typeof value.value !== "string" || value.value.length < LEAST_OF_VALUE) return;
    const known = names.filter((name) => name !== undefined);
    if (known.length > 0) literals.push({ text: value.value, names: known, setting, at: value });
  } else if (value.kind === "logical" && value.op !== "&&") {
    const own = nameOf(value.left);
    addNamed(value.right, [own, ...names], isSetting(value.left) ? own : setting, literals);
  } else if (value.kind === "cond") {
    addNamed(value.then, names, setting, literals);
    addNamed(value.else, names, setting, literals);
  }
}

function nameOf(expr: Expr): string | undefined {
  // how `a?.b` is lowered
  if (expr.kind === "seq") return expr.items.map(nameOf).at(-1);
  if (expr.kind === "cond") return nameOf(expr.then) ?? nameOf(expr.else);
  if (expr.kind === "var") return expr.variable.kind === "temp" ? undefined : expr.variable.name;
  return expr.kind === "get" && expr.key.kind === "const" ? String(expr.key.value).replace(/^#/, "") : undefined;
}

/** `process.env.NAME`, `env.NAME`. */
function isSetting(expr: Expr): boolean {
  return expr.kind === "get" && (nameOf(expr.object) === "env" || (expr.object.kind === "global" && expr.object.name === "env"));
}
