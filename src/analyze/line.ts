import { askRules } from "../analyze.js";
import type { Analysis, AnalyzeOptions } from "./analysis.js";
import { type SeenServer, seeServer } from "./server.js";
import { judgeSinks, type TracedSink } from "./sinks.js";
import { UserError } from "../errors.js";
import type { Gap, Location } from "../finding.js";
import { constantsOf } from "../graph/constants.js";
import { type CandidateFlow, findFlows, type FlowGraph } from "../graph/flows/flows.js";
import { type CallSite, type Node, NO_NODE } from "../graph/graph.js";
import { type Admitted, admittedAt, judgeTest, type JudgedTest } from "../graph/flows/judged-tests.js";
import { type JudgedWay, judgeWays, openLooseTaint } from "../graph/flows/judged-ways.js";
import { tokensAt } from "../graph/solver.js";
import type { Taint } from "../graph/taint/taint.js";
import type { Token } from "../graph/tokens.js";
import type { Expr, FunctionIr, ModuleIr, Span } from "../ir/ir.js";
import { expressionsIn, tellingOf } from "../ir/on-line.js";
import { type Danger, dangerNames } from "../models/kinds.js";
import type { ApiPath } from "../models/model.js";
import { lineAt, lineSpan, locate, type Program } from "../program/program.js";
import { describe } from "../run/describe.js";
import type { Ran } from "../run/initialise.js";
import { asTag, type Value } from "../run/values.js";

/** A line, and where on it when that matters. */
export interface Place {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  /** Only the expressions that begin in this column; undefined: all of the line. */
  readonly column: number | undefined;
}

/** What both engines know of one expression. */
export interface TracedExpression {
  readonly location: Location;
  /** As the program writes it, on one line. */
  readonly text: string;
  /** Values that it had when the program was run in thought, and constants and objects that it may be by the graph. */
  readonly values: readonly string[];
  readonly may: readonly string[];
  /** For a call: what it may run; undefined for other expressions. */
  readonly calls: readonly string[] | undefined;
  /** For a call: arguments that hold untrusted text and are no sink. `isList`: the list of a program's arguments, none of which can do harm. */
  readonly passed: readonly { readonly text: string; readonly isList: boolean }[];
  /** Parts of the value that are untrusted, "" for the whole, with the dangers that are left. */
  readonly untrusted: readonly { readonly part: string; readonly dangers: readonly Danger[] }[];
  /** From where inputs of clients come, harmless or not. */
  readonly ways: readonly JudgedWay[];
  /** What it takes away as a test of values, or by coming back at all. */
  readonly tests: readonly TracedTest[];
  /** What the schema that it is, or that it holds a value against, admits; undefined for other expressions. */
  readonly admits: readonly Admitted[] | undefined;
  /** Sinks that the call is. */
  readonly sinks: readonly TracedSink[];
}

/** A test of a value, which stands there as the program writes it. */
export interface TracedTest extends Omit<JudgedTest, "subject"> {
  readonly subject: string;
}

/** What the analysis knows of a line, and what it reports there. */
export interface LineTrace {
  readonly location: Location;
  readonly expressions: readonly TracedExpression[];
  /** With everything that any preset finds. */
  readonly analysis: Analysis;
  /** Bounds that were spent: what is said may be incomplete. */
  readonly spent: readonly Gap[];
}

/** Asks both engines about the expressions of a line. Throws a UserError where there are none, or the line is not there. */
export function traceLine(options: AnalyzeOptions, place: Place): LineTrace {
  let asked: readonly Expr[] = [];
  const observed = new Map<Expr, Value[]>();
  const seen = seeServer(options, {
    asked: (program) => {
      asked = expressionsAt(program, place);
      for (const expr of asked.flatMap((one) => [one, ...partsOfCall(one)])) observed.set(expr, []);
      return observed;
    },
  });
  const { program, graph, ran } = seen;
  const module = moduleAt(program, place);
  runHandlers(ran, module, observed);
  const analysis = askRules(seen, { ...options, preset: "audit" });
  const trace: Asked = { seen, loose: openLooseTaint(graph), flows: findFlows(graph), analysis, observed, textOf: (node) => writtenAs(graph, module, node, asked) };
  return {
    location: locate(module, lineSpan(module, place.line)),
    expressions: asked.map((expr) => traceExpression(trace, module, expr)),
    analysis,
    spent: analysis.gaps.filter(({ kind, location }) => kind === "bound" && (location.file === place.file || graph.taint.isSpent())),
  };
}

interface Asked {
  readonly seen: SeenServer;
  readonly loose: Taint;
  readonly flows: readonly CandidateFlow[];
  readonly analysis: Analysis;
  readonly observed: ReadonlyMap<Expr, readonly Value[]>;
  readonly textOf: (node: Node) => string;
}

/** A value as it stands among the arguments of a call that is asked about, else where it is made: of a parameter the name, of an item that is written nowhere the list that holds it. */
function writtenAs(flowGraph: FlowGraph, module: ModuleIr, node: Node, asked: readonly Expr[]): string {
  const written = [...asked.flatMap(argumentsOf), ...asked.filter(({ kind }) => kind === "var")].find((expr) => flowGraph.solver.walk.noted.get(expr) === node);
  if (written !== undefined) return oneLine(module, written);
  const text = nameOf(flowGraph, node);
  return text === "" ? "an item of the list" : text;
}

