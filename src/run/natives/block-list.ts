import { BlockList } from "node:net";
import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import { touch } from "../state.js";
import { asTag, isUnknown, makeObject, type ObjectValue, type Value } from "../values.js";
import { unknownOf } from "./host.js";

const WHY = "a list of addresses that is not known";

/** What was put into a list, in the order of the calls. */
type Rule = readonly [method: "addAddress" | "addRange" | "addSubnet", ...args: (string | number)[]];

/** A method of lists. What was put in is kept as a text, so that branches join it as they join texts. https://nodejs.org/api/net.html#class-netblocklist */
function onList(meaning: (call: NativeCall, list: ObjectValue) => Value): Native {
  return (call) => {
    const list = asTag(call.self, "object");
    return list?.sort === "BlockList" ? meaning(call, list) : unknownOf(call, undefined, WHY, call.self);
  };
}

/** The texts and numbers that a rule is written with; undefined where one of them is not known. */
function writtenIn(call: NativeCall): (string | number)[] | undefined {
  const given = call.args.map((arg) => (typeof arg === "number" ? arg : textOf(call, arg)));
  return given.some(isUnknown) ? undefined : (given as (string | number)[]); // what is unknown was sorted out
}

function add(method: Rule[0]): Native {
  return onList((call, list) => {
    const args = writtenIn(call);
    touch(call.state, list);
    const rules = rulesOf(list);
    list.inner = args === undefined || rules === undefined || apply([[method, ...args]]) === undefined ? unknownOf(call, "string", WHY, ...call.args) : JSON.stringify([...rules, [method, ...args]]);
    return undefined;
  });
}

function rulesOf(list: ObjectValue): readonly Rule[] | undefined {
  return typeof list.inner === "string" ? (JSON.parse(list.inner) as readonly Rule[]) : undefined; // written here alone
}

/** The host's own list; undefined where it takes a rule for malformed. */
function apply(rules: readonly Rule[]): BlockList | undefined {
  const made = new BlockList();
  try {
    for (const [method, ...args] of rules) (made[method] as (...args: (string | number)[]) => void)(...args);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
  return made;
}

const check: Native = onList((call, list) => {
  const args = writtenIn(call);
  const rules = rulesOf(list);
  const [address, family] = args ?? [];
  if (typeof address !== "string" || rules === undefined) return unknownOf(call, "boolean", WHY, list.inner, ...call.args);
  return apply(rules)?.check(address, family === "ipv6" ? "ipv6" : "ipv4") ?? unknownOf(call, "boolean", WHY, list.inner);
});

export const blockLists: readonly Builtin[] = [
  {
    name: "BlockList",
    kind: "BlockList",
    construct: (): Value => {
      const list = makeObject(undefined, "BlockList");
      list.inner = "[]";
      return list;
    },
    call: (call) => call.throwError("TypeError", "Class constructor BlockList cannot be invoked without 'new'"),
    methods: { addAddress: add("addAddress"), addRange: add("addRange"), addSubnet: add("addSubnet"), check },
  },
];
