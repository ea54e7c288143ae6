import { comparePlaces } from "../finding.js";
import { nodesIn } from "../ir/children.js";
import type { Expr, ModuleIr, Stmt } from "../ir/ir.js";
import { locate, type Program } from "../program/program.js";
import { credentialIn, isPublishedAs, maskedSecret, mayHoldSecret, type Secret, secretsIn } from "../text/secrets.js";
import { isPublicName, isSecretName } from "../text/credential-names.js";
import type { WrittenSecret } from "./view.js";

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
    const literals = module.functions.flatMap((fn) => [...nodesIn(fn.body)].flatMap((node) => [...literalsOf(module, node)]));
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

/** The literals that a node gives a name to, and those that stand by themselves. */
function* literalsOf(module: ModuleIr, node: Stmt | Expr): Iterable<Literal> {
  switch (node.kind) {
    case "assign":
      yield* named(node.value, [nameOf(node.target)], undefined);
      return;
    case "object": {
      const keys = node.properties.flatMap(({ key }) => (key?.kind === "const" ? [String(key.value)] : []));
      const owner = keys.some((key) => WEB_CONFIG_KEYS.has(key)) ? "web" : undefined;
      for (const { key, value } of node.properties) if (key?.kind === "const") yield* named(value, [owner, String(key.value)], undefined);
      return;
    }
    case "call": {
      // headers are set by name and value
      const [name, value] = node.args;
      if (name?.kind === "const" && typeof name.value === "string" && value !== undefined && value.kind !== "spread") yield* named(value, [name.value], undefined);
      return;
    }
    case "binary":
      if (/^[!=]==?$/.test(node.op)) {
        yield* named(node.right, [nameOf(node.left)], undefined);
        yield* named(node.left, [nameOf(node.right)], undefined);
      }
      return;
    case "logical":
      yield* named(node, [], undefined);
      return;
    case "const":
      if (typeof node.value === "string") yield { text: node.value, names: [], setting: undefined, at: node };
      return;
    default:
  }
}

/** The literals that a value may be, under the names that it has. */
function* named(value: Expr, names: readonly (string | undefined)[], setting: string | undefined): Iterable<Literal> {
  const known = names.filter((name) => name !== undefined);
  const [part] = value.kind === "template" ? value.parts : [];
  if (value.kind === "template" && value.parts.length === 1 && part?.kind === "const") {
    yield* named(part, names, setting);
  } else if (value.kind === "const") {
    if (typeof value.value === "string" && known.length > 0) yield { text: value.value, names: known, setting, at: value };
  } else if (value.kind === "logical" && value.op !== "&&") {
    const own = nameOf(value.left);
    yield* named(value.right, [own, ...names], isSetting(value.left) ? own : setting);
  } else if (value.kind === "cond") {
    yield* named(value.then, names, setting);
    yield* named(value.else, names, setting);
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
