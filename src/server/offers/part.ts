import type { RegisterRow } from "../../models/model.js";
import type { Value } from "../values/value.js";

/** The parts of a row that hold what is offered. */
export type Part = keyof Pick<RegisterRow, "name" | "title" | "description" | "schema" | "annotations" | "scopes" | "uri" | "shown" | "meta">;

/** Parts of one offer, each read when it is first asked for. */
export function readOnce(read: (part: Part) => Value | undefined): (part: Part) => Value | undefined {
  const known = new Map<Part, Value | undefined>();
  return (part) => {
    if (!known.has(part)) known.set(part, read(part));
    return known.get(part);
  };
}
