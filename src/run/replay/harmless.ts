import type { SinkKind } from "../../models/kinds.js";
import { type Arrival, type Compared, holdsText, toPlain } from "./arrivals.js";
import type { Explored } from "./explore.js";
import { argumentsFor, fieldsIn, type Handler, partAt, type Request } from "../handlers.js";
import { addressWith, optionalFields, sample } from "./samples.js";
import { type Input, MOST_WAYS, send, type Sent, type Target, tellingText, textsOf, type Waiting } from "./sending.js";
import { towardAll } from "../toward.js";
import { ORDINARY, type World } from "../world.js";

/** A flow whose input is looked for, with the requests that may bring it. */
export interface Seeker extends Waiting {
  readonly kind: SinkKind;
  readonly requests: readonly Request[];
}

/** What one call brings answers all flows that wait for it. */
export interface Shared<S extends Seeker> {
  readonly target: Target;
  /** The flows that are still to be decided. */
  readonly seekers: ReadonlySet<S>;
  readonly sent: Map<string, SentOnce<S>>;
  /** What is sent, by the handler and all that it is made from. */
  readonly keys: Map<Handler, Map<string, string>>;
  /** Steps that were spent on looking for each input. */
  readonly spent: Map<string, number>;
  /** What attacks of each kind were made from that passed. */
  readonly worked: Map<SinkKind, Set<string>>;
}

/** What a call brought, and to whom it may have brought something. */
export interface SentOnce<S> {
  readonly for: ReadonlySet<S>;
  /** So many ways were followed at most. */
  readonly states: number;
  readonly sent: Sent<S>;
}

/** A harmless input that comes to the sink, and what the input is held against on its way. */
export interface Harmless<S> {
  readonly input: Input;
  /** The same key, the same call. */
  readonly key: string;
  readonly arrival: Arrival;
  readonly compared: ReadonlySet<string>;
  /** No word of ours gets through: it is a text that the program asks for. */
  readonly isListed: boolean;
  /** The same call with the same input brings these flows to their sinks as well. */
  readonly arrivals: ReadonlyMap<S, Arrival>;
}

/** So many optional parts are sent alone. */
const MOST_OPTIONAL = 12;
/** So many inputs are tried. */
const MOST_TRIES = 64;
/** Steps in which all flows of one input look for it. */
const CALL_STEPS = 8_000;
/** What is counted where what a call brings is known from before. */
const KNOWN_STEPS = 10;

/** The step of the run at which a search ends. Whoever takes what it found may put it off. */
export interface Bound {
  limit: number;
}

/**
 * Looks for harmless inputs that come to the sink: what the schema admits, with and without its optional parts; then texts that the program compares
 * its input with on the way. Each is looked for when it is asked for.
 */
export function searchHarmless<S extends Seeker>(shared: Shared<S>, seeker: S, bound: Bound): { readonly found: Iterable<Harmless<S>>; why(): string } {
  let why: { readonly text: string; readonly states: number } | undefined;
  // what came of following more ways says more
  const fail = (text: string, states: number): void => {
    if (why === undefined || states > why.states) why = { text, states };
  };
  return { found: search(shared, seeker, bound, fail), why: () => why?.text ?? "the bound was spent" };
}

