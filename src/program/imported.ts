import type { ModuleIr, Variable } from "../ir/ir.js";
import type { Program } from "./program.js";

type Resolving = Pick<Program, "resolve">;

/** The variable of another module that an import stands for; undefined outside of the program. */
export function importedVariable(program: Resolving, module: ModuleIr, variable: Variable, hops = 4): Variable | undefined {
  const entry = module.imports.find((one) => one.variable === variable);
  return entry === undefined ? undefined : exported(program, module, entry.source, entry.imported, hops);
}

function exported(program: Resolving, module: ModuleIr, source: string, name: string, hops: number): Variable | undefined {
  const target = program.resolve(module, source);
  if (target.kind !== "module" || hops === 0) return undefined;
  const entry = target.module.exports.find((one) => one.name === name);
  if (entry === undefined) {
    const stars = target.module.exports.flatMap((one) => (one.name === "*" && one.source !== undefined ? [one.source] : []));
    return stars.map((star) => exported(program, target.module, star, name, hops - 1)).find((one) => one !== undefined);
  }
  if (entry.source !== undefined) return exported(program, target.module, entry.source, entry.imported ?? name, hops - 1);
  if (entry.variable === undefined) return undefined;
  return entry.variable.kind === "import" ? importedVariable(program, target.module, entry.variable, hops - 1) : entry.variable;
}