function oneLine({ text }: ModuleIr, { start, end }: Span): string {
  return text.slice(start, end).replace(/\s+/g, " ");
}

function moduleAt(program: Program, { file }: Place): ModuleIr {
  const module = program.modules.get(file);
  if (module === undefined) throw new UserError(`"${file}" is not among the ${program.modules.size} files that are analysed. Tests, builds and what .gitignore names are left out: name the folder to analyse behind the place.`);
  return module;
}

function expressionsAt(program: Program, place: Place): readonly Expr[] {
  const module = moduleAt(program, place);
  const span = lineSpan(module, place.line);
  if (span.start > module.text.length || span.start < 0) throw new UserError(`"${place.file}" has no line ${place.line}: it ends with line ${module.text.split("\n").length}.`);
  const all = tellingOf(expressionsIn(module, span));
  const found = place.column === undefined ? all : all.filter(({ start }) => start - span.start + 1 === place.column);
  if (found.length > 0) return found;
  if (all.length > 0) throw new UserError(`no expression begins in column ${String(place.column)} of line ${place.line} of "${place.file}": some begin in ${list(all.map(({ start }) => String(start - span.start + 1)))}.`);
  throw new UserError(`on line ${place.line} of "${place.file}" no expression begins${nearest(module, place.line)}.`);
}

/** What is called, and with what. */
function partsOfCall(expr: Expr): Expr[] {
  return expr.kind === "call" || expr.kind === "new" ? [expr.callee, ...argumentsOf(expr)] : [];
}

function argumentsOf(expr: Expr): Expr[] {
  return expr.kind === "call" || expr.kind === "new" ? expr.args.map((arg) => (arg.kind === "spread" ? arg.value : arg)) : [];
}

const REACH = 10;

/** The nearest lines on which there is something to tell. */
function nearest(module: ModuleIr, line: number): string {
  const isTelling = (at: number): boolean => at > 0 && lineAt(module, at) !== "" && tellingOf(expressionsIn(module, lineSpan(module, at))).length > 0;
  const steps = Array.from({ length: REACH }, (_, index) => index + 1);
  const found = [steps.map((step) => line - step).find(isTelling), steps.map((step) => line + step).find(isTelling)].filter((at) => at !== undefined);
  return found.length === 0 ? "" : `; the nearest that do are on line ${found.join(" and line ")}`;
}

function list(words: readonly string[]): string {
  return [...new Set(words)].slice(0, 8).join(", ");
}

/** What nothing has run so far is run with unknown arguments: handlers, then the function around the line. */
function runHandlers(ran: Ran, module: ModuleIr, observed: ReadonlyMap<Expr, readonly Value[]>): void {
  const isMissing = (): boolean => [...observed.values()].some((values) => values.length === 0);
  for (const event of ran.events) {
    // the functions on a row's place are called, as a row writes it
    if (event.row.handler !== undefined && isMissing()) ran.read(event, `${event.row.handler}()` as ApiPath);
  }
  const [first] = observed.keys();
  if (first === undefined || !isMissing()) return;
  const around = module.functions.filter((fn) => fn.start <= first.start && first.end <= fn.end).reduce<FunctionIr | undefined>((inner, fn) => (inner === undefined || fn.end - fn.start <= inner.end - inner.start ? fn : inner), undefined);
  if (around !== undefined && around.kind !== "module") ran.call(around);
}

function traceExpression(asked: Asked, module: ModuleIr, expr: Expr): TracedExpression {
  const { seen: { graph }, loose } = asked;
  const { solver, taint } = graph;
  const node = solver.walk.noted.get(expr) ?? NO_NODE;
  const def = node < 0 ? undefined : solver.graph.defs[node];
  const site = def?.kind === "call" && def.site.start === expr.start && def.site.end === expr.end ? def.site : undefined;
  if (node >= 0) taint.demand([node]);
  const untrusted = node < 0 ? [] : partsOf(taint, node);
  return {
    location: locate(module, expr),
    text: oneLine(module, expr),
    values: valuesOf(asked.observed.get(expr) ?? []),
    may: node < 0 ? [] : objectsAt(asked, node),
    calls: site === undefined ? undefined : calledAt(asked, site, expr),
    passed: site === undefined ? [] : argumentsOf(expr).filter((arg) => isPassedOn(asked, site, arg)).map((arg) => ({ text: oneLine(module, arg), isList: isListAt(asked, site, arg) })),
    untrusted,
    ways: node < 0 ? [] : judgeWays(graph, untrusted.length > 0 ? taint : loose, node),
    tests: node < 0 ? [] : testsAt(asked, node),
    admits: node < 0 ? undefined : admittedAt(graph, node),
    sinks: site === undefined ? [] : judgeSinks(asked.seen.graph, asked, site),
  };
}

