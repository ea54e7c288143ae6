import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../models/kinds.js";
import { clearedByMatch, clearedByMiss } from "../text/regex.js";
import { fixesHost, fixesScheme } from "../text/url.js";
import { regexOf, singleText, textsOf } from "./constants.js";
import { ANY_ITEM, type CallSite, type FunctionNodes, type Node, NO_NODE, type Truth } from "./graph.js";
import { placeNodes } from "./invoke.js";
import type { ApiCall, Solver } from "./solver.js";
import { readSchema } from "./schemas.js";
import { summarize, summarizeCaptured, type Outcome } from "./summaries.js";
import { tokensAt } from "./solver.js";
import { clearedBits, memberBack, SEGMENT_DOTDOT, stepBack } from "./transfers.js";

/** Dangers that are cleared of a value, and of its fields. */
export interface Cleared {
  self: Dangers;
  readonly fields: Map<string, Dangers>;
}

/** Judges tests. Built once the graph is solved; `isTainted` tells whether a value may be the attacker's at all. */
export interface Judge {
  readonly solver: Solver;
  readonly isTainted: (node: Node) => boolean;
  readonly callsOf: ReadonlyMap<CallSite, readonly ApiCall[]>;
  readonly sigmas: Map<Node, Cleared>;
  readonly summaries: Map<string, Cleared>;
  /** Summaries that are being made. */
  readonly open: Set<string>;
}

const REACH = 6;
const LOOSE = dangers("OUTSIDE", "SIBLING");

export function nothingCleared(): Cleared {
  return { self: NO_DANGERS, fields: new Map() };
}

/** What the test of a sigma node clears of the value that passes it. */
export function clearedBySigma(judge: Judge, sigma: Node): Cleared {
  const known = judge.sigmas.get(sigma);
  if (known !== undefined) return known;
  const cleared = nothingCleared();
  // a test that leads back to itself says nothing more
  judge.sigmas.set(sigma, cleared);
  const { graph } = judge.solver;
  const def = graph.defs[sigma];
  if (def?.kind === "sigma") new Inference(judge, graph.origin(def.of), cleared).test(def.test, def.truth);
  return cleared;
}

/** Collects what one test says of one value (`subject`, by its origin). */
export class Inference {
  private readonly solver: Solver;

  constructor(private readonly judge: Judge, private readonly subject: Node, private readonly cleared: Cleared) {
    this.solver = judge.solver;
  }

  test(node: Node, truth: Truth): void {
    const { graph } = this.solver;
    if (typeof truth === "object") return this.loop(node, truth.ends);
    const at = graph.origin(node);
    const def = graph.defs[at];
    switch (def?.kind) {
      case "unary":
        if (def.op === "!" && truth !== "returned") this.test(def.value, !truth);
        return;
      case "logical":
        return this.logical(def.op, def.left, def.right, truth);
      case "choice":
        if (truth !== "returned") this.either([[def.then, truth], [def.else, truth]]);
        return;
      case "phi":
        if (truth !== "returned") this.flag(at, truth);
        return;
      case "binary":
        if (truth !== "returned") this.compare(def.op, def.left, def.right, truth);
        return;
      case "call":
        return this.call(def.site, truth);
      case "get": {
        if (truth === false) this.back(at, ALL_DANGERS);
        if (def.field === "length" && truth !== "returned") return this.flag(graph.origin(def.object), truth);
        const object = graph.defs[graph.origin(def.object)];
        if (object?.kind === "call" && truth !== "returned") this.callSummary(object.site, { property: def.field, truth });
        return;
      }
      default:
        // an empty text, zero and nothing at all do no harm
        if (truth === false) this.back(at, ALL_DANGERS);
    }
  }

  /** Only what both of two ways say holds. */
  private either(ways: readonly (readonly [Node, Truth])[]): void {
    let common: Cleared | undefined;
    for (const [node, truth] of ways) {
      const way = nothingCleared();
      const constant = this.solver.graph.defs[this.solver.graph.origin(node)];
      // a way that cannot have this outcome says nothing against it
      if (constant?.kind === "const" && Boolean(constant.value) !== truth) continue;
      new Inference(this.judge, this.subject, way).test(node, truth);
      common = common === undefined ? way : intersect(common, way);
    }
    if (common !== undefined) this.add(common);
  }

