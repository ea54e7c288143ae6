import { callsIn } from "../../graph/solve/dispatch.js";
import type { Constant, Expr, FunctionIr, ModuleIr, Variable } from "../../ir/ir.js";
import type { Checked } from "../../models/model.js";
import { isProofName } from "../../text/credential-names.js";
import { type Call, type Code, textOf } from "./code.js";
import { isFilled, makesText } from "./filled.js";
import { foldBinary, foldMethod } from "./folding.js";

/** What a function is run with: expressions of its caller in the place of its parameters. */
export interface Scope {
  readonly module: ModuleIr;
  readonly given: ReadonlyMap<Variable, { readonly expr: Expr; readonly scope: Scope }>;
  /** Parameters that a request fills. */
  readonly requests: ReadonlySet<Variable>;
}

/** What is known of a value when a request comes that brings nothing of what is asked for, and nobody has set a setting. */
export interface Asked {
  /** It depends on what is asked for: a credential, or the names of hosts. */
  readonly about: boolean;
  /** It is read from there as it came. */
  readonly plain: boolean;
  /** It depends on the request. */
  readonly request: boolean;
  /** It depends on a setting of whoever starts the program. */
  readonly setting: boolean;
  readonly known: { readonly value: Constant } | undefined;
  /** It comes of one thing that a request brings held against another one, which tells nothing of either. */
  readonly mutual?: boolean;
}

export const NOTHING: Asked = { about: false, plain: false, request: false, setting: false, known: undefined };

/** Names under which middlewares leave who sent a request. */
const IDENTITIES = new Set(["auth", "user", "authInfo", "identity", "principal", "userId", "currentUser", "account"]);
/** What a request tells of hosts, and what of the page that it comes from. */
const HEADERS = { host: /^(?:host|origin|hostname|x-forwarded-host|referer)$/i, origin: /^origin$/i } as const;
/** Where a request keeps what it carries. */
const CARRIERS = /headers?|query|cookies?|searchParams|params|auth/i;
/** Only headers say where a page comes from: a parameter that is called so is what anybody writes. */
const TELLING = /headers?/i;
const PARAMETERS = /\b(?:query|params|searchParams|body|cookies?)$/i;
const READS = new Set(["get", "header", "getHeader", "cookie", "query", "getAll", "getSignedCookie"]);

const DEEPEST = 14;

/** What it takes to judge expressions. */
export interface Judge {
  readonly code: Code;
  readonly about: Checked;
  /** What may still be read; when nothing is left, nothing is known. */
  readonly left: { reads: number };
  /** Functions that were looked into before. */
  readonly asking: Map<FunctionIr, boolean>;
}

const MOST_READS = 20_000;

/** A judge of what requests bring. */
export function makeJudge(code: Code, about: Checked, asking: Map<FunctionIr, boolean>): Judge {
  return { code, about, left: { reads: MOST_READS }, asking };
}

