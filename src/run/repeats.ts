import type { Passed } from "./calls.js";
import type { Run } from "./run.js";
import { isUnknown, type FunctionValue, type Value } from "./values.js";

/** Of a function's calls under unknown conditions that bring nothing new, so many are run. */
const MAX_ALIKE = 4;
/** An argument that is an object is told from others by its first texts. */
const MAX_FIELDS = 6;

/** What a call gave, and the receiver as it left it. */
export interface Called {
  readonly value: Value;
  readonly self: Value;
}

/** How often a function was called with arguments that look alike, and how the last such call ended. */
export interface Repeat {
  count: number;
  last: Called | undefined;
}

/**
 * Both arms of every condition run, so a call tree unfolds to far more calls than the program would ever make. The entry for calls that look like this
 * one; undefined outside of arms, where every call is real.
 */
export function repeatOf(run: Run, callee: FunctionValue, self: Value, { values, rest }: Passed): Repeat | undefined {
  if (run.state.arms.length === 0) return undefined;
  let known = run.repeats.get(callee.fn);
  if (known === undefined) run.repeats.set(callee.fn, (known = new Map()));
  // a closure is told from its like by what it closes over
  const closure = callee.frame.fn.kind === "module" ? "" : String(callee.born);
  const look = [closure, ...[self, ...values, rest].map(lookOf)].join("\u0000");
  let repeat = known.get(look);
  if (repeat === undefined) known.set(look, (repeat = { count: 0, last: undefined }));
  repeat.count += 1;
  return repeat;
}

/** The call would bring nothing new. */
export function isRepeated({ count }: Repeat): boolean {
  return count > MAX_ALIKE;
}

function lookOf(value: Value): string {
  if (typeof value !== "object" || value === null) return `${typeof value}:${String(value)}`;
  switch (value.tag) {
    case "function":
      return `function:${value.fn.module.path}:${value.fn.start}`;
    case "class":
      return `class:${value.cls.module.path}:${value.cls.start}`;
    case "object": {
      const texts = [...value.fields].flatMap(([key, property]) => (typeof key === "string" && typeof property.value === "string" ? [`${key}=${property.value}`] : []));
      return `object:${texts.slice(0, MAX_FIELDS).join()}`;
    }
    case "list":
      return `list:${value.items.length}:${value.items.slice(0, MAX_FIELDS).map((item) => (typeof item === "string" ? item : "")).join()}`;
    case "unknown":
      return `unknown:${value.may.filter((one) => !isUnknown(one)).map((one) => (typeof one === "string" ? one : "")).join()}`;
    default:
      return value.tag;
  }
}
