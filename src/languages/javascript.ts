import type { ModuleIr, Stmt } from "../ir/ir.js";
import { JAVASCRIPT } from "./extensions.js";
import { isStrict } from "./javascript/functions.js";
import { declareBlock, hoistVars } from "./javascript/hoist.js";
import { exact, makeBlock, startLowering } from "./javascript/lowering.js";
import { parse } from "./javascript/parse.js";
import { lowerStatements } from "./javascript/statements.js";
import type { Language, Lowered } from "./language.js";

/** JavaScript and TypeScript, with JSX: parsed by oxc-parser, lowered in one pass with all names resolved. */
export const javascript: Language = {
  name: "javascript",
  extensions: JAVASCRIPT,
  lower,
};

function lower(path: string, text: string): Lowered {
  try {
    const parsed = parse(path, text);
    if (!parsed.ok) return parsed;
    const l = startLowering(path, text);
    const statements = parsed.program.body;
    // TypeScript writes "use strict" into what it compiles.
    l.sloppy = parsed.program.sourceType !== "module" && /\.c?jsx?$/.test(path) && !isStrict(statements);
    const body: Stmt[] = [];
    declareBlock(l, statements);
    hoistVars(l, statements);
    lowerStatements(l, statements, body);
    l.module.root.variables = exact(l.module.root.variables);
    l.module.root.body = makeBlock(l.scope, body, 0, text.length);
    for (const error of parsed.errors) l.module.unsupported.push(error);
    l.module.format = formatOf(path, l.esm, l.commonjs);
    return { ok: true, module: l.module };
  } catch (error) {
    // The only way in which a text can bring this code down is depth: the stack of the thread is used up.
    if (error instanceof RangeError) return { ok: false, message: "nested too deeply", span: { start: 0, end: 0 } };
    throw error;
  }
}

function formatOf(path: string, esm: boolean, commonjs: boolean): ModuleIr["format"] {
  if (/\.c[jt]s$/.test(path)) return "commonjs";
  if (/\.m[jt]s$/.test(path)) return "esm";
  return !esm && commonjs ? "commonjs" : "esm";
}
