import { ALL_DANGERS, dangers } from "../../models/kinds.js";
import type { Relation, SchemaRow } from "../../models/model.js";
import { clearField, include, intersectAll } from "../dangers/cleared.js";
import { isOwnMethod, mayHoldChosen, memberNames } from "./collections.js";
import { regexOf } from "../constants.js";
import { clearedByPattern, hasMember, listedTexts } from "./each.js";
import type { CallSite, Exit, FunctionNodes, Graph, Node } from "../graph.js";
import { carryBack } from "./back.js";
import { inferItems } from "./callbacks.js";
import { inferComparison } from "./comparisons.js";
import { inferGiven } from "./given.js";
import { against, formsOf } from "./roots.js";
import { inferContains, inferPrefix, inferSuffix } from "./texts.js";
import { infer } from "./guards.js";
import { holds, parsePlace } from "../places.js";
import { placeNodes } from "../solve/invoke.js";
import type { Inference, Judge } from "./judge.js";
import { readSchema } from "./schemas.js";
import { type Solver, tokensAt } from "../solver.js";
import { type Outcome, summarize, summarizeCaptured } from "./summaries.js";
import { clearedBits, SEGMENT_DOTDOT } from "../dangers/transfers.js";

/** What a call says by its result, or by returning at all. */
export function inferCall(inference: Inference, site: CallSite, truth: boolean | "returned"): void {
  const { solver, callsOf } = inference.judge;
  if (truth === "returned") {
    if (site.method === "forEach") inferItems(inference, site, true, "returned");
  } else {
    const callee = solver.graph.defs[site.callee];
    const [first] = site.args;
    if (callee?.kind === "global" && callee.name === "Boolean" && first !== undefined) return infer(inference, first.node, truth);
    inferMethod(inference, site, truth);
  }
  for (const { effects, args } of callsOf.get(site) ?? []) {
    for (const { place, row } of effects.guards) {
      if (row.outcome !== (truth === "returned" ? "returns" : String(truth)) || row.when?.every((condition) => holds(solver, site, args, { ...condition, known: true })) === false) continue;
      for (const node of placeNodes(solver, site, args, place)) {
        carryBack(inference, node, clearedBits(row.clears));
        if (row.says !== undefined) inferRelation(inference, row.says, node, row.with === undefined ? undefined : placeNodes(solver, site, args, parsePlace(row.with))[0]);
      }
    }
  }
  if (truth === true) inferPredicate(inference, site);
  inferOutcome(inference, site, truth);
}

/** What an assertion of a library says by returning. */
function inferRelation(inference: Inference, says: Relation, value: Node, other: Node | undefined): void {
  if (says === "true") return infer(inference, value, true);
  if (other === undefined) return;
  if (says === "match" || says === "mismatch") inferMatch(inference, other, value, says === "match");
  else inferComparison(inference, "===", value, other, says === "equal");
}

/** `ajv.compile(schema)(value)`, `ajv.validate(schema, value)`: the value is one that the schema admits. */
function inferPredicate(inference: Inference, site: CallSite): void {
  const { judge, subject, cleared } = inference;
  const { solver } = judge;
  const means = (node: Node, meaning: SchemaRow["means"]): boolean => tokensAt(solver, node).some((token) => token.kind === "schema" && token.api.onCall.schema?.means === meaning);
  const [schema, value] = means(site.callee, "json") ? [site.callee, site.args[0]] : means(site.node, "json-fits") ? [site.node, site.args[1]] : [];
  const shape = schema === undefined ? undefined : readSchema(judge, schema);
  if (value === undefined || shape === undefined) return;
  carryBack(inference, value.node, ALL_DANGERS & ~shape.self);
  if (solver.graph.origin(value.node) !== subject) return;
  for (const [field, inner] of shape.fields ?? []) clearField(cleared, field, ALL_DANGERS & ~inner.self);
}

