import type { FunctionIr } from "../ir/ir.js";
import { absorb, type Activation } from "./activation.js";
import { answerGiven } from "./answered.js";
import { callApi } from "./api-calls.js";
import { initializeFields } from "./classes.js";
import { evaluate } from "./expressions.js";
import { valueOf } from "./fork.js";
import { cellOf, makeFrame } from "./frame.js";
import { getMember, setMember } from "./members.js";
import { iterate } from "./iteration.js";
import { makeIterator } from "./iterators.js";
import type { NativeCall } from "./native.js";
import { type Called, isRepeated, repeatOf } from "./repeats.js";
import { addGap, dropConditions, Exited, isTired, type Run, step, Thrown } from "./run.js";
import { runBlock } from "./statements.js";
import { callAsIf, callUnknown } from "./unknown-calls.js";
import { instanceOfApi } from "./apis.js";
import { isAttacked, join, joinAll, makeUnknown } from "./unknown.js";
import {
  asTag, type ClassValue, type FunctionValue, isUnknown, makeFunction, makeList, makeObject, makePromise, type NativeValue, type Site, type Unknown, type Value,
} from "./values.js";

/** What a call hands over. `rest`: there are further arguments, nobody knows how many. */
export interface Passed {
  readonly values: readonly Value[];
  readonly rest?: Unknown | undefined;
}

/** How often a function may stand in its own call while conditions are unknown: what is unknown would not end it. */
const MAX_UNKNOWN_RECURSION = 1;

/** Calls a value with known arguments. */
export function callFunction(run: Run, callee: Value, self: Value, values: readonly Value[], site: Site): Value {
  return call(run, callee, self, { values }, site);
}

/** Calls a value. */
export function call(run: Run, callee: Value, self: Value, passed: Passed, site: Site): Value {
  step(run, site);
  if (callee === null || typeof callee !== "object") return callNothing(run, callee, passed, site);
  if (run.watch !== undefined && callee.tag !== "function") run.watch.called({ callee, receiver: self, args: passed.values, site });
  switch (callee.tag) {
    case "function":
      return runFunction(run, callee, callee.fn.kind === "arrow" ? callee.self : self, passed, undefined, site);
    case "native":
      return callNative(run, callee, self, passed, false, site);
    case "bound":
      return call(run, callee.target, callee.self, { ...passed, values: [...callee.args, ...passed.values] }, site);
    case "api":
      return callApi(run, callee, self, passed, false, site);
    case "unknown":
      return callUnknown(run, callee, self, passed, site);
    case "class":
      return throwError(run, "TypeError", `Class constructor ${callee.cls.name} cannot be invoked without 'new'`, site);
    default:
      return callNothing(run, callee, passed, site);
  }
}

/** What is called is no function. Where knowledge may be missing that is no error of the program. */
function callNothing(run: Run, callee: Value, passed: Passed, site: Site): Value {
  const told = answerGiven(run, callee);
  if (told !== undefined) return told.value;
  if (!run.strategy.lenient) return throwError(run, "TypeError", "what is called is not a function", site);
  return callUnknown(run, makeUnknown(callee === undefined ? "a function that is not there" : "something that is no function", site), undefined, passed, site);
}

/** `new callee(…)`, or `super(…)` of a derived class when `newTarget` is that class. */
export function construct(run: Run, callee: Value, passed: Passed, site: Site, newTarget: Value = callee): Value {
  step(run, site);
  if (callee === null || typeof callee !== "object") return callNothing(run, callee, passed, site);
  if (run.watch !== undefined && callee.tag !== "class") run.watch.called({ callee, receiver: undefined, args: passed.values, site });
  switch (callee.tag) {
    case "class":
      return constructClass(run, callee, passed, newTarget, site);
    case "function": {
      const self = makeObject();
      self.proto = getMember(run, newTarget, "prototype", site);
      const result = runFunction(run, callee, self, passed, newTarget, site);
      return typeof result === "object" && result !== null && result.tag !== "symbol" && !isUnknown(result) ? result : self;
    }
    case "native":
      return withPrototype(run, callNative(run, callee, undefined, passed, true, site), callee, newTarget, site);
    case "bound":
      return construct(run, callee.target, { ...passed, values: [...callee.args, ...passed.values] }, site, newTarget === callee ? callee.target : newTarget);
    case "api":
      return callApi(run, callee, undefined, passed, true, site);
    case "unknown":
      return callUnknown(run, callee, undefined, passed, site);
    default:
      return callNothing(run, callee, passed, site);
  }
}

/** What a built-in constructor made for a subclass is an instance of the subclass; what it made for itself, of itself. */
function withPrototype(run: Run, made: Value, callee: NativeValue, newTarget: Value, site: Site): Value {
  if (typeof made !== "object" || made === null || made.tag === "symbol" || made.tag === "unknown" || made.proto !== undefined) return made;
  const isOwn = newTarget === callee && made.tag !== "object";
  if (!isOwn) made.proto = getMember(run, newTarget, "prototype", site);
  return made;
}

