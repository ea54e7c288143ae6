import type { BinaryOp, UnaryOp } from "../ir/ir.js";
import { type Coercion, textOf, toPrimitive } from "./coerce.js";
import { callFunction, throwError } from "./calls.js";
import { looselyEqual, prototypeOf, strictlyEqual, truthOf, typeOf } from "./conversions.js";
import { getMember, hasMember } from "./members.js";
import type { Run } from "./run.js";
import { describe } from "./describe.js";
import { alternatives, isAttacked, isOneOf, joinAll, makeUnknown, makeUnknownText } from "./unknown.js";
import { asTag, isCallable, isHeap, isKnown, isPrimitive, isUnknown, type Primitive, type Site, SYMBOL_HAS_INSTANCE, type Unknown, type Value } from "./values.js";

/** Operations on so many alternatives are computed one by one. */
const MAX_COMBINATIONS = 24;

/** A unary operator; `delete` is no business of values. */
export function unary(run: Run, op: Exclude<UnaryOp, "delete">, value: Value, site: Site): Value {
  switch (op) {
    case "void":
      return undefined;
    case "typeof":
      return typeOf(value) ?? makeUnknown("the type of something unknown", site, { type: "string", attacked: isAttacked(value) });
    case "!": {
      const truth = truthOf(value);
      return truth === undefined ? makeUnknown(`whether ${describe(value)} is falsy`, site, { type: "boolean", may: [true, false], only: true, attacked: isAttacked(value) }) : !truth;
    }
    default: {
      const number = toPrimitive(converting(run, site), value, "number");
      return isPrimitive(number) ? negate(run, op, number, site) : makeUnknown("a number", site, { type: "number", attacked: isAttacked(value) });
    }
  }
}

function negate(run: Run, op: "-" | "+" | "~", value: Primitive, site: Site): Value {
  if (typeof value === "bigint") return op === "-" ? -value : op === "~" ? ~value : throwError(run, "TypeError", "Cannot convert a BigInt value to a number", site);
  const number = Number(value);
  return op === "-" ? -number : op === "~" ? ~number : number;
}

/** A binary operator. On values with known alternatives it is computed for each pair of them. */
export function binary(run: Run, op: BinaryOp, left: Value, right: Value, site: Site): Value {
  if (!isUnknown(left) && !isUnknown(right)) return combine(run, op, left, right, site);
  const [many, others] = [alternatives(left), alternatives(right)];
  if (many.length === 0 || others.length === 0 || many.length * others.length > MAX_COMBINATIONS) return combine(run, op, left, right, site);
  const results = many.flatMap((a) => others.map((b) => combine(run, op, a, b, site)));
  const rest = isOneOf(left) && isOneOf(right) ? [] : [undetermined(op, left, right, site)];
  return joinAll([...results, ...rest], "a value that depends on a condition", site);
}

function combine(run: Run, op: BinaryOp, left: Value, right: Value, site: Site): Value {
  if (op !== "+") run.watch?.compared([left, right]);
  switch (op) {
    case "===":
      return decided(strictlyEqual(left, right), left, right, site);
    case "!==":
      return decided(negation(strictlyEqual(left, right)), left, right, site);
    case "==":
      return decided(equalLoosely(run, left, right, site), left, right, site);
    case "!=":
      return decided(negation(equalLoosely(run, left, right, site)), left, right, site);
    case "in":
      return decided(hasMember(run, right, left, site), left, right, site);
    case "instanceof":
      return decided(isInstance(run, left, right, site), left, right, site);
    default:
      return compute(run, op, left, right, site);
  }
}

/** `==`: an object and a primitive compare as primitives. */
function equalLoosely(run: Run, left: Value, right: Value, site: Site): boolean | undefined {
  const convert = (value: Value, other: Value): Value => (isHeap(value) && isPrimitive(other) && other !== null && other !== undefined ? toPrimitive(converting(run, site), value, "default") : value);
  return looselyEqual(convert(left, right), convert(right, left));
}

