import type { Replay } from "../finding.js";
import type { FunctionIr } from "../ir/ir.js";
import type { SinkKind } from "../models/kinds.js";
import type { Model, OptionRow, ProgramRow } from "../models/model.js";
import type { Program } from "../program/program.js";
import { describeLocalHost } from "../text/addresses.js";
import { type Arrived, judge, type Judgement } from "../text/oracle.js";
import type { Arrival, WatchedSink } from "./arrivals.js";
import { attacksOn } from "./attacks/made.js";
import { type Attack, ATTACKS } from "./attacks/texts.js";
import { advertisedSchemas, fieldsIn, findHandler, type Handler, handlersOf, type Request } from "./handlers.js";
import { type Bound, type Harmless, searchHarmless } from "./harmless.js";
import { type Leads, type Ran, startProgram } from "./initialise.js";
import type { Run } from "./run.js";
import { send, type Target } from "./sending.js";
import { asTag, type Site, type Value } from "./values.js";
import { addressAt, ORDINARY } from "./world.js";

/** A flow that is to be replayed: where the input comes in, and where it does harm. */
export interface ReplayRequest {
  readonly kind: SinkKind;
  readonly source: { readonly kind: string; readonly names: readonly string[] };
  readonly entry: { readonly fn: FunctionIr | undefined; readonly param: number; readonly path: readonly string[]; readonly others: number };
  readonly start: WatchedSink;
  readonly harm: string | undefined;
}

export interface Replayer {
  replay(request: ReplayRequest): Replay;
  /** Steps that all replays took so far. */
  readonly steps: () => number;
}

/** Steps in which harmless input has to reach the sink; more would find few other ways, at the cost of other flows. */
const SEARCH_STEPS = 5_000;
/** Steps of all attacks on a flow that harmless input reaches, and of all flows of a program. */
const ATTACK_STEPS = 30_000;
const PROGRAM_STEPS = 100_000;

/** So many ways to call a handler are attacked before its flow counts as refuted. */
const MOST_VARIANTS = 3;

/** A program that was started in a world, ready to be called. */
interface Started {
  readonly run: Run;
  readonly ran: Ran;
  readonly handlers: readonly Handler[];
  readonly schemas: ReadonlyMap<string, Value>;
  /** Steps that starting it took. */
  readonly before: number;
}

/** Replays flows of a program. It is started when the first flow is asked for, and all flows share the start. */
export function makeReplayer(program: Program, models: readonly Model[], leads: Leads): Replayer {
  const started = new Map<boolean, Started>();
  const rows = { programs: models.flatMap((model) => model.programs ?? []), options: models.flatMap((model) => model.options ?? []) };
  const word = wordFor(program);
  const start = (unset: boolean): Started => {
    let known = started.get(unset);
    if (known === undefined) {
      const { run, ran } = startProgram(program, models, { ...leads, limits: { steps: Infinity } }, { ...ORDINARY, unset });
      started.set(unset, (known = { run, ran, handlers: handlersOf(ran), schemas: advertisedSchemas(ran), before: run.spent.steps }));
    }
    return known;
  };
  const steps = (): number => [...started.values()].reduce((sum, { run, before }) => sum + run.spent.steps - before, 0);
  return {
    steps,
    replay(request) {
      // nothing is started for a flow that cannot be replayed
      if (request.entry.fn === undefined) return unknown("the input comes from no parameter");
      if (ATTACKS[request.kind] === undefined) return unknown(`there are no attacks on a sink of kind ${request.kind}`);
      if (steps() > PROGRAM_STEPS) return unknown("the bound on replays of this program was spent");
      const first = replayIn(start(true), request, rows, word);
      // where settings that nobody made keep a program from working, they are unknown
      return first.verdict === "unknown" && first.why.startsWith(NOT_REACHED) && !first.why.endsWith(BOUNDED) ? better(first, replayIn(start(false), request, rows, word)) : first;
    },
  };
}

