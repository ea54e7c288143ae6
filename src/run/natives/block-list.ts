import { BlockList } from "node:net";
import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import { touch } from "../state.js";
import { asTag, isUnknown, type ListValue, makeList, makeObject, type ObjectValue, type Value } from "../values.js";
import { unknownOf } from "./host.js";

const WHY = "a list of addresses that is not known";

/** One call that puts something into a list: its method, and what it was given. */
type Rule = readonly [method: "addAddress" | "addRange" | "addSubnet", ...args: (string | number)[]];

/** A method of lists. What was put in is kept as a list of texts, so that branches join it as they join lists. https://nodejs.org/api/net.html#class-netblocklist */
function onList(meaning: (call: NativeCall, list: ObjectValue) => Value): Native {
  return (call) => {
    const list = asTag(call.self, "object");
    return list?.sort === "BlockList" ? meaning(call, list) : unknownOf(call, undefined, WHY, call.self);
  };
}

/** The texts and numbers that a call is given; undefined where one of them is not known. */
function writtenIn(call: NativeCall): (string | number)[] | undefined {
  const given = call.args.map((arg) => (typeof arg === "number" ? arg : textOf(call, arg)));
  return given.some(isUnknown) ? undefined : (given as (string | number)[]); // what is unknown was sorted out
}

function add(method: Rule[0]): Native {
  return onList((call, list) => {
    const args = writtenIn(call);
    const rules = asTag(list.inner, "list");
    const rule = JSON.stringify([method, ...(args ?? [])]);
    if (args !== undefined && rules !== undefined && rules.items.length < call.limits.items && hostListOf([rule]) !== undefined) {
      touch(call.state, rules);
      rules.items.push(rule);
    } else {
      touch(call.state, list);
      list.inner = unknownOf(call, undefined, WHY, ...call.args);
    }
    return undefined;
  });
}

/** The host's list with the same rules; undefined where not all are known for certain, or it takes one for malformed. */
function hostListOf(rules: readonly Value[]): BlockList | undefined {
  const made = new BlockList();
  try {
    for (const rule of rules) {
      if (typeof rule !== "string") return undefined;
      const [method, ...args] = JSON.parse(rule) as Rule; // written here alone
      (made[method] as (...args: (string | number)[]) => void)(...args);
    }
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
  return made;
}

/** The host's list that was made last for a list of the program, with the rules that it has. */
const MADE = new WeakMap<ListValue, { readonly rules: readonly Value[]; readonly host: BlockList | undefined }>();

function hostOf({ inner }: ObjectValue): BlockList | undefined {
  const list = asTag(inner, "list");
  if (list === undefined || list.open !== undefined || list.maybe?.includes(true) === true) return undefined;
  const { items } = list;
  const known = MADE.get(list);
  if (known !== undefined && known.rules.length === items.length && known.rules.every((rule, index) => rule === items[index])) return known.host;
  const made = { rules: items.slice(), host: hostListOf(items) };
  MADE.set(list, made);
  return made.host;
}

const check: Native = onList((call, list) => {
  const args = writtenIn(call);
  const host = hostOf(list);
  const [address] = args ?? [];
  if (args === undefined || typeof address !== "string" || host === undefined) return unknownOf(call, "boolean", WHY, list.inner, ...call.args);
  try {
    return host.check(address, ...(args.slice(1) as ["ipv4"?])); // the host looks at it itself
  } catch (error) {
    if (error instanceof TypeError) return call.throwError("TypeError", error.message);
    throw error;
  }
});

const rules: Native = onList((call, list) => {
  const host = hostOf(list);
  return host === undefined ? unknownOf(call, undefined, WHY, list.inner) : makeList([...host.rules]);
});

export const blockLists: readonly Builtin[] = [
  {
    name: "BlockList",
    kind: "BlockList",
    construct: (): Value => {
      const list = makeObject(undefined, "BlockList");
      list.inner = makeList([]);
      return list;
    },
    call: (call) => call.throwError("TypeError", "Class constructor BlockList cannot be invoked without 'new'"),
    methods: { addAddress: add("addAddress"), addRange: add("addRange"), addSubnet: add("addSubnet"), check },
    getters: { rules },
    statics: { isBlockList: (call) => (isUnknown(call.args[0]) ? unknownOf(call, "boolean", WHY, call.args[0]) : asTag(call.args[0], "object")?.sort === "BlockList") },
  },
];
