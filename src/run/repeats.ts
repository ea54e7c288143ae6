import type { ClassIr, FunctionIr } from "../ir/ir.js";
import type { Passed } from "./calls.js";
import type { Run } from "./run.js";
import type { FunctionValue, Key, Property, Value } from "./values.js";

/** Of a function's calls under unknown conditions that bring nothing new, so many are run; of one that is told nothing only the first. */
const MAX_ALIKE = 4;
/** So much of an argument is looked at. */
const MAX_FIELDS = 8;
const MAX_DEPTH = 2;
const MAX_CHARACTERS = 12;

/** What a call gave, and the receiver as it left it. */
export interface Called {
  readonly value: Value;
  readonly self: Value;
}

/** How often a function was called with arguments that look alike, and how the last such call ended. */
export interface Repeat {
  count: number;
  readonly most: number;
  last: Called | undefined;
}

/**
 * Both arms of every condition run, so a call tree unfolds to far more calls than the program would ever make. The entry for calls that look like this
 * one; undefined outside of arms, where every call is real.
 */
export function repeatOf(run: Run, callee: FunctionValue, self: Value, passed: Passed, newTarget: Value): Repeat | undefined {
  if (run.merging === 0) return undefined;
  let known = run.repeats.get(callee.fn);
  if (known === undefined) run.repeats.set(callee.fn, (known = new Map()));
  const { rest } = passed;
  const values = readBy(callee.fn, passed.values);
  // a closure is told from its like by what it closes over
  const look: Look = { high: callee.frame.fn.kind === "module" ? 0 : callee.born, low: values.length };
  lookAt(look, self, 0);
  // the constructor of a superclass makes another object for each class
  lookAt(look, newTarget, 0);
  lookAt(look, rest, 0);
  for (const value of values) lookAt(look, value, 0);
  const key = (look.high >>> 0) * 2 ** 21 + (look.low >>> 11);
  let repeat = known.get(key);
  if (repeat === undefined) known.set(key, (repeat = { count: 0, most: isTold(callee, self, values, rest) ? MAX_ALIKE : 1, last: undefined }));
  repeat.count += 1;
  return repeat;
}

/** Of the values that a call brings those that the function has a parameter for: a callback is handed more than most want. */
function readBy({ params, arguments: all }: FunctionIr, values: readonly Value[]): readonly Value[] {
  return values.length <= params.length || all !== undefined || params.at(-1)?.rest === true ? values : values.slice(0, params.length);
}

/** A function is told something by its arguments, by its receiver and by what it closes over. */
function isTold(callee: FunctionValue, self: Value, values: readonly Value[], rest: Value): boolean {
  return values.length > 0 || rest !== undefined || self !== undefined || callee.frame.fn.kind !== "module";
}

/** The call would bring nothing new. */
export function isRepeated({ count, most }: Repeat): boolean {
  return count > most;
}

/** Two sums over what was looked at. Texts would tell looks apart as well, at ten times the cost. */
interface Look {
  high: number;
  low: number;
}

function add(look: Look, part: number): void {
  look.high = Math.imul(look.high ^ part, 0x85ebca6b) ^ (look.high >>> 15);
  look.low = Math.imul(look.low ^ part, 0x01000193);
}

const OF_TEXT = 1;

/** A text by its length and its first and last characters. */
function addText(look: Look, text: string): void {
  const { length } = text;
  add(look, length);
  const most = Math.min(length, MAX_CHARACTERS);
  for (let index = 0; index < most; index += 1) add(look, text.charCodeAt(index));
  for (let index = Math.max(most, length - MAX_CHARACTERS); index < length; index += 1) add(look, text.charCodeAt(index));
}

/** Takes up how a value looks: texts and functions are what they are, objects are told from others by what their first properties look like. */
function lookAt(look: Look, value: Value, depth: number): void {
  if (typeof value === "string") {
    add(look, OF_TEXT);
    addText(look, value);
    return;
  }
  if (typeof value !== "object" || value === null) {
    addText(look, typeof value);
    addText(look, String(value));
    return;
  }
  addText(look, value.tag);
  switch (value.tag) {
    case "function":
      return addPlace(look, value.fn);
    case "class":
      return addPlace(look, value.cls);
    case "object":
      return lookAtFields(look, value.fields, depth);
    case "list":
      add(look, value.items.length);
      return lookAtAll(look, value.items, depth);
    case "unknown":
      return lookAtAll(look, value.may, depth);
    case "api":
      return addText(look, value.library.name);
    default:
  }
}

function addPlace(look: Look, { start, module }: FunctionIr | ClassIr): void {
  add(look, start);
  addText(look, module.path);
}

function lookAtFields(look: Look, fields: ReadonlyMap<Key, Property>, depth: number): void {
  let left = MAX_FIELDS;
  for (const [key, property] of fields) {
    if ((left -= 1) < 0) return;
    if (typeof key === "string") addText(look, key);
    if (depth < MAX_DEPTH) lookAt(look, property.value, depth + 1);
  }
}

function lookAtAll(look: Look, values: readonly Value[], depth: number): void {
  if (depth >= MAX_DEPTH) return;
  const end = Math.min(values.length, MAX_FIELDS);
  for (let index = 0; index < end; index += 1) lookAt(look, values[index], depth + 1);
}
