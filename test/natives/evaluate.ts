import { javascript } from "../../src/languages/javascript.js";
import type { Program } from "../../src/program/program.js";
import { callFunction } from "../../src/run/calls.js";
import { getMember } from "../../src/run/members.js";
import { loadModule, readExport } from "../../src/run/modules.js";
import { LIMITS, makeRun, type Run, type Strategy, Thrown } from "../../src/run/run.js";
import { asTag, isHeap, isPrimitive, type Key, type ObjectValue, type Site, type Value } from "../../src/run/values.js";
import { enclose, showPrimitive } from "./show.js";

/** Nothing is unknown, so that what throws in the language throws. */
const exact: Strategy = { decide: () => "both", maybe: () => "both", lenient: false };

/** What the interpreter makes of an expression, as text. `unknown` stands for `?` in the expression: a global that nobody knows. */
export function evaluate(expression: string): string {
  const text = `export ${expression.includes("await ") ? "async " : ""}function evaluate() { return (${expression}\n); }`;
  const lowered = javascript.lower("expression.js", text);
  if (!lowered.ok) return `does not parse: ${lowered.message}`;
  const { module } = lowered;
  const program: Program = { root: "/", modules: new Map([[module.path, module]]), entries: [], resolve: () => ({ kind: "unresolved" }), readText: () => undefined, lines: 1, gaps: [], dependencies: new Set() };
  const run = makeRun(program, [], exact, LIMITS);
  loadModule(run, module);
  const site: Site = { module, span: { start: 0, end: 0 } };
  try {
    const result = callFunction(run, readExport(run, module, "evaluate", site), undefined, [], site);
    const promise = expression.includes("await ") ? asTag(result, "promise") : undefined;
    return promise?.rejected === true ? showThrown(run, promise.value, site) : show(run, promise === undefined ? result : promise.value, site, []);
  } catch (error) {
    if (error instanceof Thrown) return showThrown(run, error.value, site);
    throw error;
  }
}

function showThrown(run: Run, value: Value, site: Site): string {
  return isError(value) ? `throws ${String(getMember(run, value, "name", site))}` : `throws ${show(run, value, site, [])}`;
}

function isError(value: Value): boolean {
  return asTag(value, "object")?.sort === "Error";
}

/** A value of the interpreter as `showHost` shows the host's. */
function show(run: Run, value: Value, site: Site, within: readonly Value[]): string {
  if (isPrimitive(value)) return showPrimitive(value);
  if (within.includes(value)) return "<cycle>";
  const inner = (one: Value): string => show(run, one, site, [...within, value]);
  switch (value.tag) {
    case "unknown":
      return "unknown";
    case "symbol":
      return `Symbol(${value.description})`;
    case "function":
    case "class":
    case "bound":
    case "native":
      return "function";
    case "list": {
      const doubt = value.maybe === undefined && value.open === undefined ? "" : "?";
      return enclose(`[${doubt}`, [...value.items.map(inner), ...fieldsOf(run, value.fields, value, site, inner)], "]");
    }
    case "map":
      return enclose("Map{", [...value.entries.values()].map((entry) => `${inner(entry.key)} => ${inner(entry.value)}`), "}");
    case "set":
      return enclose("Set{", [...value.entries.values()].map((entry) => inner(entry.key)), "}");
    case "regex":
      return `/${value.pattern}/${value.flags}`;
    case "promise":
      return "Promise";
    case "api":
      return "api";
    default:
      return showObject(run, value, site, inner);
  }
}

function showObject(run: Run, value: ObjectValue, site: Site, inner: (value: Value) => string): string {
  if (isError(value)) return `Error(${String(getMember(run, value, "name", site))}: ${inner(getMember(run, value, "message", site))})`;
  if (value.sort === "Generator") return "iterator";
  if (value.sort === "Date" || value.sort === "URL" || value.sort === "URLSearchParams") return `${value.sort}(${inner(callFunction(run, getMember(run, value, value.sort === "Date" ? "getTime" : "toString", site), value, [], site))})`;
  return enclose(value.open === undefined ? "{" : "{?", fieldsOf(run, value.fields, value, site, inner), "}");
}

function fieldsOf(run: Run, fields: ReadonlyMap<Key, { readonly hidden?: boolean }>, value: Value, site: Site, inner: (value: Value) => string): string[] {
  const keys = [...fields].flatMap(([key, { hidden }]) => (hidden === true || typeof key !== "string" || key.startsWith("#") || !isHeap(value) ? [] : [key]));
  return keys.sort().map((key) => `${key}: ${inner(getMember(run, value, key, site))}`);
}
