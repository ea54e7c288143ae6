import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Span, Stmt } from "../../ir/ir.js";
import { singleText } from "../constants.js";
import { type CallSite, type Node, OP } from "../graph.js";
import { type Message, messagesFrom, parametersOf, writtenFrom, writtenMethod } from "./messages.js";
import { imply } from "../solve/implied.js";
import { propagate, addToken, functionToken, type Solver, tokensAt } from "../solver.js";

/** A request that the program tells apart itself. */
export interface Answer {
  /** Where the request comes in, or parts of it. */
  readonly messages: readonly Message[];
  /** Something is found in the listed field of what is built to answer it. */
  readonly isListed: boolean;
  /** A function stands beside the method's name, which serves this request alone. */
  readonly isNamed: boolean;
  /** Something is called to answer it: who merely refuses it, or says what it is, answers nobody. */
  readonly isActing: boolean;
  /** The functions that answer it, or merely ask. */
  readonly handlers: readonly FunctionIr[];
}

const known = new WeakMap<CallSite, Answer>();

/** The request that a call stands for which the program makes by telling it apart; undefined of any other call. */
export function answerAt(site: CallSite): Answer | undefined {
  return known.get(site);
}

/**
 * What a program answers without a library. Law: who asks whether a text is a protocol's method, or has a function under that name, answers it, and is seen as a call that
 * registers that function; who writes it into a message is a client.
 */
export function linkAnswers(solver: Solver): void {
  const { answers } = solver.index;
  const names = [...answers.keys()];
  // most programs name no method, and have a library to do so
  if (![...solver.program.modules.values()].some(({ text }) => names.some((name) => text.includes(name)))) return;
  const index = indexParts(solver);
  for (const asked of [...askedIn(solver, index), ...handledIn(solver, index)]) link(solver, index, asked);
  propagate(solver);
}

/** A place at which the program tells a request apart. */
interface Asked {
  readonly method: string;
  readonly fn: FunctionIr;
  readonly span: Span;
  /** The functions that answer. */
  readonly handlers: readonly FunctionIr[];
  /** What runs to answer. */
  readonly runs: readonly Part[];
  readonly messages: readonly Message[];
  readonly isNamed: boolean;
}

/** A part of a function; all of it where no span says otherwise. */
interface Part {
  readonly fn: FunctionIr;
  readonly spans?: readonly Span[];
}

/** What is looked for, as it stands in the graph. */
interface Parts {
  readonly calls: ReadonlyMap<FunctionIr, readonly CallSite[]>;
  readonly tests: readonly { readonly node: Node; readonly method: string; readonly asked: Node }[];
  /** What stands in an object, a list or a call beside a method's name. */
  readonly named: readonly { readonly node: Node; readonly method: string; readonly value: Node }[];
  /** What is written as the method of messages that are built here. */
  readonly written: readonly Node[];
  /** Values of fields in which answers list something. */
  readonly fields: ReadonlyMap<FunctionIr, readonly Field[]>;
}

interface Field {
  readonly name: string;
  readonly span: Span;
  readonly value: Node;
}

