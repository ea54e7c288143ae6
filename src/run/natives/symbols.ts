import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import type { State } from "../state.js";
import { asTag, isUnknown, makeSymbol, SYMBOL_ASYNC_ITERATOR, SYMBOL_HAS_INSTANCE, SYMBOL_ITERATOR, SYMBOL_TO_PRIMITIVE, SYMBOL_TO_STRING_TAG, type SymbolValue, type Value } from "../values.js";

/** Symbols that all modules of a run share by their names. */
const registries = new WeakMap<State, Map<string, SymbolValue>>();

function registryOf(state: State): Map<string, SymbolValue> {
  let registry = registries.get(state);
  if (registry === undefined) registries.set(state, (registry = new Map()));
  return registry;
}

function make(call: NativeCall): Value {
  if (call.isNew) return call.throwError("TypeError", "Symbol is not a constructor");
  const description = call.args[0] === undefined ? "" : textOf(call, call.args[0]);
  return makeSymbol(isUnknown(description) ? "" : description);
}

function shared(call: NativeCall): Value {
  const name = textOf(call, call.args[0]);
  if (isUnknown(name)) return makeSymbol("");
  const registry = registryOf(call.state);
  let symbol = registry.get(name);
  if (symbol === undefined) registry.set(name, (symbol = makeSymbol(name)));
  return symbol;
}

function keyFor(call: NativeCall): Value {
  const symbol = asTag(call.args[0], "symbol");
  if (symbol === undefined) return call.throwError("TypeError", "what is asked for is not a symbol");
  return [...registryOf(call.state)].find(([, one]) => one === symbol)?.[0];
}

/** Symbols under which the methods of texts look for what an expression does. Nothing is written under them here. */
const OTHERS = ["match", "matchAll", "replace", "search", "split", "species", "isConcatSpreadable", "unscopables", "dispose", "asyncDispose"].map((name) => [name, makeSymbol(`Symbol.${name}`)] as const);

const description: Native = ({ self }) => asTag(self, "symbol")?.description;
const toText: Native = ({ self }) => `Symbol(${asTag(self, "symbol")?.description ?? ""})`;
const itself: Native = ({ self }) => self;

export const symbols: readonly Builtin[] = [
  {
    name: "Symbol", kind: "symbol", call: make, construct: make, statics: { for: shared, keyFor },
    methods: Object.fromEntries([["toString", toText], ["valueOf", itself]]), getters: { description },
    constants: { ...Object.fromEntries(OTHERS), iterator: SYMBOL_ITERATOR, asyncIterator: SYMBOL_ASYNC_ITERATOR, toPrimitive: SYMBOL_TO_PRIMITIVE, toStringTag: SYMBOL_TO_STRING_TAG, hasInstance: SYMBOL_HAS_INSTANCE },
  },
];
