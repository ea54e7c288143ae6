import { placeText } from "../../finding.js";
import { childrenOf, nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, ModuleIr, Span, Stmt } from "../../ir/ir.js";
import { isWithin } from "../../graph/solve/binding.js";
import { callsIn, leadingTo, type Reach, reachedWithin } from "../../graph/solve/dispatch.js";
import { functionsElsewhere } from "../../graph/sinks/elsewhere.js";
import { byEnclosing, standsIn } from "../../graph/enclosing.js";
import type { CallSite, FunctionNodes } from "../../graph/graph.js";
import { pairsOf, type Registration, SERVED } from "../../graph/offers/registrations.js";
import { endsProcess } from "../../graph/build/statements.js";
import type { Solver } from "../../graph/solver.js";
import { type Code, textOf } from "../values/code.js";
import { constantsGiven, isShut, type Known, type Outcome } from "./constant-ways.js";
import { isRedirected } from "./redirected-console.js";
import { originOf, type Origins } from "../http/test-origins.js";
import type { StdoutWrite } from "../view/view.js";

/** Those that write to the standard output (https://nodejs.org/api/console.html); the others write errors. */
const METHODS = new Set(["log", "info", "debug", "table", "dir", "dirxml", "group", "groupCollapsed", "count", "timeEnd", "timeLog"]);
/** A test of this sort may hold only where nobody speaks the protocol. */
const ELSEWHERE = /debug|verbose|isTTY|\benv\b|http|sse\b|transport|stdio|\bmode\b|\bcli\b|interactive|\bquiet|\bsilent|log_?level|min_?level|should_?log|enabled|standalone|\btest|console|\boutputs?\b|config|\boptions?\b|\bopts\b|settings/i;
/** A test of this sort asks whether somebody wants to read along, whoever says so. */
const LOUD = /debug|verbose|\bquiet|\bsilent|log_?level|min_?level|should_?log/i;

const MOST_FUNCTIONS = 400;
const NEAR: Reach = { depth: 8, most: MOST_FUNCTIONS + 1 };
/** A call that may run more functions than this is not known well enough. */
const MOST_TARGETS = 2;
const DEEPEST_START = 3;

interface Reader {
  readonly solver: Solver;
  /** The writes in the modules that a server of stdio is made of. */
  readonly writes: readonly CallSite[];
  /** The functions that come to a write. */
  readonly writing: ReadonlySet<FunctionIr>;
  /** The functions that come to the place where the server starts to listen, with the stretches in them that do. */
  readonly leading: ReadonlyMap<FunctionIr, readonly Span[]>;
  /** The sides of tests that may tell another way of running, by function. */
  readonly elsewhere: Map<FunctionIr, Span[]>;
  readonly origins: Origins;
  readonly found: Map<string, StdoutWrite>;
}

/**
 * The writes to the standard output of a server that speaks its protocol there: what its handlers do, and what surely runs on the way on which it starts,
 * before and after. What is written where the program ends, in a branch of its own, or under a test that may tell another way of running, is left out,
 * and so is everything where the program puts something else in the place of the console.
 */
export function findStdoutWrites(code: Code, registrations: readonly Registration[]): StdoutWrite[] {
  const { solver } = code;
  const opened = registrations.filter(({ row }) => row.transport === "stdio" && row.divertsConsole !== true);
  const starts = opened.map(({ site }) => site);
  // a library that looks for settings in their place loads what lies in its own
  const placed = opened.some(({ row }) => row.by === "exporting") ? registrations.filter(({ row }) => row.by === "exporting").map(({ site }) => site.fn.module) : [];
  const writes = starts.length === 0 ? [] : solver.graph.calls.filter((site) => isWrite(solver, site));
  if (writes.length === 0 || isRedirected(solver.program)) return [];
  const leading = findLeading(solver, starts);
  const modules = importedFrom(solver, [...[...leading.keys()].map((fn) => fn.module), ...placed]);
  const loaded = importedFrom(solver, [...leading.keys()].filter(({ kind }) => kind === "module").map((fn) => fn.module));
  const handlers = new Set(registrations.filter(({ row }) => SERVED.has(row.what)).flatMap((one) => one.handlers.map(({ fn }) => fn)));
  const handedAway = functionsElsewhere(solver);
  const own = writes.filter((site) => modules.has(site.fn.module) && !standsIn(site.fn, handedAway));
  const reader: Reader = { solver, writes: own, writing: leadingTo(solver, byEnclosing(own, ({ fn }) => fn).keys()), leading, elsewhere: new Map(), origins: { code, handlers }, found: new Map() };
  for (const fn of leading.keys()) onTheWay(reader, fn, fn.body);
  for (const module of loaded) for (const stmt of module.root.body.body) if (!leading.has(module.root) && !surely(reader, module, stmt, DEEPEST_START)) break;
  for (const registration of registrations) {
    if (!SERVED.has(registration.row.what)) continue;
    for (const handler of registration.handlers) inHandler(reader, handler, namesOf(solver, registration, handler));
  }
  return [...reader.found.values()];
}