function indexParts(solver: Solver): Parts {
  const { graph } = solver;
  const { answers } = solver.index;
  const listed = new Set([...answers.values()].flatMap(({ registers }) => registers.flatMap((row) => row.listed ?? [])));
  const calls = new Map<FunctionIr, CallSite[]>();
  const fields = new Map<FunctionIr, Field[]>();
  const tests: Parts["tests"][number][] = [];
  const named: Parts["named"][number][] = [];
  const written: Node[] = [];
  const methodAt = (node: Node | undefined): string | undefined => {
    const origin = node === undefined ? undefined : graph.origin(node);
    const def = origin === undefined ? undefined : graph.defs[origin];
    // the method may be a constant that stands elsewhere
    const text = def?.kind === "const" ? def.value : origin !== undefined && (def === undefined || def.kind === "get" || def.kind === "cell") ? singleText(solver, origin) : undefined;
    return typeof text === "string" && answers.has(text) ? text : undefined;
  };
  const isFunction = (node: Node): boolean => tokensAt(solver, node).some(({ kind }) => kind === "function" || kind === "bound");
  // a row of a table of handlers: `{ method: "tools/call", run }`
  const methodIn = (fields: ReadonlyMap<string, Node>): string | undefined => {
    if (fields.size < 2 || ![...fields.values()].some(isFunction)) return undefined;
    for (const value of fields.values()) {
      const method = methodAt(value);
      if (method !== undefined) return method;
    }
    return undefined;
  };
  const noteField = (fn: FunctionIr, node: Node, name: string, value: Node): void => {
    if (listed.has(name)) note(fields, fn, { name, span: { start: graph.starts[node] ?? 0, end: graph.ends[node] ?? 0 }, value });
  };
  for (const site of graph.calls) note(calls, site.fn, site);
  graph.defs.forEach((def, node) => {
    const fn = graph.owners[node];
    if (def === undefined || fn === undefined) return;
    if (def.kind === "binary" && /^[!=]==?$/.test(def.op)) {
      const [left, right] = [methodAt(def.left), methodAt(def.right)];
      if (right !== undefined && left === undefined) tests.push({ node, method: right, asked: def.left });
      else if (left !== undefined && right === undefined) tests.push({ node, method: left, asked: def.right });
    } else if (def.kind === "object") {
      const sent = writtenMethod(def.fields);
      if (sent !== undefined) written.push(sent);
      else {
        const method = methodIn(def.fields);
        if (method !== undefined) for (const value of def.fields.values()) if (isFunction(value)) named.push({ node, method, value });
      }
      for (const [field, value] of def.fields) {
        if (answers.has(field)) named.push({ node, method: field, value });
        // who changes what another one answers passes it on
        if (def.spreads.length === 0) noteField(fn, node, field, value);
      }
    } else if (def.kind === "update") noteField(fn, node, def.field, def.value);
    else if (def.kind === "array" || (def.kind === "call" && !def.site.isNew)) {
      const [first, second, ...rest] = def.kind === "array" ? def.items : def.site.args;
      const method = second === undefined || rest.length > 0 ? undefined : methodAt(first?.node);
      if (method !== undefined && second !== undefined) named.push({ node, method, value: second.node });
    }
  });
  return { calls, tests, named, written, fields };
}

function note<T>(lists: Map<FunctionIr, T[]>, fn: FunctionIr, item: T): void {
  const list = lists.get(fn);
  if (list === undefined) lists.set(fn, [item]);
  else list.push(item);
}

/** Tests whether a text is a method. */
function* askedIn(solver: Solver, { tests }: Parts): Iterable<Asked> {
  const { graph } = solver;
  const regions = new Map<FunctionIr, ReadonlyMap<string, readonly Span[]>>();
  for (const { node, method, asked } of tests) {
    const fn = graph.owners[node] as FunctionIr; // the index holds nodes of functions alone
    const span = { start: graph.starts[node] ?? 0, end: graph.ends[node] ?? 0 };
    let own = regions.get(fn);
    if (own === undefined) regions.set(fn, (own = regionsIn(fn)));
    const spans = own.get(keyOf(span));
    yield { method, fn, span, handlers: [fn], runs: [{ fn, ...(spans === undefined ? {} : { spans }) }], messages: messagesFrom(solver, asked), isNamed: false };
  }
}

/** Functions that stand beside the name of a method: in a table of handlers, or in a call that takes one in. What a call sends takes the answer, and answers nobody. */
function* handledIn(solver: Solver, { named, written }: Parts): Iterable<Asked> {
  const { graph } = solver;
  const registering = new Set(solver.apiCalls.filter(({ effects }) => effects.registers.length > 0).map(({ site }) => site.node));
  const sent = writtenFrom(solver, written);
  for (const { node, method, value } of named) {
    const def = graph.defs[node];
    if (registering.has(node) || (def?.kind === "call" && def.site.targets.some(({ params: [first] }) => first !== undefined && sent.has(graph.origin(first))))) continue;
    const handlers = tokensAt(solver, value).flatMap((token) => (token.kind === "function" ? [token.fn] : token.kind === "bound" && token.target.kind === "function" ? [token.target.fn] : []));
    const fn = graph.owners[node] as FunctionIr; // the index holds nodes of functions alone
    if (handlers.length === 0) continue;
    yield { method, fn, span: { start: graph.starts[value] ?? 0, end: graph.ends[value] ?? 0 }, handlers: handlers.map((one) => one.fn), runs: handlers.map((one) => ({ fn: one.fn })), messages: handlers.flatMap(parametersOf), isNamed: true };
  }
}

