import type { NativeCall } from "../native.js";
import { asTag, makeSet, type SetValue, type Value } from "../values.js";
import { isExactCollection, put } from "./collection-entries.js";
import { unknownOf } from "./host.js";

type Chosen = (has: (set: "own" | "other", key: unknown) => boolean, key: unknown) => boolean;

/** A set of those keys of both that are chosen. */
function combined(choose: Chosen) {
  return (call: NativeCall, self: SetValue): Value => {
    const other = exactOther(call, self);
    if (other === undefined) return call.unknown("a set made of sets that are not fully known", ...call.args);
    const result = makeSet();
    for (const { key } of [...self.entries.values(), ...other.entries.values()]) if (choose(member(self, other), key)) put(call, result, key, key);
    return result;
  };
}

/** Whether all keys of both pass the test. */
function tested(test: Chosen) {
  return (call: NativeCall, self: SetValue): Value => {
    const other = exactOther(call, self);
    if (other === undefined) return unknownOf(call, "boolean", "a comparison of sets that are not fully known", ...call.args);
    return [...self.entries.keys(), ...other.entries.keys()].every((key) => test(member(self, other), key));
  };
}

function member(self: SetValue, other: SetValue): Parameters<Chosen>[0] {
  return (set, key) => (set === "own" ? self : other).entries.has(key);
}

function exactOther(call: NativeCall, self: SetValue): SetValue | undefined {
  const other = asTag(call.args[0], "set");
  return other !== undefined && isExactCollection(self) && isExactCollection(other) ? other : undefined;
}

/** The methods of sets that take another set. */
export const setAlgebra = {
  union: combined(() => true),
  intersection: combined((has, key) => has("own", key) && has("other", key)),
  difference: combined((has, key) => has("own", key) && !has("other", key)),
  symmetricDifference: combined((has, key) => has("own", key) !== has("other", key)),
  isSubsetOf: tested((has, key) => has("other", key)),
  isSupersetOf: tested((has, key) => has("own", key)),
  isDisjointFrom: tested((has, key) => has("own", key) !== has("other", key)),
};
