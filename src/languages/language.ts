import type { ModuleIr, Span } from "../ir/ir.js";

/** What a front end makes of one file: a module, or the parser's words on why not. */
export type Lowered =
  | { readonly ok: true; readonly module: ModuleIr }
  | { readonly ok: false; readonly message: string; readonly span: Span };

/** The seam for another source language: which files it takes, and how their text becomes ir. Neither throws on any text. */
export interface Language {
  readonly name: string;
  /** File name endings with the dot. */
  readonly extensions: readonly string[];
  lower(path: string, text: string): Lowered;
}
