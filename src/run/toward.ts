import type { Expr, FunctionIr, Span } from "../ir/ir.js";
import type { Site } from "./values.js";

/** Where calls are to lead. */
export interface Toward {
  /** The functions on the way there, each with the places up to which it has to be run. */
  readonly places: ReadonlyMap<FunctionIr, readonly number[]>;
  /** How parts of tests have to come out so that an arm is entered that leads there, as far as they were asked for. */
  readonly likely: WeakMap<Expr, boolean>;
}

/** The ways that lead to any of several places. */
export function towardAll(ways: Iterable<ReadonlyMap<FunctionIr, number>>): Toward {
  const places = new Map<FunctionIr, number[]>();
  for (const way of ways) for (const [fn, place] of way) places.set(fn, [...(places.get(fn) ?? []), place]);
  return { places, likely: new WeakMap() };
}

/** A condition stands in one of the functions, before what has to be run there: how it comes out may decide whether that is reached. */
export function decidesOn({ places }: Toward, { module, span }: Site): boolean {
  for (const [fn, starts] of places) {
    if (fn.module === module && span.start >= fn.start && span.end <= fn.end && starts.some((start) => span.start < start)) return true;
  }
  return false;
}

/** Which of two arms leads there; undefined where none does or both do. */
export function armToward({ places }: Toward, fn: FunctionIr, then: Span, otherwise: Span | undefined): boolean | undefined {
  const starts = places.get(fn) ?? [];
  const holds = (arm: Span | undefined): boolean => arm !== undefined && starts.some((start) => start >= arm.start && start < arm.end);
  return holds(then) === holds(otherwise) ? undefined : holds(then);
}
