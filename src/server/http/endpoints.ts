import { arityOf } from "../../ir/arity.js";
import type { FunctionIr, ModuleIr, Variable } from "../../ir/ir.js";
import { leadingTo } from "../../graph/solve/dispatch.js";
import { byEnclosing } from "../../graph/enclosing.js";
import { type CallSite, NO_NODE } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import type { Checked } from "../../models/model.js";
import { locate } from "../../program/program.js";
import type { Ran } from "../../run/initialise.js";
import { sharedFolders } from "../offers/apart.js";
import { asksInside, judge, type Judge, makeJudge } from "../values/asked.js";
import { type Alternative, type Chain, chainOf, type Step, testsAround, type Under, type Wiring } from "./chains.js";
import type { Call, Code } from "../values/code.js";
import { ownDispatches, ownTransports } from "./own-protocol.js";
import { libraryEndpoints } from "./library-endpoints.js";
import { originsOf } from "./origins.js";
import { readRoute } from "../offers/parts.js";
import { isOffByDefault } from "./switched-off.js";
import type { Bind, Endpoint, OpenWay } from "../view/view.js";
import type { Goal, Way, WayTest } from "./way.js";
import { waysTo } from "./ways.js";

interface Reader {
  readonly solver: Solver;
  readonly code: Code;
  readonly wiring: Wiring;
  /** What calls of libraries ask requests for. */
  readonly checks: ReadonlyMap<CallSite, ReadonlySet<Checked>>;
  readonly leads: ReadonlySet<FunctionIr>;
  readonly goals: ReadonlySet<CallSite>;
  readonly transports: ReadonlySet<CallSite>;
  /** Middlewares that let pages of other origins in: the headers that they name are not asked for. */
  readonly cors: ReadonlySet<CallSite>;
  readonly asking: Readonly<Record<Checked, Map<FunctionIr, boolean>>>;
  /** Pages of other origins are let in somewhere, so that it matters which of them are turned away. */
  readonly lettingIn: boolean;
}

/** A call that listens, and what for. */
export interface Listening {
  readonly site: CallSite;
  readonly bind: Bind;
}

/** The routes at which requests are handed to MCP, each with the ways on which a request comes there unasked. */
export function findEndpoints(code: Code, all: readonly Registration[], ran: Ran | undefined, listening: readonly Listening[], lettingIn: boolean): Endpoint[] {
  const { solver } = code;
  const registrations = all.filter((one) => one.row.what !== "check" || !isOffByDefault(code, one));
  // by the name of a method alone little is told
  const isOverHttp = registrations.some(({ row }) => row.transport === "http" || row.transport === "sse");
  const served = isOverHttp ? registrations.filter(({ row }) => row.what === "serve").map(({ site }) => site) : [];
  // a class that nobody connects hides no dispatcher beside it
  const serving = [...served, ...ownTransports(solver), ...(served.length > 0 ? [] : ownDispatches(solver))];
  const library = isOverHttp ? libraryEndpoints(solver, registrations, listening) : [];
  if (serving.length === 0) return library;
  const goals = new Set(serving);
  const checks = new Map<CallSite, Set<Checked>>();
  for (const { row, site } of registrations) if (row.what === "check" && row.checks !== undefined) checks.set(site, (checks.get(site) ?? new Set()).add(row.checks));
  const middlewares = registrations.filter(({ row }) => row.what === "middleware" && row.scopes === undefined);
  const reader: Reader = { solver, code, lettingIn, checks, goals, transports: new Set(registrations.filter(({ row }) => row.what === "transport").map(({ site }) => site)), cors: new Set(registrations.filter(({ row }) => row.what === "cors").map(({ site }) => site)), asking: { caller: new Map(), host: new Map(), origin: new Map() }, leads: leadingTo(solver, byEnclosing(serving, ({ fn }) => fn).keys()), wiring: { solver, code, middlewares, plugins: solver.graph.calls.filter(({ method }) => method === "register" || method === "route"), order: orderOf(registrations, ran) } };
  const entries = registrations.filter(({ row, handlers }) => (row.what === "route" || row.what === "middleware") && handlers.some(({ fn }) => reader.leads.has(fn)));
  return [...entries.flatMap((entry) => readEndpoint(reader, entry, listening) ?? []), ...library].sort((a, b) => (a.route.location.file === b.route.location.file ? a.route.location.line - b.route.location.line : a.route.location.file < b.route.location.file ? -1 : 1));
}

