import type { Expr } from "../../ir/ir.js";
import { enter, type Judge, nameRead, type Scope } from "./asked.js";

const DEEPEST = 10;
/** Of one test; each part is looked at once, so that long programs need few. */
const MOST_LOOKS = 5000;
const EQUALITY = /^[!=]==?$/;

/**
 * The names of what a test asks for, where it asks no more than whether it was brought, or what form it has; undefined for every other test. Law: what is compared with something, or
 * handed to something that is not known, is more than looked at.
 */
export function askedForPresence(reader: Judge, scope: Scope, test: Expr): Presence | undefined {
  const looking: Looking = { reader, names: new Set(), ofForm: false, tests: new Map(), brought: new Map(), left: MOST_LOOKS };
  return isPresence(looking, scope, test, DEEPEST) && looking.names.size > 0 ? looking : undefined;
}

/** What a test for being there asks for. */
export interface Presence {
  readonly names: ReadonlySet<string>;
  /** It asks what form it has: what is not there may have it, too. */
  readonly ofForm: boolean;
}

interface Looking {
  readonly reader: Judge;
  readonly names: Set<string>;
  ofForm: boolean;
  /** What was found to be no more than that, as a test and as a value; one that is more ends the look. */
  readonly tests: Known;
  readonly brought: Known;
  /** What may still be looked at. It is no part of what the judge may read: where that is spent, a test for being there still is no more. */
  left: number;
}

type Known = Map<Scope, Set<Expr>>;

/** Looks at an expression once in a scope, as long as anything may be looked at. */
function once(looking: Looking, known: Known, scope: Scope, expr: Expr, depth: number, look: () => boolean): boolean {
  if (known.get(scope)?.has(expr) === true) return true;
  if (depth <= 0 || (looking.left -= 1) < 0 || !look()) return false;
  known.set(scope, (known.get(scope) ?? new Set()).add(expr));
  return true;
}

function isPresence(looking: Looking, scope: Scope, test: Expr, depth: number): boolean {
  return once(looking, looking.tests, scope, test, depth, () => isPresenceTest(looking, scope, test, depth));
}

function isPresenceTest(looking: Looking, scope: Scope, test: Expr, depth: number): boolean {
  const inner = (one: Expr): boolean => isPresence(looking, scope, one, depth - 1);
  switch (test.kind) {
    case "unary":
      return test.op === "!" ? inner(test.value) : test.op === "typeof" && isBrought(looking, scope, test.value, depth - 1);
    case "logical":
      return inner(test.left) && inner(test.right);
    case "binary": {
      const { left, right } = test;
      if (!EQUALITY.test(test.op)) return isLength(left) && right.kind === "const" && isBrought(looking, scope, left, depth - 1);
      const [value, other] = right.kind === "const" ? [left, right] : [right, left];
      if (other.kind === "unary" && other.op === "void") return isBrought(looking, scope, value, depth - 1);
      if (other.kind !== "const") return isUndefined(other) && isBrought(looking, scope, value, depth - 1);
      if (value.kind === "unary" && value.op === "typeof") return isBrought(looking, scope, value.value, depth - 1);
      return (isEmpty(other) || isForm(looking, other)) && isBrought(looking, scope, value, depth - 1);
    }
    case "call": {
      const args = test.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
      const { callee } = test;
      const method = callee.kind === "get" && callee.key.kind === "const" ? String(callee.key.value) : undefined;
      const [first] = args;
      if (callee.kind !== "get" || first === undefined) return isBrought(looking, scope, test, depth - 1);
      if (method === "isArray") return isBrought(looking, scope, first, depth - 1);
      if (method !== undefined && /^(?:startsWith|endsWith|includes|match)$/.test(method)) return isForm(looking, first) && isBrought(looking, scope, callee.object, depth - 1);
      if (method === "test" || method === "exec") return isForm(looking, patternOf(looking, callee.object)) && isBrought(looking, scope, first, depth - 1);
      return isBrought(looking, scope, test, depth - 1);
    }
    default:
      return isBrought(looking, scope, test, depth);
  }
}

const isLength = (expr: Expr): boolean => expr.kind === "get" && expr.key.kind === "const" && expr.key.value === "length";
const isUndefined = (expr: Expr): boolean => expr.kind === "global" && expr.name === "undefined";
const isEmpty = ({ value }: Extract<Expr, { kind: "const" }>): boolean => value === undefined || value === null || value === "" || typeof value === "number" || typeof value === "boolean";