/** What a function of the program says of its arguments by returning, or by what it returns. */
export function inferOutcome(inference: Inference, site: CallSite, outcome: Outcome, awaited = site.awaited): void {
  const { judge, subject, cleared } = inference;
  const { graph } = judge.solver;
  const { targets } = site;
  if (targets.length === 0) return;
  if (targets.every((target) => target.exits.length === 0)) {
    // nothing comes behind a call that never returns
    cleared.self = ALL_DANGERS;
    return;
  }
  // a promise tells nothing before it is awaited
  if (!awaited && targets.some((target) => givesPromise(graph, target))) return;
  site.args.forEach((arg, index) => {
    const summary = arg.spread ? undefined : intersectAll(targets, (target) => summarize(judge, target, index, outcome));
    if (summary === undefined) return;
    for (const [root, bits] of summary.roots) {
      const at = targets[0]?.params.findIndex((param) => formsOf(judge, root).includes(param)) ?? -1;
      const given = targets.length === 1 ? site.args[at] : undefined;
      const judged = given === undefined || given.spread ? undefined : against(inference, given.node);
      if (judged !== undefined) carryBack(judged, arg.node, bits);
    }
    if (summary.self !== 0) carryBack(inference, arg.node, summary.self);
    const def = graph.defs[graph.origin(arg.node)];
    for (const [field, bits] of summary.fields) {
      if (graph.origin(arg.node) === subject) clearField(cleared, field, bits);
      const value = def?.kind === "object" ? def.fields.get(field) : undefined;
      if (value !== undefined) carryBack(inference, value, bits);
    }
  });
  if (outcome === "returned") inferAsserted(inference, site);
  inferCaptured(inference, targets, outcome);
}

/** Calls of functions that hand on a promise are followed so far. */
const MOST_HANDED = 4;

/** An async function, or one that hands on the promise of one. Law: each function is looked at once, however many ways lead to it. */
function givesPromise(graph: Graph, target: FunctionNodes): boolean {
  const seen = new Set([target]);
  let handing = [target];
  for (let reach = MOST_HANDED; reach >= 0 && handing.length > 0; reach--) {
    if (handing.some(({ fn }) => fn.async)) return true;
    const handed = handing.flatMap(({ exits }) => exits.flatMap(({ value }) => {
      const def = graph.defs[graph.origin(value)];
      return def?.kind === "call" ? def.site.targets : [];
    }));
    handing = handed.filter((one) => !seen.has(one) && seen.add(one) !== undefined);
  }
  return false;
}

/** A function that throws unless its parameter is truthy, or unless it is falsy, tells how the test came out that it was given. */
function inferAsserted(inference: Inference, site: CallSite): void {
  const { graph } = inference.judge.solver;
  site.args.forEach(({ node, spread }, index) => {
    const kind = spread ? undefined : graph.defs[graph.origin(node)]?.kind;
    if (kind !== "call" && kind !== "unary" && kind !== "binary" && kind !== "logical") return;
    const truths = new Set(site.targets.flatMap((target) => target.exits.map((exit) => truthAt(inference.judge, target, exit, index))));
    const [truth] = truths;
    if (truths.size === 1 && truth !== undefined) infer(inference, node, truth);
  });
}

/** How a parameter must have come out as a test for the function to end this way. */
function truthAt({ solver }: Judge, { params }: FunctionNodes, exit: Exit, index: number): boolean | undefined {
  for (let trail = exit.trail; trail !== undefined; trail = trail.before) {
    if (trail.decision === undefined) continue;
    let at = solver.graph.origin(trail.decision.test);
    let outcome = trail.decision.truth;
    for (let def = solver.graph.defs[at]; def?.kind === "unary" && def.op === "!"; def = solver.graph.defs[at]) {
      at = solver.graph.origin(def.value);
      outcome = !outcome;
    }
    if (at === params[index]) return outcome;
  }
  return undefined;
}

/** A method or closure may judge what it captured. */
export function inferCaptured({ judge, subject, cleared }: Inference, functions: readonly FunctionNodes[], outcome: Outcome): void {
  const captured = intersectAll(functions, (fn) => summarizeCaptured(judge, fn, subject, outcome));
  if (captured !== undefined) include(cleared, captured);
}

