import type { Location } from "../../finding.js";
import { type Danger, dangers, NO_DANGERS, type Dangers, type SinkKind } from "../../models/kinds.js";
import { regexOf, textsOf } from "../constants.js";
import type { CallSite, Def, Node, Truth } from "../graph.js";
import type { Judge } from "../guards/judge.js";
import { judgesHost, lineWords, looksBeyondScheme, schemeWords } from "./scheme-checks.js";
import type { Solver } from "../solver.js";
import type { Fact } from "../dangers/facts.js";
import { isIdleTest } from "./idle-tests.js";
import { taintedRoot } from "./tainted-roots.js";
import { forgottenCheck } from "./forgotten-checks.js";
import { isAbout, isMadeOf, isMeasure, readsScheme } from "../guards/tested.js";

/** Dangers that a check against this sort of sink is about. */
const ABOUT: Readonly<Record<SinkKind, Dangers>> = {
  path: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"),
  module: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"),
  link: dangers("LINK"),
  url: dangers("SCHEME", "HOST", "ADDRESS", "NAME"),
  segment: dangers("DOTDOT", "SEPARATOR"),
  shell: dangers("METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"),
  program: dangers("FREE", "SEPARATOR"),
  arguments: dangers("DASH"),
  sql: dangers("SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"),
  nosql: dangers("OPERATOR"),
  script: dangers("CODE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"),
  code: dangers("CODE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"),
  template: dangers("CODE"),
  header: NO_DANGERS,
  result: NO_DANGERS,
  log: NO_DANGERS,
  pattern: NO_DANGERS,
  key: NO_DANGERS,
  description: NO_DANGERS,
  object: dangers("CODE"),
};

/** A check that does not hold. */
export interface Weakness {
  readonly words: string;
  /** The test, or the call within that is one. */
  readonly check: Node;
}

/**
 * The check on a value's way that comes nearest to holding, in words: one that took away some of the dangers that hurt at the sink, and not all; or
 * one that looks at the value and takes away nothing. `facts` leads from the source to the sink.
 */
export function weaknessOf(look: Look, facts: readonly Fact[], bits: Dangers, finding: Location): Weakness | undefined {
  const { judge, solver, kind } = look;
  const { graph } = solver;
  const say = (check: Node | undefined, words: string | undefined): Weakness | undefined => {
    return check === undefined || words === undefined ? undefined : { words: `the check on ${lineWords(graph.locate(check), finding)} ${words}`, check };
  };
  let looks: Weakness | undefined;
  let scheme: { readonly check: Node; readonly judgesHost: boolean } | undefined;
  const beside: Location[] = [];
  for (let at = facts.length - 1; at > 0; at -= 1) {
    const [before, after] = [facts[at - 1], facts[at]];
    const def = after === undefined ? undefined : graph.defs[after.node];
    if (before === undefined || after === undefined || def?.kind !== "sigma") continue;
    const { test, truth } = def;
    const subject = graph.origin(def.of);
    const cleared = before.bits & ~after.bits & ABOUT[kind];
    const holdsPartly = say(forgottenCheck(judge, test, subject, ABOUT[kind])?.node, "is never awaited")
      ?? say(test, cleared === 0 || (kind !== "url" && asksForm(solver, test)) ? undefined : partly(kind, cleared, bits, after.bits))
      ?? say(kind === "path" ? rootOfCaller(look, test, truth, subject) : undefined, "compares with a root that the caller chooses");
    if (holdsPartly !== undefined) return holdsPartly;
    if (isIdleTest(graph, facts, at)) continue;
    const plain = looksAt(look, test, truth, subject) ?? (kind === "url" && cleared === dangers("SCHEME") ? SCHEME_ALONE : undefined);
    if (kind === "url" && (plain === undefined || plain === SCHEME_ALONE)) {
      if (looksBeyondScheme(solver, test, truth, subject, (leaf) => looksAt(look, leaf, true, subject) === SCHEME_ALONE)) beside.push(graph.locate(test));
      if (plain === SCHEME_ALONE) scheme ??= { check: test, judgesHost: judgesHost(solver, test, subject) };
    } else looks ??= say(test, plain);
  }
  if (looks !== undefined || scheme === undefined || (scheme.judgesHost && beside.length === 0)) return looks;
  return { words: schemeWords({ place: graph.locate(scheme.check), beside }, finding), check: scheme.check };
}

