import type { Expr, Spread } from "../ir/ir.js";
import { type Activation, siteOf } from "./activation.js";
import { call, construct, constructSuper, type Passed } from "./calls.js";
import { makeClassOf } from "./classes.js";
import { isNullish, truthOf } from "./conversions.js";
import { branch, valueOf } from "./fork.js";
import { iterate } from "./iteration.js";
import { likelyOf, likelyOfChoice } from "./likely.js";
import { metaOf, loadImport } from "./modules.js";
import { readGlobal, readVariable, writeGlobal, writeVariable } from "./names.js";
import { deleteMember, getMember, setMember } from "./members.js";
import { evaluateArray, evaluateObject, evaluateRest } from "./objects.js";
import { binary, concatenated, toText, unary } from "./operators.js";
import { noteClosure, type Run, Thrown } from "./run.js";
import { makeUnknown, mapMay } from "./unknown.js";
import { callMethodOfUnknown } from "./unknown-calls.js";
import { setField } from "./own-fields.js";
import { asTag, isUnknown, makeFunction, makeList, makeRegex, type Site, type Unknown, type Value } from "./values.js";

type Node<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

/** The value of an expression. What it throws comes as `Thrown`. */
export function evaluate(run: Run, act: Activation, expr: Expr): Value {
  if (run.observed?.has(expr) === true) {
    if (run.observing !== expr) return observe(run, act, expr);
    run.observing = undefined;
  }
  switch (expr.kind) {
    case "const":
      return expr.value;
    case "regex":
      return makeRegex(expr.pattern, expr.flags);
    case "var":
      return readVariable(run, act, expr.variable, expr);
    case "global":
      return readGlobal(run, act, expr.name, siteOf(act, expr));
    case "this":
      return act.self;
    case "super":
      return asTag(act.home, "object")?.proto ?? asTag(act.home, "class")?.superclass;
    case "new.target":
      return act.newTarget;
    case "import.meta":
      return metaOf(run, act.fn.module);
    case "get":
      return evaluateGet(run, act, expr);
    case "item":
      return evaluateItem(run, act, expr);
    case "rest":
      return evaluateRest(run, act, expr);
    case "template":
      return evaluateTemplate(run, act, expr);
    case "unary":
      return evaluateUnary(run, act, expr);
    case "binary":
      return binary(run, expr.op, evaluate(run, act, expr.left), evaluate(run, act, expr.right), siteOf(act, expr));
    case "logical":
      return evaluateLogical(run, act, expr);
    case "cond":
      return chooseValue(run, act, expr);
    case "assign":
      return evaluateAssign(run, act, expr);
    case "call":
      return evaluateCall(run, act, expr);
    case "new":
      return construct(run, evaluate(run, act, expr.callee), evaluateList(run, act, expr.args), siteOf(act, expr));
    case "object":
      return evaluateObject(run, act, expr);
    case "array":
      return evaluateArray(run, act, expr);
    case "function": {
      const made = makeFunction(expr.fn, act.frame, act.self, act.home);
      noteClosure(run, made);
      return made;
    }
    case "class":
      return makeClassOf(run, act, expr.cls, siteOf(act, expr));
    case "await":
      return settled(evaluate(run, act, expr.value), siteOf(act, expr));
    case "yield":
      return evaluateYield(run, act, expr);
    case "seq": {
      let last: Value;
      for (const item of expr.items) last = evaluate(run, act, item);
      return last;
    }
    case "import":
      return loadImport(run, act, evaluate(run, act, expr.source), expr.via, siteOf(act, expr));
    case "unknown":
      for (const part of expr.parts) evaluate(run, act, part);
      return makeUnknown(expr.what, siteOf(act, expr));
  }
}

/** So many values of one expression are told apart. */
const MOST_OBSERVED = 64;

function observe(run: Run, act: Activation, expr: Expr): Value {
  run.observing = expr;
  const value = evaluate(run, act, expr);
  const known = run.observed?.get(expr);
  if (known !== undefined && known.length < MOST_OBSERVED) known.push(value);
  return value;
}