/** A regular expression that is kept under a name. */
function patternOf({ reader }: Looking, expr: Expr): Expr {
  const [only, ...others] = expr.kind === "var" ? reader.code.writesOf(expr.variable) : [];
  return only !== undefined && others.length === 0 ? only : expr;
}

/** Says what form a text has, and tells no credential and no host from another: the name of a scheme, signs that hosts have none of. */
function isForm(looking: Looking, expr: Expr): boolean {
  looking.ofForm = true;
  const text = expr.kind === "regex" ? expr.pattern : expr.kind === "const" && typeof expr.value === "string" ? expr.value : undefined;
  if (text === undefined) return false;
  const left = expr.kind === "regex" ? text.replace(/\\[a-z]|\[[^\]]*\]/gi, "") : text;
  return !/[a-z\d]{2}/i.test(left.replace(looking.reader.about === "caller" ? /bearer|basic|token|api-?key|dpop/gi : /https?|wss?/gi, ""));
}

/** Methods of texts that give another text of the same. */
const PARTS = new Set(["split", "slice", "substring", "substr", "replace", "replaceAll", "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toString", "at", "pop", "shift", "match", "exec", "join", "concat"]);
const SAME = /^(?:String|Boolean|decodeURIComponent|encodeURIComponent)$/;

/** What a request brought, or a part of it, with nothing made of it. */
function isBrought(looking: Looking, scope: Scope, expr: Expr, depth: number): boolean {
  return once(looking, looking.brought, scope, expr, depth, () => isPartBrought(looking, scope, expr, depth));
}

function isPartBrought(looking: Looking, scope: Scope, expr: Expr, depth: number): boolean {
  const inner = (one: Expr): boolean => isBrought(looking, scope, one, depth - 1);
  const { reader, names } = looking;
  switch (expr.kind) {
    case "var": {
      const given = scope.given.get(expr.variable);
      if (given !== undefined) return isBrought(looking, given.scope, given.expr, depth - 1);
      const written = reader.code.writesOf(expr.variable).filter((one) => one.kind !== "const");
      return written.length > 0 && written.length < 5 && written.every((one) => isPresence(looking, scope, one, depth - 1));
    }
    case "await":
    case "item":
      return inner(expr.kind === "await" ? expr.value : expr.object);
    case "cond":
      return [expr.then, expr.else].every((one) => one.kind === "const" || inner(one));
    case "logical":
      // one of two may be there without the other
      if (expr.op === "&&" && expr.right.kind !== "const") looking.ofForm = true;
      return inner(expr.left) && (expr.right.kind === "const" || inner(expr.right));
    case "get": {
      const name = nameRead(reader, scope, expr);
      if (isLength(expr)) looking.ofForm = true;
      if (name === undefined) return (expr.key.kind === "const" || expr.key.kind === "var") && expr.object.kind !== "global" && inner(expr.object);
      names.add(name.toLowerCase());
      return true;
    }
    case "new":
      // its parts are looked at
      return expr.callee.kind === "global" && expr.callee.name === "URL" && expr.args[0] !== undefined && expr.args[0].kind !== "spread" && inner(expr.args[0]);
    case "template": {
      const parts = expr.parts.filter(({ kind }) => kind !== "const");
      return parts.length > 0 && parts.every(inner);
    }
    case "call": {
      const name = nameRead(reader, scope, expr);
      if (name !== undefined) {
        names.add(name.toLowerCase());
        return true;
      }
      const args = expr.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
      const { callee } = expr;
      if (callee.kind === "global") return SAME.test(callee.name) && args[0] !== undefined && inner(args[0]);
      const target = reader.code.targetOf(scope.module, expr)?.fn;
      if (target !== undefined) {
        const returned = reader.code.returnsOf(target).filter((one) => one.kind !== "const");
        const inside = enter(scope, target, args);
        return returned.length > 0 && returned.every((one) => isPresence(looking, inside, one, depth - 1));
      }
      if (callee.kind !== "get" || callee.key.kind !== "const") return false;
      const method = String(callee.key.value);
      if (method === "exec") return args[0] !== undefined && inner(args[0]);
      return PARTS.has(method) && inner(callee.object);
    }
    default:
      return false;
  }
}
