import type { Expr } from "../ir/ir.js";
import { type Activation, siteOf } from "./activation.js";
import { keyOf } from "./conversions.js";
import { evaluate } from "./expressions.js";
import { iterate } from "./iteration.js";
import { openOf, ownProperties } from "./members.js";
import { noteClosure, type Run } from "./run.js";
import { deleteField, setField } from "./own-fields.js";
import { isHeap, isUnknown, type Key, makeFunction, makeList, makeObject, type ObjectValue, type Property, type Site, type Value } from "./values.js";
import { makeUnknown } from "./unknown.js";

/** A list literal. */
export function evaluateArray(run: Run, act: Activation, expr: Extract<Expr, { kind: "array" }>): Value {
  const list = makeList([]);
  const maybe: boolean[] = [];
  for (const item of expr.items) {
    if (item.kind !== "spread") {
      list.items.push(evaluate(run, act, item));
      maybe.push(false);
      continue;
    }
    const spread = iterate(run, evaluate(run, act, item.value), siteOf(act, item));
    list.items.push(...spread.items);
    maybe.push(...spread.items.map((_, index) => spread.maybe?.[index] === true));
    list.open = list.open ?? spread.open;
  }
  if (maybe.includes(true)) list.maybe = maybe;
  return list;
}

/** An object literal. */
export function evaluateObject(run: Run, act: Activation, expr: Extract<Expr, { kind: "object" }>): Value {
  const object = makeObject();
  for (const property of expr.properties) {
    const site = siteOf(act, property);
    if (property.key === undefined) {
      spreadInto(run, object, evaluate(run, act, property.value), site);
      continue;
    }
    const key = evaluate(run, act, property.key);
    const value = evaluateMethod(run, act, object, property.value);
    const name = keyOf(key);
    if (name === "__proto__" && property.kind === "value" && (isHeap(value) || value === null)) object.proto = value;
    else if (name === undefined) object.open = makeUnknown("a property under a computed name", site, { may: [...(object.open?.may ?? []), ...(isUnknown(value) ? value.may : [value])].slice(0, MAX_MAY) });
    else setField(object, name, propertyOf(object, name, property.kind, value));
  }
  return object;
}

const MAX_MAY = 12;

/** A method looks `super` up behind the object that it is written in. */
function evaluateMethod(run: Run, act: Activation, object: ObjectValue, value: Expr): Value {
  if (value.kind !== "function" || value.fn.kind === "arrow") return evaluate(run, act, value);
  const made = makeFunction(value.fn, act.frame, undefined, object);
  noteClosure(run, made);
  return made;
}

function propertyOf(object: ObjectValue, name: Key, kind: "value" | "get" | "set" | "spread", value: Value): Property {
  if (kind !== "get" && kind !== "set") return { value };
  const before = object.fields.get(name);
  return { ...(before?.get === undefined ? {} : { get: before.get }), ...(before?.set === undefined ? {} : { set: before.set }), value: undefined, [kind]: value };
}

/** Copies what is known of a value's own properties; what is open stays open. */
export function spreadInto(run: Run, object: ObjectValue, from: Value, site: Site): void {
  if (isUnknown(from)) for (const one of from.may) spreadMaybe(run, object, one, site);
  for (const { key, value, maybe } of ownProperties(run, from, site)) {
    const before = maybe ? object.fields.get(key) : undefined;
    setField(object, key, before === undefined ? { value, ...(maybe ? { maybe } : {}) } : { value: makeUnknown("a property that may be overwritten", site, { may: [before.value, value] }) });
  }
  const open = openOf(from, site);
  if (open === undefined) return;
  object.open = object.open ?? open;
  // what is unknown may overwrite what was known
  weaken(object, ownProperties(run, from, site).map(({ key }) => key), site);
}

function spreadMaybe(run: Run, object: ObjectValue, from: Value, site: Site): void {
  for (const { key, value } of ownProperties(run, from, site)) {
    const before = object.fields.get(key);
    if (before === undefined) setField(object, key, { value, maybe: true });
    else setField(object, key, { value: makeUnknown("a property that may be overwritten", site, { may: [before.value, value] }) });
  }
}

function weaken(object: ObjectValue, known: readonly Key[], site: Site): void {
  const kept = new Set(known);
  for (const [key, property] of object.fields) {
    if (kept.has(key) || property.get !== undefined) continue;
    const may = isUnknown(property.value) ? property.value.may : [property.value];
    setField(object, key, { ...property, value: makeUnknown("a property that may be overwritten", site, { may }) });
  }
}

/** The rest of a pattern: what the names or items before it have left. */
export function evaluateRest(run: Run, act: Activation, expr: Extract<Expr, { kind: "rest" }>): Value {
  const site = siteOf(act, expr);
  const value = evaluate(run, act, expr.object);
  if (expr.keys === undefined) {
    const { items, maybe, open } = iterate(run, value, site);
    const list = makeList(items.slice(expr.from));
    list.maybe = maybe?.slice(expr.from);
    list.open = open;
    return list;
  }
  const taken = expr.keys.map((key) => keyOf(evaluate(run, act, key)));
  const object = makeObject();
  spreadInto(run, object, value, site);
  for (const key of taken) if (key !== undefined) deleteField(object, key);
  return object;
}