function constructClass(run: Run, cls: ClassValue, passed: Passed, newTarget: Value, site: Site): Value {
  const { ctor } = cls.cls;
  const derived = cls.cls.superclass !== undefined;
  let self: Value;
  if (!derived) {
    const object = makeObject();
    object.proto = getMember(run, newTarget, "prototype", site);
    initializeFields(run, cls, object, site);
    self = object;
  } else if (ctor === undefined) {
    // the default constructor hands everything on
    self = constructSuper(run, cls, passed, newTarget, site);
  }
  if (!run.instances.has(cls.cls) && self !== undefined) run.instances.set(cls.cls, self);
  if (ctor === undefined) return self;
  const fn: FunctionValue = { ...makeFunction(ctor, cls.frame, undefined, cls.prototype), born: 0 };
  const made = runConstructor(run, fn, self, passed, newTarget, site);
  if (!run.instances.has(cls.cls)) run.instances.set(cls.cls, made);
  return made;
}

/** Runs the constructor of the superclass for an instance of a subclass, then the subclass's own fields. */
export function constructSuper(run: Run, cls: ClassValue, passed: Passed, newTarget: Value, site: Site): Value {
  const made = construct(run, cls.superclass, passed, site, newTarget);
  const instance = made !== null && typeof made === "object" && made.tag !== "symbol" && made.tag !== "unknown" && made.tag !== "api" ? made : makeInstance(run, newTarget, site);
  initializeFields(run, cls, instance, site);
  return instance;
}

/** An instance of a class whose superclass is not part of the program: the rest of it stands behind its prototype. */
function makeInstance(run: Run, newTarget: Value, site: Site): Value {
  const object = makeObject();
  object.proto = getMember(run, newTarget, "prototype", site);
  return object;
}

function runConstructor(run: Run, fn: FunctionValue, self: Value, passed: Passed, newTarget: Value, site: Site): Value {
  const result = enter(run, fn, self, passed, newTarget, site);
  if (result === undefined) return makeUnknown("an instance that could not be made", site);
  return typeof result.value === "object" && result.value !== null && !isUnknown(result.value) ? result.value : result.self;
}

function runFunction(run: Run, callee: FunctionValue, self: Value, passed: Passed, newTarget: Value, site: Site): Value {
  const { fn } = callee;
  if (!fn.async || fn.generator) {
    const result = enter(run, callee, self, passed, newTarget, site);
    return result === undefined ? makeUnknown(`the result of ${fn.name === "" ? "a function" : fn.name}`, site, { attacked: passed.values.some(isAttacked) }) : result.value;
  }
  try {
    const result = enter(run, callee, self, passed, newTarget, site);
    const value = result === undefined ? makeUnknown(`the result of ${fn.name === "" ? "a function" : fn.name}`, site, { attacked: passed.values.some(isAttacked) }) : result.value;
    return asTag(value, "promise") ?? makePromise(value);
  } catch (error) {
    if (error instanceof Thrown) return makePromise(error.value, true);
    throw error;
  }
}

/** Runs the body of a function; undefined when a bound forbids it. */
function enter(run: Run, callee: FunctionValue, self: Value, passed: Passed, newTarget: Value, site: Site): Called | undefined {
  const { fn } = callee;
  const active = run.active.get(fn) ?? 0;
  if (run.merging > 0 && active > MAX_UNKNOWN_RECURSION) return undefined;
  if (isTired(run)) {
    addGap(run, { module: fn.module, span: { start: 0, end: 0 } }, "there was too much to run under unknown conditions: some calls of functions of this module were left out");
    return undefined;
  }
  if (run.spent.depth >= run.limits.depth) {
    addGap(run, site, "the run did not enter this call: too many calls inside calls");
    return undefined;
  }
  const repeat = repeatOf(run, callee, self, passed, newTarget);
  if (repeat !== undefined && isRepeated(repeat)) return repeat.last;
  run.called.add(fn);
  const act: Activation = { fn, frame: makeFrame(fn, callee.frame), self, newTarget, home: callee.home, yields: fn.generator ? [] : undefined, escapes: [] };
  const { length } = run.conditions;
  run.active.set(fn, active + 1);
  run.calls.push(site);
  run.spent.depth += 1;
  try {
    const ended = { value: runBody(run, act, callee, passed, site), self: act.self };
    if (repeat !== undefined) repeat.last = ended;
    return ended;
  } finally {
    run.spent.depth -= 1;
    run.active.set(fn, active);
    run.calls.pop();
    dropConditions(run, length);
  }
}

