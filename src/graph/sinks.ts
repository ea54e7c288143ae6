import { SINK_KINDS, type Dangers, type SinkKind } from "../models/kinds.js";
import type { ProgramRow, SinkRow } from "../models/model.js";
import { type Item, judgeArguments } from "../text/arguments.js";
import { singleText, textsOf } from "./constants.js";
import { ANY_ITEM, type CallSite, type Node } from "./graph.js";
import { placeNodes } from "./invoke.js";
import { holds, parsePlace } from "./places.js";
import { type ApiCall, type Solver, tokensAt } from "./solver.js";
import { derive } from "./fields.js";

/** A node at which dangers hurt. */
export interface Sink {
  readonly node: Node;
  readonly kind: SinkKind;
  readonly hurts: Dangers;
  readonly site: CallSite;
  /** As one would call it: `child_process.exec`. */
  readonly callee: string;
  readonly confidence: "high" | "medium" | "low";
}

/** All sinks of the program's calls, argument lists taken apart. */
export function findSinks(solver: Solver): Sink[] {
  const programs = solver.index.models.flatMap((model) => model.programs ?? []);
  const sinks: Sink[] = [];
  for (const call of solver.apiCalls) {
    for (const { place, row } of call.effects.sinks) {
      if (row.when?.some((condition) => !holds(solver, call.site, call.args, condition))) continue;
      const callee = nameCall(call);
      for (const node of placeNodes(solver, call.site, call.args, place)) {
        if (row.kind === "arguments") sinks.push(...sinksInArguments(solver, call, row, node, programs, callee));
        else sinks.push({ node, kind: row.kind, hurts: SINK_KINDS[row.kind].hurts, site: call.site, callee, confidence: row.confidence ?? "high" });
      }
    }
  }
  return sinks;
}

/** The call as one would write it: the library's place, or for a receiver of unknown origin the text of the callee. */
function nameCall({ site, api }: ApiCall): string {
  const name = api.name.replace(/^globals\./, "");
  return api.library.name === "unknown" ? (site.method ?? name.replace(/^unknown\./, "")) : name;
}

function sinksInArguments(solver: Solver, { site, args }: ApiCall, row: SinkRow, list: Node, programs: readonly ProgramRow[], callee: string): Sink[] {
  const found = new Map<string, Sink>();
  const names: (string | undefined)[] = [];
  if (row.programName !== undefined) names.push(row.programName);
  else if (row.program !== undefined) for (const node of placeNodes(solver, site, args, parsePlace(row.program))) names.push(...(textsOf(solver, node) ?? [undefined]));
  for (const items of readList(solver, list, 6)) {
    const holes = items.map((item) => item.node);
    const described = items.map((item, hole): Item => describe(solver, item, hole));
    const programsHere = names.length > 0 || row.program !== undefined ? names : [described[0]?.text];
    const rest = names.length > 0 || row.program !== undefined ? described : described.slice(1);
    for (const program of programsHere.slice(0, 8)) {
      for (const { hole, kind } of judgeArguments(program, rest, programs)) {
        const node = holes[hole];
        if (node !== undefined) found.set(`${node}:${kind}`, { node, kind, hurts: SINK_KINDS[kind].hurts, site, callee, confidence: row.confidence ?? "high" });
      }
    }
  }
  return [...found.values()];
}

interface ListItem {
  readonly node: Node;
  readonly many: boolean;
}

function describe(solver: Solver, item: ListItem, hole: number): Item {
  if (item.many) return { hole, many: true };
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
