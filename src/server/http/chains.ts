import type { Expr, FunctionIr, Stmt, Variable } from "../../ir/ir.js";
import { childrenOf, nodesIn } from "../../ir/children.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Node, NO_NODE } from "../../graph/graph.js";
import { namesOf } from "../../graph/names.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { Token } from "../../graph/tokens.js";
import type { Scope } from "../values/asked.js";
import { type Call, type Code, textOf } from "../values/code.js";
import { originsOf } from "./origins.js";

/** Something that a request goes through before it comes to a handler: one function of several, or what a library gives. */
export interface Step {
  readonly alternatives: readonly Alternative[];
  readonly node: Node;
  readonly site: CallSite;
}

export interface Alternative {
  readonly fn: FunctionIr | undefined;
  readonly scope: Scope;
  /** Calls that gave it, where it is a library's. */
  readonly made: readonly CallSite[];
  readonly text: string;
  /** The test that chooses it, where one does. */
  readonly when: { readonly test: Expr; readonly truth: boolean; readonly scope: Scope } | undefined;
}

/** A route with what stands in front of it, the first first. */
export interface Chain {
  readonly route: Registration;
  readonly handler: Step | undefined;
  readonly steps: readonly Step[];
  /** Calls that made the apps and routers on the way. */
  readonly apps: ReadonlySet<CallSite>;
}

/** What the chains of a program are read from. */
export interface Wiring {
  readonly solver: Solver;
  readonly code: Code;
  readonly middlewares: readonly Registration[];
  /** Calls that may run a plugin on an app. */
  readonly plugins: readonly CallSite[];
  /** When each call was made at start-up, as far as that is known. */
  readonly order: ReadonlyMap<CallSite, number>;
}

const MOST_MOUNTS = 4;

/** The chain of a route: its own middlewares behind those of its app and of the apps that it is mounted on. */
export function chainOf(wiring: Wiring, route: Registration): Chain {
  const own = stepsOf(wiring, route.site);
  const isHandlers = route.row.what === "route";
  const steps: Step[] = isHandlers ? own.slice(0, -1) : own.slice(0, -1);
  const apps = new Set<CallSite>();
  collect(wiring, route.site, route.names[0], steps, apps, MOST_MOUNTS);
  return { route, handler: own.at(-1), steps, apps };
}

/** Puts the steps of the app that a call registers on in front of others, and those of what that app is mounted on. */
function collect(wiring: Wiring, site: CallSite, path: string | undefined, steps: Step[], apps: Set<CallSite>, mounts: number): void {
  const { solver } = wiring;
  const app = appOf(solver, site);
  for (const one of app) apps.add(one);
  const before = wiring.middlewares.filter((one) => one.site !== site && isSameApp(solver, one.site, site) && comesBefore(wiring, one.site, site) && covers(pathsOf(solver, one), path));
  steps.unshift(...before.sort((a, b) => (comesBefore(wiring, a.site, b.site) ? -1 : 1)).flatMap((one) => stepsOf(wiring, one.site)));
  if (mounts === 0) return;
  for (const mount of mountsOf(wiring, app, site)) {
    const args = stepsOf(wiring, mount);
    const at = args.findIndex(({ node }) => isSame(app, new Set(originsOf(solver, node).map((one) => one.site))));
    steps.unshift(...args.slice(0, Math.max(0, at)));
    collect(wiring, mount, undefined, steps, apps, mounts - 1);
  }
}

/** Calls that mount an app on another, or run a plugin on it. */
function mountsOf({ solver, middlewares, plugins: all }: Wiring, app: ReadonlySet<CallSite>, site: CallSite): CallSite[] {
  const mounts = middlewares.filter((one) => one.site !== site && !isSame(app, appOf(solver, one.site)) && one.args.some(({ node }) => isSame(app, new Set(originsOf(solver, node).map((origin) => origin.site))))).map((one) => one.site);
  const plugins = all.filter(({ args }) => args.some(({ node }) => isSame(app, new Set(originsOf(solver, node).map((origin) => origin.site))) || functionsIn(solver, node).some((fn) => fn === site.fn)));
  return [...new Set([...mounts, ...plugins])].slice(0, 2);
}

