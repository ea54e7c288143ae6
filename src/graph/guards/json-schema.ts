import { ALL_DANGERS, dangers, NO_DANGERS } from "../../models/kinds.js";
import { clearedByMatch } from "../../text/regex.js";
import { singleText } from "../constants.js";
import type { Node } from "../graph.js";
import type { Shape } from "./schemas.js";
import { type Solver, tokensAt } from "../solver.js";

const SCALARS = new Set(["number", "integer", "boolean", "null"]);
const CLOSED_FORMATS = new Set(["uuid", "date", "date-time", "time"]);

/** Reads a JSON Schema that is written as an object literal: what values it admits. What is not understood admits anything. */
export function readJsonSchema(solver: Solver, node: Node | undefined, depth: number): Shape {
  const anything: Shape = { self: ALL_DANGERS, fields: undefined };
  if (node === undefined || depth === 0) return anything;
  const tokens = [...tokensAt(solver, node)];
  const [token] = tokens;
  if (tokens.length !== 1 || token?.kind !== "object" || solver.graph.defs[token.node]?.kind !== "object") return anything;
  const textAt = (field: string): string | undefined => {
    const value = token.fields.get(field);
    return value === undefined ? undefined : singleText(solver, value);
  };
  if (token.fields.has("enum") || token.fields.has("const")) return { self: NO_DANGERS, fields: new Map() };
  const type = textAt("type");
  if (type !== undefined && SCALARS.has(type)) return { self: NO_DANGERS, fields: new Map() };
  // a pattern says something of texts alone, so the type has to be named
  if (type === "string") {
    const pattern = textAt("pattern");
    const closed = CLOSED_FORMATS.has(textAt("format") ?? "");
    const cleared = pattern === undefined ? NO_DANGERS : clearedByMatch(pattern, "u");
    return { self: closed ? NO_DANGERS : ALL_DANGERS & ~dangers("OPERATOR") & ~cleared, fields: new Map() };
  }
  const properties = token.fields.get("properties");
  if (properties === undefined) return anything;
  const fields = new Map<string, Shape>();
  for (const one of tokensAt(solver, properties)) {
    for (const [field, value] of one.fields) if (!field.startsWith("%")) fields.set(field, readJsonSchema(solver, value, depth - 1));
  }
  return { self: ALL_DANGERS, fields };
}
