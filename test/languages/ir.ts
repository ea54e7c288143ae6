import { expect } from "vitest";
import { printModule } from "../../src/ir/print.js";
import { javascript } from "../../src/languages/javascript.js";
import type { ModuleIr } from "../../src/ir/ir.js";

/** Lowers a text that must parse. */
export function lower(text: string, path = "a.ts"): ModuleIr {
  const lowered = javascript.lower(path, text);
  if (!lowered.ok) throw new Error(`${path} does not parse: ${lowered.message}`);
  return lowered.module;
}

/** The printed ir of a text, line by line; with a path the module's format comes first. */
export function ir(text: string, path?: string): string[] {
  const [head = "", ...lines] = printModule(lower(text.trim(), path)).trimEnd().split("\n");
  return path === undefined ? lines : [head.slice(head.lastIndexOf(" ") + 1), ...lines];
}

/** What holds of every module, whatever its text. */
export function expectSound(module: ModuleIr): void {
  expect(module.functions[0]).toBe(module.root);
  for (const fn of module.functions) {
    expect(fn.module).toBe(module);
    fn.variables.forEach((variable, index) => {
      expect(variable.owner).toBe(fn);
      expect(variable.index).toBe(index);
    });
    expect(fn.start).toBeLessThanOrEqual(fn.end);
    expect(fn.end).toBeLessThanOrEqual(module.text.length);
    if (fn !== module.root) expect(module.functions).toContain(fn.parent);
  }
  expect(printModule(module)).not.toBe("");
}
