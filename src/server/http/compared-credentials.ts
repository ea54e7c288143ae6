import type { Location } from "../../finding.js";
import { type Node, NO_NODE } from "../../graph/graph.js";
import { nodesOf } from "../../graph/nodes-of.js";
import type { Solver } from "../../graph/solver.js";
import { isSecretName } from "../../text/credential-names.js";
import type { HeldAt } from "../values/held.js";
import type { ComparedCredential } from "../view/view.js";

const EQUALITY = new Set(["==", "===", "!=", "!=="]);

/** The places at which what a caller sent to prove itself is compared letter by letter, until the first that differs. */
export function findCompared(solver: Solver, callers: HeldAt, sent: HeldAt): ComparedCredential[] {
  const { graph } = solver;
  const compared = nodesOf(graph, "binary").flatMap((node) => {
    const def = graph.defs[node];
    return def?.kind === "binary" && EQUALITY.has(def.op) && !isPlain(solver, def.left) && !isPlain(solver, def.right) ? [{ node, left: def.left, right: def.right }] : [];
  });
  const sides = compared.flatMap(({ left, right }) => [left, right]);
  const named = sent(sides.filter((side) => isNamed(solver, side)));
  const own = callers(sides.flatMap((side) => [side, objectOf(solver, side) ?? side]));
  // what is read off a text was made of it: a claim of a decoded token
  const isCredential = (side: Node): boolean => named.has(side) || (own.has(side) && !own.has(objectOf(solver, side) ?? NO_NODE));
  return compared.flatMap(({ node, left, right }): ComparedCredential[] => {
    if (isCredential(left) === isCredential(right)) return [];
    return [{ location: graph.locate(node), with: graph.text(isCredential(left) ? right : left).replace(/\s+/g, " ").slice(0, LONGEST) }];
  });
}

/** Verifiers that libraries have for development: they take tokens that are written out, or any. */
const DEVELOPMENT = /^(?:new\s+)?(?:[\w$]+\.)*(StaticTokenVerifier|DebugTokenVerifier|DevTokenVerifier|createStaticTokenValidator)\s*\(/;

/** Calls that make such a verifier out of texts of the program; one that is given settings is left aside. */
export function findDevelopmentVerifiers(solver: Solver): { readonly location: Location; readonly callee: string }[] {
  const { graph } = solver;
  return graph.calls.flatMap((site) => {
    // what an import gives has no place of its own
    const callee = DEVELOPMENT.exec(site.fn.module.text.slice(site.start, site.start + 2 * LONGEST))?.[1];
    if (callee === undefined || site.targets.length > 0 || site.args.some(({ node }) => /\benv\b/.test(graph.text(node)))) return [];
    return [{ location: graph.locate(site.node), callee }];
  });
}

const LONGEST = 60;

function objectOf({ graph }: Solver, node: Node): Node | undefined {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "get" && !/^\d+$/.test(def.field) ? def.object : undefined;
}

function isNamed({ graph }: Solver, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "get" && isSecretName(def.field);
}

/** A text that stands in the source names a scheme or nothing at all. What is asked of a value, its length or its truth, is no secret. */
function isPlain({ graph }: Solver, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "const" || def?.kind === "unary" || def?.kind === "binary" || def?.kind === "logical" || (def?.kind === "get" && /^(?:length|\d+)$/.test(def.field));
}