/** The calls that made the app on which a call registers something; for an app that comes from outside, nothing. */
function appOf(solver: Solver, { receiver }: CallSite): ReadonlySet<CallSite> {
  return new Set(originsOf(solver, receiver).map(({ site }) => site).filter((one) => one.receiver === NO_NODE || one.isNew || one.method === "Router" || one.method === "default"));
}

function isSame(a: ReadonlySet<CallSite>, b: ReadonlySet<CallSite>): boolean {
  for (const one of a) if (b.has(one)) return true;
  return false;
}

/** Both calls speak of one app: made by one call, or, where it comes from outside, written alike in one function or class. */
function isSameApp(solver: Solver, a: CallSite, b: CallSite): boolean {
  const [first, second] = [appOf(solver, a), appOf(solver, b)];
  if (first.size > 0 || second.size > 0) return isSame(first, second);
  const isNear = a.fn === b.fn || (a.fn.owner !== undefined && a.fn.owner === b.fn.owner);
  return isNear && a.receiver !== NO_NODE && b.receiver !== NO_NODE && solver.graph.text(a.receiver) === solver.graph.text(b.receiver);
}

function comesBefore({ order }: Wiring, a: CallSite, b: CallSite): boolean {
  if (a.fn === b.fn) return a.start < b.start;
  const [first, second] = [order.get(a), order.get(b)];
  return first === undefined || second === undefined || first < second;
}

/** Paths that a middleware is limited to; empty: all. */
function pathsOf(solver: Solver, { site, args }: Registration): string[] {
  const [first] = args;
  if (first === undefined || site.method === "addHook") return [];
  const { names } = namesOf(solver, first.node);
  if (names.size > 0) return [...names];
  return [...tokensAt(solver, first.node)].flatMap((token) => (token.kind === "object" && isList(solver, token) ? [...token.fields.values()].flatMap((node) => [...namesOf(solver, node).names]) : []));
}

function isList(solver: Solver, token: Extract<Token, { kind: "object" }>): boolean {
  return solver.graph.defs[token.node]?.kind === "array";
}