function negation(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function decided(answer: boolean | undefined, left: Value, right: Value, site: Site): Value {
  return answer ?? makeUnknown("whether two values compare", site, { type: "boolean", may: [true, false], only: true, attacked: isAttacked(left) || isAttacked(right) });
}

function isInstance(run: Run, value: Value, cls: Value, site: Site): boolean | undefined {
  const own = isHeap(cls) && cls.tag !== "api" ? getMember(run, cls, SYMBOL_HAS_INSTANCE, site) : undefined;
  if (isCallable(own)) return truthOf(callFunction(run, own, cls, [value], site));
  if (isKnown(cls) && !isCallable(cls) && !run.strategy.lenient) return throwError(run, "TypeError", "Right-hand side of 'instanceof' is not callable", site);
  if (isPrimitive(value)) return false;
  if (asTag(cls, "function")?.fn.kind === "arrow" && !run.strategy.lenient) return throwError(run, "TypeError", "Function has non-object prototype 'undefined' in instanceof check", site);
  if (!isHeap(cls) || !isHeap(value)) return undefined;
  if (value.tag === "api") return cls.tag === "api" && value.origin.kind === "new" && value.origin.callee === cls ? true : undefined;
  if (cls.tag === "api") return isOwnThroughout(run, value) ? false : undefined;
  const prototype = getMember(run, cls, "prototype", site);
  let at: Value = value;
  for (let hops = 0; hops < 100; hops += 1) {
    at = prototypeOf(run.realm, at);
    if (at === prototype) return true;
    if (at === null || at === undefined) return false;
    if (!isHeap(at) || at.tag === "api") return undefined;
  }
  return undefined;
}

/** Nothing of a library stands behind the object. */
function isOwnThroughout(run: Run, value: Value): boolean {
  let at: Value = value;
  for (let hops = 0; hops < 100; hops += 1) {
    at = prototypeOf(run.realm, at);
    if (at === null || at === undefined) return true;
    if (!isHeap(at) || at.tag === "api") return false;
  }
  return false;
}

type Computed = Exclude<BinaryOp, "===" | "!==" | "==" | "!=" | "in" | "instanceof">;

function compute(run: Run, op: Computed, left: Value, right: Value, site: Site): Value {
  if (isPrimitive(left) && isPrimitive(right)) return onPrimitives(run, op, left, right, site);
  const hint = op === "+" ? "default" : "number";
  const a = toPrimitive(converting(run, site), left, hint);
  const b = toPrimitive(converting(run, site), right, hint);
  if ([a, b].some((value) => asTag(value, "symbol") !== undefined)) return throwError(run, "TypeError", "Cannot convert a Symbol value", site);
  if (isPrimitive(a) && isPrimitive(b)) return onPrimitives(run, op, a, b, site);
  return undetermined(op, a, b, site);
}

function undetermined(op: BinaryOp, left: Value, right: Value, site: Site): Value {
  const attacked = isAttacked(left) || isAttacked(right);
  if (op === "+" && (typeOf(left) === "string" || typeOf(right) === "string")) return concatenated([left, right], site);
  const type = COMPARISONS.has(op) ? "boolean" : op === "+" ? undefined : "number";
  return makeUnknown(type === "boolean" ? "whether two values compare" : "a value computed from something unknown", site, { type, attacked });
}

const COMPARISONS = new Set<BinaryOp>(["===", "!==", "==", "!=", "<", "<=", ">", ">=", "in", "instanceof"]);

/** Texts joined, of which one at least is unknown. */
export function concatenated(values: readonly Value[], site: Site): Unknown {
  const parts: (string | Unknown)[] = [];
  for (const value of values) {
    if (isPrimitive(value)) add(parts, String(value));
    else if (isUnknown(value) && value.parts !== undefined) value.parts.forEach((part) => add(parts, part));
    else add(parts, isUnknown(value) ? value : makeUnknown(describe(value), site));
  }
  return makeUnknownText(parts, "a text with unknown parts", site);
}

function add(parts: (string | Unknown)[], part: string | Unknown): void {
  const last = parts.at(-1);
  if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
  else if (part !== "") parts.push(part);
}

function onPrimitives(run: Run, op: Computed, a: Primitive, b: Primitive, site: Site): Value {
  if (op === "+" && (typeof a === "string" || typeof b === "string")) {
    const text = `${String(a)}${String(b)}`;
    return text.length <= run.limits.text ? text : makeUnknown("a text that grew too long", site, { type: "string" });
  }
  if (COMPARISONS.has(op)) return compare(op, a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return onBigInts(run, op, a, b, site);
  if (typeof a === "bigint" || typeof b === "bigint") return throwError(run, "TypeError", "Cannot mix BigInt and other types", site);
  return onNumbers(op, Number(a), Number(b));
}

function compare(op: Computed, a: Primitive, b: Primitive): boolean {
  // texts compare by their characters, all others by their numbers
  const [left, right] = typeof a === "string" && typeof b === "string" ? [a, b] : [numeric(a), numeric(b)];
  switch (op) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

function numeric(value: Primitive): number | bigint {
  return typeof value === "bigint" ? value : Number(value);
}

function onNumbers(op: Computed, a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "**":
      return a ** b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    case ">>>":
      return a >>> b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    default:
      return NaN;
  }
}

/** Whole numbers grow without bound: powers and shifts stay small. */
const MAX_SHIFT = 4096n;

function onBigInts(run: Run, op: Computed, a: bigint, b: bigint, site: Site): Value {
  const isBig = b > MAX_SHIFT || b < -MAX_SHIFT;
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
    case "%":
      if (b === 0n) return throwError(run, "RangeError", "Division by zero", site);
      return op === "/" ? a / b : a % b;
    case "**":
      if (b < 0n) return throwError(run, "RangeError", "Exponent must be non-negative", site);
      return isBig || a > MAX_SHIFT || a < -MAX_SHIFT ? makeUnknown("a number that grew too large", site) : a ** b;
    case "<<":
      return isBig ? makeUnknown("a number that grew too large", site) : a << b;
    case ">>":
      return isBig ? makeUnknown("a number that grew too large", site) : a >> b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    default:
      return throwError(run, "TypeError", "BigInts have no unsigned right shift", site);
  }
}

/** What conversions ask of the interpreter at a place. */
function converting(run: Run, site: Site): Coercion {
  return {
    get: (object, key) => getMember(run, object, key, site),
    invoke: (fn, args, self) => callFunction(run, fn, self, args, site),
    unknown: (why, ...from) => makeUnknown(why, site, { attacked: from.some(isAttacked) }),
    throwError: (type, message) => throwError(run, type, message, site),
  };
}

/** A value as text: known, or unknown with what is known of it. */
export function toText(run: Run, value: Value, site: Site): string | Unknown {
  return textOf(converting(run, site), value);
}