/** Reads an expression as it stands in a scope. */
export function judge(reader: Judge, scope: Scope, expr: Expr, depth = DEEPEST): Asked {
  if (depth <= 0 || (reader.left.reads -= 1) < 0) return NOTHING;
  const inner = (one: Expr): Asked => judge(reader, scope, one, depth - 1);
  switch (expr.kind) {
    case "const":
      return { ...NOTHING, known: { value: expr.value } };
    case "var":
      return judgeVariable(reader, scope, expr.variable, depth);
    case "get": {
      const read = readOf(reader, scope, expr.object, expr.key);
      if (read !== undefined) return read;
      const address = expr.key.kind === "const" && BEHIND_HOST.has(String(expr.key.value)) ? addressIn(reader, scope, expr.object) : undefined;
      if (address !== undefined) return { ...judge(reader, address.scope, address.expr, depth - 1), plain: false, known: undefined };
      const object = inner(expr.object);
      if (isEnvironment(scope, expr.object)) return { ...NOTHING, setting: true, known: { value: undefined } };
      // nobody has set what is a setting
      if (object.setting && !object.request && !object.about) return { ...object, plain: false, known: { value: undefined } };
      if (object.known !== undefined && object.about) return { ...object, plain: false, known: { value: expr.key.kind === "const" && expr.key.value === "length" && typeof object.known.value === "string" ? object.known.value.length : undefined } };
      return merged([object, inner(expr.key)]);
    }
    case "call":
      return judgeCall(reader, scope, expr, depth);
    case "new":
      return merged(expr.args.map((arg) => inner(arg.kind === "spread" ? arg.value : arg)));
    case "template": {
      const parts = expr.parts.map(inner);
      return parts.every(({ known, setting }) => known !== undefined && !setting) ? { ...merged(parts), known: { value: parts.map(({ known }) => String(known?.value)).join("") } } : merged(parts);
    }
    case "unary": {
      const value = inner(expr.value);
      if (value.known === undefined) return { ...value, plain: expr.op === "!" && value.plain };
      if (expr.op === "!") return { ...value, known: { value: !value.known.value } };
      return expr.op === "typeof" ? { ...value, plain: false, known: { value: typeof value.known.value } } : { ...value, known: undefined };
    }
    case "binary": {
      const [left, right] = [inner(expr.left), inner(expr.right)];
      if (isMutual(reader, left, right) && /^[!=]==?$/.test(expr.op)) return MUTUAL;
      const known = foldBinary(expr.op, left, right);
      const nullish = (right.known !== undefined && (right.known.value === null || right.known.value === undefined) && !right.setting);
      return { ...merged([left, right]), plain: nullish && left.plain, known };
    }
    case "logical": {
      const left = inner(expr.left);
      const stays = left.known === undefined ? undefined : expr.op === "&&" ? !left.known.value : expr.op === "||" ? Boolean(left.known.value) : left.known.value !== undefined && left.known.value !== null;
      const right = inner(expr.right);
      if (stays === true) return { ...left, about: left.about || right.about };
      if (stays === false && !left.about && !left.request && makesText(expr.right)) return FILLED;
      if (stays === false) return { ...merged([left, right]), plain: left.plain || right.plain, known: right.known };
      return merged([left, right]);
    }
    case "cond": {
      const test = inner(expr.test);
      const [then, other] = [inner(expr.then), inner(expr.else)];
      const all = merged([test, then, other]);
      if (test.known !== undefined) return { ...all, plain: then.plain || other.plain, known: (test.known.value ? then : other).known };
      return { ...all, known: sameTruth([then, other]) };
    }
    case "assign":
    case "await":
      return inner(expr.value);
    case "seq":
      return expr.items.reduce<Asked>((_before, item) => inner(item), NOTHING);
    case "item":
    case "rest":
      return { ...inner(expr.object), plain: false, known: undefined };
    case "object":
      return { ...merged(expr.properties.map((property) => inner(property.value))), known: undefined };
    case "array":
      return { ...merged(expr.items.map((item) => inner(item.kind === "spread" ? item.value : item))), known: undefined };
    default:
      return NOTHING;
  }
}

/** Parts of a URL that are the address's own, whatever it is resolved against. */
const BEHIND_HOST = new Set(["pathname", "search", "searchParams", "hash"]);

/** The address of a `new URL(address, base)`. */
function addressIn({ code }: Judge, scope: Scope, object: Expr): { readonly expr: Expr; readonly scope: Scope } | undefined {
  let at = { expr: object, scope };
  for (let hops = 0; hops < 4 && at.expr.kind === "var"; hops += 1) {
    const { variable } = at.expr;
    const [only, ...others] = code.writesOf(variable);
    const given = at.scope.given.get(variable);
    if (given !== undefined) at = given;
    else if (only === undefined || others.length > 0) return undefined;
    else at = { expr: only, scope: at.scope };
  }
  const { expr } = at;
  const [address] = expr.kind === "new" && expr.callee.kind === "global" && expr.callee.name === "URL" ? expr.args : [];
  return address === undefined || address.kind === "spread" ? undefined : { expr: address, scope: at.scope };
}

/** What depends on one of several values depends on all of them. */
function merged(values: readonly Asked[]): Asked {
  return { about: values.some(({ about }) => about), plain: false, request: values.some(({ request }) => request), setting: values.some(({ setting }) => setting), known: undefined };
}