function namesOf(solver: Solver, registration: Registration, handler: FunctionNodes): readonly string[] {
  if (registration.row.what !== "tool") return [];
  const names = pairsOf(solver, registration).filter(({ handlers }) => handlers.includes(handler)).flatMap((pair) => pair.names);
  return names.length > 0 ? names : registration.names;
}

/** The functions that hold a start, and those that come to them; one that nothing is seen to call counts where it is written. */
function findLeading(solver: Solver, starts: readonly CallSite[]): Map<FunctionIr, Span[]> {
  const leading = new Map<FunctionIr, Span[]>();
  const work: { fn: FunctionIr; span: Span }[] = starts.map((site) => ({ fn: site.fn, span: site }));
  for (let at = work.pop(); at !== undefined && leading.size < MOST_FUNCTIONS; at = work.pop()) {
    const { fn, span } = at;
    const spans = leading.get(fn);
    if (spans !== undefined) {
      spans.push(span);
      continue;
    }
    leading.set(fn, [span]);
    // whether it comes to the start is for each of its callers to say
    if (fn.params.length > 0 && isTested(fn, span)) continue;
    const callers = solver.graph.functions.get(fn)?.callers ?? [];
    for (const site of callers) work.push({ fn: site.fn, span: site });
    if (callers.length === 0 && fn.parent !== undefined && fn.owner === undefined) work.push({ fn: fn.parent, span: fn });
  }
  return leading;
}

function isTested(fn: FunctionIr, span: Span): boolean {
  for (const node of nodesIn(fn.body)) if ((node.kind === "if" || node.kind === "switch" || node.kind === "cond") && node.start <= span.start && node.end >= span.end) return true;
  return false;
}

/** Modules with all that they import. */
function importedFrom({ program }: Solver, modules: readonly ModuleIr[]): Set<ModuleIr> {
  const found = new Set(modules);
  // a Set's iteration takes in what is added on the way
  for (const module of found) {
    for (const { source, via } of module.requests) {
      const target = via === "type" ? undefined : program.resolve(module, source);
      if (target?.kind === "module") found.add(target.module);
    }
  }
  return found;
}

/** Looks at what surely runs in a statement on the way to a start. False: what stands behind it does not run where the server was started. */
function onTheWay(reader: Reader, fn: FunctionIr, stmt: Stmt): boolean {
  const leads = (one: Span): boolean => reader.leading.get(fn)?.some(({ start, end }) => start >= one.start && end <= one.end) === true;
  const all = (list: readonly Stmt[]): boolean => list.every((one) => (leads(one) ? onTheWay(reader, fn, one) : surely(reader, fn.module, one, DEEPEST_START)));
  switch (stmt.kind) {
    case "block":
      return all(stmt.body);
    case "if":
      return [stmt.then, stmt.else].filter((side) => side !== undefined && leads(side)).every((side) => side === undefined || onTheWay(reader, fn, side));
    case "switch":
      return stmt.cases.filter((one) => one.body.some(leads)).every((one) => all(one.body.filter(({ kind }) => kind !== "break")));
    case "try":
      return !leads(stmt.body) || onTheWay(reader, fn, stmt.body);
    case "loop":
    case "each":
    case "label":
      return onTheWay(reader, fn, stmt.body);
    case "expr":
      writesIn(reader, fn.module, stmt.value, DEEPEST_START);
      return true;
    default:
      return false;
  }
}

/** Looks at what surely runs in a statement. False: what stands behind it does not. */
function surely(reader: Reader, module: ModuleIr, stmt: Stmt, depth: number): boolean {
  switch (stmt.kind) {
    case "block":
      return stmt.body.every((one) => surely(reader, module, one, depth));
    case "try":
      return surely(reader, module, stmt.body, depth);
    case "expr":
      if (endsProcess(stmt.value)) return false;
      writesIn(reader, module, stmt.value, depth);
      return true;
    case "return":
      if (stmt.value !== undefined) writesIn(reader, module, stmt.value, depth);
      return false;
    case "throw":
      return false;
    default:
      return true;
  }
}

/** The writes that an expression surely makes, with those of functions that it calls and of what runs once a promise is kept. */
function writesIn(reader: Reader, module: ModuleIr, expr: Expr, depth: number): void {
  if (expr.kind === "logical" || expr.kind === "cond") return writesIn(reader, module, expr.kind === "cond" ? expr.test : expr.left, depth);
  if (expr.kind === "call") {
    const site = reader.origins.code.siteOf(module, expr);
    if (site !== undefined && isWrite(reader.solver, site)) return add(reader, site, []);
    const [target, ...others] = new Set(site?.targets ?? []);
    // a callback that is written at the call runs when what it is given to says so
    const isCallback = target !== undefined && target.fn.module === module && target.fn.start > expr.callee.end && target.fn.end <= expr.end;
    if (target !== undefined && others.length === 0 && depth > 0 && !isCallback && !reader.leading.has(target.fn) && !target.fn.generator) target.fn.body.body.every((stmt) => surely(reader, target.fn.module, stmt, depth - 1));
    const isThen = expr.callee.kind === "get" && expr.callee.key.kind === "const" && expr.callee.key.value === "then";
    const [kept] = expr.args;
    if (isThen && kept?.kind === "function" && depth > 0) kept.fn.body.body.every((stmt) => surely(reader, module, stmt, depth - 1));
  }
  for (const child of childrenOf(expr)) writesIn(reader, module, child as Expr, depth); // an expression holds expressions alone
}

