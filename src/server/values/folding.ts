import type { BinaryOp, Constant } from "../../ir/ir.js";
import type { Asked } from "./asked.js";

type Known = Asked["known"];

/**
 * What a comparison comes to. Law: what a request does not bring equals nothing that the program knows, even where the program would compare it
 * with a setting that nobody set.
 */
export function foldBinary(op: BinaryOp, left: Asked, right: Asked): Known {
  const isEquality = op === "===" || op === "==" || op === "!==" || op === "!=";
  if (!isEquality) return undefined;
  const isNegated = op.startsWith("!");
  const [a, b] = [left.known, right.known];
  if (a !== undefined && b !== undefined && left.about === right.about) return { value: equals(op, a.value, b.value) !== isNegated };
  if (a !== undefined && b !== undefined && !left.setting && !right.setting) return { value: equals(op, a.value, b.value) !== isNegated };
  const [brought, other] = left.about ? [left, right] : [right, left];
  if (brought.about && !other.about && brought.known !== undefined && !brought.known.value) return { value: isNegated };
  return undefined;
}

function equals(op: BinaryOp, a: Constant, b: Constant): boolean {
  const isLoose = op === "==" || op === "!=";
  return a === b || (isLoose && (a === null || a === undefined) && (b === null || b === undefined));
}

const SAME = new Set(["trim", "toLowerCase", "toUpperCase", "replace", "slice", "substring", "substr", "toString", "replaceAll"]);
const TESTS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part), endsWith: (text, part) => text.endsWith(part), includes: (text, part) => text.includes(part),
};

/** What a call of the language comes to on a text or on nothing. */
export function foldMethod(name: string | undefined, receiver: Asked | undefined, args: readonly Asked[]): Known {
  if (name === undefined) return undefined;
  const [first] = args;
  if (receiver === undefined) return name === "Boolean" && first?.known !== undefined ? { value: Boolean(first.known.value) } : undefined;
  if (name === "isArray" && first?.known !== undefined) return { value: false };
  if ((name === "exec" || name === "test" || name === "match") && first?.about === true && first.known !== undefined && !first.known.value) return { value: name === "test" ? false : null };
  const { known } = receiver;
  if (known === undefined) return undefined;
  if (typeof known.value !== "string") return receiver.about ? { value: undefined } : undefined;
  if (known.value === "" && name === "match") return { value: null };
  if (known.value === "" && name === "split") return { value: undefined };
  if (known.value === "" && SAME.has(name)) return known;
  const test = TESTS[name];
  return test !== undefined && typeof first?.known?.value === "string" ? { value: test(known.value, first.known.value) } : undefined;
}