/** What several values have in common as far as a test can tell. */
function sameTruth(values: readonly Asked[]): Asked["known"] {
  const [first, ...rest] = values;
  return first?.known !== undefined && rest.every(({ known }) => known !== undefined && Boolean(known.value) === Boolean(first.known?.value)) ? first.known : undefined;
}

function judgeVariable(reader: Judge, scope: Scope, variable: Variable, depth: number): Asked {
  const given = scope.given.get(variable);
  if (given !== undefined) return judge(reader, given.scope, given.expr, depth - 1);
  if (scope.requests.has(variable)) return { ...NOTHING, request: true };
  const written = reader.code.writesOf(variable);
  if (variable.kind === "param" && isFilled(reader.code, variable)) return FILLED;
  if (variable.kind === "param" || variable.kind === "import" || variable.kind === "catch" || written.length === 0) {
    return { ...NOTHING, setting: variable.kind === "param" || variable.kind === "import", known: variable.kind === "param" ? { value: undefined } : undefined };
  }
  const home: Scope = variable.owner.module === scope.module ? scope : { ...scope, module: variable.owner.module };
  const values = written.slice(0, MOST_WRITES).map((one) => judge(reader, home, one, depth - 2));
  const all = merged(values);
  if (all.setting && !all.about && !all.request && isFilled(reader.code, variable)) return FILLED;
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  return { ...all, plain: values.some(({ plain }) => plain), known: sameTruth(values) };
}

const MUTUAL: Asked = { ...NOTHING, request: true, mutual: true };

/** The page of a name that was rebound sends it in both. */
function isMutual({ about }: Judge, left: Asked, right: Asked): boolean {
  return about === "host" && [left, right].every((side) => side.about && side.request);
}

/** A text that no request brings stands there, set or made up. */
const FILLED: Asked = { ...NOTHING, known: { value: "made up" } };

const MOST_WRITES = 8;

/** A read of a header, a cookie or a parameter by a name that tells what it is. */
function readOf(reader: Judge, scope: Scope, object: Expr, key: Expr, carrier = textOf(scope.module, object)): Asked | undefined {
  const name = key.kind === "const" ? String(key.value) : nameOf(reader, scope, key);
  const isRead = reader.about !== "caller" ? HEADERS[reader.about].test(name ?? "") && (TELLING.test(carrier) || /\breq(?:uest)?$/.test(carrier) || (name === "hostname" && !PARAMETERS.test(carrier)))
    : (name !== undefined && isProofName(name) && CARRIERS.test(carrier)) || (name === undefined && /headers$/.test(carrier)) || (name !== undefined && IDENTITIES.has(name) && isRequest(scope, object));
  return isRead ? { about: true, plain: true, request: true, setting: false, known: { value: undefined } } : undefined;
}

function isRequest(scope: Scope, object: Expr): boolean {
  const text = textOf(scope.module, object);
  return /^(?:req|request|ctx|c|context|this\.req|res\.locals|c\.var|ctx\.state|req\.session|request\.session|req\.raw|\w*Req)$/i.test(text);
}

function nameOf(reader: Judge, scope: Scope, key: Expr): string | undefined {
  const { known } = judge(reader, scope, key, 4);
  return typeof known?.value === "string" ? known.value : undefined;
}

function isEnvironment(scope: Scope, object: Expr): boolean {
  return /(?:^|\.)process\.env$|^(?:Deno|Bun)\.env$|^import\.meta\.env$/.test(textOf(scope.module, object));
}