function covers(paths: readonly string[], route: string | undefined): boolean {
  if (paths.length === 0 || route === undefined) return true;
  return paths.some((path) => {
    const stem = path.replace(/\/?\*.*$/, "");
    return stem === "" || stem === "/" || route === stem || route.startsWith(`${stem}/`) || /[:{(]/.test(stem);
  });
}

/** The functions that a call is given, position by position; texts and options are left out. */
function stepsOf({ solver, code }: Wiring, site: CallSite): Step[] {
  const call = callOf(code, site);
  const scope: Scope = { module: site.fn.module, given: new Map(), requests: new Set() };
  return site.args.flatMap((arg, index): Step[] => {
    const written = call?.args[index];
    const expr = written === undefined ? undefined : written.kind === "spread" ? written.value : written;
    const alternatives = alternativesOf(solver, code, expr, arg.node, scope, 5);
    return alternatives.length === 0 ? [] : [{ alternatives, node: arg.node, site }];
  });
}

const calls = new WeakMap<FunctionIr, Map<number, Call>>();

/** The expression of a call. */
export function callOf(_code: Code, { fn, start, end }: CallSite): Call | undefined {
  let known = calls.get(fn);
  if (known === undefined) {
    known = new Map();
    for (const node of nodesIn(fn.body)) if (node.kind === "call" || node.kind === "new") known.set(node.start * 8191 + node.end, node);
    calls.set(fn, known);
  }
  return known.get(start * 8191 + end);
}

function alternativesOf(solver: Solver, code: Code, expr: Expr | undefined, node: Node, scope: Scope, depth: number): Alternative[] {
  const text = expr === undefined ? "" : textOf(scope.module, expr);
  if (expr?.kind === "const" || expr?.kind === "regex" || expr?.kind === "template" || expr?.kind === "object") return optionsOf(solver, node, scope, text);
  if (expr?.kind === "function") return [{ fn: expr.fn, scope, made: [], text, when: undefined }];
  if (expr?.kind === "cond" && depth > 0) {
    return ([[expr.then, true], [expr.else, false]] as const).flatMap(([one, truth]) => alternativesOf(solver, code, one, node, scope, depth - 1).map((found) => ({ ...found, when: found.when ?? { test: expr.test, truth, scope } })));
  }
  if (expr?.kind === "var" && depth > 0) {
    const written = code.writesOf(expr.variable);
    const [only] = written;
    if (only !== undefined && written.length === 1 && expr.variable.owner.module === scope.module) return alternativesOf(solver, code, only, node, scope, depth - 1);
  }
  const functions = functionsIn(solver, node);
  if (functions.length > 0) {
    const inner = expr?.kind === "call" ? givenBy(code, expr, scope) : scope;
    return functions.map((fn) => ({ fn, scope: { ...inner, module: fn.module }, made: [], text, when: undefined }));
  }
  if (namesOf(solver, node).names.size > 0) return [];
  return [{ fn: undefined, scope, made: [...originsOf(solver, node)].map(({ site }) => site), text, when: undefined }];
}

/** Fastify takes hooks among the options of a route. */
function optionsOf(solver: Solver, node: Node, scope: Scope, text: string): Alternative[] {
  const hooks = [...tokensAt(solver, node)].flatMap((token) => (token.kind === "object" ? ["onRequest", "preHandler", "preValidation", "preParsing", "beforeHandler"].flatMap((name) => token.fields.get(name) ?? []) : []));
  return hooks.flatMap((hook): Alternative[] => {
    const functions = functionsIn(solver, hook);
    return functions.length > 0 ? functions.map((fn) => ({ fn, scope: { ...scope, module: fn.module }, made: [], text, when: undefined })) : [{ fn: undefined, scope, made: originsOf(solver, hook).map(({ site }) => site), text: solver.graph.text(hook), when: undefined }];
  });
}

/** A factory's parameters are what it was called with. */
function givenBy(code: Code, expr: Extract<Expr, { kind: "call" }>, scope: Scope): Scope {
  const fn = code.targetOf(scope.module, expr)?.fn;
  if (fn === undefined) return scope;
  const given = new Map(scope.given);
  fn.params.forEach((param, index) => {
    const arg = expr.args[index];
    if (arg !== undefined && arg.kind !== "spread" && !param.rest) given.set(param.variable, { expr: arg, scope });
  });
  return { ...scope, module: fn.module, given };
}

function functionsIn(solver: Solver, node: Node): FunctionIr[] {
  const found = new Set<FunctionIr>();
  const add = (token: Token, depth: number): void => {
    if (token.kind === "function") found.add(token.fn.fn);
    else if (token.kind === "bound") add(token.target, depth);
    else if (token.kind === "object" && depth > 0 && isList(solver, token)) {
      for (const [field, item] of token.fields) if (field === ANY_ITEM || field === ANY_FIELD || /^\d+$/.test(field)) for (const inner of tokensAt(solver, item)) add(inner, depth - 1);
    }
  };
  for (const token of tokensAt(solver, node)) add(token, 1);
  return [...found];
}

/** A test that something in a function stands under. */
export interface Under {
  readonly test: Expr;
  readonly truth: boolean;
  readonly scope: Scope;
}

const MOST_CALLERS = 4;

/** The tests that a call stands under, in its function and in those that call it. */
export function testsAround(code: Code, site: Pick<CallSite, "fn" | "start" | "end">, hops = MOST_CALLERS): Under[] {
  const scope: Scope = { module: site.fn.module, given: new Map<Variable, never>(), requests: new Set() };
  const found: Under[] = [];
  const visit = (at: Stmt | Expr): void => {
    for (const child of childrenOf(at)) {
      if (child.start > site.start || child.end < site.end) continue;
      if (at.kind === "if" || at.kind === "cond") {
        if (child !== at.test) found.push({ test: at.test, truth: child === at.then, scope });
      } else if (at.kind === "logical" && child === at.right) found.push({ test: at.left, truth: at.op === "&&", scope });
      visit(child);
      return;
    }
  };
  visit(site.fn.body);
  const callers = code.solver.graph.functions.get(site.fn)?.callers ?? [];
  const [only] = callers;
  return only === undefined || callers.length > 1 || hops === 0 ? found : [...testsAround(code, only, hops - 1), ...found];
}
