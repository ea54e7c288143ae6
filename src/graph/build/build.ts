import type { Expr } from "../../ir/ir.js";
import type { Program } from "../../program/program.js";
import { Environment, Keys } from "../environment.js";
import { evaluate } from "./expressions.js";
import { allocateFunctions, walkFunction } from "./functions.js";
import { Graph, type Node, NO_NODE, OP } from "../graph.js";
import type { Frame, Walk, Walked } from "./walk.js";

/** Builds the graph of a program: one walk a function, every expression evaluated once. The nodes of the expressions `asked` are noted. */
export function buildGraph(program: Program, asked: Iterable<Expr> = []): Walked {
  const walk: Walk = {
    graph: new Graph(),
    keys: new Keys(),
    constraints: { loads: [], stores: [], copies: [], allocations: [], classes: [], marks: new Map(), decorators: [], hints: [], requires: [], globals: [], dynamicImports: [] },
    resolve: (fn, specifier) => program.resolve(fn.module, specifier),
    parts: new Map(),
    writes: new Map(),
    writtenInside: new Map(),
    closureReads: [],
    captures: new Map(),
    methodNames: methodNamesOf(program),
    iterators: false,
    annotated: [],
    superclasses: new Map(),
    names: new Map(),
    variableCount: 0,
    noted: new Map([...asked].map((expr): [Expr, Node] => [expr, NO_NODE])),
  };
  for (const module of program.modules.values()) allocateFunctions(walk, module);
  for (const module of program.modules.values()) walkFunction(walk, module.root, undefined);
  joinClosureReads(walk);
  evaluateHints(walk);
  walk.keys.close();
  const { graph, keys, constraints, captures, iterators, annotated, noted, names } = walk;
  return { graph, keys, constraints, captures, iterators, annotated, noted, names };
}

/** The names of all methods, those of literals among them. */
function methodNamesOf(program: Program): Set<string> {
  const names = new Set<string>();
  for (const module of program.modules.values()) for (const fn of module.functions) if (fn.kind === "method" || fn.owner !== undefined) names.add(fn.name);
  return names;
}

/** A closure over a variable that is written again also sees the writes after its own text, and those of other functions. */
function joinClosureReads(walk: Walk): void {
  for (const { variable, node, at, by } of walk.closureReads) {
    for (const write of walk.writes.get(variable) ?? []) {
      if (write.at > at || (write.by !== variable.owner && write.by !== by)) walk.graph.edge(write.node, node, OP.RESET);
    }
  }
}

function evaluateHints(walk: Walk): void {
  for (const { variable, node } of walk.annotated) {
    const nodes = walk.graph.functions.get(variable.owner);
    if (nodes === undefined || variable.hint === undefined) continue;
    const frame: Frame = { nodes, fn: variable.owner, outer: undefined, env: new Environment(undefined), holders: new Map(), captured: new Map(), capturedFrom: new Map(), jumps: [], tries: [] };
    walk.constraints.hints.push({ node, type: evaluate(walk, frame, variable.hint) });
  }
}