  private logical(op: string, left: Node, right: Node, truth: Truth): void {
    if (truth === "returned") return;
    if (op === "??") return this.either([[left, truth], [right, truth]]);
    if ((op === "&&") === truth) {
      this.test(left, truth);
      this.test(right, truth);
    } else {
      // either the left decided, or the right did after the left had not
      const first = nothingCleared();
      new Inference(this.judge, this.subject, first).test(left, truth);
      const second = nothingCleared();
      const inference = new Inference(this.judge, this.subject, second);
      inference.test(left, !truth);
      inference.test(right, truth);
      this.add(intersect(first, second));
    }
  }

  /** A flag that was set on some ways: what was tested on all ways that give it this value. */
  private flag(phi: Node, truth: boolean): void {
    const bits = this.clearedOnWays(phi, truth, new Set());
    if (bits !== undefined) this.cleared.self |= bits;
  }

  /** Undefined when no way gives the value. */
  private clearedOnWays(phi: Node, truth: boolean, seen: Set<Node>): Dangers | undefined {
    const { graph } = this.solver;
    const def = graph.defs[phi];
    if (def?.kind !== "phi" || seen.has(phi)) return undefined;
    seen.add(phi);
    let common: Dangers | undefined;
    def.inputs.forEach((input, index) => {
      const value = graph.defs[input];
      if (value?.kind === "const" && Boolean(value.value) !== truth) return;
      // of a list: whether it has items
      if ((value?.kind === "array" && value.items.every((item) => !item.spread) && value.items.length > 0 !== truth) || (value?.kind === "update" && !truth)) return;
      let bits: Dangers | undefined;
      if (value?.kind === "phi") {
        bits = this.clearedOnWays(input, truth, seen);
        if (bits === undefined) return;
      }
      const onWays = (def.ways?.[index] ?? []).map((way) => this.clearedOnWay(way)).reduce<Dangers | undefined>((all, one) => (all === undefined ? one : all & one), undefined);
      const one = (bits ?? 0) | (onWays ?? 0);
      common = common === undefined ? one : common & one;
    });
    return common;
  }

  private clearedOnWay(way: ReadonlyMap<number, Node>): Dangers {
    let bits = NO_DANGERS;
    for (const node of way.values()) {
      if (node !== this.subject && this.solver.graph.origin(node) === this.subject) bits |= clearedBetween(this.judge, node, this.subject).self;
    }
    return bits;
  }

  private add(other: Cleared): void {
    this.cleared.self |= other.self;
    for (const [field, bits] of other.fields) this.cleared.fields.set(field, (this.cleared.fields.get(field) ?? 0) | bits);
  }

  private compare(op: string, left: Node, right: Node, truth: boolean): void {
    const { graph } = this.solver;
    if (op === "in") {
      if (truth && !this.judge.isTainted(right)) this.back(left, ALL_DANGERS);
      return;
    }
    const equals = op === "===" || op === "==";
    const differs = op === "!==" || op === "!=";
    if (!equals && !differs) return this.indexCompare(op, left, right, truth);
    const same = equals === truth;
    for (const [value, other] of [[left, right], [right, left]] as const) {
      const constant = graph.defs[graph.origin(other)];
      const def = graph.defs[graph.origin(value)];
      if (constant?.kind === "const" && def?.kind === "unary" && def.op === "typeof") {
        if (same) this.back(def.value, constant.value === "string" ? dangers("OPERATOR") : constant.value === "object" || constant.value === "function" ? NO_DANGERS : ALL_DANGERS);
        return;
      }
      if (constant?.kind === "const" && (def?.kind === "call" || def?.kind === "get" || def?.kind === "logical" || def?.kind === "binary")) {
        if (typeof constant.value === "boolean") this.test(value, same === constant.value);
        else if (constant.value === null || constant.value === undefined) this.test(value, !same);
        else if (constant.value === -1 || constant.value === 0) this.indexCompare(same ? "===" : "!==", value, other, true);
      }
      if (same && !this.judge.isTainted(other)) this.back(value, ALL_DANGERS);
      if (same) this.sameAsItsName(value, other);
      if (!same && constant?.kind === "const" && constant.value === "..") this.back(value, SEGMENT_DOTDOT);
    }
  }

