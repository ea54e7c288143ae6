import type { Dangers } from "../../models/kinds.js";
import type { Cleared } from "../dangers/cleared.js";
import type { CallSite, Node } from "../graph.js";
import { madeBy, SAME_TEXT } from "./respelled.js";
import { clearedBySigma } from "./guards.js";
import type { Inference, Judge } from "./judge.js";
import type { TaintInput } from "../taint/taint.js";

/** What of a path it is to lie in a folder. */
const SETTLES: ReadonlySet<string> = new Set(["resolve", "normalize", "realpath", "identity"]);
const JOINS: ReadonlySet<string> = new Set([...SETTLES, "join"]);
const DEEPEST = 8;
const MOST_NODES = 200;

/**
 * A test against a root that may be the caller's: it says of a value where the value lies in the root, and nothing of where the root lies. Law: it clears what the
 * value brought by itself; what came in with the root stays as it was there.
 */
export function against(inference: Inference, root: Node): Inference | undefined {
  if (!inference.judge.isTainted(root)) return inference;
  return inference.root === undefined ? { ...inference, root: inference.judge.solver.graph.origin(folderOf(inference.judge, root, DEEPEST)) } : undefined;
}

/** The folder in a prefix: what stands before the separator that was put behind it. */
function folderOf(judge: Judge, prefix: Node, reach: number): Node {
  const { graph } = judge.solver;
  const def = graph.defs[graph.origin(prefix)];
  if (reach === 0) return prefix;
  switch (def?.kind) {
    case "concat": {
      const [part, ...others] = def.parts.filter((one) => typeof one === "number" && judge.isTainted(one));
      return typeof part === "number" && others.length === 0 ? folderOf(judge, part, reach - 1) : prefix;
    }
    case "choice":
      return shared(judge, [def.then, def.else], prefix, reach);
    case "phi":
      return shared(judge, def.inputs, prefix, reach);
    case "call":
      return def.site.method === "replace" && judge.isTainted(def.site.receiver) ? folderOf(judge, def.site.receiver, reach - 1) : prefix;
    default:
      return prefix;
  }
}

function shared(judge: Judge, ways: readonly Node[], prefix: Node, reach: number): Node {
  const { graph } = judge.solver;
  const [first, ...others] = ways.map((way) => folderOf(judge, way, reach - 1));
  return first !== undefined && others.every((other) => graph.origin(other) === graph.origin(first)) ? first : prefix;
}

/** The values that a root is the settled form of, itself among them: `resolve(base)`, `base`. */
export function formsOf(judge: Judge, root: Node): Node[] {
  const { graph } = judge.solver;
  const forms: Node[] = [];
  for (let at: Node | undefined = graph.origin(root); at !== undefined && forms.length < DEEPEST; ) {
    forms.push(at);
    const def = graph.defs[at];
    const from: readonly Node[] = def?.kind === "call" ? madeFrom(judge, def.site, SETTLES) : [];
    at = from.length === 1 && from[0] !== undefined ? graph.origin(from[0]) : undefined;
  }
  return forms;
}

/** What a path is made from by steps of these meanings, and by methods that keep a text. */
function madeFrom(judge: Judge, site: CallSite, meanings: ReadonlySet<string>): Node[] {
  const from = madeBy(judge, site, meanings);
  return from.length > 0 ? from : site.method !== undefined && SAME_TEXT.has(site.method) ? [site.receiver] : [];
}

/** What tests clear for taint, with what they say against roots of the caller's. */
export function clearedOnWay(judge: Judge): TaintInput["clearedAt"] {
  return (sigma) => {
    const cleared = clearedBySigma(judge, sigma);
    return { ...cleared, within: cleared.roots.size === 0 ? cleared.roots : clearedWithin(judge, sigma, cleared) };
  };
}

/** What is cleared of a value by tests against roots of the caller's: keyed by the place at which such a root came into the value. Others say nothing of it. */
function clearedWithin(judge: Judge, value: Node, { roots }: Cleared): ReadonlyMap<Node, Dangers> {
  const found = new Map<Node, Dangers>();
  for (const [root, bits] of roots) for (const place of placesOf(judge, value, formsOf(judge, root))) found.set(place, (found.get(place) ?? 0) | bits);
  return found;
}

/** Where one of the forms of a root came into a value. */
function placesOf(judge: Judge, value: Node, forms: readonly Node[]): Node[] {
  const { graph } = judge.solver;
  const places: Node[] = [];
  const seen = new Set<Node>();
  const queue = [value];
  for (let node = queue.pop(); node !== undefined && seen.size < MOST_NODES; node = queue.pop()) {
    if (node < 0 || seen.has(node)) continue;
    seen.add(node);
    if (node !== value && forms.includes(graph.origin(node))) places.push(node);
    else queue.push(...partsOf(judge, node));
  }
  return places;
}

function partsOf(judge: Judge, node: Node): readonly Node[] {
  const def = judge.solver.graph.defs[node];
  switch (def?.kind) {
    case "sigma":
      return [def.of];
    case "phi":
      return def.inputs;
    case "choice":
      return [def.then, def.else];
    case "logical":
      return [def.left, def.right];
    case "concat":
      return def.parts.filter((part) => typeof part === "number");
    case "call": {
      const from = madeFrom(judge, def.site, JOINS);
      return from.length > 0 || def.site.targets.length === 0 ? from : def.site.args.map((arg) => arg.node);
    }
    default:
      return [];
  }
}
