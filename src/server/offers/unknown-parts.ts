import type { Location } from "../../finding.js";
import type { Registered } from "../../models/model.js";
import type { Offered } from "./offers.js";
import { readSchema } from "./schema.js";
import { alternatives, readable, type Value } from "../values/value.js";

/** A text or schema that is given to a registration and that the run of the initialisers could not work out. */
export interface UnknownPart {
  readonly what: Registered;
  readonly name: string | undefined;
  readonly part: "description" | "schema";
  /** What stopped the evaluation, as a noun phrase: "the result of fs.readFileSync". */
  readonly why: string;
  /** Where that stands. */
  readonly location: Location;
}

/** What is not known of offers that the run met. What it never came to has a gap of its own. */
export function unknownParts(what: Registered, offers: readonly Offered[]): UnknownPart[] {
  return offers.filter(({ met }) => met).flatMap((offered) => (["description", "schema"] as const).flatMap((part): UnknownPart[] => {
    const ran = offered.ran(part);
    if (ran?.kind !== "unknown" || ran.why === undefined || isRead(part, ran) || offered.values(part).some((value) => isRead(part, value))) return [];
    return [{ what, name: offered.name, part, why: ran.why, location: ran.location }];
  }));
}

function isRead(part: UnknownPart["part"], value: Value): boolean {
  if (part === "schema") return readSchema(value) !== undefined;
  return readable(value) !== undefined || [...alternatives(value)].some((one) => readable(one) !== undefined);
}
