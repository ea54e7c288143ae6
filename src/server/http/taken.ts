import { singleText } from "../../graph/constants.js";
import { type CallSite, type Graph, type Node, NO_NODE } from "../../graph/graph.js";
import { readsOf } from "../../graph/nodes-of.js";
import type { Solver } from "../../graph/solver.js";

const MOST_NODES = 600;
const READS = new Set(["get", "header", "getHeader", "cookie", "query"]);
/** Methods of texts that give another text of the same. */
const PARTS = new Set(["split", "slice", "substring", "substr", "replace", "replaceAll", "trim", "toLowerCase", "toUpperCase", "toString", "at", "pop", "shift", "match", "join"]);
/** Methods that ask what form a text has. */
const FORMS = new Set(["startsWith", "endsWith", "includes", "test", "exec"]);
const LOGS = /^(?:console\.|[\w$.]*\blog(?:ger)?\b)|\.(?:debug|info|warn|error|trace|log)$/i;

/**
 * Whether anything is made, anywhere in a program, of a header or cookie that requests bring under one of some names: it is compared, kept, looked up, or handed to something that is
 * not seen. That it is tested for being there, or written to a log, is nothing.
 */
export function isTaken(solver: Solver, names: ReadonlySet<string>): boolean {
  const { graph } = solver;
  const users = usersOf(graph);
  const reads = readsOf(graph, (field) => names.has(field.toLowerCase()));
  for (const site of users.reads) if (names.has((site.args[0] === undefined ? undefined : singleText(solver, site.args[0].node))?.toLowerCase() ?? "")) reads.push(site.node);
  const seen = new Set<Node>(reads);
  // a Set's iteration takes in what is added on the way
  for (const node of seen) {
    if (seen.size > MOST_NODES) return true;
    for (const { to } of graph.edgesOf(node)) seen.add(to);
    for (const use of users.of.get(node) ?? []) {
      const next = afterUse(graph, node, use);
      if (next === "taken") return true;
      if (next !== undefined) seen.add(next);
    }
    for (const site of users.calls.get(node) ?? []) {
      const next = afterCall(graph, node, site);
      if (next === "taken") return true;
      if (next !== undefined) seen.add(next);
    }
  }
  return false;
}

/** What holds the value after a use of it; undefined where nothing does. */
type After = Node | "taken" | undefined;

function afterUse(graph: Graph, node: Node, use: Node): After {
  const def = graph.defs[use];
  switch (def?.kind) {
    case "sigma": case "phi": case "logical": case "choice": case "concat":
      return use;
    case "get":
      return def.key === node ? "taken" : def.field === "length" ? undefined : use;
    case "binary":
      return /^(?:[!=]==?|[<>]=?)$/.test(def.op) && [def.left, def.right].some((side) => side !== node && isFixed(graph, side)) ? undefined : "taken";
    case "object": case "array": case "update":
      return "taken";
    default:
      return undefined;
  }
}

/** What stands in the source and names a scheme, or nothing at all. */
function isFixed(graph: Graph, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "global") return def.name === "undefined";
  return def?.kind === "const" && (typeof def.value !== "string" || /^(?:bearer|basic|token|string|undefined|)\s*$/i.test(def.value));
}

function afterCall(graph: Graph, node: Node, site: CallSite): After {
  const callee = graph.text(site.callee);
  if (site.receiver === node) return site.method !== undefined && PARTS.has(site.method) ? site.node : site.method !== undefined && FORMS.has(site.method) && site.args.every((arg) => isText(graph, arg.node)) ? undefined : "taken";
  if (LOGS.test(callee)) return undefined;
  if (/^(?:String|Boolean|decodeURIComponent|Array\.isArray)$/.test(callee)) return callee === "String" || callee === "decodeURIComponent" ? site.node : undefined;
  if (site.method !== undefined && (FORMS.has(site.method) || site.method === "match") && isText(graph, site.receiver)) return undefined;
  // a function of the program does with it what it does
  return site.targets.length > 0 ? undefined : "taken";
}

function isText(graph: Graph, node: Node): boolean {
  const def = node === NO_NODE ? undefined : graph.defs[graph.origin(node)];
  return def?.kind === "const" || def?.kind === "regex";
}

interface Users {
  readonly of: ReadonlyMap<Node, readonly Node[]>;
  readonly calls: ReadonlyMap<Node, readonly CallSite[]>;
  readonly reads: readonly CallSite[];
}

const known = new WeakMap<Graph, Users>();

/** What uses each value; read once a program, when it is asked for. */
function usersOf(graph: Graph): Users {
  let users = known.get(graph);
  if (users !== undefined) return users;
  const of = new Map<Node, Node[]>();
  const calls = new Map<Node, CallSite[]>();
  graph.defs.forEach((def, node) => {
    for (const used of def === undefined ? [] : usedBy(def)) push(of, used, node);
  });
  for (const site of graph.calls) for (const used of new Set([site.receiver, ...site.args.map((arg) => arg.node)])) push(calls, used, site);
  known.set(graph, (users = { of, calls, reads: graph.calls.filter(({ method }) => method !== undefined && READS.has(method)) }));
  return users;
}

function push<T>(lists: Map<Node, T[]>, node: Node, value: T): void {
  if (node === NO_NODE) return;
  const list = lists.get(node);
  if (list === undefined) lists.set(node, [value]);
  else list.push(value);
}

function usedBy(def: NonNullable<Graph["defs"][number]>): readonly Node[] {
  switch (def.kind) {
    case "sigma": return [def.of];
    case "phi": return def.inputs;
    case "logical": case "binary": return [def.left, def.right];
    case "choice": return [def.then, def.else];
    case "concat": return def.parts.filter((part) => typeof part === "number");
    case "get": return [def.object, def.key];
    case "object": return [...def.fields.values(), ...def.spreads];
    case "array": return def.items.map(({ node }) => node);
    case "update": return [def.value];
    default: return [];
  }
}
