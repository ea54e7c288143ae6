import { describeApi } from "./apis.js";
import { type Property, type Value } from "./values.js";

const MAX_TEXT = 80;
const MAX_ITEMS = 12;
const MAX_DEPTH = 3;

/** A value as a short text: for messages and for what tests compare. */
export function describe(value: Value, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  const inner = (one: Value): string => (depth >= MAX_DEPTH ? "…" : describe(one, depth + 1));
  switch (value.tag) {
    case "unknown":
      return describeUnknown(value, inner);
    case "api":
      return describeApi(value);
    case "list":
      return `[${some(value.items.map((item, index) => inner(item) + (value.maybe?.[index] === true ? "?" : "")), value.open !== undefined)}]`;
    case "object":
      return `${value.sort === "Object" ? "" : `${value.sort} `}{${some(describeFields(value.fields, inner), value.open !== undefined)}}`;
    case "map":
      return `Map {${some([...value.entries.values()].map((entry) => `${inner(entry.key)}: ${inner(entry.value)}${entry.maybe ? "?" : ""}`), value.open !== undefined)}}`;
    case "set":
      return `Set {${some([...value.entries.values()].map((entry) => `${inner(entry.key)}${entry.maybe ? "?" : ""}`), value.open !== undefined)}}`;
    case "function":
      return `function ${value.fn.name}`.trimEnd();
    case "class":
      return `class ${value.cls.name}`.trimEnd();
    case "bound":
      return `bound ${inner(value.target)}`;
    case "native":
      return `function ${value.name}`;
    case "regex":
      return `/${value.pattern}/${value.flags}`;
    case "promise":
      return `Promise ${value.rejected ? "rejected with " : ""}${inner(value.value)}`;
    case "symbol":
      return value.description;
  }
}

function describeUnknown(value: Extract<Value, { tag: "unknown" }>, inner: (one: Value) => string): string {
  if (value.parts !== undefined) return `text ${value.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : "?")).join(" ")}`;
  if (value.may.length === 0) return "unknown";
  const may = value.may.slice(0, MAX_ITEMS).map(inner).join(" | ");
  return value.only ? may : `unknown | ${may}`;
}

function describeFields(fields: ReadonlyMap<unknown, Property>, inner: (one: Value) => string): string[] {
  return [...fields].flatMap(([key, property]) => {
    if (property.hidden === true || typeof key !== "string") return [];
    return [`${/^[\w$#]+$/.test(key) ? key : JSON.stringify(key)}: ${property.get === undefined ? inner(property.value) : "(computed)"}${property.maybe === true ? "?" : ""}`];
  });
}

function some(parts: readonly string[], open: boolean): string {
  const shown = parts.slice(0, MAX_ITEMS);
  return [...shown, ...(parts.length > MAX_ITEMS || open ? ["…"] : [])].join(", ");
}
