import { analyzeFlows, findFlows } from "../src/graph/flows/flows.js";
import { javascript } from "../src/languages/javascript.js";
import { models } from "../src/models/index.js";
import { loadProgram } from "../src/program/load.js";
import type { Found } from "./expectations.js";
import type { FixtureProgram } from "./programs.js";
import { toyModel } from "./toy-model.js";

const all = [toyModel, ...models];

/**
 * The flows of a program as the graph alone judges them, with the made-up library of toy-model.ts beside the models of the tool.
 * `id` is "export" when the flow starts at a parameter of an exported function that nothing calls (source kind "export"), else "flow".
 * `line` is where a finding would stand; `from` is the first step.
 */
export function flowsOf(program: FixtureProgram): Found[] {
  const loaded = loadProgram({ root: program.root, paths: [program.path], language: [javascript] });
  return findFlows(analyzeFlows(loaded, all, "all")).map((flow) => ({
    file: flow.location.file,
    line: flow.location.line,
    id: flow.source.kind === "export" ? "export" : "flow",
    ...(flow.steps[0] === undefined ? {} : { from: flow.steps[0].location }),
  }));
}

/** The same with the kind of the sink as `id`, and each place once: what the fixtures of the models are held against. */
export function kindsOf(program: FixtureProgram): Found[] {
  const loaded = loadProgram({ root: program.root, paths: [program.path], language: [javascript] });
  return findFlows(analyzeFlows(loaded, all)).map(({ kind, location }) => ({ file: location.file, line: location.line, id: kind }));
}