function orderOf(registrations: readonly Registration[], ran: Ran | undefined): Map<CallSite, number> {
  const order = new Map<CallSite, number>();
  const met = new Map<string, number>();
  ran?.events.forEach(({ site }, index) => {
    const key = `${site.module.path}:${site.span.start}:${site.span.end}`;
    if (!met.has(key)) met.set(key, index);
  });
  for (const { site } of registrations) {
    const index = met.get(`${site.fn.module.path}:${site.start}:${site.end}`);
    if (index !== undefined) order.set(site, index);
  }
  return order;
}

const MOST_FUNCTIONS = 400;

function readEndpoint(reader: Reader, entry: Registration, listening: readonly Listening[]): Endpoint | undefined {
  const { solver } = reader;
  const chain = chainOf(reader.wiring, entry);
  const route = readRoute(solver, entry);
  const served = [...reader.goals].filter((site) => entry.handlers.some(({ fn }) => reaches(solver, fn, site)));
  if (served.length === 0) return undefined;
  const ask = (about: Checked): readonly OpenWay[] | "unreached" => openWays(reader, chain, about, { method: entry.row.name === undefined ? undefined : route.method, path: route.path });
  const [unasked, unchecked] = [ask("caller"), ask("host")];
  const foreign = reader.lettingIn ? ask("origin") : unchecked;
  if (unasked === "unreached" || unchecked === "unreached" || foreign === "unreached") return undefined;
  const hostApp = [...chain.apps].some((site) => reader.checks.get(site)?.has("host") === true);
  const hostTransport = served.length > 0 && served.every((site) => reader.checks.get(site)?.has("host") === true || transportsOf(reader, site).some((made) => reader.checks.get(made)?.has("host") === true));
  const method = entry.row.what === "middleware" || route.method === "ALL" || entry.row.name === undefined ? undefined : route.method;
  return {
    name: route.path === undefined ? "The endpoint" : `\`${method === undefined ? "" : `${method} `}${route.path}\``,
    route: { ...route, method },
    made: [...new Set(served.flatMap((site) => transportsOf(reader, site)))].filter((site) => reader.transports.has(site)).map((site) => solver.graph.locate(site.node)),
    binds: bindsOf(reader, chain, listening),
    serves: served.map((site) => solver.graph.locate(site.node)),
    unasked: asksByItself(reader, entry) ? [] : unasked,
    unchecked: hostApp || hostTransport ? [] : unchecked,
    foreign: served.every((site) => transportsOf(reader, site).some((made) => reader.checks.get(made)?.has("origin") === true)) ? [] : foreign,
  };
}

/** What a platform calls may hand requests to something that asks and comes back by another way, so that asking anywhere counts; of a check of a library that the handler itself calls, that it does. */
function asksByItself({ code, checks, asking }: Reader, { row, handlers }: Registration): boolean {
  if (row.checks === "caller" || [...checks].some(([site, about]) => about.has("caller") && handlers.some(({ fn }) => fn === site.fn))) return true;
  if (row.by === undefined) return false;
  const judging = makeJudge(code, "caller", asking.caller);
  return [...checks.values()].some((about) => about.has("caller")) || handlers.some(({ fn }) => asksInside(judging, fn));
}

/** The calls that listen for the app of a chain; where that is not known, all of them but those of libraries that serve MCP by themselves: these listen for an app of their own. */
function bindsOf({ solver, transports }: Reader, { apps, route }: Chain, listening: readonly Listening[]): Bind[] {
  const makers = new Set([...apps, route.site]);
  const isOurs = (site: CallSite, hops: number): boolean => makers.has(site) || (hops > 0 && site.args.some(({ node }) => originsOf(solver, node).some((one) => isOurs(one.site, hops - 1))));
  const own = listening.filter(({ site }) => [site.receiver, ...site.args.map(({ node }) => node)].some((node) => node !== NO_NODE && originsOf(solver, node).some((one) => isOurs(one.site, 2))));
  return own.length > 0 ? own.map(({ bind }) => bind) : nearest(solver, route.site, listening.filter(({ site }) => !transports.has(site)));
}

