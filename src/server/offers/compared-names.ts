import type { FunctionIr } from "../../ir/ir.js";

const known = new WeakMap<FunctionIr, ReadonlySet<string>>();

/** Comparisons by size, and calls that give the smaller of two, or a part. */
const COMPARES = /(?:\bMath\.min|\bclamp\w*|\bbound\w*|\blimit[A-Z]\w*|\.slice|\.splice|\.subarray)\s*\(([^;{}]{0,120})|([\w.?]+)\s*[<>]=?(?![<>=])\s*([\w.?]+)/g;

/** How long a loop goes on is what a bound would be for. */
const LOOP_HEADS = /\b(?:for|while)\s*\([^()]*\)/g;

/** Names of values that a function compares with others by size, or cuts down: `limit` of `Math.min(limit, 100)`, of `args.limit > 100`. */
export function comparedIn(fn: FunctionIr): ReadonlySet<string> {
  let names = known.get(fn);
  if (names === undefined) {
    const found = new Set<string>();
    for (const [, list = "", left = "", right = ""] of fn.module.text.slice(fn.start, fn.end).replace(LOOP_HEADS, "").matchAll(COMPARES)) {
      // that there are any at all bounds nothing
      if (/^[01]$/.test(left) || /^[01]$/.test(right)) continue;
      for (const word of `${list} ${left} ${right}`.matchAll(/[A-Za-z_$][\w$]*/g)) found.add(word[0]);
    }
    known.set(fn, (names = found));
  }
  return names;
}
