import type { FunctionIr, Span } from "../../ir/ir.js";
import type { Api, Effects } from "../../models/api.js";
import { exportOf, modulesAt, nameOfFile } from "../../program/conventions.js";
import { NONE } from "../chains.js";
import { inherit } from "../fields.js";
import { type Argument, type CallSite, type Node, NO_NODE } from "../graph.js";
import { recordApi } from "./invoke.js";
import { namespaceToken } from "../modules.js";
import { parsePlace } from "../places.js";
import { addToken, instanceToken, type Solver, watch } from "../solver.js";
import type { Token, TokenOf } from "../tokens.js";

/**
 * What a program registers without a call of its own: with a decorator, by extending a library's class, by the place of a module. Each is
 * seen as a call that the library makes on the thing that it registers.
 */
export function linkImplied(solver: Solver): void {
  const { walk, classTokens, index, program } = solver;
  for (const { decorator, target } of walk.constraints.decorators) linkDecorator(solver, decorator, target);
  for (const cls of classTokens.values()) linkBases(solver, cls, cls);
  for (const { packages } of index.conventions) {
    const { root, conventions } = index.library(packages[0] ?? "");
    for (const { row, effects } of conventions) {
      for (const module of modulesAt(program, packages, row)) {
        const [first] = parsePlace(row.handler ?? "").path;
        const entry = first?.kind === "member" ? exportOf(module, first.name) : undefined;
        if (entry === undefined) continue;
        const name = solver.graph.add(module.root, entry, { kind: "const", value: nameOfFile(module) });
        const method = row.what === "route" && entry.name !== "default" ? entry.name : undefined;
        imply(solver, root, effects, { fn: module.root, span: entry, method, args: [{ node: name, spread: false }], of: namespaceToken(solver, module) });
      }
    }
  }
}

/** \`@Tool\` and \`@Tool(options)\`: of the latter the arguments count. */
function linkDecorator(solver: Solver, decorator: Node, target: Node): void {
  const { graph } = solver;
  const fn = graph.owners[decorator];
  const def = graph.defs[graph.origin(decorator)];
  const [called, args, span] = def?.kind === "call" ? [def.site.callee, def.site.args, def.site] : [decorator, [], { start: graph.starts[decorator] ?? 0, end: graph.ends[decorator] ?? 0 }];
  if (fn === undefined) return;
  watch(solver, called, (token) => {
    if (token.kind === "api" && token.api.onDecorate !== undefined) imply(solver, token.api, token.api.onDecorate, { fn, span, method: /[^.]*$/.exec(token.api.name)?.[0], args, of: target });
  });
}

function linkBases(solver: Solver, cls: TokenOf<"class">, at: TokenOf<"class">): void {
  inherit(solver, at, (base) => {
    if (base.kind === "class") return linkBases(solver, cls, base);
    if (base.kind !== "api" || base.api.onExtend === undefined) return;
    imply(solver, base.api, base.api.onExtend, { fn: cls.cls.module.root, span: cls.cls, method: undefined, args: [], of: instanceToken(solver, cls) });
  });
}

export interface Implied {
  readonly fn: FunctionIr;
  readonly span: Span;
  readonly method: string | undefined;
  readonly args: readonly Argument[];
  /** What is registered: a node, or an object that gets one. */
  readonly of: Node | Token;
}

/** Records what is seen as a call, and gives that call. */
export function imply(solver: Solver, api: Api, effects: Effects, { fn, span: { start, end }, method, args, of }: Implied): CallSite {
  const { graph } = solver;
  const receiver = typeof of === "number" ? of : graph.add(fn, { start, end });
  if (typeof of !== "number") addToken(solver, receiver, of);
  const site: CallSite = {
    id: -1, node: graph.add(fn, { start, end }), fn, callee: NO_NODE, receiver, method, args, isNew: false, start, end, tag: undefined, catcher: NO_NODE, trail: undefined, awaited: false, targets: NONE,
  };
  recordApi(solver, site, api, effects, args);
  return site;
}