/** The check is a function of the program, or a condition on what one gives, that holds the value against a root of the caller's. */
function rootOfCaller(look: Look, test: Node, truth: Truth, subject: Node): Node | undefined {
  const { solver, isTainted } = look;
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  if (def?.kind === "unary" && typeof truth === "boolean") return rootOfCaller(look, def.value, !truth, subject);
  if (def?.kind !== "call" || truth === false) return undefined;
  return taintedRoot(solver, def.site, (node) => isAbout(solver, node, subject, 4), isTainted);
}

/** Whether a path starts with the short name of the home folder, or with a scheme, is asked to write that out, and keeps nobody out. */
function asksForm(solver: Solver, test: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(test)];
  if (def?.kind === "unary") return asksForm(solver, def.value);
  const [start] = def?.kind === "call" && def.site.method === "startsWith" ? def.site.args : [];
  return start !== undefined && textsOf(solver, start.node)?.every((text) => /^(?:~|[a-z][a-z\d+.-]+:\/{0,3}$)/i.test(text)) === true;
}

const SCHEME_ALONE = "tests the scheme alone";

/** What a check is looked at for. */
export interface Look {
  readonly judge: Judge;
  readonly solver: Solver;
  readonly kind: SinkKind;
  readonly isTainted: (node: Node) => boolean;
  /** For a query: the value is the whole statement. */
  readonly whole: boolean;
}

const has = (bits: Dangers, ...names: readonly Danger[]): boolean => (bits & dangers(...names)) !== 0;

/** A check that holds against a part: what it forgets. `after` is what was left right behind it, `bits` what hurts at the sink. */
function partly(kind: SinkKind, cleared: Dangers, bits: Dangers, after: Dangers): string | undefined {
  switch (kind) {
    case "path":
    case "module":
      // the check held; a later step brought the danger back
      if (!has(after, "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING")) return "comes before the last change of the path";
      if (has(cleared, "OUTSIDE", "ABSOLUTE") && has(after, "DOTDOT")) return "settles where the path starts, and lets `..` through";
      if (has(cleared, "OUTSIDE") && has(after, "SIBLING")) return "compares a prefix without a separator behind it";
      if (has(cleared, "DOTDOT") && has(after, "ABSOLUTE")) return "refuses `..` and lets an absolute path through";
      return has(cleared, "DOTDOT") && has(after, "OUTSIDE") ? "looks for `..` where the path is already resolved" : undefined;
    case "url":
      if (has(cleared, "ADDRESS") && has(bits, "NAME")) return "refuses private addresses that are written out, and lets names through that resolve to one";
      if (has(cleared, "ADDRESS") && !has(bits, "ADDRESS", "NAME")) return "asks where the first address leads, and redirects are followed";
      return has(cleared, "NAME") && has(bits, "ADDRESS") ? "looks at names and lets addresses through" : undefined;
    case "shell":
      if (has(after, "METACHARACTER")) return "lets one of `;`, `|`, `&`, `<` and `>` through";
      if (has(after, "SUBSTITUTION")) return "lets `$(…)` through";
      return has(after, "NEWLINE") ? "lets a line break through, which starts another command" : undefined;
    default:
      return undefined;
  }
}