function* search<S extends Seeker>(shared: Shared<S>, seeker: S, bound: Bound, fail: (why: string, states: number) => void): Iterable<Harmless<S>> {
  const { run, words } = shared.target;
  const { kind, requests } = seeker;
  const world = run.world ?? ORDINARY;
  const noted = new Set<string>();
  const others = new Map<string, ReadonlyMap<string, string>>();
  const arrived: string[] = [];
  const tried = new Map<string, number>();
  let tries = 0;
  let isFound = false;
  const tryOne = (input: Input, states = MOST_WAYS): Harmless<S>[] => {
    if (run.spent.steps > bound.limit || tries >= MOST_TRIES) return [];
    const key = keyOf(shared, input);
    if ((tried.get(key) ?? 0) >= states) return [];
    tried.set(key, states);
    tries += 1;
    const word = wordOf(shared.target, input.request);
    const core = coreOf(input.text, word);
    // a text that comes there by itself tells nothing
    if (core !== word && arrived.some((text) => text.includes(core))) return [];
    const sent = sendOnce(shared, seeker, input, key, core, states);
    if (sent === undefined) return [];
    for (const { text, words: held } of sent.compared.texts) if (held.length === 0 || held.includes(core)) noted.add(text);
    noteOthers(sent.compared, words.all, core, (place, text) => others.set(`${place} ${text}`, new Map([...input.others, [place, text]])), words.placeOf);
    const came = sent.came.flatMap((some, way) => some.map((one) => ({ ...one, way })));
    const first = came.find(({ at, arrival: one }) => at === seeker && holdsText(one, core));
    const arrival = first?.arrival;
    for (const { at, arrival: one } of came) if (at === seeker) arrived.push(JSON.stringify(one.values));
    if (arrival === undefined) fail(failureOf(sent.explored), states);
    else isFound = true;
    const isListed = input.text !== natural.get(input.request) && !listed.has(input.text);
    return arrival === undefined ? [] : [{ input: { ...input, like: sent.explored.ways[first?.way ?? 0]?.choices.slice(0, first?.choices) ?? [] }, key, arrival, compared: noted, isListed, arrivals: new Map(came.flatMap(({ at, arrival: one }) => (holdsText(one, core) ? [[at, one]] : []))) }];
  };
  const natural = new Map(requests.map((request) => [request, textAt(shared.target, request)]));
  const listed = new Set<string>();
  const inputs = requests.map((request): Input => ({ request, text: natural.get(request) ?? "", world, extra: "none", choice: 0, flag: true, telling: false, others: new Map() }));
  const told = inputs.map((input): Input => {
    const { request, text } = input;
    const word = wordOf(shared.target, request);
    const telling = text === word ? tellingOf(kind, request.path, word, world) : text;
    listed.add(telling);
    return { ...input, text: telling };
  });
  // most calls come there on their first ways, or not at all
  for (const states of [FEW_WAYS, MOST_WAYS]) {
    for (const some of [inputs, told, told.map((input) => ({ ...input, telling: true }))]) for (const vary of VARIATIONS.slice(0, FIRST)) for (const input of some) yield* tryOne(vary(input), states);
    for (const vary of VARIATIONS.slice(FIRST)) for (const input of inputs) yield* tryOne(vary(input), states);
    for (const input of inputs) for (const name of optionalFields(input.request.schema).slice(0, MOST_OPTIONAL)) yield* tryOne({ ...input, extra: { name } }, states);
  }
  for (const input of inputs.slice(0, 4)) {
    const word = wordOf(shared.target, input.request);
    // a file may be asked for, and in the folder that the input is held against
    const files = kind === "path" ? [word, ...[...noted].flatMap((one) => (one.startsWith("/") ? [`${one.replace(/\/+$/, "")}/${word}`] : []))].map((one) => `${one}.txt`) : [];
    for (const text of isFound ? [] : [...files, ...[...noted].flatMap((one) => [one, one + word, word + one, ...(isHost(one) ? [`https://${one}/${word}`] : [])])]) {
      yield* tryOne({ ...input, text });
      yield* tryOne({ ...input, text, extra: "all" });
    }
    for (const other of others.values()) yield* tryOne({ ...input, extra: "all", others: other });
  }
}

/** Calls the handler with an input, once for all flows whose input it brings. */
function sendOnce<S extends Seeker>(shared: Shared<S>, seeker: S, input: Input, key: string, core: string, states: number): Sent<S> | undefined {
  const { target, seekers, sent } = shared;
  const known = sent.get(key);
  if (known?.for.has(seeker) === true && (known.states >= states || known.sent.explored.complete)) {
    target.run.spent.steps += KNOWN_STEPS;
    return known.sent;
  }
  const call = `${input.request.tool} ${input.request.path.join(".")}`;
  const before = target.run.spent.steps;
  if ((shared.spent.get(call) ?? 0) > CALL_STEPS) return undefined;
  const cores = new Map<S, string>([[seeker, core]]);
  for (const other of seekers) {
    const same = other.requests.find((one) => isSameCall(one, input.request));
    if (other === seeker || same === undefined) continue;
    const isSamePlace = same.path.join(".") === input.request.path.join(".");
    cores.set(other, isSamePlace ? core : coreOf(textAt(target, same), wordOf(target, same)));
  }
  const marks = target.words.all.includes(core) ? target.words.all : [...target.words.all, core];
  const made = send(target, input, marks, [...cores.keys()], (at, arrival) => (holdsText(arrival, cores.get(at) ?? core) ? "all" : "tail"), { states, toward: towardAll([...cores.keys()].map(({ start }) => start.way)) });
  shared.spent.set(call, (shared.spent.get(call) ?? 0) + target.run.spent.steps - before);
  sent.set(key, { for: new Set(cores.keys()), states, sent: made });
  return made;
}

