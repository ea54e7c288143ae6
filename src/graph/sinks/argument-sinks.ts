import { dangers, NO_DANGERS, SINK_KINDS, type SinkKind } from "../../models/kinds.js";
import type { OptionRow, ProgramRow, SinkRow } from "../../models/model.js";
import { type Item, judgeArguments } from "../../text/arguments.js";
import { openToOptions, operandsOf } from "../../text/operands.js";
import { describe, type ListItem, listsOf, wordsOf } from "./argument-lists.js";
import { isWithin } from "../solve/binding.js";
import { constantsOf, textsOf } from "../constants.js";
import { flatten } from "../dangers/holes.js";
import type { CallSite, Graph, Node } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import { parsePlace } from "../places.js";
import type { Sink } from "./sinks.js";
import type { ApiCall, Solver } from "../solver.js";

/** What the models know of programs. */
interface Programs {
  readonly programs: readonly ProgramRow[];
  readonly options: readonly OptionRow[];
}

/** The arguments that a program parses again, the program itself where the list starts with it, and what it may take for an option. */
export function argumentSinks(solver: Solver, { site, args }: ApiCall, row: SinkRow, nodes: readonly Node[], { programs, options }: Programs, callee: string): Sink[] {
  const found = new Map<string, Sink>();
  const list = row.form === undefined || row.form === "list" ? nodes[0] : undefined;
  const blank = row.form === "text" ? dangers("SPACE") : NO_DANGERS;
  const keep = (item: ListItem | undefined, kind: SinkKind, confidence: Sink["confidence"], more: Pick<Sink, "harm" | "language" | "remote"> = {}): void => {
    if (item === undefined || item.fork !== undefined) return;
    const { node } = item;
    const place = placeOf(solver, site, item);
    const key = `${node}:${kind}:${place.site.id}`;
    const known = found.get(key);
    if (known !== undefined && (more.harm === undefined || known.harm !== undefined)) return;
    const hurts = SINK_KINDS[kind].hurts | (kind === "arguments" ? blank : NO_DANGERS);
    found.set(key, { node, kind, hurts, ...place, callee, row, confidence, ...more, ...(list === undefined ? {} : { list }) });
  };
  const named = row.program === undefined ? [] : placeNodes(solver, site, args, parsePlace(row.program));
  const confidence = row.confidence ?? "high";
  const startsWithProgram = row.programName === undefined && row.program === undefined;
  const starts = listsOf(solver, row, nodes).flatMap((items) => (row.programName !== undefined ? [{ names: [row.programName], items }] : startsWithProgram ? startsIn(solver, items) : startsOf(solver, named, items)));
  for (const { names, items } of starts) {
    const described = items.map((item, hole): Item => describe(solver, item, hole));
    const first = described[0];
    if (startsWithProgram && row.remote !== true && first?.hole !== undefined) keep(items[first.hole], "program", confidence);
    const rest = startsWithProgram && first?.many !== true ? described.slice(1) : described;
    const reparsed = new Set<number>();
    for (const program of names.slice(0, 8)) {
      const openTo = program === undefined ? [] : openToOptions(program, rest, options);
      for (const { hole, kind, byOption, remote } of judgeArguments(program, rest, programs)) {
        // an option that does harm is told of as such
        if (byOption === true && openTo.some((one) => one.hole === hole)) continue;
        // an address is one only where it is no option
        if (kind !== "url") reparsed.add(hole);
        keep(items[hole], kind, confidence, { ...(remote === true ? { remote } : {}), ...(kind === "code" && program !== undefined ? { language: program } : {}) });
      }
      for (const { hole, harm } of openTo) if (!reparsed.has(hole)) keep(items[hole], "arguments", confidence, { harm: `${program} ${harm}` });
    }
    // of another program, or as the value of an option, a dash most often does nothing
    for (const { hole, afterDashes } of operandsOf(rest)) if (!afterDashes && !reparsed.has(hole)) keep(items[hole], "arguments", "low");
  }
  return [...found.values()];
}

/** A program that is started with a list. */
interface Start {
  readonly names: readonly (string | undefined)[];
  readonly items: readonly ListItem[];
}

/** Past so many chains of calls a list is read as what any of them hands on. */
const MOST_CHAINS = 64;

/** With which programs a list is started: each chain of calls that hands it on has its own list, and its own program where it hands on that as well. */
function startsOf(solver: Solver, programs: readonly Node[], items: readonly ListItem[]): Start[] {
  const chains = chainsOf(items);
  const namesBy = (chain: readonly CallSite[]): (string | undefined)[] => programs.flatMap((node) => programsOf(solver, programPassed(solver, node, chain)));
  if (chains.length < 2 || chains.length > MOST_CHAINS) return [{ names: namesBy(chains.length === 1 ? (chains[0] ?? []) : []), items }];
  return chains.map((chain) => ({ names: namesBy(chain), items: handedOn(items, chain) }));
}

