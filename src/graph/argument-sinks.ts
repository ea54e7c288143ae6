import { dangers, NO_DANGERS, SINK_KINDS, type SinkKind } from "../models/kinds.js";
import type { OptionRow, ProgramRow, SinkRow } from "../models/model.js";
import { type Item, judgeArguments } from "../text/arguments.js";
import { openToOptions, operandsOf } from "../text/operands.js";
import { constantsOf, singleText, textsOf } from "./constants.js";
import { derive } from "./fields.js";
import { isWithin } from "./binding.js";
import { flatten } from "./links.js";
import { ANY_ITEM, type CallSite, type Node } from "./graph.js";
import { placeNodes } from "./invoke.js";
import { parsePlace } from "./places.js";
import type { Sink } from "./sinks.js";
import { type ApiCall, type Solver, tokensAt } from "./solver.js";

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
  const keep = (node: Node | undefined, kind: SinkKind, confidence: Sink["confidence"], harm?: string): void => {
    const key = `${node}:${kind}`;
    const known = found.get(key);
    if (node === undefined || (known !== undefined && (harm === undefined || known.harm !== undefined))) return;
    const hurts = SINK_KINDS[kind].hurts | (kind === "arguments" ? blank : NO_DANGERS);
    found.set(key, { node, kind, hurts, ...placeOf(solver, site, node), callee, confidence, ...(harm === undefined ? {} : { harm }), ...(list === undefined ? {} : { list }) });
  };
  const names: (string | undefined)[] = [];
  if (row.programName !== undefined) names.push(row.programName);
  else if (row.program !== undefined) for (const node of placeNodes(solver, site, args, parsePlace(row.program))) names.push(...programsOf(solver, node));
  const confidence = row.confidence ?? "high";
  const startsWithProgram = names.length === 0 && row.program === undefined;
  for (const items of listsOf(solver, row, nodes)) {
    const described = items.map((item, hole): Item => describe(solver, item, hole));
    const first = described[0];
    if (startsWithProgram && row.remote !== true && first?.hole !== undefined) keep(items[first.hole]?.node, "program", confidence);
    const programsHere = startsWithProgram ? programsAt(solver, first, items[0]) : names;
    const rest = startsWithProgram && first?.many !== true ? described.slice(1) : described;
    const reparsed = new Set<number>();
    for (const program of programsHere.slice(0, 8)) {
      const openTo = program === undefined ? [] : openToOptions(program, rest, options);
      for (const { hole, kind, byOption } of judgeArguments(program, rest, programs)) {
        // an option that does harm is told of as such
        if (byOption === true && openTo.some((one) => one.hole === hole)) continue;
        reparsed.add(hole);
        keep(items[hole]?.node, kind, confidence);
      }
      for (const { hole, harm } of openTo) if (!reparsed.has(hole)) keep(items[hole]?.node, "arguments", confidence, `${program} ${harm}`);
    }
    // of another program, or as the value of an option, a dash most often does nothing
    for (const { hole, afterDashes } of operandsOf(rest)) if (!afterDashes && !reparsed.has(hole)) keep(items[hole]?.node, "arguments", "low");
  }
  return [...found.values()];
}

const MOST_CALLS_UP = 3;

