import type { Span } from "../ir/ir.js";
import { Environment, type Key } from "./environment.js";
import { type Node, OP } from "./graph.js";
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
  if (base !== undefined) for (const [key, node] of joined.changes) base.set(key, node);
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
  const keys = new Set<Key>();
  for (const way of ways) for (const key of way.keys()) keys.add(key);
  for (const key of keys) {
    const before = base?.get(key) ?? walk.members.get(key);
    const inputs: Node[] = [];
    const waysOf: ReadonlyMap<Key, Node>[][] = [];
    for (const way of ways) {
      const node = way.get(key) ?? before;
      if (node === undefined) continue;
      const at = inputs.indexOf(node);
      if (at >= 0) waysOf[at]?.push(way);
      else {
        inputs.push(node);
        waysOf.push([way]);
      }
    }
    const node = merge(walk, frame, inputs, before, span, waysOf);
    if (node !== undefined) bind(walk, frame, key, node);
  }
  return env;
}

/** Several values into one. Versions of one value that differ only in the tests that they have passed are the least tested of them. */
export function merge(walk: Walk, frame: Frame, inputs: readonly Node[], before: Node | undefined, span: Span, ways?: readonly (readonly ReadonlyMap<Key, Node>[])[]): Node | undefined {
  const { graph } = walk;
  const [a, b] = inputs;
  if (a === undefined) return undefined;
  if (b === undefined) return a;
  // the sides of a joint that a repeated test took apart again
  const joint = before === undefined ? undefined : graph.defs[before];
  if (joint?.kind === "phi" && inputs.every((input) => joint.inputs.includes(input))) return before;
  const least = leastTested(walk, inputs);
  if (least !== undefined) return least;
  if (before !== undefined && inputs.length === 2) {
    const left = graph.defs[a];
    const right = graph.defs[b];
    if (left?.kind === "sigma" && right?.kind === "sigma" && left.test === right.test && left.of === before && right.of === before && left.truth !== right.truth) return before;
  }
  const node = graph.add(frame.fn, { start: span.start, end: span.start }, { kind: "phi", inputs: [...inputs], of: commonOrigin(walk, inputs), ways: inputs.some((input) => isFlag(walk, input)) ? ways : undefined });
  for (const input of inputs) graph.edge(input, node, OP.COPY);
  return node;
}

/** A value that a later test decides by: `allowed = true`, `problems = []`. */
function isFlag({ graph }: Walk, node: Node): boolean {
  const def = graph.defs[node];
  if (def?.kind === "array") return def.items.length === 0;
  return def?.kind === "const" && (typeof def.value === "boolean" || def.value === null || def.value === undefined);
}

function commonOrigin({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  const origins = new Set(inputs.map((input) => graph.origin(input)));
  const [origin] = origins;
  return origins.size === 1 ? origin : undefined;
}

/** The input that all others are behind tests of. */
function leastTested({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  return inputs.find((candidate) =>
    inputs.every((input) => {
      let at = input;
      while (at !== candidate) {
        const def = graph.defs[at];
        if (def?.kind !== "sigma") return false;
        at = def.of;
      }
      return true;
    }),
  );
}