/** The same for a list that starts with its program. */
function startsIn(solver: Solver, items: readonly ListItem[]): Start[] {
  const [first] = items;
  const chains = chainsOf(items);
  const programsOfFirst = (item: ListItem | undefined): (string | undefined)[] => programsAt(solver, item === undefined ? undefined : describe(solver, item, 0), item);
  if (first === undefined || first.fork !== undefined || first.many || chains.length === 0 || chains.length > MOST_CHAINS) return [{ names: programsOfFirst(first), items }];
  return chains.map((chain) => ({ names: programsOfFirst({ ...first, node: programPassed(solver, first.node, chain) }), items: chains.length === 1 ? items : handedOn(items, chain) }));
}

/** The chains of calls that hand a list on, without those that are the end of a longer one. */
function chainsOf(items: readonly ListItem[]): (readonly CallSite[])[] {
  const chains: (readonly CallSite[])[] = [];
  for (const item of items) {
    if (item.fork !== undefined || item.passed === undefined) continue;
    const { passed } = item;
    if (chains.some((known) => isEndOf(passed, known))) continue;
    chains.splice(0, chains.length, ...chains.filter((known) => !isEndOf(known, passed)), passed);
  }
  return chains;
}

function isEndOf(end: readonly CallSite[], chain: readonly CallSite[]): boolean {
  return end.length <= chain.length && end.every((site, at) => site === chain[chain.length - end.length + at]);
}

/** The program as the outermost call of a chain hands it in. */
function programPassed({ graph }: Solver, program: Node, chain: readonly CallSite[]): Node {
  let node = program;
  for (const site of [...chain].reverse()) {
    const at = parameterBehind(graph, node, site);
    const def = at === undefined ? undefined : graph.defs[at];
    const passed = def?.kind === "param" ? site.args[def.index] : undefined;
    if (at === undefined || passed === undefined || passed.spread || !graph.sourcesOf(at).includes(passed.node)) break;
    node = passed.node;
  }
  return node;
}

/** So many values may stand between a program and the parameter that brought it: what a helper made ready for a platform. */
const MOST_BETWEEN = 24;

/** The parameter of a called function that a value is, or may be as a helper gives it back. */
function parameterBehind(graph: Graph, node: Node, { targets }: CallSite): Node | undefined {
  const seen = new Set([graph.origin(node)]);
  for (const at of seen) {
    if (graph.defs[at]?.kind === "param" && targets.some(({ params }) => params.includes(at))) return at;
    if (seen.size < MOST_BETWEEN) for (const from of graph.sourcesOf(at)) seen.add(graph.origin(from));
  }
  return undefined;
}

/** A list as one chain of calls hands it on: without the ways that it takes through other calls alone. */
function handedOn(items: readonly ListItem[], chain: readonly CallSite[]): readonly ListItem[] {
  const kept: ListItem[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (item?.fork !== "begin") {
      if (item !== undefined) kept.push(item);
      continue;
    }
    const ways = waysFrom(items, at);
    at += ways.reduce((length, way) => length + way.length + 1, 0);
    const own = ways.filter((way) => isHandedOn(way, chain)).map((way) => handedOn(way, chain));
    if (own.length < 2) kept.push(...own.flat());
    else kept.push(...own.flatMap((way, index): ListItem[] => [{ fork: index === 0 ? "begin" : "next" }, ...way]), { fork: "end" });
  }
  return kept;
}

function isHandedOn(way: readonly ListItem[], chain: readonly CallSite[]): boolean {
  const passed = way.flatMap((item) => (item.fork === undefined && item.passed !== undefined ? [item.passed] : []));
  return passed.length === 0 || passed.some((one) => isEndOf(one, chain));
}

/** The ways between a fork that begins here and its end. */
function waysFrom(items: readonly ListItem[], begin: number): ListItem[][] {
  const ways: ListItem[][] = [[]];
  let depth = 0;
  for (const item of items.slice(begin + 1)) {
    if (depth === 0 && item.fork === "end") break;
    if (depth === 0 && item.fork === "next") {
      ways.push([]);
      continue;
    }
    depth += item.fork === "begin" ? 1 : item.fork === "end" ? -1 : 0;
    ways.at(-1)?.push(item);
  }
  return ways;
}

