import { type Node, NO_NODE, OP, type CallSite } from "../graph.js";
import { addToken, type Solver, tokensAt, watch } from "../solver.js";
import type { Token, TokenOf } from "../tokens.js";
import { isVersioned } from "../meanings.js";

const declared = new WeakMap<Solver, ReadonlySet<string>>();

/** The names of all methods that classes and literals of the program have. */
function declaredMethods(solver: Solver): ReadonlySet<string> {
  let names = declared.get(solver);
  if (names === undefined) {
    const found = new Set<string>();
    solver.graph.defs.forEach((def) => {
      if (def?.kind === "class") for (const { fn } of def.cls.members) found.add(fn.name);
      else if (def?.kind === "object") for (const [field, value] of def.fields) if (solver.graph.defs[value]?.kind === "function") found.add(field);
    });
    declared.set(solver, (names = found));
  }
  return names;
}

/**
 * The receiver as a method of the language sees it: without the objects that have a method of that name themselves. `client.get(path)` of a
 * class with a method `get` reads no entry of a Map.
 */
export function builtinReceiver(solver: Solver, site: CallSite, method: string): Node {
  const { receiver } = site;
  const { graph } = solver;
  if (receiver === NO_NODE || !declaredMethods(solver).has(method)) return receiver;
  // what filter lets pass is judged on the edge from the receiver itself, and a list literal has no methods of its own
  if (method === "filter" || (graph.defs[receiver]?.kind !== "object" && isVersioned(graph.defs[receiver]?.kind))) return receiver;
  const callee = graph.defs[site.callee];
  if (callee?.kind === "get" && callee.field.startsWith("%super:")) return receiver;
  const node = graph.add(site.fn, { start: site.start, end: site.start });
  graph.addSource(receiver, node);
  watch(solver, receiver, (token) => {
    if (!hasMethod(solver, token, method)) addToken(solver, node, token);
  });
  const isPassed = (): boolean => tokensAt(solver, node).length > 0 || tokensAt(solver, receiver).length === 0;
  graph.edge(receiver, node, OP.MAP, { take: "same", transfer: (bits) => (isPassed() ? bits : 0), put: [], leaves: undefined });
  return node;
}

/** Whether the object's class or literal has a method of this name. */
export function hasMethod(solver: Solver, token: Token, method: string): boolean {
  if (token.kind === "class") return classHas(solver, token, method, true);
  if (token.kind === "instance") return token.of.kind === "class" && classHas(solver, token.of, method, false);
  const def = token.kind === "object" ? solver.graph.defs[token.node] : undefined;
  const own = def?.kind === "object" ? def.fields.get(method) : undefined;
  return own !== undefined && solver.graph.defs[own]?.kind === "function";
}

/** So many classes are looked at behind one: of a variable that holds many, each may inherit from all. */
const MOST_CLASSES = 64;

function classHas(solver: Solver, start: TokenOf<"class">, method: string, isStatic: boolean): boolean {
  const classes = new Set([start]);
  // a Set's iteration takes in what is added on the way
  for (const { cls, keys, superclass } of classes) {
    if (cls.members.some((member, index) => member.static === isStatic && keys[index] === method)) return true;
    if (superclass === NO_NODE) continue;
    for (const base of tokensAt(solver, superclass)) if (base.kind === "class" && classes.size < MOST_CLASSES) classes.add(base);
  }
  return false;
}
