import { type CallSite, type Graph, type Node, NO_NODE } from "../graph.js";

/** Methods that answer with true or false. */
export const JUDGING = new Set(["test", "includes", "startsWith", "endsWith", "has", "hasOwn", "hasOwnProperty", "some", "every"]);
const MATCHING = new Set(["exec", "match"]);
const COMPARING = /^[=!<>]|^in$|^instanceof$/;

/**
 * Whether a value may be falsy and yet be none of `absent`: then `value !== undefined` does not tell that a check passed. Law: what the
 * language and the program's functions give for "no" is known; a value that nothing is known of is no such answer.
 */
export function mayBeFalseAndPresent(graph: Graph, node: Node, absent: readonly unknown[], reach: number): boolean {
  const again = (inner: Node): boolean => mayBeFalseAndPresent(graph, inner, absent, reach - 1);
  if (node === NO_NODE) return !absent.includes(undefined);
  if (reach < 0) return false;
  const at = graph.origin(node);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "const":
      return !Boolean(def.value) && !absent.includes(def.value);
    case "unary":
      return def.op === "!";
    case "binary":
      return COMPARING.test(def.op);
    case "logical":
      return again(def.right) || (def.op === "&&" && again(def.left));
    case "choice":
      return again(def.then) || again(def.else);
    case "phi":
      return def.inputs.some((input) => input !== at && again(input));
    case "call":
      return givesFalse(graph, def.site, absent, again);
    default:
      return false;
  }
}

function givesFalse(graph: Graph, site: CallSite, absent: readonly unknown[], again: (node: Node) => boolean): boolean {
  const { targets, method } = site;
  if (targets.length > 0) return targets.some((target) => target.exits.some((exit) => exit.outcome !== true && typeof exit.outcome !== "object" && again(exit.value)));
  const callee = graph.defs[site.callee];
  if (callee?.kind === "global") return callee.name === "Boolean";
  if (method === undefined) return false;
  if (JUDGING.has(method)) return true;
  return (MATCHING.has(method) && !absent.includes(null)) || (method === "find" && !absent.includes(undefined));
}
