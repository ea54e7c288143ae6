import { ANY_FIELD, type Node } from "./graph.js";
import { type Solver, tokensAt } from "./solver.js";

/** The names that a node may hold, as far as they are known; `open`: there may be others. */
export interface Names {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

/** The key that a loop over an object's or a Map's entries reads. */
export const KEY = "%key";

const MOST_NODES = 4000;
const MOST_NAMES = 1000;
const DEEPEST = 4;

const known = new WeakMap<Solver, Map<number, Names>>();

/** Reads the names that may reach a node of a solved program. Unlike constants they are a list, not a fact: what is known counts although there may be more. */
export function namesOf(solver: Solver, node: Node, depth = DEEPEST): Names {
  let memo = known.get(solver);
  if (memo === undefined) known.set(solver, (memo = new Map()));
  const key = node * (DEEPEST + 1) + depth;
  let names = memo.get(key);
  if (names === undefined) memo.set(key, (names = readNames(solver, node, depth)));
  return names;
}

function readNames(solver: Solver, node: Node, depth: number): Names {
  const { graph } = solver;
  const names = new Set<string>();
  const seen = new Set<Node>([node]);
  const work = [node];
  let open = false;
  const add = (next: readonly Node[]): void => {
    for (const one of next) {
      if (seen.has(one)) continue;
      seen.add(one);
      work.push(one);
    }
  };
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (seen.size > MOST_NODES || names.size > MOST_NAMES) return { names, open: true };
    const def = graph.defs[at];
    if (def?.kind === "const") {
      if (typeof def.value === "string") names.add(def.value);
    } else if (def?.kind === "concat") {
      const texts = depth === 0 ? undefined : productOf(solver, def.parts, depth - 1);
      if (texts === undefined) open = true;
      else for (const text of texts) names.add(text);
    } else if (def?.kind === "sigma") add([def.of]);
    else if (def?.kind === "choice") add([def.then, def.else]);
    else if (def?.kind === "logical") add(def.op === "&&" ? [def.right] : [def.left, def.right]);
    else if (def?.kind === "get" && def.field === KEY) {
      const keys = keysOf(solver, def.object);
      if (keys.size === 0) open = true;
      for (const key of keys) names.add(key);
    } else {
      const from = graph.sourcesOf(at);
      if (from.length === 0) open = true;
      add(from);
    }
  }
  return { names, open };
}

/** Every text that the parts can make together, or undefined when a part is unknown or there are too many. */
function productOf(solver: Solver, parts: readonly (string | Node)[], depth: number): string[] | undefined {
  let texts = [""];
  for (const part of parts) {
    const all = typeof part === "string" ? [part] : [...namesOf(solver, part, depth).names];
    if (all.length === 0 || texts.length * all.length > MOST_NAMES) return undefined;
    texts = texts.flatMap((text) => all.map((more) => text + more));
  }
  return texts;
}

/** The fields that the program gives to the objects of a node. */
function keysOf(solver: Solver, object: Node): Set<string> {
  const keys = new Set<string>();
  for (const token of tokensAt(solver, object)) {
    if (token.kind === "namespace") for (const { name } of token.module.exports) if (name !== "*") keys.add(name);
    for (const field of token.fields.keys()) if (field !== ANY_FIELD && field !== "[]" && !field.startsWith("%")) keys.add(field);
  }
  return keys;
}
