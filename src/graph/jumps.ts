import type { Stmt } from "../ir/ir.js";
import { Environment, type Key } from "./environment.js";
import { rejoin } from "./expressions.js";
import type { Node } from "./graph.js";
import type { Frame, JumpTarget, Walk } from "./walk.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

export type Ways = ReadonlyMap<Key, Node>[];

export function openJump(frame: Frame, loop: boolean, label?: string): JumpTarget {
  const target: JumpTarget = { label, plain: label === undefined, loop, base: frame.env, breaks: [], continues: [] };
  frame.jumps.push(target);
  return target;
}

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

export function endOf(frame: Frame, base: Environment | undefined): Ways {
  return frame.env === undefined ? [] : [frame.env.since(base)];
}

/** Joins ways (changes since `base`) into `base` itself. */
export function settle(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, span: Stmt): Environment | undefined {
  return rejoin(walk, frame, base, ways.map((way) => overlayOf(base, way)), span);
}

export function overlayOf(base: Environment | undefined, changes: ReadonlyMap<Key, Node>): Environment {
  const overlay = new Environment(base);
  for (const [key, node] of changes) overlay.set(key, node);
  return overlay;
}
