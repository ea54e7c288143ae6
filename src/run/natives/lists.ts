import type { Builtin, NativeCall } from "../native.js";
import { touch } from "../state.js";
import { asTag, isExact, type ListValue, makeList, type Value } from "../values.js";

/** The receiver as a list, or what the call gives when it is none. */
function onList(call: NativeCall, meaning: (list: ListValue) => Value): Value {
  const list = asTag(call.self, "list");
  return list === undefined ? call.unknown("a method of something that is no list", call.self) : meaning(list);
}

function push(call: NativeCall): Value {
  return onList(call, (list) => {
    touch(call.state, list);
    list.items.push(...call.args);
    list.maybe?.push(...call.args.map(() => false));
    return isExact(list) ? list.items.length : call.unknown("the length of a list that is not known", list);
  });
}

function map(call: NativeCall): Value {
  return onList(call, (list) => {
    const [callback] = call.args;
    const result = makeList(list.items.map((item, index) => visit(call, list, callback, index, [item, isExact(list) ? index : call.unknown("an index"), list])));
    result.maybe = list.maybe?.slice();
    if (list.open !== undefined) {
      call.invokeMaybe(callback, [list.open, call.unknown("an index"), list]);
      result.open = call.unknown("an item of an unknown list", list.open);
    }
    return result;
  });
}

function forEach(call: NativeCall): Value {
  map(call);
  return undefined;
}

/** Calls back with one item, which may be there only maybe. */
function visit(call: NativeCall, list: ListValue, callback: Value, index: number, args: readonly Value[]): Value {
  return list.maybe?.[index] === true ? call.invokeMaybe(callback, args) : call.invoke(callback, args);
}

export const lists: readonly Builtin[] = [
  {
    name: "Array", kind: "list", methods: { push, map, forEach },
    construct: (call) => makeList(call.args),
    call: (call) => makeList(call.args),
    statics: { isArray: ({ args: [value] }) => asTag(value, "list") !== undefined, of: ({ args }) => makeList(args) },
  },
];
