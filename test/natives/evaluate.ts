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

/** How an expression ended in the interpreter. */
interface Evaluated {
  readonly run: Run;
  readonly site: Site;
  readonly thrown: boolean;
  readonly value: Value;
}

/** Functions of one program, each giving one expression; `x` in them is their argument. */
export function openExpressions(expressions: readonly string[]): (index: number, x?: Value) => Evaluated {
  const text = expressions.map((expression, index) => `export ${expression.includes("await ") ? "async " : ""}function evaluate${index}(x) { return (${expression}\n); }\n`).join("");
  const lowered = javascript.lower("expressions.js", text);
  if (!lowered.ok) throw new Error(`does not parse: ${lowered.message}`);
  const { module } = lowered;
  const program: Program = { root: "/", modules: new Map([[module.path, module]]), entries: [], resolve: () => ({ kind: "unresolved" }), readText: () => undefined, lines: 1, gaps: [], packageOf: () => ({ segments: [module.path], dependencies: new Set() }), dependencies: new Set() };
  const run = makeRun(program, [], exact, LIMITS);
  loadModule(run, module);
  const site: Site = { module, span: { start: 0, end: 0 } };
  return (index, x) => {
    try {
      const result = callFunction(run, readExport(run, module, `evaluate${index}`, site), undefined, [x], site);
      const promise = expressions[index]?.includes("await ") === true ? asTag(result, "promise") : undefined;
      return { run, site, thrown: promise?.rejected === true, value: promise === undefined ? result : promise.value };
    } catch (error) {
      if (error instanceof Thrown) return { run, site, thrown: true, value: error.value };
      throw error;
    }
  };
}

/** How an expression ended, as text. */
export function showEvaluated({ run, site, thrown, value }: Evaluated): string {
  return thrown ? showThrown(run, value, site) : show(run, value, site, []);
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
