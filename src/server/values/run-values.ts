import type { Location } from "../../finding.js";
import { locate } from "../../program/program.js";
import { describeApi } from "../../run/apis.js";
import { schemaStep } from "../../run/schema-steps.js";
import { type ApiValue, isPrimitive, type Unknown, type Value as RunValue } from "../../run/values.js";
import { joined, unknownAt, type Value } from "./value.js";

const DEEPEST = 16;
const MOST_VALUES = 8000;

interface Reading {
  /** Values of a run do not remember where they were written. */
  readonly location: Location;
  readonly left: { values: number };
  readonly open: Set<object>;
}

/** A value that the run came to, as the view reads it; it stands where it was given. */
export function valueOfRun(value: RunValue, location: Location): Value {
  return read({ location, left: { values: MOST_VALUES }, open: new Set() }, value, DEEPEST);
}

function read(reading: Reading, value: RunValue, depth: number): Value {
  const { location, open, left } = reading;
  if (isPrimitive(value)) return { kind: "constant", value, location };
  if (depth === 0 || open.has(value) || (left.values -= 1) < 0) return unknownAt(location);
  open.add(value);
  const found = readHeap(reading, value, depth);
  open.delete(value);
  return found;
}

function readHeap(reading: Reading, value: Exclude<RunValue, string | number | bigint | boolean | null | undefined>, depth: number): Value {
  const { location } = reading;
  switch (value.tag) {
    case "list":
      return { kind: "list", items: value.items.map((item) => read(reading, item, depth - 1)), open: value.open !== undefined || value.maybe !== undefined, location };
    case "object": {
      const fields = new Map<string, Value>();
      for (const [key, property] of value.fields) {
        if (typeof key !== "string" || property.hidden === true) continue;
        fields.set(key, property.get === undefined ? read(reading, property.value, depth - 1) : unknownAt(location));
      }
      return { kind: "object", fields, open: value.open !== undefined, location };
    }
    case "promise":
      return read(reading, value.value, depth);
    case "function":
    case "class":
    case "bound":
    case "native":
      return { kind: "function", location };
    case "regex":
      return { kind: "regex", pattern: value.pattern, location };
    case "api":
      return readApi(reading, value, depth);
    case "unknown":
      return readUnknown(reading, value, depth);
    default:
      return unknownAt(location);
  }
}

function readUnknown(reading: Reading, value: Unknown, depth: number): Value {
  const location = locate(value.site.module, value.site.span);
  if (value.parts !== undefined) return { kind: "text", parts: value.parts.map((part) => (typeof part === "string" ? part : read(reading, part, depth - 1))), location };
  const may = value.may.map((one) => read(reading, one, depth - 1));
  if (value.only) return joined(may) ?? unknownAt(location);
  return { kind: "unknown", may, from: [], setting: undefined, why: value.why, location };
}

/** A chain of calls of a schema library, or something else that was made by a library out of its arguments. */
function readApi(reading: Reading, value: ApiValue, depth: number): Value {
  const { origin } = value;
  const { location } = reading;
  if (origin.kind !== "call" && origin.kind !== "new") return { kind: "unknown", may: [], from: [], setting: undefined, why: describeApi(value), location };
  const args = origin.args.map((arg) => read(reading, arg, depth - 1));
  const step = schemaStep(value);
  if (step === undefined) return { kind: "unknown", may: [], from: args, setting: undefined, why: `the result of ${describeApi(origin.callee)}`, location };
  return { kind: "schema", row: step.row, receiver: step.receiver === undefined ? undefined : read(reading, step.receiver, depth - 1), args, location };
}