function better(first: Replay, second: Replay): Replay {
  return second.verdict === "unknown" && second.why.startsWith(NOT_REACHED) ? first : second;
}

interface Rows {
  readonly programs: readonly ProgramRow[];
  readonly options: readonly OptionRow[];
}

/** A harmless word that the program's texts do not hold. */
function wordFor(program: Program): string {
  const texts = [...program.modules.values()].map(({ text }) => text);
  let word = "harmless";
  for (let number = 1; texts.some((text) => text.includes(word)); number += 1) word = `harmless${number}`;
  return word;
}

const NOT_REACHED = "harmless input does not reach it";
const BOUNDED = "the ways are too many or too long";

function unknown(why: string): Replay {
  return { verdict: "unknown", why };
}

function replayIn({ run, ran, handlers, schemas }: Started, flow: ReplayRequest, rows: Rows, word: string): Replay {
  const { entry, source, start } = flow;
  if (entry.fn === undefined) return unknown("the input comes from no parameter");
  const handler = findHandler(run, handlers, entry.fn, source.names);
  if (handler === undefined) return unknown(`${NOT_REACHED}: the handler was not met when the program started`);
  const target: Target = { run, sink: start, site: { module: entry.fn.module, span: entry.fn } };
  const bound: Bound = { limit: run.spent.steps + SEARCH_STEPS };
  const search = searchHarmless(target, requestsOf(ran, handler, schemas, flow), word, bound);
  let refuted: Replay | undefined;
  // one way to call it may be guarded where another is not
  let tried = 0;
  for (const found of search.found) {
    if (tried === 0) bound.limit = run.spent.steps + ATTACK_STEPS;
    const replay = attack(target, flow, rows, found, bound.limit);
    if (replay.verdict !== "refuted") return replay;
    refuted ??= replay;
    if ((tried += 1) >= MOST_VARIANTS) break;
  }
  if (refuted === undefined) return unknown(`${NOT_REACHED}: ${search.why()}`);
  return run.spent.steps > bound.limit ? unknown("the bound on replays of a flow was spent") : refuted;
}

/** Sends what is hostile in the place of what is harmless. */
function attack(target: Target, flow: ReplayRequest, rows: Rows, { input, arrival: expected, compared, isListed }: Harmless, limit: number): Replay {
  const { run } = target;
  const attacks = attacksOn(flow.kind, flow.harm, input.text, compared, input.world);
  if (attacks.length === 0) return unknown(`there are no attacks on a sink of kind ${flow.kind}`);
  let open: string | undefined;
  for (const one of attacks) {
    if (run.spent.steps > limit) return unknown(open ?? "the bound on replays of a flow was spent");
    let how: string | undefined;
    const { explored } = send(target, { ...input, text: one.text }, marksOf(one, input.text), (arrival) => {
      const judgement: Judgement = arrival.isBlurred ? { kind: "unknown", why: "part of what arrives is not known" } : judgeBoth(flow, rows, expected, arrival, { benign: input.text, hostile: one.text }, isListed);
      if (judgement.kind === "unknown") open ??= judgement.why;
      how = judgement.kind === "breaks" ? judgement.how : undefined;
      return how !== undefined;
    });
    const decisive = explored.ways.flatMap(({ choices }) => choices).find((choice) => choice.attacked);
    if (decisive !== undefined) open ??= `an unknown condition decides: ${decisive.site === target.site ? decisive.what : placeText(decisive.site)}`;
    if (how !== undefined && explored.ways.at(-1)?.choices.every((choice) => !choice.attacked) === true) return { verdict: "proved", input: one.text, how };
    if (how === undefined && (!explored.complete || explored.ways.some(({ end }) => end.kind === "stopped"))) open ??= "not all ways could be followed";
  }
  if (open !== undefined) return unknown(open);
  return flow.entry.others > 0 ? unknown("other inputs reach it as well") : { verdict: "refuted", tried: attacks.length };
}

