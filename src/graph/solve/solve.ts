import type { Expr } from "../../ir/ir.js";
import type { Model } from "../../models/model.js";
import type { Program } from "../../program/program.js";
import { type Api, indexModels } from "../../models/api.js";
import { buildGraph } from "../build/build.js";
import { newMemo } from "../constants.js";
import { copyFields } from "../copies.js";
import { inherit, instancesOf, load, store } from "../fields.js";
import { linkImplied } from "./implied.js";
import { solveCall } from "./invoke.js";
import { isMadeBeforeLoop, passedNodes } from "../build/made-here.js";
import { linkModules } from "../modules.js";
import type { Node } from "../graph.js";
import { flowsOf } from "../object-flows.js";
import { Pairs } from "../pairs.js";
import { Watchers } from "../watchers.js";
import { addApi, addToken, budgetOf, functionToken, instanceToken, objectToken, propagate, type Solver, tokensAt, watch } from "../solver.js";
import { newToken, type Token, type TokenOf } from "../tokens.js";

/** Builds the graph of a program and resolves what its values may be: objects, functions, places of libraries. `asked`: expressions whose nodes are noted. */
export function solveProgram(program: Program, models: readonly Model[], asked: Iterable<Expr> = []): Solver {
  const walk = buildGraph(program, asked);
  const tokens: Token[] = [];
  const solver: Solver = {
    graph: walk.graph, walk, program, index: indexModels(models), tokens, held: [], many: new Pairs(), flows: flowsOf(walk.graph), watchers: new Watchers(), queue: { nodes: [], tokens: [] }, heldCount: 0, budget: budgetOf(walk.graph), functionTokens: new Map(), classTokens: new Map(), instances: new Map(),
    objects: new Map(), apis: new Map(), namespaces: new Map(), moduleObjects: new Map(), schemas: new Map(), globalObject: newToken({ tokens }, { kind: "object", node: 0 }), copies: { count: 0, mixed: new Set(), mixture: newToken({ tokens }, { kind: "object", node: 0 }) },
    apiCalls: [], seenCalls: new Pairs(), seenCallsWith: new Set(), derived: new Map(), derivedTokens: new Map(), iterators: new Map(), prototypeReads: new Set(), constants: newMemo(), made: new Map(), single: new Map(), callsWithin: new Map(), resolved: new Set(), capped: new Set(),
  };
  seed(solver);
  propagate(solver);
  seedInstances(solver);
  propagate(solver);
  applyHints(solver);
  propagate(solver);
  return solver;
}

function seed(solver: Solver): void {
  const { walk, graph } = solver;
  const { constraints } = walk;
  for (const { cls, node, superclass, keys } of constraints.classes) {
    const token = newToken(solver, { kind: "class", cls, superclass, keys });
    solver.classTokens.set(cls, token);
    addToken(solver, node, token);
    for (const member of cls.members) {
      const nodes = member.static ? graph.functions.get(member.fn) : undefined;
      if (nodes !== undefined) addToken(solver, nodes.thisNode, token);
    }
  }
  for (const node of constraints.allocations.splice(0)) allocate(solver, node);
  linkModules(solver);
  let passed: ReadonlySet<Node> | undefined;
  const isPassed = (node: Node): boolean => (passed ??= passedNodes(graph)).has(node);
  // each is asked for once
  for (const { object, field, to } of constraints.loads.splice(0)) load(solver, object, field, to);
  for (const { object, field, from, heap } of constraints.stores.splice(0)) store(solver, object, field, from, heap === "loop" ? !isMadeBeforeLoop(graph, walk.names, object, isPassed) : heap);
  for (const { from, to, except } of constraints.copies.splice(0)) copyFields(solver, from, objectToken(solver, to), except);
  // builtins make further calls, which solve themselves
  for (let at = 0, end = graph.calls.length; at < end; at += 1) {
    const site = graph.calls[at];
    if (site !== undefined) solveCall(solver, site);
  }
  linkImplied(solver);
}

/** Law: methods run on instances of their class, whether the program makes one or not; of a class that others extend, only where it does. */
function seedInstances(solver: Solver): void {
  const extended = new Set<Token>();
  for (const cls of solver.classTokens.values()) inherit(solver, cls, (base) => extended.add(base));
  for (const cls of solver.classTokens.values()) if (!extended.has(cls) || solver.instances.has(cls)) seedReceivers(solver, cls, instanceToken(solver, cls), cls);
}

/** Methods run on instances of subclasses too. */
function seedReceivers(solver: Solver, cls: TokenOf<"class">, instance: Token, receiver: TokenOf<"class">): void {
  const { graph } = solver;
  const { ctor, init, members } = cls.cls;
  for (const fn of [ctor, init, ...members.map((member) => (member.static ? undefined : member.fn))]) {
    const nodes = fn === undefined ? undefined : graph.functions.get(fn);
    if (nodes !== undefined) addToken(solver, nodes.thisNode, instance);
  }
  inherit(solver, cls, (base) => {
    if (base.kind === "class" && base !== receiver) seedReceivers(solver, base, instance, receiver);
  });
}

function allocate(solver: Solver, node: Node): void {
  const { graph } = solver;
  const def = graph.defs[node];
  if (def?.kind === "function") {
    addToken(solver, node, functionToken(solver, def.fn));
  } else if (def?.kind !== "class") {
    const token = objectToken(solver, node);
    addToken(solver, node, token);
    if (def?.kind !== "object") return;
    // methods of a literal run on the literal
    for (const value of def.fields.values()) {
      const method = graph.defs[value];
      const nodes = method?.kind === "function" && method.fn.kind !== "arrow" ? graph.functions.get(method.fn) : undefined;
      if (nodes !== undefined) addToken(solver, nodes.thisNode, token);
    }
  }
}

/** Annotations speak where nothing else does: a parameter of a function that nobody calls, a value from a library without a model. */
function applyHints(solver: Solver): void {
  for (const { node, type } of solver.walk.constraints.hints) {
    const known = tokensAt(solver, node).some((token) => token.kind !== "api" || !token.api.opaque);
    if (known) continue;
    watch(solver, type, (token) => {
      if (token.kind === "class") addToken(solver, node, instanceToken(solver, token));
      else if (token.kind === "api") for (const api of instancesOf(token.api)) addInstance(solver, node, api);
    });
  }
}

function addInstance(solver: Solver, node: Node, api: Api): void {
  if (!api.opaque) addApi(solver, node, api);
}