/** What is thrown for certain after an arm has returned is thrown in the other arm alone. */
function runBody(run: Run, act: Activation, callee: FunctionValue, passed: Passed, site: Site): Value {
  try {
    passArguments(run, act, callee, passed, site);
    const completion = runBlock(run, act, act.fn.body, false);
    return finish(run, act, completion?.kind === "return" ? completion.value : valueOf({ value: undefined, completion }), site);
  } catch (error) {
    if (!(error instanceof Thrown || error instanceof Exited) || !act.escapes.some(({ completion }) => completion.kind === "return")) throw error;
    run.doubts += 1;
    const early = returned(run, act, site);
    return act.yields === undefined ? joinAll(early, "a result that depends on a condition", site) : makeIterator(makeList(act.yields));
  }
}

/** What arms have returned earlier. */
function returned(run: Run, act: Activation, site: Site): Value[] {
  return absorb(run, act, 0, site, () => true).flatMap(({ completion }) => (completion.kind === "return" ? [completion.value] : []));
}

/** The result, with those of arms that returned earlier. */
function finish(run: Run, act: Activation, value: Value, site: Site): Value {
  const early = returned(run, act, site);
  if (act.yields !== undefined) return makeIterator(makeList(act.yields));
  return early.length === 0 ? value : joinAll([value, ...early], "a result that depends on a condition", site);
}

function passArguments(run: Run, act: Activation, callee: FunctionValue, { values, rest }: Passed, site: Site): void {
  const { fn } = callee;
  fn.params.forEach(({ variable, rest: isRest }, index) => {
    const cell = act.frame.cells[variable.index];
    if (cell === undefined) return;
    if (isRest) {
      const list = makeList(values.slice(index));
      list.open = rest;
      cell.value = list;
    } else {
      cell.value = index < values.length ? values[index] : rest === undefined ? undefined : join(undefined, rest, rest.why, site);
      cell.value = withHint(run, act, fn, index, cell.value);
    }
  });
  if (fn.self !== undefined) setCell(act, fn.self.index, callee);
  if (fn.arguments !== undefined) setCell(act, fn.arguments.index, makeList(values));
}

function setCell(act: Activation, index: number, value: Value): void {
  const cell = act.frame.cells[index];
  if (cell === undefined) return;
  cell.value = value;
  cell.empty = false;
}

/** An unknown argument is what the parameter's annotation says, when that names a class of a library. */
function withHint(run: Run, act: Activation, fn: FunctionIr, index: number, value: Value): Value {
  const hint = fn.params[index]?.variable.hint;
  if (hint === undefined || !isUnknown(value) || value.may.length > 0) return value;
  if (hint.kind === "var" && cellOf(act.frame, hint.variable) === undefined) return value;
  const type = evaluate(run, act, hint);
  const api = asTag(type, "api");
  if (api !== undefined && api.places.some((place) => place.constructed !== undefined)) return instanceOfApi(api);
  const cls = asTag(type, "class");
  return (cls === undefined ? undefined : run.instances.get(cls.cls)) ?? value;
}

/** Calls a function of the language, with what it may ask of the interpreter. */
function callNative(run: Run, native: NativeValue, self: Value, { values, rest }: Passed, isNew: boolean, site: Site): Value {
  const args = rest === undefined ? values : [...values, rest];
  run.watch?.compared([self, ...args]);
  const nativeCall: NativeCall = {
    self, args, site, isNew, state: run.state, realm: run.realm, limits: run.limits,
    invoke: (fn, given, receiver) => callFunction(run, fn, receiver, given, site),
    invokeMaybe: (fn, given, receiver) => callAsIf(run, fn, receiver, { values: given }, site),
    attempt: (body) => attempt(body),
    construct: (callee, given) => construct(run, callee, { values: given }, site),
    get: (object, key) => getMember(run, object, key, site),
    set: (object, key, value) => setMember(run, object, key, value, site),
    iterate: (value) => iterate(run, value, site),
    unknown: (why, ...from) => makeUnknown(why, site, { attacked: from.some(isAttacked) }),
    throwError: (type, message) => throwError(run, type, message, site),
    throwValue: (value) => throwValue(value, site),
    want: (value, text) => run.watch?.compared([value, text]),
    exit: () => {
      throw new Exited("the program ends itself");
    },
  };
  return isNew && native.construct !== undefined ? native.construct(nativeCall) : native.call(nativeCall);
}

function attempt(body: () => Value): { readonly thrown: boolean; readonly value: Value } {
  try {
    return { thrown: false, value: body() };
  } catch (error) {
    if (error instanceof Thrown) return { thrown: true, value: error.value };
    throw error;
  }
}

/** Throws an error of one of the language's classes. */
export function throwError(run: Run, type: string, message: string, site: Site): never {
  const cls = run.realm.globals.fields.get(type)?.value;
  throw new Thrown(construct(run, cls, { values: [message] }, site), site);
}

function throwValue(value: Value, site: Site): never {
  throw new Thrown(value, site);
}
