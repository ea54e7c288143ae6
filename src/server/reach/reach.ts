import { comparePlaces, type Location } from "../../finding.js";
import type { FunctionIr } from "../../ir/ir.js";
import type { Binding } from "../../graph/solve/binding.js";
import { byEnclosing } from "../../graph/enclosing.js";
import type { Node } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { parsePlace } from "../../graph/places.js";
import { isWritten } from "../../graph/sinks/sinks.js";
import type { Solver } from "../../graph/solver.js";
import type { ComesTo } from "./authorization.js";
import { type EffectsOf, type WorldCall, worldCalls } from "./effects.js";
import { valueAt } from "../values/graph-values.js";
import { lazily, type Makers, once } from "../values/lazily.js";
import { isPrivateName } from "../../text/credential-names.js";
import type { SettingsOf } from "../values/settings.js";
import { findSettingReads, type SettingReads, settingsRead } from "./setting-reads.js";
import { findStates, type States, stateUses } from "./states.js";
import { alternatives, readable, textOf, type Value } from "../values/value.js";
import type { Given, Reach } from "../view/view.js";

/** What functions read and change inside the program. */
export interface InsideReader {
  readonly solver: Solver;
  readonly settings: SettingsOf;
  readonly reads: SettingReads;
  readonly states: States;
  /** The functions of the program by those that they stand in, each among its own, with their places in the program. */
  readonly within: ReadonlyMap<FunctionIr, readonly FunctionIr[]>;
  readonly order: ReadonlyMap<FunctionIr, number>;
}

/** Reads the settings and the state of a program, once for all of its tools. */
export function openInside(solver: Solver, settings: SettingsOf): InsideReader {
  const functions = [...solver.program.modules.values()].flatMap((module) => module.functions);
  return { solver, settings, reads: findSettingReads(solver, settings), states: findStates(solver.program), within: byEnclosing(functions, (fn) => fn), order: new Map(functions.map((fn, index) => [fn, index])) };
}

/** As many uses of one sort are told of a tool, and as many values of one use. */
const MOST_USES = 200;
const MOST_VALUES = 4;

/** What handlers come to that reach these functions. */
export function readReach(inside: InsideReader, effects: EffectsOf, reached: readonly ReadonlySet<FunctionIr>[], binding: Binding, comesTo: ComesTo): Reach {
  const uses = once((): Lists => {
    const lists: Lists = { commands: [], code: [], files: [], requests: [], databases: [] };
    const seen = new Set<WorldCall>();
    for (const one of worldCalls(effects, reached)) {
      if (seen.has(one) || !comesTo(one.call.site)) continue;
      seen.add(one);
      add(lists, { inside, binding }, one);
    }
    return lists;
  });
  const functions = once(() => functionsWithin(inside, reached));
  const read = once(() => settingsRead(inside.reads, functions()));
  return lazily({}, {
    commands: () => inOrder(uses().commands),
    code: () => inOrder(uses().code),
    files: () => inOrder(uses().files),
    requests: () => inOrder(uses().requests),
    databases: () => inOrder(uses().databases),
    settings: read,
    credentials: () => read().filter(isPrivateName),
    state: () => stateUses(inside.states, functions()),
  } satisfies Makers<Reach>);
}

type Lists = { -readonly [K in "commands" | "code" | "files" | "requests" | "databases"]: Reach[K][number][] };

interface Reading {
  readonly inside: InsideReader;
  readonly binding: Binding;
}

function add(reach: Lists, reading: Reading, { call, effect, row, place }: WorldCall): void {
  const { solver } = reading.inside;
  if (!isWritten(solver, call, place)) return;
  const nodes = placeNodes(solver, call.site, call.args, place);
  const given = nodes.flatMap((node) => readGiven(reading, node, solver.graph.locate(call.site.node), row.kind === "url" ? namesHost : undefined));
  const callee = call.api.name.replace(/^globals\./, "");
  switch (row.kind) {
    case "shell":
      reach.commands.push(...given.map((one) => ({ ...one, shell: true, program: /^\s*([^\s…]+)(?=\s|$)/.exec(one.text ?? "")?.[1] })));
      return;
    case "program":
      reach.commands.push(...given.map((one) => ({ ...one, shell: false, program: one.text })));
      return;
    case "arguments": {
      // where another row speaks of the program, that one tells it
      if (row.programName === undefined && (row.program !== undefined || given.length === 0)) return;
      const [text] = row.programName === undefined ? firstWords(reading, nodes) : [row.programName];
      const location = solver.graph.locate(call.site.node);
      reach.commands.push({ text, program: text, from: [], shell: false, expression: nodes[0] === undefined ? callee : shortly(solver.graph.text(solver.graph.origin(nodes[0]))), location });
      return;
    }
    case "path":
      reach.files.push(...given.map((one) => ({ ...one, access: effect === "deletes" || effect === "writes" ? effect : "reads" } as const)));
      return;
    case "url":
      reach.requests.push(...given.map((one) => ({ ...one, host: hostOf(one.text) ?? baseHost(reading, call, row.base) })));
      return;
    case "sql":
    case "nosql":
    case "script":
      reach.databases.push(...given.map((one) => ({ ...one, callee })));
      return;
    case "code":
    case "template":
    case "module":
      reach.code.push(...given.map((one) => ({ ...one, callee })));
      return;
    default:
  }
}