function judgeCall(reader: Judge, scope: Scope, call: Extract<Call, { kind: "call" }>, depth: number): Asked {
  const inner = (one: Expr): Asked => judge(reader, scope, one, depth - 1);
  const args = call.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
  const { callee } = call;
  const method = callee.kind === "get" && callee.key.kind === "const" ? String(callee.key.value) : undefined;
  const [first] = args;
  if (callee.kind === "get" && method !== undefined && READS.has(method) && first !== undefined) {
    const { object } = callee;
    // `req.get("origin")` reads a header, and `c.get("user")` what a middleware left
    const isWhole = isRequest(scope, object) || (object.kind === "var" && scope.requests.has(object.variable));
    const read = readOf(reader, scope, object, first, isWhole ? "headers" : textOf(scope.module, object));
    if (read !== undefined) return read;
  }
  const receiver = callee.kind === "get" ? inner(callee.object) : NOTHING;
  const values = args.map((one) => (one.kind === "function" ? { ...merged(reader.code.returnsOf(one.fn).map(inner)), known: undefined } : inner(one)));
  const target = reader.code.targetOf(scope.module, call)?.fn;
  if (target !== undefined && depth > 4) {
    // what is given nothing of a request has nothing of one to ask
    const asks = (args.length === 0 || [receiver, ...values].some(({ request, about }) => request || about)) && asksInside(reader, target);
    const inside = enter(scope, target, args);
    const returned = reader.code.returnsOf(target).map((one) => judge(reader, inside, one, Math.min(depth - 3, 7)));
    if (returned.length > 0) {
      const all = merged([...returned, ...values]);
      return { ...all, about: all.about || asks, known: sameTruth(returned) };
    }
    if (asks) return { ...merged(values), about: true };
  }
  if (method !== undefined && COMPARES.has(method) && values[0] !== undefined && isMutual(reader, receiver, values[0])) return MUTUAL;
  const folded = foldMethod(callee.kind === "var" || callee.kind === "global" ? textOf(scope.module, callee) : method, callee.kind === "get" ? receiver : undefined, values);
  return { ...merged([receiver, ...values]), plain: method === undefined && values[0]?.plain === true && /^(?:Boolean|String)$/.test(textOf(scope.module, callee)), known: folded };
}

const COMPARES = new Set(["includes", "startsWith", "endsWith", "has", "indexOf", "some", "localeCompare"]);

/** The name under which an expression reads, as it came, what a request proves itself with or tells of hosts; nothing where a middleware left it, which looked at it first. */
export function nameRead(reader: Judge, scope: Scope, expr: Expr): string | undefined {
  const key = expr.kind === "get" ? expr.key : expr.kind === "call" && expr.args[0]?.kind !== "spread" && judge(reader, scope, expr, 6).plain ? expr.args[0] : undefined;
  if (key === undefined || (expr.kind === "get" && readOf(reader, scope, expr.object, key) === undefined)) return undefined;
  const name = key.kind === "const" ? String(key.value) : nameOf(reader, scope, key);
  return name === undefined || (expr.kind === "get" && IDENTITIES.has(name)) ? undefined : name;
}

/** Whether a function reads what is asked for itself; by its text, since what it makes of it counts where its result is tested. */
export function asksInside({ code, about, asking }: Judge, fn: FunctionIr): boolean {
  const known = asking.get(fn);
  if (known !== undefined) return known;
  const words = WORDS[about];
  const seen = new Set([fn]);
  let found = false;
  for (const one of seen) {
    found = words.test(one.module.text.slice(one.start, one.end).replace(CORS, ""));
    if (found || seen.size > MOST_SEEN) break;
    for (const site of callsIn(code.solver, one)) for (const target of site.targets) seen.add(target.fn);
  }
  asking.set(fn, found);
  return found;
}

const MOST_SEEN = 25;
/** What browsers are told that pages of other origins may send: nobody is asked for it. */
const CORS = /(?:access-control-[\w-]+|\ballow(?:ed)?Headers)["'`]?\s*[,:]\s*(?:\[[^\]]*\]|["'`][^"'`\n]*["'`])/gi;
const WORDS: Readonly<Record<Checked, RegExp>> = {
  caller: /headers?[^;]{0,40}(?:authori[sz]ation|api-?key|token|cookie|secret)|["'](?:authorization|x-api-key)["']/i,
  host: /headers?[^;]{0,20}\b(?:host|origin)\b|\bhostname\b|\borigin\b/i,
  origin: /\borigin\b/i,
};

/** The scope of a function that is called with some arguments. */
export function enter(scope: Scope, fn: FunctionIr, args: readonly Expr[]): Scope {
  const given = new Map(fn.module === scope.module ? scope.given : []);
  fn.params.forEach((param, index) => {
    const expr = args[index];
    if (expr !== undefined && !param.rest) given.set(param.variable, { expr, scope });
    else given.delete(param.variable);
  });
  return { module: fn.module, given, requests: scope.requests };
}