function isWrite({ graph }: Solver, { method, receiver }: CallSite): boolean {
  const def = method !== "write" && !METHODS.has(method ?? "") ? undefined : graph.defs[graph.origin(receiver)];
  if (def?.kind === "global") return def.name === "console" && METHODS.has(method ?? "");
  return method === "write" && def?.kind === "get" && def.field === "stdout" && /^(?:globalThis\.)?process$/.test(graph.text(def.object));
}

function add({ solver, found }: Reader, site: CallSite, tools: readonly string[]): void {
  const location = solver.graph.locate(site.node);
  const key = placeText(location);
  const known = found.get(key);
  const callee = textOf(site.fn.module, { start: site.start, end: site.end }).replace(/\(.*$/, "");
  found.set(key, { location, callee, tools: [...new Set([...(known?.tools ?? []), ...tools])], starts: known?.starts === true || tools.length === 0 });
}

/** The writes of a handler and of what it calls, as far as it is known which functions these are. */
function inHandler(reader: Reader, handler: FunctionNodes, tools: readonly string[]): void {
  const { solver, writes, writing } = reader;
  const isKnown = (site: CallSite): boolean => {
    const targets = new Set(site.targets.map((one) => one.fn));
    return targets.size <= MOST_TARGETS && [...targets].some((target) => writing.has(target)) && !isElsewhere(reader, site.fn, site) && comesToWrite(reader, site, NOTHING, DEEPEST_CONSTANTS);
  };
  const reached = reachedWithin(solver, handler.fn, NEAR, isKnown);
  for (const site of writes) if (standsIn(site.fn, reached) && !isElsewhere(reader, site.fn, site)) add(reader, site, tools.length === 0 ? ["?"] : tools);
}

const NOTHING: Known = new Map();
/** Through so many calls constants are followed. */
const DEEPEST_CONSTANTS = 3;

/** Whether a call may come to a write, as far as the constants tell that it hands over: the level of a line decides where a logger writes it. */
function comesToWrite(reader: Reader, site: CallSite, known: Known, depth: number): boolean {
  const { solver, writes, writing, origins } = reader;
  return site.targets.some((target) => {
    const given = constantsGiven(origins.code, site, target, known);
    if (!writing.has(target.fn)) return false;
    if (given.size === 0 || depth === 0) return true;
    const ask = (test: Expr): Outcome => (tellsElsewhere(origins, target.fn.module, test) ? "other" : undefined);
    const isOpen = (place: CallSite): boolean => !isShut(target.fn, place, given, ask);
    return writes.some((write) => isWithin(write.fn, target.fn) && isOpen(write)) || callsIn(solver, target.fn).some((inner) => isOpen(inner) && comesToWrite(reader, inner, given, depth - 1));
  });
}

/** A test around the place, up to the end of its function, may tell another way of running. */
function isElsewhere({ elsewhere, origins }: Reader, fn: FunctionIr, place: Span): boolean {
  let sides = elsewhere.get(fn);
  if (sides === undefined) elsewhere.set(fn, (sides = [...nodesIn(fn.body)].flatMap((node) => sidesOf(origins, fn.module, node))));
  return sides.some(({ start, end }) => start <= place.start && end >= place.end);
}

function sidesOf(origins: Origins, module: ModuleIr, node: Stmt | Expr): Span[] {
  if (node.kind === "switch") return tellsElsewhere(origins, module, node.value) ? node.cases.flatMap(({ body }) => body) : [];
  const test = node.kind === "if" || node.kind === "cond" ? node.test : node.kind === "logical" ? node.left : undefined;
  if (test === undefined || !tellsElsewhere(origins, module, test)) return [];
  return node.kind === "logical" ? [node.right] : node.kind === "if" || node.kind === "cond" ? [node.then, node.else].filter((side) => side !== undefined) : [];
}

/** What a request brings tells nothing of how the server was started, whatever its name; what the command line says does. */
function tellsElsewhere(origins: Origins, module: ModuleIr, test: Expr): boolean {
  if (test.kind === "logical") return tellsElsewhere(origins, module, test.left) || tellsElsewhere(origins, module, test.right);
  const text = textOf(module, test);
  if (LOUD.test(text)) return true;
  const origin = originOf(origins, test);
  return origin === "process" || (origin !== "request" && ELSEWHERE.test(text));
}