function isSameCall(a: Request, b: Request): boolean {
  return a.handler.callee === b.handler.callee && a.tool === b.tool && a.param === b.param;
}

/** The word of ours that stands where the input lies, unless a schema wants something else there. */
function wordOf({ words }: Target, { handler, path }: Request): string {
  return words.at(fieldsIn(handler, path));
}

/** What is recognised where a text arrives. */
function coreOf(text: string, word: string): string {
  return text.includes(word) ? word : text;
}

/** Words of other places are recognised as a whole: what they are held against may have to stand there. */
function noteOthers({ others }: Compared, all: readonly string[], core: string, note: (place: string, text: string) => void, placeOf: (word: string) => string | undefined): void {
  for (const { text, words } of others) {
    for (const word of words) {
      const place = word === core || !all.includes(word) ? undefined : placeOf(word);
      if (place !== undefined) note(place, text);
    }
  }
}

/** What is sent, and in what world: the same key, the same call. */
function keyOf({ target, keys }: Pick<Shared<Seeker>, "target" | "keys">, input: Input): string {
  const { request: { handler, tool, param, path }, text, world, extra, choice, flag, others, telling } = input;
  let known = keys.get(handler);
  if (known === undefined) keys.set(handler, (known = new Map()));
  // law: the handler and the tool tell the schema
  const from = JSON.stringify([tool, param, path, text, world, extra, choice, flag, telling, ...others]);
  let key = known.get(from);
  if (key === undefined) known.set(from, (key = readKey(target, input)));
  return key;
}

function readKey({ run, site, words }: Target, input: Input): string {
  const { request, text, world, extra, choice, flag, others, telling } = input;
  const word = textsOf(input, words);
  const { schema, path, param, tool } = request;
  const args = argumentsFor(run, { ...request, isEnforced: false }, { word, extra, choice, flag }, text, site);
  const isOpen = schema === undefined && extra === "all";
  return JSON.stringify([tool, param, world, isOpen ? path.slice(0, -1) : "", isOpen ? [telling, ...others] : "", toPlain(args[param])]);
}

/** A harmless text of the sort that kinds of sinks ask for; where they ask for none, the name of its place may. */
function tellingOf(kind: SinkKind, path: readonly string[], word: string, world: World): string {
  if (kind === "url") return addressWith(word);
  // so that its folder is known again as well
  return kind === "path" ? `${world.folder}/${word}/${word}.txt` : tellingText(path, word, world);
}

/** So many ways are followed before other inputs are tried. */
const FEW_WAYS = 2;

/** The first variations are other calls; those behind take other values that a schema lists. */
const FIRST = 4;

const missing = (world: World): World => ({ ...world, files: "missing" });

/** Other ways to make the same call. */
const VARIATIONS: readonly ((input: Input) => Input)[] = [
  (input) => input,
  (input) => ({ ...input, extra: "all" }),
  (input) => ({ ...input, extra: "all", flag: false }),
  (input) => ({ ...input, world: missing(input.world) }),
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((choice) => [(input: Input): Input => ({ ...input, extra: "all", choice }), (input: Input): Input => ({ ...input, choice, flag: false })]),
];

/** It may be the name of a host. */
export function isHost(text: string): boolean {
  return /^\.?[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(text);
}

/** The harmless text that the schema admits where the input lies. */
function textAt(target: Target, request: Request): string {
  const known = target.texts.get(request);
  if (known !== undefined) return known;
  const { run, site, words } = target;
  const { handler, schema, path } = request;
  const fields = fieldsIn(handler, path);
  const part = schema === undefined ? undefined : partAt(sample({ run, site, path: fields, word: words.at, extra: "none", choice: 0, flag: true }, schema), fields);
  const text = typeof part === "string" ? part : words.at(fields);
  target.texts.set(request, text);
  return text;
}

function failureOf({ ways, complete }: Explored<void>): string {
  const ends = new Set(ways.map(({ end }) => end.kind));
  if (ends.has("stopped") || !complete) return "the ways are too many or too long";
  return ends.has("value") ? "the handler returns before" : ends.has("exit") ? "the program ends before" : "the handler throws before";
}