/** Those whose files lie closest to that of a call, in the same package. */
function nearest(solver: Solver, { fn: { module } }: CallSite, listening: readonly Listening[]): Bind[] {
  const folderOf = (one: ModuleIr): string => one.path.split("/").slice(0, -solver.program.packageOf(one).segments.length).join("/");
  const binds = listening.filter(({ site }) => folderOf(site.fn.module) === folderOf(module)).map(({ bind }) => bind);
  const shared = ({ location }: Bind): number => sharedFolders(module.path, location.file);
  const most = Math.max(0, ...binds.map(shared));
  return binds.filter((bind) => shared(bind) === most);
}

function transportsOf(reader: Reader, site: CallSite): CallSite[] {
  return site.isNew ? [site] : originsOf(reader.solver, site.receiver).map((one) => one.site);
}

function reaches(solver: Solver, fn: FunctionIr, site: CallSite): boolean {
  const seen = new Set([site.fn]);
  for (const one of seen) {
    if (one === fn) return true;
    if (seen.size > MOST_FUNCTIONS) return true;
    for (const caller of solver.graph.functions.get(one)?.callers ?? []) seen.add(caller.fn);
    if (one.parent !== undefined) seen.add(one.parent);
  }
  return seen.has(fn);
}

/** Ways through the whole chain on which nobody is asked; empty where every request is. */
function openWays(reader: Reader, chain: Chain, about: Checked, route: Goal["route"]): readonly OpenWay[] | "unreached" {
  const judging = makeJudge(reader.code, about, reader.asking[about]);
  let found: readonly OpenWay[] = [{ tests: [] }];
  const around = new Set(testsAround(reader.code, chain.route.site).map(({ test }) => test));
  for (const step of chain.steps) {
    const ways = throughStep(reader, judging, step, route, around);
    if (ways === "neutral" || ways === "unreached" || found.length === 0) continue;
    found = ways;
  }
  const { handler } = chain;
  const inside = handler === undefined ? "neutral" : throughHandler(reader, judging, handler, route);
  if (inside === "neutral" || found.length === 0) return found;
  if (inside === "unreached") return inside;
  return inside.length === 0 ? [] : inside;
}

/** neutral: nothing is asked there. unreached: the handler hands nothing to MCP. */
type Through = "neutral" | "unreached" | readonly OpenWay[];

function throughStep(reader: Reader, judging: Judge, step: Step, route: Goal["route"], around: ReadonlySet<unknown>): Through {
  const results = step.alternatives.map((one) => ({ one, through: throughAlternative(reader, judging, one, step, route) }));
  if (results.every(({ through }) => through === "neutral")) return "neutral";
  const ways = results.flatMap(({ one, through }): OpenWay[] => {
    const tests = one.when === undefined ? [] : wayTests(judging, [one.when]);
    if (tests.some(({ byDefault }) => !byDefault)) return [];
    if (through !== "neutral" && through !== "unreached") return through.map((way) => ({ tests: [...tests, ...way.tests] }));
    return tests.length === 0 && results.length > 1 ? [] : [{ tests }];
  });
  // wiring under a condition that the route does not stand under
  const under = testsAround(reader.code, step.site).filter(({ test }) => !around.has(test));
  const missing = wayTests(judging, under).filter(({ byDefault, on }) => !byDefault && on === "setting").map((test) => ({ tests: [{ ...test, truth: !test.truth, byDefault: true }] }));
  return [...ways, ...missing];
}

/** The tests as a request meets them, when nobody has set anything. */
function wayTests(judging: Judge, tests: readonly Under[]): WayTest[] {
  return tests.map(({ test, truth, scope }) => {
    const { known, request } = judge(judging, scope, test);
    const location = locate(scope.module, test);
    return { text: scope.module.text.slice(test.start, test.end).replace(/\s+/g, " "), truth, on: request ? "unknown" as const : "setting" as const, byDefault: known === undefined ? !truth : Boolean(known.value) === truth, location };
  });
}

