import type { Environment, Key } from "../environment.js";
import { type Node, OP } from "../graph.js";
import { bind, type Frame, type Walk } from "./walk.js";

/** A join behind a test: what a key holds there, and what it held on either side. */
interface Split {
  readonly key: Key;
  readonly merged: Node;
  readonly yes: Node;
  readonly no: Node;
}

const splitsOf = new WeakMap<Frame, Map<string, Split[]>>();

/** What decides a test, told apart by value: `action === "download"` twice is the same decision. */
interface Decision {
  readonly name: string;
  readonly negated: boolean;
}

function decisionOf({ graph }: Pick<Walk, "graph">, test: Node): Decision | undefined {
  const at = graph.origin(test);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "unary": {
      const inner = def.op === "!" ? decisionOf({ graph }, def.value) : undefined;
      return inner === undefined ? undefined : { name: inner.name, negated: !inner.negated };
    }
    case "binary": {
      const op = /^([!=])==?$/.exec(def.op)?.[1];
      if (op === undefined) return undefined;
      const [left, right] = [graph.origin(def.left), graph.origin(def.right)];
      const [value, constant] = graph.defs[right]?.kind === "const" ? [left, graph.defs[right]] : [right, graph.defs[left]];
      if (constant?.kind !== "const" || !isFixed({ graph }, value)) return undefined;
      return { name: `${value} ${typeof constant.value} ${String(constant.value)} ${def.op.length}`, negated: op === "!" };
    }
    default:
      return isFixed({ graph }, at) ? { name: `${at}`, negated: false } : undefined;
  }
}

/** The node stands for one value, whenever it is looked at: not for a variable that others write. */
function isFixed({ graph }: Pick<Walk, "graph">, node: Node): boolean {
  const kind = graph.defs[node]?.kind;
  return kind === "param" || kind === "get" || kind === "call" || kind === "phi" || kind === "choice" || kind === "logical";
}

/** The two sides of a test, at the end of each. */
export interface Sides {
  readonly test: Node;
  readonly decision: Decision;
  readonly yes: ReadonlyMap<Key, Node>;
  readonly no: ReadonlyMap<Key, Node>;
  /** What the keys that were set on either held before. */
  readonly before: ReadonlyMap<Key, Node | undefined>;
}

/** What the two sides of a test come to, before they are joined into `base`; undefined for a test that cannot be known again. */
export function sidesOf(walk: Walk, test: Node, base: Environment | undefined, then: Environment, other: Environment): Sides | undefined {
  const decision = decisionOf(walk, test);
  if (decision === undefined) return undefined;
  const [yes, no] = [then.since(base), other.since(base)];
  const before = new Map<Key, Node | undefined>();
  for (const side of [yes, no]) for (const key of side.keys()) before.set(key, base?.get(key));
  return { test, decision, yes, no, before };
}

/**
 * Law: a joint that only what passed a test's two sides can reach tells them apart. When the same test is made again, what holds behind the
 * joint is what held on that side. Values that differ in their tests alone get a joint of their own for it, so that none but these ways lead there.
 */
export function recordSplits(walk: Walk, frame: Frame, base: Environment, sides: Sides): void {
  const { graph } = walk;
  const { test, decision } = sides;
  for (const [key, old] of sides.before) {
    const yes = sides.yes.get(key) ?? old;
    const no = sides.no.get(key) ?? old;
    if (yes === undefined || no === undefined || yes === no) continue;
    const saysMore = (node: Node): boolean => {
      const def = graph.defs[node];
      return node !== old && !(def?.kind === "sigma" && def.test === test && def.of === old);
    };
    if (!saysMore(yes) && !saysMore(no)) continue;
    let merged = base.get(key);
    if (merged === undefined) continue;
    if (merged === yes || merged === no || merged === old) {
      const origin = graph.origin(yes);
      const span = { start: graph.starts[merged] ?? 0, end: graph.ends[merged] ?? 0 };
      merged = graph.add(frame.fn, span, { kind: "phi", inputs: [yes, no], of: origin === graph.origin(no) ? origin : undefined, ways: undefined });
      for (const input of [yes, no]) graph.edge(input, merged, OP.COPY);
      bind(walk, frame, key, merged);
    }
    let splits = splitsOf.get(frame);
    if (splits === undefined) splitsOf.set(frame, (splits = new Map()));
    const split = decision.negated ? { key, merged, yes: no, no: yes } : { key, merged, yes, no };
    const known = splits.get(decision.name);
    if (known === undefined) splits.set(decision.name, [split]);
    else known.push(split);
  }
}

/** In an environment in which a test had this outcome: what an earlier run of the same test tells. `frame.env` is that environment. */
export function recallSplits(walk: Walk, frame: Frame, test: Node, outcome: boolean): void {
  const splits = splitsOf.get(frame);
  if (splits === undefined) return;
  const { graph } = walk;
  const def = graph.defs[graph.origin(test)];
  if (def?.kind === "logical" && def.op === (outcome ? "&&" : "||")) {
    recallSplits(walk, frame, def.left, outcome);
    recallSplits(walk, frame, def.right, outcome);
    return;
  }
  const decision = decisionOf(walk, test);
  if (decision === undefined) return;
  for (const { key, merged, yes, no } of splits.get(decision.name) ?? []) {
    if (frame.env?.get(key) === merged) bind(walk, frame, key, outcome !== decision.negated ? yes : no);
  }
}