  /** `basename(x) === x`: the value is one segment. */
  private sameAsItsName(name: Node, value: Node): void {
    const def = this.solver.graph.defs[this.solver.graph.origin(name)];
    if (def?.kind !== "call") return;
    for (const { effects, args } of this.judge.callsOf.get(def.site) ?? []) {
      for (const step of effects.steps) {
        if (step.row.as !== "basename") continue;
        if (placeNodes(this.solver, def.site, args, step.from).some((from) => this.solver.graph.origin(from) === this.solver.graph.origin(value))) {
          this.back(value, dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"));
        }
      }
    }
  }

  /** Comparisons of `x.indexOf(y)`. */
  private indexCompare(op: string, left: Node, right: Node, truth: boolean): void {
    const { graph } = this.solver;
    const def = graph.defs[graph.origin(left)];
    const constant = graph.defs[graph.origin(right)];
    if (def?.kind === "get" && def.field === "length" && constant?.kind === "const") {
      const filled: Record<string, boolean> = { ">0": true, ">=1": true, "!==0": true, "!=0": true, "===0": false, "==0": false, "<1": false };
      const some = filled[`${op}${String(constant.value)}`];
      if (some !== undefined) this.flag(graph.origin(def.object), some === truth);
      return;
    }
    if (def?.kind !== "call" || constant?.kind !== "const" || (def.site.method !== "indexOf" && def.site.method !== "search" && def.site.method !== "lastIndexOf")) return;
    const key = `${op}${String(constant.value)}`;
    const present: Record<string, boolean> = { ">=0": true, ">-1": true, "!==-1": true, "!=-1": true, "<0": false, "===-1": false, "==-1": false };
    const found = present[key];
    if (found !== undefined) this.contains(def.site, found === truth);
    else if (key === "===0" || key === "==0") this.prefix(def.site, truth);
    else if (key === "!==0" || key === "!=0" || key === ">0") this.prefix(def.site, !truth);
  }

  private call(site: CallSite, truth: boolean | "returned"): void {
    if (truth === "returned") {
      if (site.method === "forEach") this.each(site, true, "returned");
    } else {
      const global = this.solver.graph.defs[site.callee];
      const [first] = site.args;
      if (global?.kind === "global" && global.name === "Boolean" && first !== undefined) return this.test(first.node, truth);
      this.method(site, truth);
    }
    for (const { effects, args } of this.judge.callsOf.get(site) ?? []) {
      for (const { place, row } of effects.guards) {
        if (row.outcome !== (truth === "returned" ? "returns" : String(truth))) continue;
        for (const node of placeNodes(this.solver, site, args, place)) this.back(node, clearedBits(row.clears));
      }
    }
    if (truth === true) this.predicate(site);
    this.callSummary(site, truth);
  }

  /** `ajv.compile(schema)(value)`: the value is one that the schema admits. */
  private predicate(site: CallSite): void {
    const [first] = site.args;
    const isPredicate = [...tokensAt(this.solver, site.callee)].some((token) => token.kind === "schema" && token.api.onCall.schema?.means === "json");
    const shape = isPredicate ? readSchema(this.judge, site.callee) : undefined;
    if (first === undefined || shape === undefined) return;
    this.back(first.node, ALL_DANGERS & ~shape.self);
    if (this.solver.graph.origin(first.node) !== this.subject) return;
    for (const [field, inner] of shape.fields ?? []) this.clearField(field, ALL_DANGERS & ~inner.self);
  }

  /** What a function of the program says of its arguments by returning, or by what it returns. */
  private callSummary(site: CallSite, outcome: Outcome): void {
    if (site.targets.length === 0) return;
    if (site.targets.every((target) => target.exits.length === 0)) {
      // nothing comes behind a call that never returns
      this.cleared.self = ALL_DANGERS;
      return;
    }
    // a promise tells nothing before it is awaited
    if (!site.awaited && site.targets.some((target) => target.fn.async)) return;
    site.args.forEach((arg, index) => {
      if (arg.spread) return;
      const cleared = this.everyTarget(site.targets, (target) => summarize(this.judge, target, index, outcome));
      if (cleared.self !== 0) this.back(arg.node, cleared.self);
      const def = this.solver.graph.defs[this.solver.graph.origin(arg.node)];
      for (const [field, bits] of cleared.fields) {
        if (this.solver.graph.origin(arg.node) === this.subject) this.clearField(field, bits);
        const value = def?.kind === "object" ? def.fields.get(field) : undefined;
        if (value !== undefined) this.back(value, bits);
      }
    });
    // a method or closure may judge what it captured
    const captured = this.everyTarget(site.targets, (target) => summarizeCaptured(this.judge, target, this.subject, outcome, (node, bits, into) => new Inference(this.judge, this.subject, into).back(node, bits)));
    this.add(captured);
  }

  private everyTarget(targets: readonly FunctionNodes[], judge: (target: FunctionNodes) => Cleared): Cleared {
    let common: Cleared | undefined;
    for (const target of targets) {
      const one = judge(target);
      common = common === undefined ? one : intersect(common, one);
    }
    return common ?? nothingCleared();
  }

  private method(site: CallSite, truth: boolean): void {
    const [first] = site.args;
    switch (site.method) {
      case "includes":
      case "contains":
        return this.contains(site, truth);
      case "has":
      case "hasOwnProperty":
        if (truth && first !== undefined && !this.judge.isTainted(site.receiver)) this.back(first.node, ALL_DANGERS);
        return;
      case "hasOwn": {
        const key = site.args[1];
        if (truth && first !== undefined && key !== undefined && !this.judge.isTainted(first.node)) this.back(key.node, ALL_DANGERS);
        return;
      }
      case "startsWith":
        return this.prefix(site, truth);
      case "endsWith":
        return this.suffix(site, truth);
      case "test":
        if (first !== undefined) this.matches(site.receiver, first.node, truth);
        return;
      case "match":
      case "search":
        if (first !== undefined) this.matches(first.node, site.receiver, truth);
        return;
      case "exec":
        if (first !== undefined) this.matches(site.receiver, first.node, truth);
        return;
      case "every":
      case "some":
      case "find":
      case "findIndex":
        return this.each(site, site.method === "every", truth);
      default:
    }
  }

  private matches(regex: Node, text: Node, truth: boolean): void {
    const known = regexOf(this.solver, regex);
    if (known !== undefined) this.back(text, truth ? clearedByMatch(known.pattern, known.flags) : clearedByMiss(known.pattern, known.flags));
  }

  /** `a.includes(b)`: membership of b in a trusted list, or a text b in the value a. */
  private contains(site: CallSite, truth: boolean): void {
    const [first] = site.args;
    if (first === undefined) return;
    if (truth) {
      if (!this.judge.isTainted(site.receiver)) this.back(first.node, ALL_DANGERS);
      return;
    }
    const text = singleText(this.solver, first.node);
    if (text === undefined) return;
    const list = this.solver.graph.defs[this.solver.graph.origin(site.receiver)];
    if (list?.kind === "call" && list.site.method === "split") {
      if (text === "..") this.back(list.site.receiver, dangers("DOTDOT"));
      return;
    }
    this.back(site.receiver, clearedByMiss(escape(text), "") | this.settledDots(site.receiver, text));
  }

  /** A `..` that is missing in what normalize or relative gave: nothing climbs out. */
  private settledDots(value: Node, text: string): Dangers {
    return text.startsWith("..") && this.meanings(value).some((meaning) => meaning === "normalize" || meaning === "relative") ? dangers("DOTDOT") | LOOSE : NO_DANGERS;
  }

  private meanings(value: Node): string[] {
    const def = this.solver.graph.defs[this.solver.graph.origin(value)];
    if (def?.kind !== "call") return [];
    return (this.judge.callsOf.get(def.site) ?? []).flatMap(({ effects }) => effects.steps.flatMap((step) => step.row.as ?? []));
  }

  private prefix(site: CallSite, truth: boolean): void {
    const [first] = site.args;
    if (first === undefined) return;
    const texts = textsOf(this.solver, first.node);
    if (!truth) {
      for (const text of texts ?? []) this.back(site.receiver, clearedByMiss(`^${escape(text)}`, "") | this.settledDots(site.receiver, text));
      return;
    }
    if (this.judge.isTainted(first.node)) return;
    if (texts !== undefined && texts.length > 0 && texts.every((text) => text.length < 2 || /^[a-z][a-z0-9+.-]*:/i.test(text))) {
      this.back(site.receiver, texts.map((text) => this.fixedPrefix(text)).reduce((a, b) => a & b));
      return;
    }
    let bits = dangers("ABSOLUTE", "OUTSIDE");
    if (this.endsWithSeparator(first.node, 4)) bits |= dangers("SIBLING");
    // a settled path has no `..` behind its prefix
    if (this.meanings(site.receiver).some((meaning) => meaning === "normalize")) bits |= dangers("DOTDOT");
    this.back(site.receiver, bits);
  }

  private fixedPrefix(text: string): Dangers {
    let bits = NO_DANGERS;
    if (text !== "" && !text.startsWith("-")) bits |= dangers("DASH");
    if (text !== "" && !/^[/\\]|^[A-Za-z]:/.test(text)) bits |= dangers("ABSOLUTE");
    if (/:/.test(text) && fixesHost([text])) bits |= dangers("HOST", "ADDRESS", "NAME");
    if (/:/.test(text) && fixesScheme([text])) bits |= dangers("SCHEME");
    return bits;
  }

  /** Whether a prefix ends in a separator, as far as its making tells: `base + sep`, `` `${base}/` ``, or one of two ways to get there. */
  private endsWithSeparator(node: Node, reach: number): boolean {
    const { graph } = this.solver;
    if (node === NO_NODE || reach <= 0) return false;
    const at = graph.origin(node);
    const def = graph.defs[at];
    if (def?.kind === "concat") {
      const last = def.parts.at(-1);
      if (last === undefined) return false;
      const text = typeof last === "string" ? last : textsOf(this.solver, last)?.[0];
      return text !== undefined ? /[/\\]$/.test(text) : typeof last === "number" && this.endsWithSeparator(last, reach - 1);
    }
    if (def?.kind === "choice") return this.endsWithSeparator(def.then, reach - 1) || this.endsWithSeparator(def.else, reach - 1);
    const texts = textsOf(this.solver, at);
    if (texts !== undefined && texts.length > 0) return texts.every((text) => /[/\\]$/.test(text));
    const from = graph.sources[at] ?? [];
    return from.length > 0 && from.length < 8 && from.every((one) => this.endsWithSeparator(one, reach - 1));
  }

  private suffix(site: CallSite, truth: boolean): void {
    const [first] = site.args;
    if (first === undefined || !truth || this.judge.isTainted(first.node)) return;
    const texts = textsOf(this.solver, first.node);
    const dotted = texts === undefined ? this.startsWithDot(first.node) : texts.length > 0 && texts.every((text) => text.startsWith("."));
    if (dotted && this.isHost(site.receiver)) this.back(site.receiver, dangers("HOST", "ADDRESS", "NAME"));
  }

  private startsWithDot(node: Node): boolean {
    const def = this.solver.graph.defs[this.solver.graph.origin(node)];
    return def?.kind === "concat" && typeof def.parts[0] === "string" && def.parts[0].startsWith(".");
  }

  private isHost(node: Node): boolean {
    const { graph } = this.solver;
    let at = graph.origin(node);
    for (let hops = 0; hops < 4; hops += 1) {
      const def = graph.defs[at];
      if (def?.kind === "get") return def.field === "hostname" || def.field === "host";
      if (def?.kind !== "call" || def.site.receiver === NO_NODE) return false;
      at = graph.origin(def.site.receiver);
    }
    return false;
  }

  /** `list.every(check)` true, `list.some(bad)` false: every item is judged. What the callback captured is judged by any item. */
  private each(site: CallSite, every: boolean, truth: boolean | "returned"): void {
    const [first] = site.args;
    if (first === undefined) return;
    const predicate = predicateOf(this.judge, first.node);
    if (predicate === undefined) return;
    if (truth === "returned" || every === truth) {
      const items = predicate.clears(truth);
      const { graph } = this.solver;
      const list = graph.origin(site.receiver);
      if (list === this.subject && items !== 0) this.clearField(ANY_ITEM, items);
      const def = graph.defs[list];
      // the segments of a path, none of which is ".."
      if (def?.kind === "call" && def.site.method === "split" && (items & (SEGMENT_DOTDOT | dangers("DOTDOT"))) !== 0) this.back(def.site.receiver, dangers("DOTDOT"));
    }
    const captured = this.everyTarget(predicate.functions, (fn) => summarizeCaptured(this.judge, fn, this.subject, truth, (node, bits, into) => new Inference(this.judge, this.subject, into).back(node, bits)));
    this.add(captured);
  }

  private loop(item: Node, ends: readonly Node[]): void {
    const { graph } = this.solver;
    const def = graph.defs[graph.origin(item)];
    if (def?.kind !== "get" || graph.origin(def.object) !== this.subject) return;
    let common = ALL_DANGERS | SEGMENT_DOTDOT;
    for (const end of ends) common &= clearedBetween(this.judge, end, graph.origin(item)).self;
    if (common !== 0) this.clearField(ANY_ITEM, common);
  }

  private clearField(field: string, bits: Dangers): void {
    this.cleared.fields.set(field, (this.cleared.fields.get(field) ?? 0) | bits);
  }

  /** `bits` are cleared of the value at `node`; carries that back to the subject, as far as the steps between allow. */
  back(node: Node, bits: Dangers, reach = REACH): void {
    if (bits === 0 || reach <= 0 || node === NO_NODE) return;
    const { graph } = this.solver;
    const at = graph.origin(node);
    if (at === this.subject) {
      this.cleared.self |= bits;
      return;
    }
    const def = graph.defs[at];
    if (def?.kind === "get") {
      const object = graph.origin(def.object);
      const isUrl = [...tokensAt(this.solver, object)].some((token) => token.kind === "api" && token.api.members.get(def.field)?.read !== undefined);
      if (isUrl) return this.back(object, memberBack(def.field, bits), reach - 1);
      if (object === this.subject) this.clearField(def.field, bits);
      return;
    }
    if (def?.kind !== "call") {
      const from = graph.sources[at] ?? [];
      if (def === undefined && from.length === 1 && from[0] !== undefined) this.back(from[0], bits, reach - 1);
      return;
    }
    const { site } = def;
    // what trim took away is still there before it
    if (site.method !== undefined && SAME_TEXT.has(site.method)) this.back(site.receiver, site.method.startsWith("trim") ? bits & ~dangers("NEWLINE", "SPACE", "DASH") : bits, reach - 1);
    for (const { effects, args } of this.judge.callsOf.get(site) ?? []) {
      for (const step of effects.steps) {
        const meaning = step.row.as ?? (step.row.clears === undefined ? "identity" : undefined);
        const before = stepBack(meaning, bits);
        if (before !== 0) for (const from of placeNodes(this.solver, site, args, step.from)) this.back(from, before, reach - 1);
      }
    }
    this.backThroughFunctions(site, bits, reach);
  }

  /** What is known of a function's result holds for its argument as far as every way of returning makes the one from the other. */
  private backThroughFunctions(site: CallSite, bits: Dangers, reach: number): void {
    if (site.targets.length === 0 || site.targets.length > 3 || reach < 3) return;
    site.args.forEach((arg, index) => {
      if (arg.spread) return;
      let common: Dangers | undefined;
      for (const target of site.targets) {
        const param = target.params[index];
        for (const exit of target.exits) {
          if (exit.value === NO_NODE || param === undefined) return;
          const cleared = nothingCleared();
          new Inference(this.judge, param, cleared).back(exit.value, bits, reach - 2);
          common = common === undefined ? cleared.self : common & cleared.self;
        }
      }
      if (common !== undefined && common !== 0) this.back(arg.node, common, reach - 1);
    });
  }
}

/** What a callback says of its first argument by what it returns. */
export function predicateOf(judge: Judge, callback: Node): { functions: readonly FunctionNodes[]; clears: (truth: boolean | "returned") => Dangers } | undefined {
  const tokens = [...tokensAt(judge.solver, callback)];
  const functions = tokens.flatMap((token) => (token.kind === "function" ? [token.fn] : []));
  const rows = tokens.flatMap((token) => (token.kind === "api" ? token.api.onCall.guards.map(({ row }) => row) : []));
  if (functions.length === 0 && rows.length === 0) return undefined;
  return {
    functions,
    clears: (truth) => {
      let bits: Dangers | undefined;
      for (const fn of functions) {
        const one = truth !== "returned" || !fn.fn.async ? summarize(judge, fn, 0, truth).self : NO_DANGERS;
        bits = bits === undefined ? one : bits & one;
      }
      for (const row of rows) {
        const one = row.outcome === (truth === "returned" ? "returns" : String(truth)) ? clearedBits(row.clears) : NO_DANGERS;
        bits = bits === undefined ? one : bits & one;
      }
      return bits ?? NO_DANGERS;
    },
  };
}

/** Methods whose result is the same text to all tests that matter here. */
const SAME_TEXT = new Set(["trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toString", "valueOf", "normalize"]);

/** One question on the tests between two versions of a value. */
interface Between {
  readonly judge: Judge;
  readonly origin: Node;
  /** Joints that are being read, with their depth. */
  readonly open: Map<Node, number>;
  /** Joints that were read and lead back to none of those. */
  readonly done: Map<Node, Cleared>;
  /** The outermost open joint that was met again. */
  outermost: number;
  joints: number;
}

/** Past so many joints nothing counts as cleared. */
const MOST_JOINTS = 2000;
const DEEPEST_JOINT = 400;

/** What the tests between two versions of a value have cleared: of `node`, since it was `origin`. */
export function clearedBetween(judge: Judge, node: Node, origin: Node): Cleared {
  return readBetween({ judge, origin, open: new Map(), done: new Map(), outermost: Infinity, joints: 0 }, node);
}

function readBetween(between: Between, node: Node): Cleared {
  const cleared = nothingCleared();
  const { judge, origin } = between;
  const { graph } = judge.solver;
  let at = node;
  while (at !== origin) {
    const def = graph.defs[at];
    if (def?.kind === "sigma") {
      include(cleared, clearedBySigma(judge, at));
      at = def.of;
    } else if (def?.kind === "phi") {
      const met = between.open.get(at);
      if (met !== undefined) {
        between.outermost = Math.min(between.outermost, met);
        return { self: ALL_DANGERS, fields: cleared.fields };
      }
      const common = between.done.get(at) ?? readJoint(between, at, def.inputs);
      if (common !== undefined) include(cleared, common);
      return cleared;
    } else return nothingCleared();
  }
  return cleared;
}

/** Law: only what does not hang on a joint that is still open is kept. */
function readJoint(between: Between, phi: Node, inputs: readonly Node[]): Cleared | undefined {
  const { open } = between;
  const depth = open.size;
  if (depth >= DEEPEST_JOINT || (between.joints += 1) > MOST_JOINTS) return nothingCleared();
  const before = between.outermost;
  between.outermost = Infinity;
  open.set(phi, depth);
  let common: Cleared | undefined;
  for (const input of inputs) {
    const one = readBetween(between, input);
    common = common === undefined ? one : intersect(common, one);
  }
  open.delete(phi);
  const hangs = between.outermost < depth;
  if (!hangs && common !== undefined) between.done.set(phi, common);
  between.outermost = Math.min(before, hangs ? between.outermost : Infinity);
  return common;
}

function include(cleared: Cleared, one: Cleared): void {
  cleared.self |= one.self;
  for (const [field, bits] of one.fields) cleared.fields.set(field, (cleared.fields.get(field) ?? 0) | bits);
}

export function intersect(a: Cleared, b: Cleared): Cleared {
  const fields = new Map<string, Dangers>();
  for (const [field, bits] of a.fields) {
    const both = bits & ((b.fields.get(field) ?? 0) | b.self);
    if (both !== 0) fields.set(field, both);
  }
  for (const [field, bits] of b.fields) if ((bits & a.self) !== 0) fields.set(field, (fields.get(field) ?? 0) | (bits & a.self));
  return { self: a.self & b.self, fields };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