function placeText({ module, span }: Site): string {
  const text = module.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} in ${module.path}`;
}

/** How the handler may be called so that the input of the flow is sent: once a tool that it may serve. */
function requestsOf(ran: Ran, handler: Handler, schemas: ReadonlyMap<string, Value>, { entry, source }: ReplayRequest): Request[] {
  const { event } = handler;
  const own = event?.row.schema === undefined ? undefined : ran.read(event, event.row.schema)[0];
  const base = { handler, param: entry.param, path: entry.path };
  if (own !== undefined && event?.row.advertised !== true) return [{ ...base, schema: own, isEnforced: true, tool: source.names[0] ?? handler.name }];
  const named = source.names.length > 0 ? source.names : handler.name === undefined ? [] : [handler.name];
  const tools = named.length > 0 ? named : toolsWith(schemas, fieldsIn(handler, entry.path));
  if (tools.length === 0) return [{ ...base, schema: undefined, isEnforced: false, tool: undefined }];
  return tools.slice(0, MOST_TOOLS).map((tool) => ({ ...base, schema: schemas.get(tool), isEnforced: false, tool }));
}

const MOST_TOOLS = 48;

/** The tools that take such an input. */
function toolsWith(schemas: ReadonlyMap<string, Value>, [field]: readonly string[]): string[] {
  const all = [...schemas];
  const fitting = field === undefined ? all : all.filter(([, schema]) => asTag(asTag(asTag(schema, "object")?.fields.get("properties")?.value, "object")?.fields.get(field)?.value, "object") !== undefined);
  return (fitting.length > 0 ? fitting : all).map(([name]) => name);
}

/** What an attack is recognised by on its way: itself and its words. */
function marksOf({ text, also = [] }: Attack, harmless: string): string[] {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word.length > 2 && word !== "http" && word !== "https");
  return [...new Set([text, ...words, ...also, ...(text.includes(harmless) ? [harmless] : [])])];
}

function judgeBoth({ start, kind }: ReplayRequest, rows: Rows, benign: Arrival, hostile: Arrival, sent: { readonly benign: string; readonly hostile: string }, isListed: boolean): Judgement {
  const { row } = start;
  let open: Judgement | undefined;
  for (const [index, value] of hostile.values.entries()) {
    const judgement = judge(row.kind === "path" && kind === "link" ? "link" : row.kind, {
      benign: benign.values[index], hostile: value, sent,
      with: { ...rows, ...(row.path.endsWith("[*]") ? { element: true } : {}), ...(row.form === undefined ? {} : { form: row.form }), ...(hostile.program === undefined ? {} : { program: hostile.program }) },
    });
    if (judgement.kind === "breaks") return judgement;
    const other = row.kind === "url" ? judgeName(benign.values[index], value, isListed) : undefined;
    if (other?.kind === "breaks") return other;
    if (judgement.kind === "unknown" && other === undefined) open ??= judgement;
  }
  return open ?? (hostile.values.length === 0 ? { kind: "unknown", why: "nothing arrived" } : { kind: "holds" });
}

/** A name in the place of another one: where the program lists hosts it has to be one of them, else what it stands for must be no local address. */
function judgeName(benign: Arrived, hostile: Arrived, isListed: boolean): Judgement | undefined {
  if (typeof benign !== "string" || typeof hostile !== "string" || !URL.canParse(benign) || !URL.canParse(hostile)) return undefined;
  const [known, host] = [new URL(benign).hostname, new URL(hostile).hostname];
  if (isListed && host !== known && !host.endsWith(`.${known}`)) return { kind: "breaks", how: `sends the request to another host: \`${host}\`` };
  const address = addressAt(ORDINARY, host);
  if (address === host) return undefined;
  const what = describeLocalHost(address);
  return what === undefined ? { kind: "holds" } : { kind: "breaks", how: `sends the request to \`${host}\`, a name that stands for ${address}` };
}
