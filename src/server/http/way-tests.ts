import { nodesIn } from "../../ir/children.js";
import type { Expr } from "../../ir/ir.js";
import { locate } from "../../program/program.js";
import { type Asked, judge, type Judge, type Scope } from "../values/asked.js";
import { textOf } from "../values/code.js";
import { askedForPresence } from "../values/presence.js";
import { isHandedOn } from "./handed-on.js";
import { isTaken } from "./taken.js";
import { merge, TooMuch, type Walking, type Way, type WayTest } from "./way.js";
import { memberOf, resultOf, type Told } from "./way-results.js";
import { DEEPEST, evaluate, walk } from "./ways.js";

interface Decided {
  readonly yes: readonly Way[];
  readonly no: readonly Way[];
  readonly throws: readonly Way[];
}

/** Sorts ways by how a test comes out on them, the calls in it made. */
export function decide(walking: Walking, scope: Scope, test: Expr, ways: readonly Way[]): Decided {
  if ((walking.left -= 1) < 0) throw new TooMuch();
  if (ways.length === 0) return { yes: [], no: [], throws: [] };
  if (test.kind === "unary" && test.op === "!") {
    const { yes, no, throws } = decide(walking, scope, test.value, ways);
    return { yes: no, no: yes, throws };
  }
  // the test that `this.next?.()` makes is written nowhere
  if (test.kind === "binary" && test.op === "==" && test.right.kind === "const" && test.right.value === null && textOf(scope.module, test) === textOf(scope.module, test.left)) return decide(walking, scope, { kind: "unary", op: "!", value: test.left, start: test.start, end: test.end }, ways);
  if (test.kind === "await" || test.kind === "assign") return decide(walking, scope, test.value, ways);
  if (test.kind === "logical") {
    const left = decide(walking, scope, test.left, ways);
    const isAnd = test.op === "&&";
    const right = decide(walking, scope, test.right, isAnd ? left.yes : left.no);
    const throws = [...left.throws, ...right.throws];
    return isAnd ? { yes: right.yes, no: merge([...left.no, ...right.no]), throws } : { yes: merge([...left.yes, ...right.yes]), no: right.no, throws };
  }
  if (THERE.has(test.kind)) return { yes: ways, no: [], throws: [] };
  if (test.kind === "binary" && EQUALITY.test(test.op)) {
    const left = memberOf(walking, scope, test.left);
    if (left !== undefined) return decide(walking, scope, { ...test, left }, ways);
  }
  if (test.kind === "binary" && THERE.has(test.left.kind) && EQUALITY.test(test.op)) return test.op.startsWith("!") ? { yes: ways, no: [], throws: [] } : { yes: [], no: ways, throws: [] };
  const member = memberOf(walking, scope, test);
  if (member !== undefined) return decide(walking, scope, member, ways);
  const parts = partsOf(walking, scope, test);
  if (parts !== undefined) return decide(walking, scope, parts, ways);
  const told = resultOf(walking, scope, test);
  if (told !== undefined && walking.open.length < DEEPEST && !walking.open.includes(told.fn)) return decideCall(walking, told, ways);
  const { next, throws } = evaluate(walking, scope, test, ways);
  const asked = withRoute(walking, scope, test) ?? judge(walking.judge, scope, test);
  return { ...(splitByPresence(walking, scope, test, asked, next) ?? split(walking.judge, scope, test, asked, next)), throws };
}

const EQUALITY = /^[!=]==?$/;

/** What is nothing but true: an object, a function. */
const THERE: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["object", "array", "function", "class", "regex"]);

/** A variable that stands for several tests on what is asked for: each of them counts. */
function partsOf({ judge: reader }: Walking, scope: Scope, test: Expr): Expr | undefined {
  const [only, ...others] = test.kind === "var" && !scope.given.has(test.variable) ? reader.code.writesOf(test.variable) : [];
  return only?.kind === "logical" && others.length === 0 && judge(reader, scope, only, 8).about ? only : undefined;
}

function decideCall(walking: Walking, { fn, scope, wanted }: Told, ways: readonly Way[]): Decided {
  walking.open.push(fn);
  const flow = walk(walking, scope, fn.body, ways);
  const yes: Way[] = [];
  const no: Way[] = [];
  const throws = [...flow.throws];
  for (const { way, value } of [...flow.next.map((one) => ({ way: one, value: undefined })), ...flow.returns]) {
    const side = decide(walking, scope, wanted(value ?? { kind: "const", value: undefined, start: fn.end, end: fn.end }), [way]);
    yes.push(...side.yes);
    no.push(...side.no);
    throws.push(...side.throws);
  }
  walking.open.pop();
  return { yes: merge(yes), no: merge(no), throws };
}

