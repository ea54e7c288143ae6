import { ALL_DANGERS } from "../../models/kinds.js";
import type { FunctionNodes } from "../graph.js";
import { moduleObject } from "../modules.js";
import { ANYWHERE, type Registration, type TaintSource } from "../offers/registrations.js";
import { type Solver, tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";
import { cellOf } from "../build/walk.js";

/** How far functions are looked for in the fields of exported objects. */
const REACH = 2;

/**
 * The parameters of exported functions, and of methods of exported classes and objects, that nothing in the program calls: somebody else
 * does, with values that nobody here has checked. Not those at which other sources begin.
 */
export function exportSources(solver: Solver, registrations: readonly Registration[], defined: readonly TaintSource[]): TaintSource[] {
  const handlers = new Set(registrations.flatMap((registration) => registration.handlers));
  const entries = new Set<FunctionNodes>();
  for (const module of solver.program.modules.values()) {
    const seen = new Set<Token>();
    for (const { variable } of module.exports) {
      if (variable !== undefined) for (const token of tokensAt(solver, cellOf(solver.walk, variable))) collect(solver, token, REACH, seen, entries);
    }
    if (module.format === "commonjs") for (const token of tokensAt(solver, moduleObject(solver, module).exports)) collect(solver, token, REACH, seen, entries);
  }
  const begun = new Set(defined.map(({ source }) => source.node));
  return [...entries]
    .filter((entry) => !handlers.has(entry) && entry.callers.every((site) => site.fn === entry.fn))
    .flatMap((entry) => entry.params.filter((node) => !begun.has(node)).map((node) => ({ source: { kind: "export", names: [], node, path: [] }, path: [], bits: ALL_DANGERS, dispatch: ANYWHERE })));
}

function collect(solver: Solver, token: Token, reach: number, seen: Set<Token>, entries: Set<FunctionNodes>): void {
  if (seen.has(token)) return;
  seen.add(token);
  if (token.kind === "function") entries.add(token.fn);
  const cls = token.kind === "class" ? token : token.kind === "instance" && token.of.kind === "class" ? token.of : undefined;
  cls?.cls.members.forEach((member, index) => {
    const nodes = cls.keys[index]?.startsWith("#") === true ? undefined : solver.graph.functions.get(member.fn);
    if (nodes !== undefined) entries.add(nodes);
  });
  if (reach === 0 || (token.kind !== "object" && token.kind !== "instance")) return;
  for (const [field, node] of token.fields) if (!field.startsWith("%")) for (const inner of tokensAt(solver, node)) collect(solver, inner, reach - 1, seen, entries);
}