/** What waiting for a value gives. */
export function settled(value: Value, site: Site): Value {
  if (isUnknown(value) && value.may.some((one) => asTag(one, "promise") !== undefined)) return settledMay(value, site);
  const promise = asTag(value, "promise");
  if (promise === undefined) return value;
  if (promise.rejected) throw new Thrown(promise.value, site);
  return promise.value;
}

/** What something unknown that may be a promise gives: a promise that fails gives nothing. */
function settledMay(value: Unknown, site: Site): Value {
  const may = value.may.filter((one) => asTag(one, "promise")?.rejected !== true);
  return mapMay({ ...value, may, only: value.only && may.length > 0 }, value.why, site, (one) => asTag(one, "promise")?.value ?? one);
}

/** Evaluates one of two values; both where the test is unknown. */
function chooseValue(run: Run, act: Activation, expr: Node<"cond">): Value {
  const likely = likelyOfChoice(expr, act.fn, run.toward);
  const value = evaluate(run, act, expr.test);
  return chooseBy(run, act, value, truthOf(value), expr.test, () => evaluate(run, act, expr.then), () => evaluate(run, act, expr.else), likely);
}

function chooseBy(run: Run, act: Activation, test: Value, truth: boolean | undefined, at: Expr, then: () => Value, otherwise: () => Value, likely = likelyOf(at, run.toward)): Value {
  if (truth !== undefined) return truth ? then() : otherwise();
  const arm = (body: () => Value) => () => ({ value: body(), completion: undefined });
  return valueOf(branch(run, act.escapes, test, siteOf(act, at), arm(then), arm(otherwise), likely));
}

function evaluateLogical(run: Run, act: Activation, { op, left, right }: Node<"logical">): Value {
  const value = evaluate(run, act, left);
  const other = (): Value => evaluate(run, act, right);
  switch (op) {
    case "&&":
      return chooseBy(run, act, value, truthOf(value), left, other, () => (isBoolean(value) ? false : value));
    case "||":
      return chooseBy(run, act, value, truthOf(value), left, () => (isBoolean(value) ? true : without(value, (one) => truthOf(one) === false)), other);
    case "??": {
      const nullish = isNullish(value);
      // whether it is there is another question than whether it holds
      const test = isUnknown(value) ? { ...value } : value;
      return chooseBy(run, act, test, nullish === undefined ? undefined : !nullish, left, () => without(value, (one) => isNullish(one) === true), other);
    }
  }
}

function isBoolean(value: Value): boolean {
  return isUnknown(value) && value.type === "boolean";
}

/** An unknown value behind a test that some of its alternatives would have failed. */
function without(value: Value, fails: (one: Value) => boolean): Value {
  if (!isUnknown(value)) return value;
  const may = value.may.filter((one) => !fails(one));
  if (may.length === value.may.length) return value;
  return value.only && may.length === 1 ? may[0] : { ...value, may };
}

function evaluateGet(run: Run, act: Activation, expr: Node<"get">): Value {
  const { object, key } = expr;
  const value = evaluate(run, act, object);
  return getMember(run, value, evaluate(run, act, key), siteOf(act, expr), object.kind === "super" ? act.self : value);
}

function evaluateItem(run: Run, act: Activation, expr: Node<"item">): Value {
  const site = siteOf(act, expr);
  const value = evaluate(run, act, expr.object);
  if (isUnknown(value) || asTag(value, "list") !== undefined || asTag(value, "api") !== undefined) return getMember(run, value, expr.index, site);
  return getMember(run, listOf(run, value, site), expr.index, site);
}

/** A new list of what can be iterated over. */
export function listOf(run: Run, value: Value, site: Site): Value {
  const { items, maybe, open } = iterate(run, value, site);
  const list = makeList(items);
  list.maybe = maybe?.slice();
  list.open = open;
  return list;
}

function evaluateTemplate(run: Run, act: Activation, expr: Node<"template">): Value {
  const site = siteOf(act, expr);
  const parts = expr.parts.map((part) => toText(run, evaluate(run, act, part), site));
  const known = parts.filter((part) => typeof part === "string");
  if (known.length < parts.length) return parts.slice(1).reduce<Value>((text, part) => binary(run, "+", text, part, site), binary(run, "+", "", parts[0], site));
  const text = known.join("");
  return text.length <= run.limits.text ? text : concatenated([makeUnknown("a text that grew too long", site)], site);
}

