import type { Stmt } from "../../ir/ir.js";
import type { Environment, Key } from "../environment.js";
import type { Node } from "../graph.js";
import type { Frame, JumpTarget } from "./walk.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

/** What was set on each of several ways since they went apart. */
export type Ways = ReadonlyMap<Key, Node>[];

/** A statement that `break`, or `continue` for a loop, may leave. */
export function openJump(frame: Frame, loop: boolean, label?: string): JumpTarget {
  const target: JumpTarget = { label, plain: label === undefined, loop, base: frame.env, breaks: [], continues: [] };
  frame.jumps.push(target);
  return target;
}

/** Takes what was set so far to where the jump lands. */
export function jump(frame: Frame, stmt: Of<"break" | "continue">): void {
  for (let at = frame.jumps.length - 1; at >= 0; at -= 1) {
    const target = frame.jumps[at];
    if (target === undefined) break;
    if (stmt.label === undefined ? !(stmt.kind === "break" ? target.plain : target.loop) : target.label !== stmt.label) continue;
    // a labelled continue goes to the loop right inside the label
    const landing = stmt.kind === "continue" && stmt.label !== undefined ? (frame.jumps[at + 1] ?? target) : target;
    (stmt.kind === "break" ? landing.breaks : landing.continues).push(frame.env?.since(landing.base) ?? new Map<Key, Node>());
    break;
  }
  frame.env = undefined;
}

/** The way on which control comes here, if it does. */
export function endOf(frame: Frame, base: Environment | undefined): Ways {
  return frame.env === undefined ? [] : [frame.env.since(base)];
}
