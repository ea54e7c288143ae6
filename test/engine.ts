import type { Found } from "./expectations.js";
import type { FixtureProgram } from "./programs.js";

/**
 * The flows of a program as the graph alone judges them, with the made-up library of toy-model.ts beside the models of the tool.
 * `id` is "export" when the flow starts at a parameter of an exported function that nothing calls (source kind "export"), else "flow".
 * `line` is where a finding would stand; `from` is the first step.
 */
export function flowsOf(program: FixtureProgram): Found[] {
  throw new Error(`flowsOf(${program.name}) is not wired to the graph yet`);
}
