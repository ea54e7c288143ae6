import { BUILTINS } from "./natives/index.js";
import type { Builtin, Kind, NativeTable } from "./native.js";
import { setField } from "./own-fields.js";
import { makeNative, makeObject, type NativeValue, type ObjectValue, type Property, type Value } from "./values.js";

/** The global objects of one run, and the prototypes of all sorts of values. A program may write to them. */
export interface Realm {
  readonly globals: ObjectValue;
  readonly prototypes: ReadonlyMap<Kind, ObjectValue>;
}

/** The realm as a program finds it. */
export function makeRealm(): Realm {
  const globals = makeObject();
  const prototypes = new Map<Kind, ObjectValue>();
  for (const builtin of BUILTINS) if (builtin.kind !== undefined) prototypes.set(builtin.kind, prototypeOf(builtin));
  const object = prototypes.get("object");
  for (const [kind, prototype] of prototypes) prototype.proto = kind === "object" ? null : object;
  for (const builtin of BUILTINS) if (builtin.name !== "") define(globals, builtin.name, globalOf(builtin, prototypes));
  for (const { name, inherits } of BUILTINS) if (inherits !== undefined) linkPrototypes(globals, name, inherits);
  define(globals, "NaN", NaN);
  define(globals, "Infinity", Infinity);
  for (const name of ["globalThis", "global", "window", "self"]) define(globals, name, globals);
  return { globals, prototypes };
}

function prototypeOf(builtin: Builtin): ObjectValue {
  const prototype = makeObject();
  fill(prototype, builtin.methods);
  for (const [key, native] of builtin.keyed ?? []) setField(prototype, key, hidden(makeNative("", native)));
  for (const [name, value] of Object.entries(builtin.fields ?? {})) define(prototype, name, value);
  for (const [name, native] of Object.entries(builtin.getters ?? {})) {
    const setter = builtin.setters?.[name];
    setField(prototype, name, { value: undefined, get: makeNative(name, native), ...(setter === undefined ? {} : { set: makeNative(name, setter) }), hidden: true });
  }
  return prototype;
}

/** A constructor or function, or a plain object of functions such as `Math`. */
function globalOf(builtin: Builtin, prototypes: ReadonlyMap<Kind, ObjectValue>): Value {
  const { call, construct } = builtin;
  const made = call ?? construct;
  const global: NativeValue | ObjectValue = made === undefined ? makeObject(undefined, builtin.name) : makeNative(builtin.name, made, construct);
  fill(global, builtin.statics);
  for (const [name, value] of Object.entries(builtin.constants ?? {})) define(global, name, value);
  if (global.tag === "native" && (construct !== undefined || builtin.kind !== undefined)) {
    const prototype = (builtin.kind === undefined ? undefined : prototypes.get(builtin.kind)) ?? prototypeOf(builtin);
    define(global, "prototype", prototype);
    define(prototype, "constructor", global);
  }
  return global;
}

function linkPrototypes(globals: ObjectValue, name: string, inherits: string): void {
  const [own, base] = [name, inherits].map((one) => {
    const global = globals.fields.get(one)?.value;
    const prototype = typeof global === "object" && global !== null && global.tag === "native" ? global.fields.get("prototype")?.value : undefined;
    return typeof prototype === "object" && prototype !== null && prototype.tag === "object" ? prototype : undefined;
  });
  if (own !== undefined && base !== undefined && own !== base) own.proto = base;
}

function fill(target: ObjectValue | NativeValue, table: NativeTable = {}): void {
  for (const [name, native] of Object.entries(table)) define(target, name, makeNative(name, native));
}

function define(target: ObjectValue | NativeValue, name: string, value: Value): void {
  setField(target, name, hidden(value));
}

function hidden(value: Value): Property {
  return { value, hidden: true };
}