/** The values of a node, each told apart; of what they are made from, that which tells something. */
function readGiven({ inside, binding }: Reading, node: Node, location: Location, tells: (text: string) => boolean = () => true): Given[] {
  const { solver, settings } = inside;
  const value = valueAt({ binding, settings }, node);
  const expression = shortly(solver.graph.text(solver.graph.origin(node)));
  const texts = [...new Set([...alternatives(value)].flatMap((one) => readable(one) ?? []))].slice(0, MOST_VALUES);
  const isOpen = texts.length === 0 || texts.some((text) => text.includes("…"));
  const from = isOpen ? [...new Set(sourcesOf(value))].filter(tells).slice(0, MOST_VALUES) : [];
  return texts.length === 0 ? [{ text: undefined, from, expression, location }] : texts.map((text) => ({ text, from, expression, location }));
}

function firstWords(reading: Reading, nodes: readonly Node[]): (string | undefined)[] {
  return nodes.map((node) => {
    const value = valueAt({ binding: reading.binding, settings: reading.inside.settings }, node);
    return value.kind === "list" ? readable(value.items[0]) : /^\S+/.exec(readable(value) ?? "")?.[0];
  });
}

const DEEPEST = 5;

/** Texts and settings that a value is made from. */
function* sourcesOf(value: Value, depth = DEEPEST): Iterable<string> {
  if (depth === 0) return;
  if (value.kind === "constant") {
    const text = textOf(value);
    if (typeof value.value === "string" && text !== undefined && text.length > 1) yield text;
  } else if (value.kind === "text") {
    for (const part of value.parts) if (typeof part !== "string") yield* sourcesOf(part, depth - 1);
  } else if (value.kind === "unknown") {
    if (value.setting !== undefined) yield `$${value.setting}`;
    for (const one of [...value.may, ...value.from]) yield* sourcesOf(one, depth - 1);
  }
}

/** The host of a URL, as far as it is known; undefined where nothing of it is. */
function hostOf(url: string | undefined): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@\s]*@)?([^/?#\s]+)/i.exec(url ?? "")?.[1];
  return host === "…" ? undefined : host;
}

/** Whether a text or setting that a URL is made from can say where it leads: the rest are pieces of paths and queries. */
function namesHost(text: string): boolean {
  return text.startsWith("$") || /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]/i.test(text) || /^(?:localhost|[\d.]+|(?:[a-z0-9-]+\.)+(?:com|org|net|dev|app|cloud|local|internal|[a-z]{2}))(?::\d+)?(?:[/?#]|$)/i.test(text);
}

function baseHost(reading: Reading, { site, args }: WorldCall["call"], base: string | undefined): string | undefined {
  if (base === undefined) return undefined;
  const { inside, binding } = reading;
  return placeNodes(inside.solver, site, args, parsePlace(base)).map((node) => hostOf(readable(valueAt({ binding, settings: inside.settings }, node)))).find((host) => host !== undefined);
}

const LONGEST = 80;

function shortly(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Each use once, in the order of places. */
function inOrder<T extends Given>(uses: readonly T[]): T[] {
  const known = new Map(uses.map((use) => [JSON.stringify({ ...use, from: [] }), use]));
  return [...known.values()].sort((a, b) => comparePlaces(a.location, b.location)).slice(0, MOST_USES);
}

/** Functions with those written in them, in the order of the program. */
function functionsWithin({ within, order }: InsideReader, reached: readonly ReadonlySet<FunctionIr>[]): FunctionIr[] {
  const all = new Set(reached.flatMap((functions) => [...functions].flatMap((fn) => within.get(fn) ?? [])));
  return [...all].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}
