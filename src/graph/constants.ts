import type { Constant } from "../ir/ir.js";
import type { Node } from "./graph.js";
import { type Solver, tokensAt } from "./solver.js";

/** What constants a value may be; `open`: it may be something else too. */
export interface Constants {
  readonly values: ReadonlySet<Constant>;
  readonly open: boolean;
}

const MOST_VALUES = 32;
const MOST_NODES = 200;
const MOST_NESTED = 64;
/** Text doubled by every step is soon longer than memory. */
const MOST_TEXT = 65_536;

/** What was read of a solver's state, and which state that was. */
export interface ConstantMemo {
  sources: number;
  held: number;
  readonly constants: Map<Node, Constants>;
  /** Concatenations that are being read. */
  readonly pending: Set<readonly (string | Node)[]>;
}

/** Nothing was read yet. */
export function newMemo(): ConstantMemo {
  return { sources: 0, held: 0, constants: new Map(), pending: new Set() };
}

/** The constants that may reach a node. Law: kept only as long as neither edges nor objects are added. */
export function constantsOf(solver: Solver, node: Node): Constants {
  const memo = solver.constants;
  const { constants } = memo;
  if (memo.sources !== solver.graph.sources.count || memo.held !== solver.heldCount) {
    constants.clear();
    memo.sources = solver.graph.sources.count;
    memo.held = solver.heldCount;
  }
  let known = constants.get(node);
  if (known === undefined) constants.set(node, (known = readConstants(solver, node)));
  return known;
}

/** Reads backwards along the values. */
function readConstants(solver: Solver, node: Node): Constants {
  const { graph } = solver;
  const values = new Set<Constant>();
  const seen = new Set<Node>();
  let open = false;
  const work = [node];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (seen.size > MOST_NODES || values.size > MOST_VALUES) {
      open = true;
      break;
    }
    const def = graph.defs[at];
    if (def?.kind === "const") values.add(def.value);
    else if (def?.kind === "concat") {
      const text = textOf(solver, def.parts);
      if (text === undefined) open = true;
      else values.add(text);
    } else if (def?.kind === "sigma") work.push(def.of);
    else if (def?.kind === "logical" || def?.kind === "choice") {
      work.push(...(def.kind === "logical" ? (def.op === "&&" ? [def.right] : [def.left, def.right]) : [def.then, def.else]));
    } else if (def?.kind === "call" || def?.kind === "object" || def?.kind === "array" || def?.kind === "function" || def?.kind === "class" || def?.kind === "update") {
      if (def.kind !== "call" || graph.sourcesOf(at).length === 0) open = true;
      else for (const source of graph.sourcesOf(at)) work.push(source);
    } else {
      const constant = libraryConstants(solver, at);
      if (constant !== undefined) for (const value of constant) values.add(value);
      else {
        const from = graph.sourcesOf(at);
        if (from.length === 0) open = true;
        // a value may have more sources than a call takes arguments
        for (const source of from) work.push(source);
      }
    }
  }
  return { values, open };
}

function libraryConstants(solver: Solver, node: Node): readonly string[] | undefined {
  for (const token of tokensAt(solver, node)) if (token.kind === "api" && token.api.constants !== undefined) return token.api.constants;
  return undefined;
}

/** The one text that parts make, when all of them are known. */
export function textOf(solver: Solver, parts: readonly (string | Node)[]): string | undefined {
  const { pending } = solver.constants;
  // text that grows in a loop has no one value
  if (pending.has(parts) || pending.size > MOST_NESTED) return undefined;
  pending.add(parts);
  let text: string | undefined = "";
  for (const part of parts) {
    const known = typeof part === "string" ? part : singleText(solver, part);
    if (known === undefined || text.length + known.length > MOST_TEXT) {
      text = undefined;
      break;
    }
    text += known;
  }
  pending.delete(parts);
  return text;
}

/** The one text that a node holds, or undefined. Where a library's constant has several values, the first. */
export function singleText(solver: Solver, node: Node): string | undefined {
  const { values, open } = constantsOf(solver, node);
  if (open || values.size === 0) return undefined;
  const [value] = values;
  if (values.size > 1 && libraryConstants(solver, node) === undefined) return undefined;
  return value === undefined || value === null ? undefined : String(value);
}

/** The texts that a node may hold, or undefined when it may hold others. */
export function textsOf(solver: Solver, node: Node): string[] | undefined {
  const { values, open } = constantsOf(solver, node);
  return open ? undefined : [...values].map(String);
}

/** The regular expression that a node holds. */
export function regexOf(solver: Solver, node: Node): { pattern: string; flags: string } | undefined {
  const { graph } = solver;
  const seen = new Set<Node>();
  let found: { pattern: string; flags: string } | undefined;
  const work = [node];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_NODES; at = work.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const def = graph.defs[at];
    if (def?.kind === "regex") {
      if (found !== undefined && (found.pattern !== def.pattern || found.flags !== def.flags)) return undefined;
      found = def;
    } else if (def?.kind === "call") {
      const made = regexFromCall(solver, at);
      if (made === undefined) return undefined;
      found = made;
    } else if (def?.kind === "sigma") work.push(def.of);
    else {
      const from = graph.sourcesOf(at);
      if (from.length === 0) return undefined;
      for (const source of from) work.push(source);
    }
  }
  return found;
}

/** `new RegExp("…", "…")` of constants. */
function regexFromCall(solver: Solver, node: Node): { pattern: string; flags: string } | undefined {
  const def = solver.graph.defs[node];
  if (def?.kind !== "call") return undefined;
  const callee = solver.graph.defs[def.site.callee];
  if (callee?.kind !== "global" || callee.name !== "RegExp") return undefined;
  const [first, second] = def.site.args;
  const pattern = first === undefined ? undefined : singleText(solver, first.node);
  const flags = second === undefined ? "" : singleText(solver, second.node);
  return pattern === undefined || flags === undefined ? undefined : { pattern, flags };
}
