import type { Span } from "../../ir/ir.js";
import { Environment, type Key } from "../environment.js";
import { type Graph, type Node, OP } from "../graph.js";
import type { Ways } from "./jumps.js";
import { bind, type Frame, type Walk } from "./walk.js";

/** Brings ways that went apart after `base` together again; undefined when control comes on none of them. */
export function rejoin(walk: Walk, frame: Frame, base: Environment | undefined, ways: readonly (Environment | undefined)[], span: Span): Environment | undefined {
  const live = ways.filter((way) => way !== undefined);
  const joined = settle(walk, frame, base, live.map((way) => way.since(base)), span);
  const [only] = live;
  if (live.length === 1 && joined !== undefined) joined.trail = only?.trail;
  return joined;
}

/** Joins ways (changes since `base`) into `base` itself. */
export function settle(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, span: Span): Environment | undefined {
  if (ways.length === 0) return undefined;
  if (ways.every((way) => way.size === 0)) return base;
  const saved = frame.env;
  const joined = join(walk, frame, base, ways, span);
  frame.env = saved;
  if (base !== undefined) joined.changes.forEach((node, key) => base.set(key, node));
  return base;
}

/** Joins ways (changes since `base`) into an overlay of `base`. */
export function settleOnOverlay(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, span: Span): Environment | undefined {
  return settle(walk, frame, new Environment(base), ways, span);
}

/** Control comes from all of `ways` (changes since `base`): what differs becomes a phi. */
function join(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, span: Span): Environment {
  const env = new Environment(base);
  frame.env = env;
  const [first] = ways;
  if (ways.length === 1 && first !== undefined) {
    for (const [key, node] of first) env.set(key, node);
    return env;
  }
  ways.forEach((way, index) => {
    way.forEach((_, key) => {
      // each key once
      for (let before = 0; before < index; before += 1) if (ways[before]?.has(key) === true) return;
      joinKey(walk, frame, base, ways, key, span);
    });
  });
  return env;
}

function joinKey(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, key: Key, span: Span): void {
  const before = base?.get(key) ?? walk.keys.readOf(key);
  const inputs: Node[] = [];
  for (const way of ways) {
    const node = way.get(key) ?? before;
    if (node !== undefined && !inputs.includes(node)) inputs.push(node);
  }
  const node = merge(walk, frame, inputs, before, span, () => inputs.map((input) => ways.filter((way) => (way.get(key) ?? before) === input)));
  if (node !== undefined) bind(walk, frame, key, node);
}

/**
 * Several values into one. Versions of one value that differ only in the tests that they have passed are the least tested of them.
 *
 * @param waysOf for each value the ways that bring it.
 */
export function merge(walk: Walk, frame: Frame, inputs: readonly Node[], before: Node | undefined, span: Span, waysOf?: () => readonly (readonly ReadonlyMap<Key, Node>[])[]): Node | undefined {
  const { graph } = walk;
  const [a, b] = inputs;
  if (a === undefined) return undefined;
  if (b === undefined) return a;
  if (inputs.length === 2 && before !== undefined && areSides(walk, a, b, before)) return before;
  // the sides of a joint that a repeated test took apart again
  const joint = before === undefined ? undefined : graph.defs[before];
  if (joint?.kind === "phi" && inputs.every((input) => joint.inputs.includes(input))) return before;
  const least = leastTested(walk, inputs);
  if (least !== undefined) return least;
  const node = graph.add(frame.fn, { start: span.start, end: span.start }, { kind: "phi", inputs: [...inputs], of: commonOrigin(walk, inputs), ways: inputs.some((input) => isFlag(walk, input)) ? waysOf?.() : undefined });
  for (const input of inputs) graph.edge(input, node, OP.COPY);
  return node;
}

/** The two sides of one test of a value. */
function areSides({ graph }: Walk, a: Node, b: Node, before: Node): boolean {
  const left = graph.defs[a];
  const right = graph.defs[b];
  return left?.kind === "sigma" && right?.kind === "sigma" && left.test === right.test && left.of === before && right.of === before && left.truth !== right.truth;
}

/** A value that a later test decides by: `allowed = true`, `problems = []`. */
function isFlag({ graph }: Walk, node: Node): boolean {
  const def = graph.defs[node];
  if (def?.kind === "array") return def.items.length === 0;
  return def?.kind === "const" && (typeof def.value === "boolean" || def.value === null || def.value === undefined);
}

function commonOrigin({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  const [first] = inputs;
  const origin = first === undefined ? undefined : graph.origin(first);
  return inputs.every((input) => graph.origin(input) === origin) ? origin : undefined;
}

/** The input that all others are behind tests of. */
function leastTested({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  return inputs.find((candidate) => inputs.every((input) => isBehindTests(graph, input, candidate)));
}

/** The value at `before`, or that value behind tests. Law: what a test is put behind was there before it, and has the lower number. */
export function isBehindTests(graph: Graph, node: Node, before: Node): boolean {
  let at = node;
  while (at > before) {
    const def = graph.defs[at];
    if (def?.kind !== "sigma") return false;
    at = def.of;
  }
  return at === before;
}