const MOST_CALLS_UP = 3;

/** A list that is written where a function is called which starts the program: the finding stands at that call. */
function placeOf({ graph }: Solver, start: CallSite, { node, passed }: Exclude<ListItem, { readonly fork: string }>): Pick<Sink, "site" | "through"> {
  const [outermost, ...others] = towards(start, passed ?? []);
  if (outermost !== undefined) return { site: outermost, through: [...others, start] };
  const owner = graph.owners[node];
  let ways: readonly CallSite[][] = [[start]];
  for (let up = 0; up <= MOST_CALLS_UP && owner !== undefined; up += 1) {
    const found = ways.filter(([site]) => site !== undefined && (isWithin(site.fn, owner) || isWithin(owner, site.fn)));
    const near = found.find(([site]) => site !== undefined && site.start <= (graph.starts[node] ?? 0) && (graph.ends[node] ?? 0) <= site.end) ?? found[0];
    const [site, ...through] = near ?? [];
    if (site !== undefined) return through.length === 0 ? { site } : { site, through };
    ways = ways.flatMap((way) => (way[0] === undefined ? [] : [...new Set(graph.functions.get(way[0].fn)?.callers ?? [])].map((caller) => [caller, ...way])));
  }
  return { site: start };
}

/** The calls at the end of a chain that lead to the start, each into the function of the next. What merges lists and gives them back starts nothing. */
function towards(start: CallSite, passed: readonly CallSite[]): readonly CallSite[] {
  let first = passed.length;
  for (let next = start; first > 0; first -= 1) {
    const site = passed[first - 1];
    if (site === undefined || !site.targets.some(({ fn }) => isWithin(next.fn, fn))) break;
    next = site;
  }
  return passed.slice(first);
}

/** What the program of a shell command may take for an option: words that are kept together by quotes, or by what they may hold. */
export function shellWordSinks(solver: Solver, { site }: ApiCall, row: SinkRow, node: Node, options: readonly OptionRow[], callee: string): Sink[] {
  const items = wordsOf(solver, node);
  const [first, ...rest] = items.map((item, hole): Item => describe(solver, item, hole));
  if (first?.text === undefined || first.hole !== undefined) return [];
  return openToOptions(first.text, rest, options).flatMap(({ hole, harm }) => {
    const word = nodeOf(items[hole]);
    return word === undefined ? [] : [{ node: word, kind: "arguments" as const, hurts: SINK_KINDS.arguments.hurts, unless: SINK_KINDS.shell.hurts, site, callee, row, confidence: "medium" as const, harm: `${first.text} ${harm}` }];
  });
}

function nodeOf(item: ListItem | undefined): Node | undefined {
  return item?.fork === undefined ? item?.node : undefined;
}

/** The programs that may stand first in a list: the one text, or the texts that a computed one falls back to (`shell || "/bin/sh"`). */
function programsAt(solver: Solver, first: Item | undefined, item: ListItem | undefined): (string | undefined)[] {
  if (first?.hole === undefined) return [first?.text];
  const fallbacks = item === undefined || item.fork !== undefined || item.many ? [] : [...constantsOf(solver, item.node).values].filter((value) => typeof value === "string");
  return [undefined, ...fallbacks];
}

function programsOf(solver: Solver, node: Node): readonly (string | undefined)[] {
  const texts = textsOf(solver, node);
  return texts === undefined || texts.length === 0 ? [firstWord(solver, node)] : texts;
}

/** The program in `const [program, ...rest] = "kubectl …".split(" ")`, also with a default behind it. */
function firstWord(solver: Solver, node: Node): string | undefined {
  const { graph } = solver;
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "logical") return firstWord(solver, def.left);
  if (def?.kind === "choice") return firstWord(solver, def.then) ?? firstWord(solver, def.else);
  const list = def?.kind === "get" && def.field === "0" ? graph.defs[graph.origin(def.object)] : undefined;
  if (list?.kind !== "call" || list.site.method !== "split") return undefined;
  return /^\s*(\S+)\s/.exec(startOf(solver, list.site.receiver, MOST_CALLS_UP))?.[1];
}

/** The constant text that a value starts with, also one that was built up or handed in. */
function startOf(solver: Solver, node: Node, reach: number): string {
  const [from, ...others] = solver.graph.sourcesOf(solver.graph.origin(node));
  const def = solver.graph.defs[solver.graph.origin(node)];
  if ((def === undefined || def.kind === "param") && from !== undefined && others.length === 0 && reach > 0) return startOf(solver, from, reach - 1);
  return flatten(solver, node, 12)[0] ?? "";
}
