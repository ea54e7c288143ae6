import type { Expr, Stmt } from "../../ir/ir.js";
import { branchOn, heldBy, keysOf } from "./conditions.js";
import { Environment, variableKey, type Key } from "../environment.js";
import { evaluate } from "./expressions.js";
import { ANY_ITEM, type Node, NO_NODE, OP } from "../graph.js";
import { settle, settleOnOverlay } from "./joins.js";
import { endOf, openJump, type Ways } from "./jumps.js";
import { readMember } from "./members.js";
import { run } from "./statements.js";
import { writeVariable } from "./variables.js";
import { bind, type Frame, refine, type Walk } from "./walk.js";
import { writtenIn } from "./written.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

/** What is written in a loop has two values at its head: the one from before and the one of the turn before. */
function openLoop(walk: Walk, frame: Frame, body: readonly (Stmt | Expr | undefined)[]): { phis: { key: Key; phi: Node }[]; base: Environment | undefined } {
  const base = frame.env;
  const phis: { key: Key; phi: Node }[] = [];
  for (const variable of writtenIn(body)) {
    if (variable.owner !== frame.fn) continue;
    const key = variableKey(frame.nodes, variable);
    const before = frame.env?.get(key);
    if (before === undefined) continue;
    const phi = walk.graph.add(frame.fn, { start: walk.graph.starts[before] ?? 0, end: walk.graph.starts[before] ?? 0 }, { kind: "phi", inputs: [before], of: undefined, ways: undefined });
    walk.graph.edge(before, phi, OP.COPY);
    bind(walk, frame, key, phi);
    phis.push({ key, phi });
  }
  return { phis, base };
}

function closeLoop(walk: Walk, phis: readonly { key: Key; phi: Node }[], ways: readonly ReadonlyMap<Key, Node>[]): void {
  for (const { key, phi } of phis) {
    for (const way of ways) {
      const node = way.get(key);
      const def = walk.graph.defs[phi];
      if (node === undefined || node === phi || def?.kind !== "phi" || def.inputs.includes(node)) continue;
      def.inputs.push(node);
      walk.graph.edge(node, phi, OP.COPY);
    }
  }
}

export function runLoop(walk: Walk, frame: Frame, stmt: Of<"loop">): void {
  const { phis, base } = openLoop(walk, frame, [stmt.body, stmt.update, stmt.test]);
  const target = openJump(frame, true);
  let exits: Ways = [];
  if (stmt.testFirst && stmt.test !== undefined) {
    const [yes, no] = branchOn(walk, frame, stmt.test);
    if (no !== undefined) exits = [no.since(base)];
    frame.env = yes;
  } else {
    frame.env = new Environment(base);
  }
  run(walk, frame, stmt.body);
  const turns = [...endOf(frame, base), ...target.continues];
  frame.env = settleOnOverlay(walk, frame, base, turns, stmt);
  if (stmt.update !== undefined && frame.env !== undefined) evaluate(walk, frame, stmt.update);
  if (!stmt.testFirst && stmt.test !== undefined && frame.env !== undefined) {
    const [yes, no] = branchOn(walk, frame, stmt.test);
    if (no !== undefined) exits = [no.since(base)];
    frame.env = yes;
  }
  if (frame.env !== undefined) closeLoop(walk, phis, [frame.env.since(base)]);
  frame.jumps.pop();
  frame.env = settle(walk, frame, base, [...exits, ...target.breaks], stmt);
}

export function runEach(walk: Walk, frame: Frame, stmt: Of<"each">): void {
  const { graph } = walk;
  const values = evaluate(walk, frame, stmt.values);
  const { phis, base } = openLoop(walk, frame, [stmt.body]);
  const target = openJump(frame, true);
  frame.env = new Environment(base);
  const item = stmt.over === "of" ? readMember(walk, frame, values, ANY_ITEM, stmt.values, NO_NODE) : graph.add(frame.fn, stmt.values);
  if (stmt.over === "in") graph.edge(values, item, OP.GET, "%key");
  const key = variableKey(frame.nodes, stmt.item);
  writeVariable(walk, frame, stmt.item, item);
  run(walk, frame, stmt.body);
  const turns = [...endOf(frame, base), ...target.continues];
  closeLoop(walk, phis, turns);
  frame.jumps.pop();
  frame.env = settle(walk, frame, base, [new Map(), ...turns, ...target.breaks], stmt);
  // a pattern or a plain copy of the head's item is what the body tests
  if (target.breaks.length === 0) refineAfterEach(walk, frame, values, item, turns.map((turn) => turn.get(key) ?? item), turns);
}

/** Behind a loop that went through all items: what each turn tested of its item tells of the list, what each turn tested of another value tells of that. */
function refineAfterEach(walk: Walk, frame: Frame, values: Node, item: Node, ends: readonly Node[], turns: Ways): void {
  const { graph } = walk;
  if (frame.env === undefined) return;
  if (ends.some((end) => graph.origin(end) === graph.origin(item) && end !== item)) {
    const origin = graph.origin(values);
    const kind = graph.defs[origin]?.kind;
    const keys = kind === "call" || kind === "array" ? keysOf(walk, frame, origin) : heldBy(walk, frame, origin);
    for (const key of keys) refine(walk, frame, key, item, { ends });
  }
  for (const key of turns[0]?.keys() ?? []) {
    const now = frame.env.get(key) ?? walk.keys.readOf(key);
    if (now === undefined) continue;
    const tested = turns.flatMap((turn) => turn.get(key) ?? []).filter((version) => version !== now && graph.origin(version) === graph.origin(now));
    if (tested.length === turns.length) refine(walk, frame, key, item, { ends: tested });
  }
}
