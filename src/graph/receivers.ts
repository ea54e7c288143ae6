import type { ClassIr } from "../ir/ir.js";
import { inherit } from "./fields.js";
import { type CallSite, type FunctionNodes, type Node, OP } from "./graph.js";
import { addToken, connect, type Solver, watch } from "./solver.js";
import type { Token, TokenOf } from "./tokens.js";

/** Whether a class is another one or derived from it, and what waits to hear that it is. */
interface Descent {
  isKnown: boolean;
  readonly waiting: (() => void)[];
}

const descents = new WeakMap<Solver, Map<Token, Map<ClassIr, Descent>>>();

/** The object of a method call is `this` in the method. Law: a method of a class runs on what that class made, or one derived from it: where the object may be of several classes, the others have methods of their own. */
export function connectReceiver(solver: Solver, site: CallSite, receiver: Node, { fn, thisNode }: FunctionNodes): void {
  const { owner } = fn;
  if (owner === undefined) return connect(solver, receiver, thisNode, OP.CALL, { site, put: undefined });
  solver.graph.edge(receiver, thisNode, OP.CALL, { site, put: undefined });
  watch(solver, receiver, (token) => {
    const add = (): void => addToken(solver, thisNode, token);
    if (token.kind !== "instance" || token.of.kind !== "class") return add();
    const descent = descentOf(solver, token.of, owner);
    if (descent.isKnown) add();
    else descent.waiting.push(add);
  });
}

function descentOf(solver: Solver, cls: TokenOf<"class">, owner: ClassIr): Descent {
  let known = descents.get(solver);
  if (known === undefined) descents.set(solver, (known = new Map()));
  let own = known.get(cls);
  if (own === undefined) known.set(cls, (own = new Map()));
  let descent = own.get(owner);
  if (descent !== undefined) return descent;
  const made: Descent = { isKnown: cls.cls === owner, waiting: [] };
  own.set(owner, (descent = made));
  if (made.isKnown) return made;
  const tell = (): void => {
    if (made.isKnown) return;
    made.isKnown = true;
    for (const hear of made.waiting.splice(0)) hear();
  };
  inherit(solver, cls, (base) => {
    if (base.kind !== "class") return;
    const above = descentOf(solver, base, owner);
    if (above.isKnown) tell();
    else above.waiting.push(tell);
  });
  return made;
}