const PROTECTS = /auth|jwt|passport|protect|guard|verify|oidc|clerk|api_?key|require(?:User|Login|Token|Session)/i;
const ONLY_READS = /initialize|optional|clerkMiddleware|\.session\(|credentialsRequired: false|Router|Metadata|Handler/;

function throughAlternative(reader: Reader, judging: Judge, { fn, scope, made, text }: Alternative, step: Step, route: Goal["route"]): Through {
  const { solver, code } = reader;
  if (made.some((site) => reader.checks.get(site)?.has(judging.about) === true)) return [];
  if (made.some((site) => reader.cors.has(site))) return "neutral";
  if (fn === undefined) return judging.about === "caller" && PROTECTS.test(text) && !ONLY_READS.test(text) ? [] : "neutral";
  // Express runs what takes four for errors alone
  if (arityOf(fn) === ERROR_HANDLER) return "neutral";
  const isHook = step.site.method === "addHook" || fn.params.length < 3 && /fastify/i.test(solver.graph.text(step.site.receiver));
  const next = nextOf(fn);
  const goal: Goal = {
    isCall: () => false, leads: new Set(), next, reply: isHook || next === undefined ? fn.params[1]?.variable : undefined, atEnd: next === undefined, route,
    isChecked: (module, call) => isChecked(reader, judging, code, module, call, next),
  };
  return judged(waysTo(judging, fn, { ...scope, requests: new Set(fn.params.map(({ variable }) => variable)) }, goal));
}

const ERROR_HANDLER = 4;

/** The parameter that hands on: the last, called so or called without arguments. */
function nextOf(fn: FunctionIr): Variable | undefined {
  const named = fn.params.find(({ variable }) => /^_?(?:next|done|cb|callback)$/.test(variable.name));
  return (named ?? (fn.params.length === 3 ? fn.params[2] : undefined))?.variable;
}

/** A call of a library's middleware that is given what hands on. */
function isChecked({ solver, checks }: Reader, { about }: Judge, code: Code, module: ModuleIr, call: Call, next: Variable | undefined): boolean {
  if (call.kind === "new" || !call.args.some((arg) => (arg.kind === "var" && arg.variable === next) || arg.kind === "function")) return false;
  const site = code.siteOf(module, call);
  if (site === undefined || site.targets.length > 0) return false;
  if (originsOf(solver, site.callee).some((one) => checks.get(one.site)?.has(about) === true)) return true;
  return about === "caller" && call.args.some((arg) => arg.kind === "var" && arg.variable === next) && PROTECTS.test(module.text.slice(call.callee.start, call.callee.end));
}

function throughHandler(reader: Reader, judging: Judge, step: Step, route: Goal["route"]): Through {
  const { code, goals, leads } = reader;
  const results = step.alternatives.flatMap(({ fn, scope }): Through[] => {
    if (fn === undefined || !leads.has(fn)) return [];
    const goal: Goal = {
      isCall: (module, call) => {
        const site = code.siteOf(module, call);
        return site !== undefined && goals.has(site);
      },
      leads, next: undefined, reply: undefined, atEnd: false, route,
      isChecked: () => false,
    };
    // where the handler tells paths apart itself, those tests say which route it is
    return [judged(waysTo(judging, fn, { ...scope, requests: new Set(fn.params.map(({ variable }) => variable)) }, goal), route.path === undefined ? ROUTING : OPEN)];
  });
  const reached = results.filter((one) => one !== "unreached");
  if (reached.length === 0) return results.length > 0 ? "unreached" : "neutral";
  if (reached.every((one) => one === "neutral")) return "neutral";
  return reached.flatMap((one) => (one === "neutral" ? [{ tests: [] }] : one));
}

const OPEN: ReadonlySet<WayTest["on"]> = new Set(["session", "request"]);
const ROUTING: ReadonlySet<WayTest["on"]> = new Set([...OPEN, "path"]);

/** What the ways through a function come to. Law: where it asks at all, what it lets through on tests that are not understood counts as asked. */
function judged(ways: readonly Way[] | undefined, understood = OPEN): Through {
  if (ways === undefined) return [];
  if (ways.length === 0) return "unreached";
  if (!ways.some(({ passed }) => passed)) return "neutral";
  const open = ways.filter((way) => !way.passed && way.tests.every(({ on, byDefault }) => understood.has(on) || (on === "setting" && byDefault)));
  return open.map(({ tests }) => ({ tests }));
}