/** What the route tells of a test of the method or the path. */
function withRoute({ goal: { route } }: Walking, scope: Scope, test: Expr): Asked | undefined {
  const { method, path } = route;
  const known = (value: boolean): Asked => ({ about: false, plain: false, request: true, setting: false, known: { value } });
  const text = (expr: Expr): string => textOf(scope.module, expr);
  const literal = (expr: Expr): string | undefined => (expr.kind === "const" && typeof expr.value === "string" ? expr.value : undefined);
  if (test.kind === "binary" && /^[!=]==?$/.test(test.op)) {
    const value = literal(test.right) ?? literal(test.left);
    const subject = text(literal(test.right) === undefined ? test.right : test.left);
    if (value === undefined) return undefined;
    const isNegated = test.op.startsWith("!");
    if (/\.method$/.test(subject)) return method === undefined ? (value === "OPTIONS" ? known(isNegated) : undefined) : known((method === value.toUpperCase()) !== isNegated);
    if (/\.(?:path|url|pathname|originalUrl)$/.test(subject) && path !== undefined && isLiteral(path)) return known((path === value) !== isNegated);
  }
  if (test.kind === "call" && test.callee.kind === "get" && test.callee.key.kind === "const" && test.args.length === 1) {
    const [arg] = test.args;
    const part = arg === undefined || arg.kind === "spread" ? undefined : literal(arg);
    const name = String(test.callee.key.value);
    if (part === undefined || path === undefined || !/\.(?:path|url|pathname|originalUrl)$/.test(text(test.callee.object))) return undefined;
    if (name === "startsWith" && isLiteral(path)) return known(path.startsWith(part));
    if (name === "includes" && (isLiteral(path) || path.includes(part))) return known(path.includes(part));
  }
  return undefined;
}

function isLiteral(path: string): boolean {
  return !/[:*{(]/.test(path);
}

/** What every page says that calls this server from a name that was rebound: that others, such as Referer, are left out tells nothing. */
const ALWAYS_SAID = new Set(["origin", "host"]);

/**
 * Sorts ways by whether something was brought. Law: that it is there proves nothing; of a credential it counts where something is made of it later, and a page always says where it
 * comes from, so that being let in without that counts where nobody is let in with it.
 */
function splitByPresence(walking: Walking, scope: Scope, test: Expr, { about, known }: Asked, ways: readonly Way[]): { yes: Way[]; no: Way[] } | undefined {
  const asked = about ? askedForPresence(walking.judge, scope, test) : undefined;
  if (asked === undefined) return undefined;
  if (walking.judge.about === "caller") return isTaken(walking.judge.code.solver, asked.names) || isHandedOn(walking, scope, test) ? undefined : { yes: [...ways], no: [...ways] };
  if (known === undefined || asked.ofForm || ![...asked.names].some((name) => ALWAYS_SAID.has(name))) return { yes: [...ways], no: [...ways] };
  const side = (truth: boolean) => (way: Way): Way => {
    const isLacking = Boolean(known.value) === truth;
    return isLacking && !way.lacks ? { ...way, lacks: true } : way;
  };
  return { yes: ways.map(side(true)), no: ways.map(side(false)) };
}

/** Sorts ways by how a test comes out on them. */
function split(reader: Judge, scope: Scope, test: Expr, asked: Asked, ways: readonly Way[]): { yes: Way[]; no: Way[] } {
  const { about, known, setting } = asked;
  if (about) {
    const id = idOf(scope, test);
    const side = (truth: boolean) => (way: Way): Way => {
      if (known === undefined) return { ...way, pending: new Map([...way.pending, [id, truth]]) };
      // whoever brings no credential has none, while a page of a browser always says where it comes from
      const told = reader.about === "caller" ? way.told : new Map([...way.told, [id, truth]]);
      return Boolean(known.value) === truth ? { ...way, told, lacks: way.lacks || asked.plain } : { ...way, told, passed: true };
    };
    return { yes: ways.map(side(true)), no: ways.map(side(false)) };
  }
  if (known !== undefined && !setting) return known.value ? { yes: [...ways], no: [] } : { yes: [], no: [...ways] };
  const text = textOf(scope.module, test);
  const equal = test.kind === "binary" && (test.op === "===" || test.op === "==") && test.right.kind === "const" ? { left: textOf(scope.module, test.left), value: test.right.value } : undefined;
  const on = asked.mutual === true ? "request" : !asked.request && (setting || isOutside(text)) ? "setting" : kindOf(`${text} ${madeFrom(reader, scope, test)}`);
  const side = (truth: boolean) => (way: Way): Way[] => {
    const before = way.facts.get(text);
    if (before !== undefined && before !== truth) return [];
    if (equal !== undefined && truth && way.facts.has(`=${equal.left}`) && way.facts.get(`=${equal.left}`) !== equal.value) return [];
    const facts = new Map([...way.facts, [text, truth] as const, ...(equal !== undefined && truth ? [[`=${equal.left}`, equal.value] as const] : [])]);
    const byDefault = known === undefined ? !truth : Boolean(known.value) === truth;
    return [{ ...way, facts, tests: [...way.tests, { text, truth, on, byDefault, location: locate(scope.module, test) }] }];
  };
  return { yes: ways.flatMap(side(true)), no: ways.flatMap(side(false)) };
}

/** What the variables of a test were made from. */
function madeFrom({ code }: Judge, scope: Scope, test: Expr): string {
  return [...nodesIn(test)].flatMap((node) => (node.kind === "var" ? code.writesOf(node.variable).slice(0, 2).map((one) => textOf(scope.module, one)) : [])).join(" ");
}

function isOutside(text: string): boolean {
  return !/\b(?:req|request|ctx|c|context|res|body|headers?)\b/.test(text);
}

function kindOf(text: string): WayTest["on"] {
  if (/session|transports?\b|\bsid\b/i.test(text)) return "session";
  if (/path|url/i.test(text)) return "path";
  return /method|body|initiali[sz]e|json|message|rpc/i.test(text) ? "request" : "unknown";
}

function idOf(scope: Scope, span: { start: number; end: number }): string {
  return `${scope.module.path}:${span.start}:${span.end}`;
}
