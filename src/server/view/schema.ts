import type { Location } from "../../finding.js";
import type { Constant } from "../../ir/ir.js";

/** What a tool, or a part of its input, takes: the reader's extract of a JSON Schema. */
export interface Schema {
  readonly type: string | undefined;
  readonly description: string | undefined;
  /** The values of an enum. */
  readonly values: readonly Constant[] | undefined;
  readonly properties: readonly Property[] | undefined;
  readonly items: Schema | undefined;
  /** Bounds of a number, or of the length of a text or list. */
  readonly limits: Limits;
  readonly format: string | undefined;
  /** It admits values of any kind, or fields that it does not name. */
  readonly open?: true;
  /** A regular expression that a text has to match. */
  readonly pattern: string | undefined;
  /** What is taken when nothing is given, as JSON data; undefined when there is none, or it is not known. */
  readonly default: unknown;
}

/** above, below: the number itself is left out. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A field of an object that a schema describes. */
export interface Property extends Schema {
  readonly name: string;
  readonly required: boolean;
  /** Where it is described, or where that is given to the registration. */
  readonly location: Location;
}
