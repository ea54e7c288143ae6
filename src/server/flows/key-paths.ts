import { placeText } from "../../finding.js";
import { type CandidateFlow, findFlows, type FlowGraph } from "../../graph/flows/flows.js";
import { ANY_FIELD, type CallSite, type Def, type KeyWrite, type Node, NO_NODE } from "../../graph/graph.js";
import type { Sink } from "../../graph/sinks/sinks.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { Taint } from "../../graph/taint/taint.js";
import { SINK_KINDS } from "../../models/kinds.js";
import { locate } from "../../program/program.js";
import { siteAt } from "./leaks.js";

/** A read by a computed key. */
interface KeyRead {
  readonly node: Node;
  readonly key: Node;
  readonly object: Node;
}

/** The names of fields that lead to what all objects share: the first one at once, the other one by a second step, `constructor.prototype`. */
const SHARED = ["__proto__", "constructor"] as const;

/** Input that names one field after the other, the last of which is written: `__proto__` leads to what all objects share. The name that passes stands in `harm`. */
export function keyPathFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver, taint } = graph;
  const found = solver.graph.keyWrites.flatMap((write) => write.isFresh ? [] : readsBefore(solver, write.object).filter((read) => mayBeShared(solver, read)).map((read) => ({ write, read })));
  if (found.length === 0) return [];
  taint.demand(found.flatMap(({ write, read }) => [write.key, read.key]));
  const chosen = found.filter(({ write, read }) => isChosen(taint, write.key) && isChosen(taint, read.key));
  const flows = new Map<string, CandidateFlow>();
  for (const name of SHARED) {
    const left = chosen.filter(({ read }) => name === "__proto__" || readsBefore(solver, read.object).length > 0);
    if (left.length === 0) continue;
    const asName = graph.spreadAs(name);
    asName.demand(left.map(({ read }) => read.key));
    const sinks = left.filter(({ read }) => isChosen(asName, read.key)).map(({ write, read }) => sinkAt(solver, write, read.key, name));
    for (const flow of findFlows({ ...graph, taint: asName, sinks })) {
      // several reads may lead to one write
      const location = locate(flow.start.module, flow.start.span);
      const place = placeText(location);
      const known = flows.get(place);
      flows.set(place, { ...(known ?? flow), location, tools: [...new Set([...(known?.tools ?? []), ...flow.tools])].sort() });
    }
  }
  return [...flows.values()];
}

function isChosen(taint: Taint, node: Node): boolean {
  return taint.facts[node]?.some(({ bits, path }) => path === undefined && (bits & SINK_KINDS.key.hurts) !== 0) === true;
}

function sinkAt(solver: Solver, { fn, start, end }: KeyWrite, key: Node, harm: string): Sink {
  return { node: key, kind: "key", hurts: SINK_KINDS.key.hurts, site: { ...siteAt(solver, fn, key), start, end }, callee: "a field", confidence: "medium", stays: true, harm, row: { path: "arg(0)", kind: "key" } };
}

/** The read may give what all objects share: some object there has a prototype, the key is no longer text around a part, and nothing has told that the field is the object's own. */
function mayBeShared(solver: Solver, read: KeyRead): boolean {
  const { key, object } = read;
  // what libraries give beside them is what was written there
  const objects = [...tokensAt(solver, object)].filter(({ kind }) => kind !== "api");
  if (objects.length > 0 && objects.every((token) => token.kind === "object" && hasNoPrototype(solver, solver.graph.defs[token.node]))) return false;
  return !isLonger(solver, key) && !isOwnField(solver, read);
}

/** `Object.create(null)`, `{ __proto__: null }`. */
function hasNoPrototype({ graph }: Solver, def: Def | undefined): boolean {
  const given = def?.kind === "call" && def.site.method === "create" ? def.site.args[0]?.node : def?.kind === "object" ? def.fields.get("__proto__") : undefined;
  const prototype = given === undefined ? undefined : graph.defs[graph.origin(given)];
  return prototype?.kind === "const" && prototype.value === null;
}

/** The key is put together with text that none of the names holds. */
function isLonger({ graph }: Solver, key: Node): boolean {
  const def = graph.defs[graph.origin(key)];
  return def?.kind === "concat" && def.parts.some((part) => typeof part === "string" && !SHARED.some((name) => name.includes(part)));
}