function inferMethod(inference: Inference, site: CallSite, truth: boolean): void {
  const { judge } = inference;
  if (isOwnMethod(judge, site)) return;
  const [first, second] = site.args;
  switch (site.method) {
    case "includes":
      return inferContains(inference, site, truth);
    case "has":
    case "hasOwnProperty":
      if (truth && first !== undefined && !mayHoldChosen(judge, site.receiver, site.method === "has" ? "member" : "property")) carryBack(inference, first.node, ALL_DANGERS);
      if (first !== undefined && site.method === "has") inferGiven(inference, first.node, () => listedTexts(judge.solver, site.receiver), truth);
      if (!truth && first !== undefined) {
        inferDeniedOption(inference, site, first.node);
        if (site.method === "has" && hasMember(judge.solver, site.receiver, judge.text ?? "..")) carryBack(inference, first.node, judge.text === undefined ? SEGMENT_DOTDOT : ALL_DANGERS);
      }
      return;
    case "hasOwn":
      if (truth && first !== undefined && second !== undefined && !mayHoldChosen(judge, first.node, "property")) carryBack(inference, second.node, ALL_DANGERS);
      return;
    case "startsWith":
      return inferPrefix(inference, site.receiver, first?.node, truth);
    case "endsWith":
      return inferSuffix(inference, site, truth);
    case "test":
    case "exec":
      if (first !== undefined) inferMatch(inference, site.receiver, first.node, truth);
      return;
    case "match":
    case "search":
      if (first !== undefined) inferMatch(inference, first.node, site.receiver, truth);
      return;
    case "every":
    case "some":
    case "find":
    case "findIndex":
      return inferItems(inference, site, site.method === "every", truth);
    default:
  }
}

/** `DENIED.has(arg.replace(/^-+/, ""))` false: an option's name, its dashes taken off, is none of a list that names all options of a program which do harm. */
function inferDeniedOption(inference: Inference, site: CallSite, name: Node): void {
  const { solver, isTainted } = inference.judge;
  const option = isTainted(site.receiver) ? undefined : beforeDashes(solver, name, 6);
  if (option === undefined) return;
  const denied = memberNames(solver, site.receiver);
  const isWhole = solver.index.models.some(({ options }) => options?.some((row) => row.denied?.every((one) => denied.has(one))));
  if (isWhole) carryBack(inference, option, dangers("DASH"));
}

/** The text whose leading dashes were taken off on the way to a value. */
function beforeDashes(solver: Solver, node: Node, reach: number): Node | undefined {
  const { graph } = solver;
  const def = node < 0 ? undefined : graph.defs[graph.origin(node)];
  if (reach === 0) return undefined;
  switch (def?.kind) {
    case "call": {
      const { site } = def;
      const [pattern] = site.args;
      if (site.method === "replace" && pattern !== undefined && /^\^-/.test(regexOf(solver, pattern.node)?.pattern ?? "")) return site.receiver;
      return beforeDashes(solver, site.receiver, reach - 1) ?? throughHelper(solver, site, reach);
    }
    case "get":
      return beforeDashes(solver, def.object, reach - 1);
    case "logical":
      return beforeDashes(solver, def.left, reach - 1);
    case "phi":
      return def.inputs.map((input) => beforeDashes(solver, input, reach - 1)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** A helper with one parameter that takes the dashes off it. */
function throughHelper(solver: Solver, { targets, args }: CallSite, reach: number): Node | undefined {
  const [target] = targets;
  const [first] = args;
  const isStripped = target?.exits.some((exit) => {
    const from = beforeDashes(solver, exit.value, reach - 1);
    return from !== undefined && solver.graph.origin(from) === target.params[0];
  });
  return isStripped === true ? first?.node : undefined;
}

function inferMatch(inference: Inference, regex: Node, text: Node, truth: boolean): void {
  carryBack(inference, text, clearedByPattern(inference.judge, regex, truth));
}
