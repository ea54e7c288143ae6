import type { Replay } from "../finding.js";
import type { FunctionIr } from "../ir/ir.js";
import { SINK_KINDS, type SinkKind } from "../models/kinds.js";
import type { Model, OptionRow, ProgramRow } from "../models/model.js";
import type { Program } from "../program/program.js";
import { describeLocalHost } from "../text/addresses.js";
import { type Arrived, judge, type Judgement } from "../text/oracle.js";
import { type Arrival, holdsText, type WatchedSink } from "./arrivals.js";
import { attacksOn } from "./attacks/made.js";
import { type Attack, ATTACKS } from "./attacks/texts.js";
import type { Explored, Way } from "./explore.js";
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
/** So many attacks are sent in a way that is not the first. */
const FEW_ATTACKS = 12;

/** A program that was started in a world, ready to be called. */
interface Started {
  readonly run: Run;
  readonly ran: Ran;
  readonly handlers: readonly Handler[];
  readonly schemas: ReadonlyMap<string, Value>;
  readonly known: Target["known"];
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
      started.set(unset, (known = { run, ran, handlers: handlersOf(ran), schemas: advertisedSchemas(ran), known: new Map(), before: run.spent.steps }));
    }
    return known;
  };
  const steps = (): number => [...started.values()].reduce((sum, { run, before }) => sum + run.spent.steps - before, 0);
  return {
    steps,
    replay(request) {
      // nothing is started for a flow that cannot be replayed
      if (request.entry.fn === undefined) return unknown("the input comes from no parameter");
      if (ATTACKS[request.kind] === undefined) return unknown(nothingToTry(request.kind));
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

function nothingToTry(kind: SinkKind): string {
  return `there are no hostile inputs to try on ${SINK_KINDS[kind].phrase}`;
}

function unknown(why: string): Replay {
  return { verdict: "unknown", why };
}

function replayIn({ run, ran, handlers, schemas, known }: Started, flow: ReplayRequest, rows: Rows, word: string): Replay {
  const { entry, source, start } = flow;
  if (entry.fn === undefined) return unknown("the input comes from no parameter");
  const handler = findHandler(run, handlers, entry.fn, source.names);
  if (handler === undefined) return unknown(`${NOT_REACHED}: the handler was not met when the program started`);
  const target: Target = { run, sink: start, site: { module: entry.fn.module, span: entry.fn }, known };
  const bound: Bound = { limit: run.spent.steps + SEARCH_STEPS };
  const search = searchHarmless(target, flow.kind, requestsOf(ran, handler, schemas, flow), word, bound);
  let refuted: Replay | undefined;
  // one way to call it may be guarded where another is not
  let tried = 0;
  for (const found of search.found) {
    if (tried === 0) bound.limit = run.spent.steps + ATTACK_STEPS;
    const replay = attack(target, flow, rows, found, bound, tried === 0 ? Infinity : FEW_ATTACKS);
    if (replay.verdict !== "refuted") return replay;
    refuted ??= replay;
    if ((tried += 1) >= MOST_VARIANTS) break;
  }
  if (refuted === undefined) return unknown(`${NOT_REACHED}: ${search.why()}`);
  return run.spent.steps > bound.limit ? unknown("the bound on replays of a flow was spent") : refuted;
}

/** What came of one attack. */
interface Outcome {
  /** How it breaks out. */
  readonly how: string | undefined;
  /** Why nobody knows whether it does. */
  readonly open: string | undefined;
}

/** Sends what is hostile in the place of what is harmless. */
function attack(target: Target, flow: ReplayRequest, rows: Rows, found: Harmless, bound: Bound, most: number): Replay {
  const { run } = target;
  const { input, compared, isListed } = found;
  const attacks = attacksOn(flow.kind, flow.harm, input.text, compared, input.world).slice(0, most);
  if (attacks.length === 0) return unknown(nothingToTry(flow.kind));
  let open: string | undefined;
  for (const [index, one] of attacks.entries()) {
    // a test that has turned this many away may be a whole one: it is worth more
    if (index === FEW_ATTACKS && open === undefined && most > FEW_ATTACKS) bound.limit += ATTACK_STEPS;
    if (run.spent.steps > bound.limit) return unknown(open ?? "the bound on replays of a flow was spent");
    const outcome = sendOne(target, flow, rows, found, one);
    if (outcome.how !== undefined) return { verdict: "proved", input: one.text, how: outcome.how };
    open ??= outcome.open;
  }
  if (open !== undefined) return unknown(open);
  if (flow.entry.others > 0) return unknown("other inputs reach it as well");
  return (flow.kind === "url" && !isListed ? redirect(target, flow, rows, found) : undefined) ?? { verdict: "refuted", tried: attacks.length };
}

/** Sends one attack. It breaks out where no unknown condition on it was needed, or where it does whichever way such a condition is taken. */
function sendOne(target: Target, flow: ReplayRequest, rows: Rows, { input, arrival: expected, isListed }: Harmless, one: Attack): Outcome {
  const hows = new Map<number, string>();
  let open: string | undefined;
  let refusing: string | undefined;
  const sendIt = (isAll: boolean): Explored<void> => {
    hows.clear();
    return send(target, { ...input, text: one.text }, marksOf(one, input.text), (arrival, _before, way) => {
      const judgement: Judgement = arrival.isBlurred ? { kind: "unknown", why: "part of what arrives is not known" } : judgeBoth(flow, rows, expected, arrival, { benign: input.text, hostile: one.text }, isListed);
      if (judgement.kind === "unknown") open ??= judgement.why;
      if (judgement.kind !== "breaks") return judgement.kind === "holds" && holdsText(arrival, one.text) ? "way" : undefined;
      if (arrival.entrusted === undefined) hows.set(way, judgement.how);
      else refusing = arrival.entrusted;
      return isAll || arrival.entrusted !== undefined ? "way" : "all";
    }).explored;
  };
  const explored = sendIt(false);
  const decisive = explored.ways.flatMap(({ choices }) => choices).find((choice) => choice.attacked);
  const [how] = hows.values();
  if (how !== undefined) {
    if (explored.ways.at(-1)?.choices.every((choice) => !choice.attacked) === true) return { how, open };
    const { ways } = sendIt(true);
    const broken = ways.filter((_, way) => hows.has(way));
    if (broken.some((way) => isSure(broken, way, 0))) return { how, open };
  }
  if (decisive !== undefined) open ??= `an unknown condition decides: ${decisive.site === target.site ? decisive.what : placeText(decisive.site)}`;
  if (refusing !== undefined) open ??= `\`${refusing}\` may refuse it`;
  if (how === undefined && (!explored.complete || explored.ways.some(({ end }) => end.kind === "stopped"))) open ??= "not all ways could be followed";
  return { how: undefined, open };
}

/** From the choice at an index on, each unknown condition on the attack may be taken the other way: the attack breaks out as well. */
function isSure(broken: readonly Way<void>[], { choices }: Way<void>, from: number): boolean {
  return choices.every(({ attacked, holds }, index) => {
    if (index < from || !attacked) return true;
    const others = broken.filter((other) => other.choices[index]?.holds === !holds && choices.slice(0, index).every((choice, at) => other.choices[at]?.holds === choice.holds));
    return others.some((other) => isSure(broken, other, index + 1));
  });
}

const REDIRECT = "http://169.254.169.254/";

/** Who chooses the host chooses what its server answers: where redirects are followed, or met by hand, they have to pass what the first address passed. Undefined when they do. */
function redirect(target: Target, flow: ReplayRequest, rows: Rows, { input, arrival: expected, isListed }: Pick<Harmless, "input" | "arrival" | "isListed">): Replay | undefined {
  if (!expected.values.some((value) => choosesHost(value, input.text))) return undefined;
  const proved = (how: string): Replay => ({ verdict: "proved", input: `${input.text} (redirects to ${REDIRECT})`, how });
  if (expected.isRedirected === undefined) return unknown("it is not known whether redirects are followed");
  if (expected.isRedirected) return proved(`is redirected to \`${REDIRECT}\`, and nobody asks where the redirect leads`);
  const world = { ...input.world, redirect: REDIRECT };
  let how: string | undefined;
  let open: string | undefined;
  const { explored } = send(target, { ...input, world, shape: `${input.shape} redirected` }, [...marksOf({ text: REDIRECT }, input.text), ...marksOf({ text: input.text }, input.text)], (arrival, before) => {
    // tried again: nothing new comes of it
    if (before.some((one) => JSON.stringify(one.values) === JSON.stringify(arrival.values))) return "way";
    const judgement = judgeBoth(flow, rows, expected, arrival, { benign: input.text, hostile: REDIRECT }, isListed);
    if (arrival.isBlurred || judgement.kind === "unknown") open ??= "what a redirect leads to is not known";
    else if (judgement.kind === "breaks") how = judgement.how;
    return how === undefined ? undefined : "all";
  });
  const isDoubtful = ({ choices }: { readonly choices: readonly { readonly attacked: boolean }[] }): boolean => choices.some(({ attacked }) => attacked);
  if (how !== undefined && explored.ways.slice(-1).every((way) => !isDoubtful(way))) return proved(`is redirected: ${how}`);
  if (how !== undefined || explored.ways.some(isDoubtful) || !explored.complete || explored.ways.some(({ end }) => end.kind === "stopped")) open ??= "not all ways behind a redirect could be followed";
  return open === undefined ? undefined : unknown(open);
}

/** The text stands where the host of a request is chosen. */
function choosesHost(value: Arrived, text: string): boolean {
  if (typeof value !== "string") return false;
  const [host, chosen] = [value, text].map((one) => (URL.canParse(one) ? new URL(one).hostname : one.toLowerCase()));
  return host === chosen;
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

const SCHEMES: ReadonlySet<string> = new Set(["http", "https", "file"]);

/** What an attack is recognised by on its way: itself and its words. */
function marksOf({ text, also = [] }: Attack, harmless: string): string[] {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word.length > (/^\d+$/.test(word) ? 2 : 3) && !SCHEMES.has(word));
  // a host as a parser spells it, and what a name stands for, depend on it too
  const host = URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, "") : "";
  const hosts = host === "" ? [] : [host, addressAt(ORDINARY, host) ?? host];
  return [...new Set([text, ...hosts, ...words, ...also, ...(text.includes(harmless) ? [harmless] : [])])];
}

function judgeBoth({ start, kind }: ReplayRequest, rows: Rows, benign: Arrival, hostile: Arrival, sent: { readonly benign: string; readonly hostile: string }, isListed: boolean): Judgement {
  const { row } = start;
  let open: Judgement | undefined;
  for (const [index, value] of hostile.values.entries()) {
    const judgement = judge((row.kind === "path" && kind === "link") || kind === "segment" ? kind : row.kind, {
      benign: benign.values[index], hostile: value, sent,
      with: { ...rows, ...(row.path.endsWith("[*]") ? { element: true } : {}), ...(row.form === undefined ? {} : { form: row.form }), ...(row.remote === true ? { remote: true } : {}), ...(hostile.program === undefined ? {} : { program: hostile.program }) },
    });
    if (judgement.kind === "breaks") return judgement;
    const other = row.kind === "url" && kind !== "segment" ? judgeName(benign.values[index], value, isListed) : undefined;
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
  if (address === undefined || address === host) return undefined;
  const what = describeLocalHost(address);
  return what === undefined ? { kind: "holds" } : { kind: "breaks", how: `sends the request to \`${host}\`, a name that stands for ${address}` };
}
