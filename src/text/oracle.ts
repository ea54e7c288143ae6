import type { SinkKind } from "../models/kinds.js";
import type { OptionRow, ProgramRow } from "../models/model.js";

/** What arrived at a sink: texts, lists and objects of them, as plain data. */
export type Arrived = string | number | boolean | null | undefined | readonly Arrived[] | { readonly [key: string]: Arrived };

export type Judgement =
  /** In words that complete "the input …": "starts a second command: `id`". */
  | { readonly kind: "breaks"; readonly how: string }
  /** The hostile value stays where the benign one stood. */
  | { readonly kind: "holds" }
  /** The grammar cannot tell. */
  | { readonly kind: "unknown"; readonly why: string };

export type SqlDialect = "postgres" | "mysql" | "sqlite" | "mssql";

/** What the row of the sink and the place of the call say besides. */
export interface OracleOptions {
  /** Whose paths and whose shell; POSIX by default. */
  readonly platform?: "posix" | "windows";
  /** For `sql`: without it only what every dialect agrees on is told. */
  readonly dialect?: SqlDialect;
  /** For `arguments`: the program, where the list does not start with it. */
  readonly program?: string;
  /** For `arguments`: how the list arrives, see SinkRow.form. */
  readonly form?: "list" | "items" | "text";
  /** For `arguments`: the list is joined with blanks and handed to a shell. */
  readonly shell?: boolean;
  /** For `arguments` and `shell`: programs that parse their arguments again, and programs with harmful options, from the models. */
  readonly programs?: readonly ProgramRow[];
  readonly options?: readonly OptionRow[];
  /** For `url`: what a relative URL is resolved against. */
  readonly base?: string;
  /** For `link`: the link that was followed on the way to the file. */
  readonly followed?: string;
}

/** One sink, reached twice: once with a benign constant sent in, once with a hostile one. */
export interface Comparison {
  readonly benign: Arrived;
  readonly hostile: Arrived;
  /** What was sent in, so that it is recognised in what arrived. */
  readonly sent: { readonly benign: string; readonly hostile: string };
  readonly with?: OracleOptions;
}

/**
 * Whether the hostile value leaves the place in the sink's grammar in which the benign one stood: another command, word or statement, another host, a path
 * outside the root that the benign value stayed in. Never throws; effort is linear in the length of what arrived.
 */
export function judge(kind: SinkKind, comparison: Comparison): Judgement {
  if (comparison.benign === undefined || comparison.hostile === undefined) return { kind: "unknown", why: "nothing arrived" };
  return { kind: "unknown", why: `no grammar for ${kind}` };
}