function link(solver: Solver, parts: Parts, { method, fn, span, handlers, runs, messages, isNamed }: Asked): void {
  const { graph, index } = solver;
  const effects = index.answers.get(method);
  if (effects === undefined) return;
  const listed = new Set(effects.registers.flatMap((row) => row.listed ?? []));
  const found = listed.size === 0 ? [] : listedIn(parts, runs, listed);
  const [name, functions, lists] = [graph.add(fn, span, { kind: "const", value: method }), graph.add(fn, span), graph.add(fn, span)];
  for (const one of handlers) addToken(solver, functions, functionToken(solver, one));
  for (const { value } of found) {
    graph.edge(value, lists, OP.RESET);
    for (const token of tokensAt(solver, value)) addToken(solver, lists, token);
  }
  const args = [name, functions, lists].map((node) => ({ node, spread: false }));
  const site = imply(solver, index.library("globals").root, effects, { fn, span, method: undefined, args, of: messages[0]?.node ?? name });
  const isActing = runs.some((part) => parts.calls.get(part.fn)?.some((call) => !call.isNew && isWithin(part, call)) === true);
  known.set(site, { messages, isListed: found.length > 0, isNamed, isActing, handlers });
}

/** How far calls are followed from what answers a request, and into how many functions. */
const FURTHEST = 4;
const MOST_FUNCTIONS = 200;

/** What objects have in such a field that are built to answer. Law: those that stand nearest to the question are the answer. */
function listedIn({ calls, fields }: Parts, runs: readonly Part[], listed: ReadonlySet<string>): readonly Field[] {
  const seen = new Set<FunctionIr>();
  let parts = runs;
  for (let depth = 0; depth < FURTHEST && parts.length > 0; depth += 1) {
    const all = parts.flatMap((part) => [part, ...functionsWithin(part)]);
    const found = all.flatMap((part) => (fields.get(part.fn) ?? []).filter(({ name, span }) => listed.has(name) && isWithin(part, span)));
    if (found.length > 0) return found;
    const next: Part[] = [];
    for (const part of all) {
      for (const site of calls.get(part.fn) ?? []) {
        if (!isWithin(part, site)) continue;
        for (const { fn } of site.targets) {
          if (seen.has(fn) || seen.size >= MOST_FUNCTIONS) continue;
          seen.add(fn);
          next.push({ fn });
        }
      }
    }
    parts = next;
  }
  return [];
}

function isWithin({ spans }: Part, { start, end }: Span): boolean {
  return spans === undefined || spans.some((span) => span.start <= start && end <= span.end);
}

/** Functions that are written in it, which something that it calls may run. */
function functionsWithin(part: Part): Part[] {
  return part.fn.kind === "module" && part.spans === undefined ? [] : part.fn.module.functions.filter((fn) => isWritten(fn, part)).map((fn) => ({ fn }));
}

function isWritten(fn: FunctionIr, part: Part): boolean {
  for (let at: FunctionIr | undefined = fn.parent; at !== undefined; at = at.parent) if (at === part.fn) return isWithin(part, fn);
  return false;
}

const keyOf = ({ start, end }: Span): string => `${start}:${end}`;

/** What runs where a test holds, by the test; of a test that is not here nothing is known but its function. */
function regionsIn(fn: FunctionIr): ReadonlyMap<string, readonly Span[]> {
  const regions = new Map<string, readonly Span[]>();
  for (const node of nodesIn(fn.body)) {
    if (node.kind === "switch") node.cases.forEach((entry, index) => regions.set(keyOf(entry), node.cases.slice(index, index + 1 + fallsThrough(node.cases.slice(index)))));
    else if (node.kind === "if" || node.kind === "cond") {
      for (const test of testsIn(node.test)) {
        const taken: Stmt | Expr | undefined = test.op.startsWith("=") ? node.then : node.else;
        if (taken !== undefined) regions.set(keyOf(test), [taken]);
      }
    } else if (node.kind === "logical" && node.op === "&&") for (const test of testsIn(node.left)) if (test.op.startsWith("=") && !regions.has(keyOf(test))) regions.set(keyOf(test), [node.right]);
  }
  return regions;
}

/** Into how many of the cases behind the first one it runs on. */
function fallsThrough(cases: readonly { readonly body: readonly Stmt[] }[]): number {
  const last = cases.findIndex(({ body }) => body.some(leaves));
  return last === -1 ? cases.length - 1 : last;
}

function leaves(stmt: Stmt): boolean {
  return stmt.kind === "break" || stmt.kind === "return" || stmt.kind === "throw" || stmt.kind === "continue" || (stmt.kind === "block" && stmt.body.some(leaves));
}

function testsIn(test: Expr): Extract<Expr, { kind: "binary" }>[] {
  if (test.kind === "binary") return [test];
  return test.kind === "logical" ? [...testsIn(test.left), ...testsIn(test.right)] : [];
}
