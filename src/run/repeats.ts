import type { Passed } from "./calls.js";
import type { Run } from "./run.js";
import type { FunctionValue, Value } from "./values.js";

/** Of a function's calls under unknown conditions that bring nothing new, so many are run. */
const MAX_ALIKE = 4;
/** So much of an argument is looked at. */
const MAX_FIELDS = 8;
const MAX_DEPTH = 2;
const MAX_TEXT = 60;

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
  if (run.merging === 0) return undefined;
  let known = run.repeats.get(callee.fn);
  if (known === undefined) run.repeats.set(callee.fn, (known = new Map()));
  // a closure is told from its like by what it closes over
  const closure = callee.frame.fn.kind === "module" ? "" : String(callee.born);
  const look = [closure, ...[self, ...values, rest].map((value) => lookOf(value))].join("\u0000");
  let repeat = known.get(look);
  if (repeat === undefined) known.set(look, (repeat = { count: 0, last: undefined }));
  repeat.count += 1;
  return repeat;
}

/** The call would bring nothing new. */
export function isRepeated({ count }: Repeat): boolean {
  return count > MAX_ALIKE;
}

/** How a value looks: texts and functions are what they are, objects are told from others by what their first properties look like. */
function lookOf(value: Value, depth = 0): string {
  if (typeof value !== "object" || value === null) return `${typeof value}:${String(value).slice(0, MAX_TEXT)}`;
  const inner = (one: Value): string => (depth >= MAX_DEPTH ? "" : lookOf(one, depth + 1));
  switch (value.tag) {
    case "function":
      return `function:${value.fn.module.path}:${value.fn.start}`;
    case "class":
      return `class:${value.cls.module.path}:${value.cls.start}`;
    case "object":
      return `{${[...value.fields].slice(0, MAX_FIELDS).map(([key, property]) => `${typeof key === "string" ? key : ""}=${inner(property.value)}`).join()}}`;
    case "list":
      return `[${value.items.length}:${value.items.slice(0, MAX_FIELDS).map(inner).join()}]`;
    case "unknown":
      return `?${value.may.slice(0, MAX_FIELDS).map(inner).join("|")}`;
    case "api":
      return `api:${value.library.name}`;
    default:
      return value.tag;
  }
}