function testsAt({ seen: { graph }, textOf }: Asked, node: Node): TracedTest[] {
  // the object that a pattern of a parameter takes apart has no name: what is taken has
  return judgeTest(graph, node).map(({ subject, ...test }) => ({ ...test, subject: textOf(subject) })).filter(({ subject }) => !subject.startsWith("{"));
}

/** A value by its name: that of a parameter, of a field that a pattern takes, or what it was made from. */
function nameOf({ solver: { graph } }: FlowGraph, node: Node): string {
  const text = graph.shortText(graph.origin(node));
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "get" && text.startsWith("{")) return def.field;
  return graph.defs[graph.origin(node)]?.kind === "param" ? (/^[\w$]+(?=\??\s*:)/.exec(text)?.[0] ?? text) : text;
}

function partsOf(taint: Taint, node: Node): TracedExpression["untrusted"] {
  const parts = new Map<string, number>();
  for (const { path, bits } of taint.facts[node] ?? []) {
    let part = "";
    for (let at = path; at !== undefined; at = at.rest) part += at.field.startsWith("[") ? at.field : `.${at.field}`;
    parts.set(part, (parts.get(part) ?? 0) | bits);
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([part, bits]) => ({ part, dangers: dangerNames(bits) }));
}

const MOST_SHOWN = 4;

/** What is wholly unknown says nothing, and what a library gives is told by the graph. */
function valuesOf(values: readonly Value[]): string[] {
  const told = [...new Set(values.filter((value) => asTag(value, "api") === undefined).map((value) => describe(value)))];
  return some(told.filter((text) => text !== "unknown"));
}

function objectsAt(asked: Asked, node: Node): string[] {
  const { solver } = asked.seen.graph;
  const { values, open } = constantsOf(solver, node);
  const constants = values.size === 0 || open ? [] : [...values].map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value)));
  const objects = [...tokensAt(solver, node)].flatMap((token) => (token.kind === "api" && token.api.opaque ? [] : (nameToken(asked, token) ?? [])));
  return some([...new Set([...constants, ...objects])]);
}

/** What a call may run. What nobody knows is told only where it is all there is. */
function calledAt(asked: Asked, { callee }: CallSite, expr: Expr): string[] {
  const tokens = [...tokensAt(asked.seen.graph.solver, callee)];
  const known = tokens.filter((token) => token.kind !== "api" || !token.api.opaque);
  if (known.length === 0 && tokens.length > 1) return [`something of ${some([...new Set(tokens.flatMap((token) => (token.kind === "api" ? [`\`${token.api.library.name}\``] : [])))]).join(", ")}, of which no model says anything, or a method of texts and lists`];
  const names = [...new Set((known.length > 0 ? known : tokens).flatMap((token) => nameToken(asked, token) ?? []))];
  const [written] = partsOfCall(expr);
  return names.length > 0 || written === undefined ? some(names) : valuesOf(asked.observed.get(written) ?? []);
}

/** Nothing of the program runs with the argument, and no sink takes it. */
function isPassedOn(asked: Asked, site: CallSite, arg: Expr): boolean {
  const { solver, taint, sinks } = asked.seen.graph;
  const node = solver.walk.noted.get(arg) ?? NO_NODE;
  if (node < 0 || site.targets.length > 0) return false;
  taint.demand([node]);
  const own = sinks.filter((sink) => (sink.through?.at(-1) ?? sink.site) === site);
  return (taint.facts[node]?.length ?? 0) > 0 && !own.some((sink) => sink.node === node) && !(own.some(({ kind }) => kind === "arguments") && isListAt(asked, site, arg));
}

/** The argument stands where the call takes the list of a program's arguments. */
function isListAt({ seen: { graph: { solver } } }: Asked, site: CallSite, arg: Expr): boolean {
  const node = solver.walk.noted.get(arg);
  return solver.apiCalls.some((call) => call.site === site && call.effects.sinks.some(({ place, row }) => row.kind === "arguments" && call.args.slice(place.from, place.to + 1).some((one) => one.node === node)));
}

function some(names: readonly string[]): string[] {
  return [...names.slice(0, MOST_SHOWN), ...(names.length > MOST_SHOWN ? [`${names.length - MOST_SHOWN} more`] : [])];
}

function nameToken(asked: Asked, token: Token): string | undefined {
  switch (token.kind) {
    case "function": {
      const { file, line } = locate(token.fn.fn.module, token.fn.fn);
      return `${token.fn.fn.name === "" ? "a function" : `\`${token.fn.fn.name}\``} on line ${line} of ${file}`;
    }
    case "class":
      return `class \`${token.cls.name}\``;
    case "instance": {
      const of = nameToken(asked, token.of);
      return of === undefined ? undefined : `an instance of ${of}`;
    }
    case "promisified":
    case "bound":
      return nameToken(asked, token.target);
    case "api":
      return token.api.opaque ? `something of \`${token.api.library.name}\`, of which no model says anything` : `\`${token.api.name.replace(/^globals\./, "")}\``;
    case "schema":
      return `a schema of \`${token.api.library.name}\``;
    case "schema-method":
      return `\`${token.name}\` of a schema`;
    default:
      return undefined;
  }
}
