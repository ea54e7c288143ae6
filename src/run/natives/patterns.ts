import { staysCheap } from "../../text/regex-effort.js";
import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { setField } from "../own-fields.js";
import { type ListValue, makeList, makeObject, type RegexValue } from "../values.js";

/** The host's own expression; undefined when matching this text against it could take too long. */
export function hostRegex(regex: RegexValue, text: string): RegExp | undefined {
  if (!staysCheap(regex.pattern, regex.flags, text)) return undefined;
  const host = new RegExp(regex.pattern, regex.flags);
  host.lastIndex = regex.lastIndex;
  return host;
}

/** What the host's expression remembers belongs to the program's. */
export function keepLastIndex(call: NativeCall, regex: RegexValue, host: RegExp): void {
  if (regex.lastIndex === host.lastIndex) return;
  touch(call.state, regex);
  regex.lastIndex = host.lastIndex;
}

/** The list that `exec` gives for a match. */
export function makeMatch(match: RegExpMatchArray): ListValue {
  const list = makeList([...match]);
  setField(list, "index", { value: match.index });
  setField(list, "input", { value: match.input });
  setField(list, "groups", { value: match.groups === undefined ? undefined : { ...makeObject(Object.entries(match.groups)), proto: null } });
  return list;
}
