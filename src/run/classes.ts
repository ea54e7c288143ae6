import type { ClassIr, ClassMember, Expr, FunctionIr } from "../ir/ir.js";
import { type Activation, siteOf } from "./activation.js";
import { instanceOfApi } from "./apis.js";
import { callFunction } from "./calls.js";
import { keyOf } from "./conversions.js";
import { evaluate } from "./expressions.js";
import { cellOf, refreshFrame } from "./frame.js";
import { noteDecorator } from "./implied.js";
import { getMember } from "./members.js";
import { noteClosure, type Run } from "./run.js";
import { setField } from "./own-fields.js";
import { type ClassValue, type FunctionValue, isCallable, isHeap, makeClass, makeFunction, makeObject, type Property, type Site, type Value } from "./values.js";

/** A class as a value: members on the prototype, static fields run, decorators called. */
export function makeClassOf(run: Run, act: Activation, cls: ClassIr, site: Site): Value {
  const frame = cls.self === undefined ? act.frame : refreshFrame(act.frame, [cls.self]);
  const outer = act.frame;
  act.frame = frame;
  try {
    const superclass = cls.superclass === undefined ? undefined : evaluate(run, act, cls.superclass);
    const made = makeClass(cls, frame, superclass);
    if (!run.classes.has(cls)) run.classes.set(cls, made);
    if (cls.superclass !== undefined) inherit(run, made, superclass, site);
    setField(made.prototype, "constructor", { value: made, hidden: true });
    bindSelf(act, cls, made);
    for (const member of cls.members) addMember(run, act, made, member);
    if (cls.staticInit !== undefined) callFunction(run, methodOf(run, made, cls.staticInit, made), made, [], site);
    return decorate(run, act, made, site);
  } finally {
    act.frame = outer;
  }
}

function inherit(run: Run, made: ClassValue, superclass: Value, site: Site): void {
  made.proto = superclass;
  if (isHeap(superclass) && superclass.tag === "api") made.prototype.proto = instanceOfApi(superclass);
  else made.prototype.proto = superclass === null ? null : getMember(run, superclass, "prototype", site);
}

function bindSelf(act: Activation, cls: ClassIr, made: ClassValue): void {
  const cell = cls.self === undefined ? undefined : cellOf(act.frame, cls.self);
  if (cell === undefined) return;
  cell.value = made;
  cell.empty = false;
}

function methodOf(run: Run, cls: ClassValue, fn: FunctionIr, home: Value): FunctionValue {
  const method = makeFunction(fn, cls.frame, undefined, home);
  noteClosure(run, method);
  return method;
}

function addMember(run: Run, act: Activation, cls: ClassValue, member: ClassMember): void {
  const target = member.static ? cls : cls.prototype;
  const name = keyOf(evaluate(run, act, member.key));
  if (name === undefined) return;
  const method = methodOf(run, cls, member.fn, target);
  const before = target.fields.get(name);
  const property: Property = member.kind === "method" ? { value: method, hidden: true } : {
    ...(before?.get === undefined ? {} : { get: before.get }), ...(before?.set === undefined ? {} : { set: before.set }), value: undefined, hidden: true, [member.kind]: method,
  };
  setField(target, name, property);
}

/** Member decorators get the prototype, the name and a descriptor; class decorators the class, which they may replace. */
function decorate(run: Run, act: Activation, cls: ClassValue, site: Site): Value {
  for (const field of cls.cls.fields) for (const decorator of field.decorators) evaluate(run, act, decorator);
  for (const member of cls.cls.members) {
    const target = member.static ? cls : cls.prototype;
    for (const decorator of member.decorators.toReversed()) decorateMember(run, act, target, member, decorator);
  }
  let made: Value = cls;
  for (const decorator of cls.cls.decorators.toReversed()) {
    const value = evaluate(run, act, decorator);
    noteDecorator(run, value, cls, siteOf(act, decorator));
    const result = callFunction(run, value, undefined, [made], site);
    if (isCallable(result)) made = result;
  }
  return made;
}

function decorateMember(run: Run, act: Activation, target: Value, member: ClassMember, decorator: Expr): void {
  const key = evaluate(run, act, member.key);
  const name = keyOf(key);
  const site = siteOf(act, member);
  const property = name === undefined || !isHeap(target) ? undefined : target.fields.get(name);
  if (property === undefined || name === undefined || !isHeap(target)) return;
  const descriptor = makeObject([["value", property.value]]);
  const value = evaluate(run, act, decorator);
  noteDecorator(run, value, property.value, siteOf(act, decorator));
  const result = callFunction(run, value, undefined, [target, key, descriptor], site);
  const replaced = getMember(run, isHeap(result) && result.tag === "object" ? result : descriptor, "value", site);
  if (isCallable(replaced)) setField(target, name, { ...property, value: replaced });
}

/** Assigns the instance fields of one class. */
export function initializeFields(run: Run, cls: ClassValue, self: Value, site: Site): void {
  const { init } = cls.cls;
  if (init !== undefined) callFunction(run, methodOf(run, cls, init, cls.prototype), self, [], site);
}
