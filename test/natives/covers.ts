import { asTag, isPrimitive, type ListValue, makeList, makeObject, type ObjectValue, type Unknown, type Value } from "../../src/run/values.js";

/** A value of the host as the interpreter has it: primitives, lists and plain objects. */
export function fromHost(value: unknown): Value {
  if (Array.isArray(value)) return makeList(value.map(fromHost));
  if (typeof value === "object" && value !== null) return makeObject(Object.entries(value).map(([key, held]) => [key, fromHost(held)] as const));
  return value as undefined; // a primitive
}

/** Whether what the interpreter says of a value holds for a value of the host. */
export function covers(ours: Value, host: unknown): boolean {
  if (isPrimitive(ours)) return Object.is(ours, host);
  switch (ours.tag) {
    case "unknown":
      return coversUnknown(ours, host);
    case "list":
      return Array.isArray(host) && coversList(ours, host);
    case "object":
      return coversObject(ours, host);
    case "map":
      return host instanceof Map && (ours.open !== undefined || [...host].every(([key, held]) => [...ours.entries.values()].some((entry) => covers(entry.key, key) && covers(entry.value, held))));
    case "set":
      return host instanceof Set && (ours.open !== undefined || [...host].every((held) => [...ours.entries.values()].some((entry) => covers(entry.key, held))));
    case "function":
    case "native":
    case "bound":
    case "class":
      return typeof host === "function";
    default:
      return typeof host === "object";
  }
}

function coversUnknown({ may, only, type, parts }: Unknown, host: unknown): boolean {
  if (only) return may.some((one) => covers(one, host));
  if (type !== undefined && typeof host !== type) return false;
  if (parts === undefined || typeof host !== "string") return true;
  const pattern = parts.map((part) => (typeof part === "string" ? part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : "[^]*")).join("");
  return new RegExp(`^${pattern}$`).test(host);
}

function coversList({ items, maybe, open }: ListValue, host: readonly unknown[]): boolean {
  const sure = items.filter((_, index) => maybe?.[index] !== true);
  if (open !== undefined) return sure.every((item) => host.some((one) => covers(item, one)));
  if (maybe === undefined) return host.length === items.length && items.every((item, index) => covers(item, host[index]));
  return host.length >= sure.length && host.length <= items.length && host.every((one) => items.some((item) => covers(item, one)));
}

function coversObject({ fields, open, sort }: ObjectValue, host: unknown): boolean {
  if (typeof host !== "object" || host === null) return false;
  if (sort !== "Object") return true;
  const shown = [...fields].filter(([, { hidden }]) => hidden !== true);
  const isThere = shown.every(([key, { value, maybe }]) => typeof key !== "string" || (Object.hasOwn(host, key) ? covers(value, Reflect.get(host, key)) : maybe === true));
  return isThere && (open !== undefined || Object.keys(host).every((key) => fields.has(key)));
}

/** Short words on a value for a message. */
export function sketch(value: Value): string {
  const unknown = asTag(value, "unknown");
  if (unknown !== undefined) return `${unknown.only ? "only" : "unknown"} ${unknown.type ?? ""} [${unknown.may.map(sketch).join(" | ")}]${unknown.parts === undefined ? "" : ` parts ${unknown.parts.map((part) => (typeof part === "string" ? part : "?")).join("+")}`}`;
  if (isPrimitive(value)) return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (value.tag === "list") return `[${value.items.map((item, index) => sketch(item) + (value.maybe?.[index] === true ? "?" : "")).join(", ")}${value.open === undefined ? "" : ", …"}]`;
  if (value.tag === "object") return `{${[...value.fields].map(([key, field]) => `${String(key)}: ${sketch(field.value)}${field.maybe === true ? "?" : ""}`).join(", ")}${value.open === undefined ? "" : ", …"}}`;
  return value.tag;
}
