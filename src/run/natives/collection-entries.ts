import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { joinAll } from "../unknown.js";
import { isUnknown, type MapValue, type SetValue, type Value } from "../values.js";

export type Collection = MapValue | SetValue;

export const WHY = "an entry of a collection that is not fully known";

/** The key by which a collection keeps an entry: minus zero is zero. */
export function stored(key: Value): Value {
  return key === 0 ? 0 : key;
}

/** Writes an entry; one under an unknown key stands beside the others. */
export function put(call: NativeCall, self: Collection, key: Value, value: Value, maybe = false): void {
  touch(call.state, self);
  if (self.entries.size >= call.limits.items) {
    self.open ??= call.unknown("an entry of a collection that grew too large");
    return;
  }
  const kept = stored(key);
  const before = self.entries.get(kept);
  if (!maybe) self.entries.set(kept, { key: before?.key ?? kept, value, maybe: false });
  else self.entries.set(kept, before === undefined ? { key: kept, value, maybe } : { ...before, value: joinAll([before.value, value], WHY, call.site) });
}

/** What is known of a collection is all of it. */
export function isExactCollection({ entries, open }: Collection): boolean {
  return open === undefined && [...entries.values()].every(({ key, maybe }) => !maybe && !isUnknown(key));
}