/** The key was found among the object's own fields, or was written there where it was not. Law: where such a write stands before the read, control is taken to have come by it. */
function isOwnField(solver: Solver, { node, object, key }: KeyRead): boolean {
  const { graph } = solver;
  const isFound = (at: Node, truth: boolean): boolean => testsOf(solver, at).some((test) => test.truth !== undefined && asksOwn(solver, test.test, test.truth, object, truth));
  return isFound(key, true) || graph.keyWrites.some((write) => isSame(solver, write.key, key) && isSame(solver, write.object, object) && write.start < (graph.starts[node] ?? 0) && isFound(write.key, false));
}

/** The tests that a version of a value has passed on the way to it, as far as it is one way. */
function testsOf({ graph }: Solver, node: Node): { readonly test: Node; readonly truth: boolean | undefined }[] {
  const tests: { readonly test: Node; readonly truth: boolean | undefined }[] = [];
  for (let def = graph.defs[node]; def?.kind === "sigma"; def = graph.defs[def.of]) tests.push({ test: def.test, truth: typeof def.truth === "boolean" ? def.truth : undefined });
  return tests;
}

function isSame({ graph }: Solver, one: Node, other: Node): boolean {
  return graph.origin(one) === graph.origin(other);
}

/** A test that came out as `outcome` tells that the key is one of the object's own fields, or that it is none (`found`). */
function asksOwn(solver: Solver, test: Node, outcome: boolean, object: Node, found: boolean): boolean {
  const def = solver.graph.defs[solver.graph.origin(test)];
  if (def?.kind === "logical") return (def.op === "&&") === outcome && [def.left, def.right].some((one) => asksOwn(solver, one, outcome, object, found));
  const asked = askedOwn(solver, test, outcome);
  return asked !== undefined && asked.truth === found && isSame(solver, asked.object, object);
}

/** `Object.hasOwn(object, key)`, `object.hasOwnProperty(key)`, the same called on Object.prototype, or a function that gives just that; and how it came out. */
function askedOwn(solver: Solver, test: Node, truth: boolean, depth = 3): { readonly object: Node; readonly truth: boolean } | undefined {
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  if (depth === 0) return undefined;
  if (def?.kind === "unary" && def.op === "!") return askedOwn(solver, def.value, !truth, depth);
  if (def?.kind !== "call") return undefined;
  const { site } = def;
  const object = ownerAsked(solver, site);
  if (object !== undefined) return { object, truth };
  const [target, ...others] = new Set(site.targets);
  const [given, ...more] = new Set(target?.exits.map(({ value }) => value));
  const inside = given === undefined || others.length > 0 || more.length > 0 ? undefined : askedOwn(solver, given, truth, depth - 1);
  const arg = inside === undefined ? undefined : site.args[target?.params.indexOf(graph.origin(inside.object)) ?? -1];
  return arg === undefined || inside === undefined ? undefined : { object: arg.node, truth: inside.truth };
}

/** The object whose own fields a call of the language asks about. */
function ownerAsked({ graph }: Solver, { method, receiver, args }: CallSite): Node | undefined {
  const on = receiver === NO_NODE ? undefined : graph.defs[graph.origin(receiver)];
  if (method === "hasOwnProperty") return receiver;
  return method === "hasOwn" || (method === "call" && on?.kind === "get" && on.field === "hasOwnProperty") ? args[0]?.node : undefined;
}

const MOST_NODES = 60;

/** The reads by a computed key that may have given an object, here or in the function that handed it on. */
function readsBefore({ graph }: Solver, object: Node): KeyRead[] {
  const seen = new Set<Node>([object]);
  const found: KeyRead[] = [];
  for (const node of seen) {
    if (seen.size > MOST_NODES || node === NO_NODE) break;
    const def: Def | undefined = graph.defs[node];
    if (def?.kind === "get") {
      if (def.field === ANY_FIELD && def.key !== NO_NODE) found.push({ node, key: def.key, object: def.object });
      continue;
    }
    if (def?.kind === "sigma") seen.add(def.of);
    else if (def?.kind === "phi") for (const input of def.inputs) seen.add(input);
    else if (def?.kind === "logical") seen.add(def.left).add(def.right);
    else if (def?.kind === "update") seen.add(def.base);
    for (const from of graph.sourcesOf(node)) seen.add(from);
  }
  return found;
}