function evaluateUnary(run: Run, act: Activation, expr: Node<"unary">): Value {
  if (expr.op !== "delete") return unary(run, expr.op, evaluate(run, act, expr.value), siteOf(act, expr));
  const { value } = expr;
  if (value.kind === "get") deleteMember(run, evaluate(run, act, value.object), evaluate(run, act, value.key));
  else evaluate(run, act, value);
  return true;
}

function evaluateAssign(run: Run, act: Activation, { target, value }: Node<"assign">): Value {
  switch (target.kind) {
    case "var": {
      const given = evaluate(run, act, value);
      writeVariable(run, act, target.variable, given);
      return given;
    }
    case "global": {
      const given = evaluate(run, act, value);
      writeGlobal(run, target.name, given);
      return given;
    }
    case "get": {
      const object = evaluate(run, act, target.object);
      const key = evaluate(run, act, target.key);
      const given = evaluate(run, act, value);
      setMember(run, object, key, given, siteOf(act, target));
      return given;
    }
  }
}

function evaluateCall(run: Run, act: Activation, expr: Node<"call">): Value {
  const { callee } = expr;
  const site = siteOf(act, expr);
  if (callee.kind === "super") return callSuper(run, act, expr, site);
  if (callee.kind === "get") return callMethod(run, act, expr, callee, site);
  const fn = evaluate(run, act, callee);
  return call(run, fn, undefined, evaluateArguments(run, act, expr), site);
}

function callMethod(run: Run, act: Activation, expr: Node<"call">, callee: Node<"get">, site: Site): Value {
  const object = evaluate(run, act, callee.object);
  const key = evaluate(run, act, callee.key);
  if (isUnknown(object)) return callMethodOfUnknown(run, object, key, evaluateArguments(run, act, expr), site);
  const self = callee.object.kind === "super" ? act.self : object;
  const fn = getMember(run, object, key, siteOf(act, callee), self);
  return call(run, fn, self, evaluateArguments(run, act, expr), site);
}

function evaluateArguments(run: Run, act: Activation, expr: Node<"call">): Passed {
  const passed = evaluateList(run, act, expr.args);
  if (expr.tag !== undefined) addRaw(passed, expr.tag);
  return passed;
}

function addRaw({ values }: Passed, texts: readonly string[]): void {
  const list = asTag(values[0], "list");
  if (list !== undefined) setField(list, "raw", { value: makeList(texts), hidden: true });
}

/** `super(…)` makes the object that `this` is from then on. */
function callSuper(run: Run, act: Activation, expr: Node<"call">, site: Site): Value {
  const passed = evaluateList(run, act, expr.args);
  const cls = asTag(asTag(act.home, "object")?.fields.get("constructor")?.value, "class");
  if (cls === undefined) return makeUnknown("an instance of an unknown class", site);
  act.self = constructSuper(run, cls, passed, act.newTarget, site);
  return act.self;
}

/** Arguments or items; behind a spread of something unknown there may be any number of others. */
export function evaluateList(run: Run, act: Activation, items: readonly (Expr | Spread)[]): Passed {
  const values: Value[] = [];
  let rest: Unknown | undefined;
  for (const item of items) {
    if (item.kind !== "spread") {
      values.push(evaluate(run, act, item));
      continue;
    }
    const spread = iterate(run, evaluate(run, act, item.value), siteOf(act, item));
    values.push(...spread.items);
    rest = rest ?? spread.open;
  }
  return rest === undefined ? { values } : { values, rest };
}

function evaluateYield(run: Run, act: Activation, expr: Node<"yield">): Value {
  const site = siteOf(act, expr);
  const value = expr.value === undefined ? undefined : evaluate(run, act, expr.value);
  const given = expr.delegate ? iterate(run, value, site).items : [value];
  if (act.yields !== undefined && act.yields.length + given.length <= run.limits.items) act.yields.push(...given);
  return makeUnknown("what a generator is given back", site);
}
