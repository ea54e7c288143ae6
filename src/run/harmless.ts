import type { SinkKind } from "../models/kinds.js";
import { type Arrival, type Compared, holdsText, toPlain } from "./arrivals.js";
import type { Explored } from "./explore.js";
import { fieldsIn, partAt, type Request } from "./handlers.js";
import { optionalFields, sample } from "./samples.js";
import { type Input, send, type Target } from "./sending.js";
import type { Site } from "./values.js";
import { ORDINARY, type World } from "./world.js";
import type { Run } from "./run.js";

/** A harmless input that comes to the sink, and what the input is held against on its way. */
export interface Harmless {
  readonly input: Input;
  readonly arrival: Arrival;
  readonly compared: Pick<Compared, "texts" | "regexes">;
  /** No word of ours gets through: it is a text that the program asks for. */
  readonly isListed: boolean;
}

/** So many optional parts are sent alone. */
const MOST_OPTIONAL = 12;
/** So many inputs are tried. */
const MOST_TRIES = 64;

/** The step of the run at which a search ends. Whoever takes what it found may put it off. */
export interface Bound {
  limit: number;
}

/**
 * Looks for harmless inputs that come to the sink: what the schema admits, with and without its optional parts; then texts that the program compares
 * its input with on the way. Each is looked for when it is asked for.
 */
export function searchHarmless(target: Target, kind: SinkKind, requests: readonly Request[], word: string, bound: Bound): { readonly found: Iterable<Harmless>; why(): string } {
  let why: string | undefined;
  return { found: search(target, kind, requests, word, bound, (one) => (why ??= one)), why: () => why ?? "the bound was spent" };
}

function* search(target: Target, kind: SinkKind, requests: readonly Request[], word: string, bound: Bound, fail: (why: string) => void): Iterable<Harmless> {
  const { run, site } = target;
  const world = run.world ?? ORDINARY;
  const noted: Pick<Compared, "texts" | "regexes"> = { texts: new Set(), regexes: [] };
  const others = new Map<string, ReadonlyMap<string, string>>();
  const arrived: string[] = [];
  const tried = new Set<string>();
  let tries = 0;
  let isFound = false;
  const isListed = ({ request, text }: Input): boolean => !sampled.get(request)?.includes(text);
  const tryOne = (plain: Plain): Harmless[] => {
    if (run.spent.steps > bound.limit || tries >= MOST_TRIES) return [];
    const input: Input = { ...plain, shape: shapeOf(run, plain, site) };
    const key = `${input.shape} ${input.text}`;
    if (tried.has(key)) return [];
    tried.add(key);
    tries += 1;
    const core = input.text.includes(word) ? word : input.text;
    // a text that comes there by itself tells nothing
    if (core !== word && arrived.some((text) => text.includes(core))) return [];
    const sent = send(target, input, [core], (arrival) => (holdsText(arrival, core) ? "all" : undefined));
    for (const text of sent.compared.texts) noted.texts.add(text);
    noted.regexes.push(...sent.compared.regexes);
    for (const [path, text] of sent.compared.others) others.set(`${path} ${text}`, new Map([...input.others, [path, text]]));
    const arrival = sent.arrivals.flat().find((one) => holdsText(one, core));
    arrived.push(...sent.arrivals.flat().map((one) => JSON.stringify(one.values)));
    if (arrival === undefined) fail(failureOf(sent.explored));
    else isFound = true;
    return arrival === undefined ? [] : [{ input, arrival, compared: noted, isListed: isListed(input) }];
  };
  const sampled = new Map(requests.map((request) => [request, sampledText(run, request, word, site)]));
  const inputs = requests.map((request): Plain => ({ request, text: sampled.get(request) ?? word, world, extra: "none", choice: 0, flag: true, others: new Map() }));
  for (const vary of VARIATIONS.slice(0, FIRST)) for (const input of inputs) yield* tryOne(vary(input));
  // other texts are wanted only where the word itself does not get through
  if (!isFound && MORE_TEXTS[kind] !== undefined) {
    for (const text of MORE_TEXTS[kind](word, world)) {
      for (const request of requests) if (sampled.get(request) === word) sampled.set(request, text);
      for (const vary of VARIATIONS.slice(0, FIRST)) for (const input of inputs) if (input.text === word) yield* tryOne(vary({ ...input, text }));
      if (isFound) break;
    }
  }
  for (const vary of VARIATIONS.slice(FIRST)) for (const input of inputs) yield* tryOne(vary(input));
  for (const input of inputs) for (const name of optionalFields(input.request.schema).slice(0, MOST_OPTIONAL)) yield* tryOne({ ...input, extra: { name } });
  for (const input of inputs.slice(0, 4)) {
    for (const text of isFound ? [] : [...noted.texts].flatMap((one) => [one, one + word, word + one, ...(isHost(one) ? [`https://${one}/${word}`] : [])])) {
      yield* tryOne({ ...input, text });
      yield* tryOne({ ...input, text, extra: "all" });
    }
    for (const other of others.values()) yield* tryOne({ ...input, extra: "all", others: other });
  }
}

/** Everything of an input that a variation may change. */
type Plain = Omit<Input, "shape">;

/** What is sent besides the text, whatever the words are. */
function shapeOf(run: Run, { request, world, extra, choice, flag, others }: Plain, site: Site): string {
  const { handler, schema, path, param, tool } = request;
  const sampling = { run, site, path: fieldsIn(handler, path), word: (place: readonly string[]) => `{${place.join(".")}}`, extra, choice, flag };
  const sent = schema === undefined ? extra === "all" : toPlain(sample(sampling, schema));
  return JSON.stringify([param, path, tool, world, [...others], sent]);
}

/** Harmless texts of kinds of sinks that tell a text by what it looks like. */
const MORE_TEXTS: Readonly<Partial<Record<SinkKind, (word: string, world: World) => readonly string[]>>> = {
  url: (word) => [`https://${word}.example.com/`],
  path: (word, { folder }) => [`${folder}/${word}.txt`],
};

/** The first variations are other calls; those behind take other values that a schema lists. */
const FIRST = 4;

const missing = (world: World): World => ({ ...world, files: "missing" });

/** Other ways to make the same call. */
const VARIATIONS: readonly ((input: Plain) => Plain)[] = [
  (input) => input,
  (input) => ({ ...input, extra: "all" }),
  (input) => ({ ...input, extra: "all", flag: false }),
  (input) => ({ ...input, world: missing(input.world) }),
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((choice) => [(input: Plain): Plain => ({ ...input, extra: "all", choice }), (input: Plain): Plain => ({ ...input, choice, flag: false })]),
];

/** It may be the name of a host. */
export function isHost(text: string): boolean {
  return /^\.?[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(text);
}

/** The harmless text that the schema admits where the input lies. */
function sampledText(run: Run, { handler, schema, path }: Request, word: string, site: Site): string {
  const fields = fieldsIn(handler, path);
  const part = schema === undefined ? undefined : partAt(sample({ run, site, path: fields, word: () => word, extra: "none", choice: 0, flag: true }, schema), fields);
  return typeof part === "string" ? part : word;
}

function failureOf({ ways, complete }: Explored<void>): string {
  const ends = new Set(ways.map(({ end }) => end.kind));
  if (ends.has("stopped") || !complete) return "the ways are too many or too long";
  return ends.has("value") ? "the handler returns before" : ends.has("exit") ? "the program ends before" : "the handler throws before";
}
