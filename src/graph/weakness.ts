import type { Location } from "../finding.js";
import { dangers, type Dangers, type SinkKind } from "../models/kinds.js";
import { textsOf } from "./constants.js";
import type { CallSite, Node } from "./graph.js";
import type { Solver } from "./solver.js";
import type { Fact } from "./taint.js";

/** Dangers that a check against this sort of sink is about. */
const ABOUT: Readonly<Record<SinkKind, Dangers>> = {
  path: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"),
  module: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"),
  url: dangers("SCHEME", "HOST", "ADDRESS", "NAME"),
  shell: dangers("METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"),
  program: dangers("FREE", "SEPARATOR"),
  arguments: dangers("DASH"),
  sql: dangers("SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"),
  nosql: dangers("OPERATOR"),
  code: dangers("CODE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"),
  template: dangers("CODE"),
};

/**
 * The check on a value's way that comes nearest to holding, in words: one that took away some of the dangers that hurt at the sink, and not all; or
 * one that looks at the value and takes away nothing. `facts` leads from the source to the sink.
 */
export function weaknessOf(solver: Solver, facts: readonly Fact[], bits: Dangers, kind: SinkKind, finding: Location): string | undefined {
  const { graph } = solver;
  let looks: string | undefined;
  for (let at = facts.length - 1; at > 0; at -= 1) {
    const [before, after] = [facts[at - 1], facts[at]];
    const def = after === undefined ? undefined : graph.defs[after.node];
    if (before === undefined || after === undefined || def?.kind !== "sigma") continue;
    const place = graph.locate(def.test);
    const check = `the check on line ${place.line}${place.file === finding.file ? "" : ` of ${place.file}`}`;
    const cleared = before.bits & ~after.bits & ABOUT[kind];
    const words = cleared === 0 ? undefined : partly(kind, cleared, bits, after.bits);
    if (words !== undefined) return `${check} ${words}`;
    const plain = cleared === 0 ? looksAt(solver, kind, def.test, graph.origin(def.of)) : undefined;
    if (plain !== undefined) looks ??= `${check} ${plain}`;
  }
  return looks;
}

const has = (bits: Dangers, ...names: Parameters<typeof dangers>): boolean => (bits & dangers(...names)) !== 0;

/** A check that holds against a part: what it forgets. `after` is what was left right behind it, `bits` what hurts at the sink. */
function partly(kind: SinkKind, cleared: Dangers, bits: Dangers, after: Dangers): string | undefined {
  switch (kind) {
    case "path":
    case "module":
      // the check held; a later step brought the danger back
      if (!has(after, "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING")) return "comes before the last change of the path";
      if (has(cleared, "OUTSIDE") && has(after, "DOTDOT")) return "compares a prefix before `..` is resolved";
      if (has(cleared, "OUTSIDE") && has(after, "SIBLING")) return "compares a prefix without a separator behind it";
      if (has(cleared, "ABSOLUTE") && has(after, "DOTDOT")) return "refuses absolute paths and lets `..` through";
      if (has(cleared, "DOTDOT") && has(after, "OUTSIDE")) return "looks for `..` where the path is already resolved";
      return has(cleared, "DOTDOT") && has(after, "ABSOLUTE") ? "refuses `..` and lets an absolute path through" : undefined;
    case "url":
      if (has(cleared, "ADDRESS") && has(bits, "NAME")) return "refuses private addresses that are written out, and lets names through that resolve to one";
      if (has(cleared, "NAME") && has(bits, "ADDRESS")) return "looks at names and lets addresses through";
      return cleared === dangers("SCHEME") ? "tests the scheme alone" : undefined;
    case "shell":
      if (has(after, "METACHARACTER")) return "lets `;`, `|` or `&` through";
      if (has(after, "SUBSTITUTION")) return "lets `$(…)` through";
      return has(after, "NEWLINE") ? "lets a line break through, which starts another command" : undefined;
    default:
      return undefined;
  }
}

/** A check that looks at the value and rules nothing out. */
function looksAt(solver: Solver, kind: SinkKind, test: Node, subject: Node): string | undefined {
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  switch (def?.kind) {
    case "unary":
      return looksAt(solver, kind, def.value, subject);
    case "logical":
      return looksAt(solver, kind, def.left, subject) ?? looksAt(solver, kind, def.right, subject);
    case "call":
      return isAbout(solver, def.site.receiver, subject, 4) ? looksWith(solver, kind, def.site) : undefined;
    case "binary":
      return kind === "url" && [def.left, def.right].some((side) => readsScheme(solver, side, subject)) ? "tests the scheme alone" : undefined;
    default:
      return undefined;
  }
}

function looksWith(solver: Solver, kind: SinkKind, site: CallSite): string | undefined {
  const texts = site.args[0] === undefined ? undefined : textsOf(solver, site.args[0].node);
  const isExtension = texts?.some((text) => /^\.\w+$/.test(text)) === true;
  switch (`${kind} ${site.method ?? ""}`) {
    case "path endsWith":
      return isExtension ? "looks at the extension alone" : undefined;
    case "path includes":
      return texts?.some((text) => text.startsWith("..")) === true ? "looks for `..` where the path is already resolved" : "looks for a text anywhere in the path";
    case "path startsWith":
      return "compares a prefix that leaves the rest of the path open";
    case "url startsWith":
      return texts?.every((text) => /^[a-z]+:(?:\/\/)?$/i.test(text)) === true ? "tests the scheme alone" : "compares a start that does not end the host";
    case "url includes":
      return "looks for a text anywhere in the URL";
    case "url endsWith":
      return "compares an end without a dot before it";
    default:
      return undefined;
  }
}

function readsScheme(solver: Solver, node: Node, subject: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  return def?.kind === "get" && def.field === "protocol" && isAbout(solver, def.object, subject, 4);
}

/** The tested value is the subject, a member of it, or made of it by one call. */
function isAbout(solver: Solver, node: Node, subject: Node, reach: number): boolean {
  if (node < 0 || reach === 0) return false;
  const at = solver.graph.origin(node);
  if (at === subject) return true;
  const def = solver.graph.defs[at];
  if (def?.kind === "get") return isAbout(solver, def.object, subject, reach - 1);
  return def?.kind === "call" && [def.site.receiver, ...def.site.args.map((arg) => arg.node)].some((from) => isAbout(solver, from, subject, reach - 1));
}