/** A check that looks at the value and rules nothing out. `truth` is how it came out on the way. */
function looksAt(look: Look, test: Node, truth: Truth, subject: Node): string | undefined {
  const { solver, kind } = look;
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  if (look.whole && def !== undefined && readsWords(solver, def, truth, subject)) return "looks at the words of a statement, which comments, functions and second statements get round";
  if (typeof truth !== "boolean") return undefined;
  switch (def?.kind) {
    case "unary":
      return looksAt(look, def.value, !truth, subject);
    case "logical":
      return looksAt(look, def.left, truth, subject) ?? looksAt(look, def.right, truth, subject);
    case "call": {
      const { receiver, args, method } = def.site;
      if (isAbout(solver, receiver, subject, 4)) return looksWith(look, def.site, truth);
      if (!args.some((arg) => isAbout(solver, arg.node, subject, 4))) return undefined;
      if (method === "test") return matches(look, receiver, truth);
      return (method === "includes" || method === "has") && truth && look.isTainted(receiver) ? "compares with a list that the caller chooses" : undefined;
    }
    case "binary":
      return kind === "url" && [def.left, def.right].some((side) => readsScheme(solver, side, subject)) ? SCHEME_ALONE : undefined;
    default:
      return undefined;
  }
}

const READS_TEXT = new Set(["test", "match", "exec", "search", "startsWith", "endsWith", "includes", "indexOf", "has", "some", "every", "find"]);

/** A test that reads what the statement says: by a method of texts or lists, by a function that may throw or answers, or by comparing what was cut out of it. */
function readsWords(solver: Solver, def: Def, truth: Truth, subject: Node): boolean {
  if (def.kind === "binary") return (def.op.startsWith("==") || def.op.startsWith("!=")) && [def.left, def.right].some((side) => isMadeOf(solver, side, subject, 8) && solver.graph.origin(side) !== subject && !isMeasure(solver, side));
  if (def.kind !== "call") return false;
  const { receiver, args, method, targets } = def.site;
  if (method !== undefined && READS_TEXT.has(method) && isMadeOf(solver, receiver, subject, 8)) return true;
  if (!args.some((arg) => isMadeOf(solver, arg.node, subject, 8))) return false;
  if (truth !== "returned") return targets.length > 0 || (method !== undefined && READS_TEXT.has(method));
  return targets.some((target) => solver.graph.sourcesOf(target.throws).length > 0);
}

function matches({ solver, kind }: Look, regex: Node, truth: boolean): string | undefined {
  const pattern = regexOf(solver, regex)?.pattern;
  return truth && kind === "url" && pattern !== undefined && !pattern.startsWith("^") ? "matches a pattern that may stand anywhere in the URL" : undefined;
}

function looksWith({ solver, kind, isTainted }: Look, site: CallSite, truth: boolean): string | undefined {
  const texts = site.args[0] === undefined ? undefined : textsOf(solver, site.args[0].node);
  const every = (pattern: RegExp): boolean => texts?.every((text) => pattern.test(text)) === true;
  switch (`${kind} ${site.method ?? ""} ${truth}`) {
    case "path endsWith true":
      return every(/^\.\w+$/) ? "looks at the extension alone" : undefined;
    case "path includes false":
      return every(/^\.\./) ? "looks for `..` where the path is already resolved" : "refuses a text that other paths do without";
    case "path includes true":
      return "looks for a text anywhere in the path";
    case "path startsWith true":
      return site.args.some((arg) => isTainted(arg.node)) ? "compares with a root that the caller chooses" : undefined;
    case "path startsWith false":
      return every(/^[/\\]\w|^[A-Za-z]:/) ? "refuses some folders and lets all others through" : undefined;
    case "url startsWith true":
      return every(/^[a-z]+(?::\/{0,2})?$/i) ? SCHEME_ALONE : "compares a start that does not end the host";
    case "url includes true":
      return "looks for a text anywhere in the URL";
    case "url includes false":
      return "refuses a text that other spellings of the address do without";
    case "url endsWith true":
      return "compares an end without a dot before it";
    default:
      return undefined;
  }
}