/** A list that is written where a function is called which starts the program: the finding stands at that call. */
function placeOf({ graph }: Solver, start: CallSite, node: Node): Pick<Sink, "site" | "through"> {
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

/** What the program of a shell command may take for an option: words that are kept together by quotes, or by what they may hold. */
export function shellWordSinks(solver: Solver, { site }: ApiCall, node: Node, options: readonly OptionRow[], callee: string): Sink[] {
  const items = wordsOf(solver, node);
  const [first, ...rest] = items.map((item, hole): Item => describe(solver, item, hole));
  if (first?.text === undefined || first.hole !== undefined) return [];
  return openToOptions(first.text, rest, options).flatMap(({ hole, harm }) => {
    const word = items[hole]?.node;
    return word === undefined ? [] : [{ node: word, kind: "arguments" as const, hurts: SINK_KINDS.arguments.hurts, unless: SINK_KINDS.shell.hurts, site, callee, confidence: "medium" as const, harm: `${first.text} ${harm}` }];
  });
}

/** The programs that may stand first in a list: the one text, or the texts that a computed one falls back to (`shell || "/bin/sh"`). */
function programsAt(solver: Solver, first: Item | undefined, item: ListItem | undefined): (string | undefined)[] {
  if (first?.hole === undefined) return [first?.text];
  const fallbacks = item === undefined || item.many ? [] : [...constantsOf(solver, item.node).values].filter((value) => typeof value === "string");
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
  const [from, ...others] = solver.graph.sources[solver.graph.origin(node)] ?? [];
  const def = solver.graph.defs[solver.graph.origin(node)];
  if ((def === undefined || def.kind === "param") && from !== undefined && others.length === 0 && reach > 0) return startOf(solver, from, reach - 1);
  return flatten(solver, node, 12)[0] ?? "";
}

/** The argument lists that the values at a row's path make, however the library takes them. */
function listsOf(solver: Solver, row: SinkRow, nodes: readonly Node[]): ListItem[][] {
  switch (row.form) {
    case "text":
      return nodes.map((node) => wordsOf(solver, node));
    case "items": {
      let lists: ListItem[][] = [[]];
      for (const node of nodes) {
        const parts = isList(solver, node) ? readList(solver, node, 6) : [[{ node, many: false }]];
        lists = lists.flatMap((list) => parts.map((part) => [...list, ...part])).slice(0, MOST_VERSIONS);
      }
      return lists;
    }
    default:
      return nodes.flatMap((node) => readList(solver, node, 6));
  }
}

function isList(solver: Solver, node: Node): boolean {
  return [...tokensAt(solver, solver.graph.origin(node))].some((token) => token.kind === "object" && solver.graph.defs[token.node]?.kind === "array");
}

/** The words of a text that is split at blanks: a word that ends in an unknown part is that part, with the text before it. */
function wordsOf(solver: Solver, node: Node): ListItem[] {
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind !== "concat") return [{ node, many: false }];
  const words: ListItem[] = [];
  let before = "";
  let open: Node | undefined;
  const close = (): void => {
    if (open !== undefined || before !== "") words.push({ node: open ?? node, many: false, word: { text: before, constant: open === undefined } });
    before = "";
    open = undefined;
  };
  for (const part of def.parts) {
    const text = typeof part === "string" ? part : singleText(solver, part);
    if (text === undefined) {
      open ??= typeof part === "string" ? undefined : part;
      continue;
    }
    text.split(/\s+/).forEach((piece, index) => {
      if (index > 0) close();
      if (open === undefined) before += piece;
    });
  }
  close();
  return words;
}

interface ListItem {
  readonly node: Node;
  readonly many: boolean;
  /** Of a word within a text: its constant text, which `node` follows unless the word is `constant`. */
  readonly word?: { readonly text: string; readonly constant: boolean };
}

function describe(solver: Solver, item: ListItem, hole: number): Item {
  if (item.many) return { hole, many: true };
  if (item.word !== undefined) return item.word.constant ? { text: item.word.text } : item.word.text === "" ? { hole } : { text: item.word.text, hole };
  const text = singleText(solver, item.node);
  if (text !== undefined) return { text };
  const def = solver.graph.defs[solver.graph.origin(item.node)];
  const prefix = def?.kind === "concat" ? def.parts[0] : undefined;
  const known = typeof prefix === "string" ? prefix : typeof prefix === "number" ? singleText(solver, prefix) : undefined;
  return known === undefined || known === "" ? { hole } : { text: known, hole };
}

const MOST_VERSIONS = 6;

/** The item lists that a node may hold, in order: literals, and what was pushed on them. */
function readList(solver: Solver, node: Node, reach: number): ListItem[][] {
  const { graph } = solver;
  const whole: ListItem[][] = [[{ node: derive(solver, node, ANY_ITEM), many: true }]];
  if (reach === 0) return whole;
  const at = graph.origin(node);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "array": {
      let lists: ListItem[][] = [[]];
      for (const item of def.items) {
        const parts = item.spread ? readList(solver, item.node, reach - 1) : [[{ node: item.node, many: false }]];
        lists = lists.flatMap((list) => parts.map((part) => [...list, ...part])).slice(0, MOST_VERSIONS);
      }
      return lists;
    }
    case "update":
      return readList(solver, def.base, reach + (reach < 64 ? 0 : -1)).map((list) => [...list, { node: def.value, many: false }]);
    case "phi": {
      // a list grown under conditions: the longest version holds what the others do
      const versions = def.inputs.filter((input) => input !== at).flatMap((input) => readList(solver, input, reach - 2 < 0 ? 0 : reach - 2));
      return versions.length === 0 ? whole : versions.slice(0, MOST_VERSIONS);
    }
    case "choice":
      return [...readList(solver, def.then, reach - 1), ...readList(solver, def.else, reach - 1)].slice(0, MOST_VERSIONS);
    default: {
      const from = graph.sources[at] ?? [];
      if (from.length > 0 && from.length <= 4 && def?.kind !== "call") return from.flatMap((one) => readList(solver, one, reach - 1)).slice(0, MOST_VERSIONS);
      const lists = [...tokensAt(solver, at)].flatMap((token) => (token.kind === "object" && graph.defs[token.node]?.kind === "array" && token.node !== at ? readList(solver, token.node, reach - 1) : []));
      return lists.length === 0 ? whole : lists.slice(0, MOST_VERSIONS);
    }
  }
}
