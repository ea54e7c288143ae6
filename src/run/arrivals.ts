import type { SinkRow } from "../models/model.js";
import type { Arrived } from "../text/oracle.js";
import { type Called, placeOf, valuesAt } from "./places.js";
import type { Run, Watch } from "./run.js";
import { isAttacked } from "./unknown.js";
import { isKnown, isPrimitive, type RegexValue, type Site, type Value } from "./values.js";

/** What came to the sink: the values at the row's place, as plain data. */
export interface Arrival {
  readonly values: readonly Arrived[];
  /** For an argument list whose program stands elsewhere. */
  readonly program: string | undefined;
  /** Something of the attacker's is in it that is not known. */
  readonly isBlurred: boolean;
  /** Whether the call follows a redirect; undefined: nobody knows. */
  readonly isRedirected: boolean | undefined;
  /** Something that nobody knows was given the attacker's value before, and may have refused it. */
  readonly entrusted?: string | undefined;
}

/** Texts and expressions that the input was held against on its way. */
export interface Compared {
  readonly texts: Set<string>;
  readonly regexes: RegexValue[];
  /** What stands in other places, by their paths. */
  readonly words: ReadonlyMap<string, string>;
  /** What that was held against: the path of the place, and the text. */
  readonly others: (readonly [path: string, text: string])[];
}

/** The call of a sink, its row, and the calls that must be under way. */
export interface WatchedSink extends Site {
  readonly row: SinkRow;
  readonly through: readonly Site[];
}

function isSame(a: Site, b: Site): boolean {
  return a.module === b.module && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** Watches for the call of a sink. `seen` is told what arrives each time. */
export function watchSink(run: Run, sink: WatchedSink, compared: Compared, seen: (arrival: Arrival) => void): Watch {
  const { row } = sink;
  return {
    called: ({ site, receiver, args }) => {
      if (!isSame(site, sink) || !sink.through.every((one) => run.calls.some((call) => isSame(call, one)))) return;
      const call = { receiver, args, result: undefined, site };
      const values = valuesAt(run, call, placeOf(row.path));
      const [program] = row.program === undefined ? [] : valuesAt(run, call, placeOf(row.program));
      const reading: Reading = { isBlurred: false, left: MOST_PARTS };
      const plain = values.map((value) => plainOf(reading, value, DEEPEST));
      seen({ values: row.form === "items" ? [plain.flat()] : plain, program: typeof program === "string" ? program : row.programName, isBlurred: reading.isBlurred, isRedirected: isRedirected(run, row, call) });
    },
    compared: (values) => {
      if (values.some(isAttacked)) for (const value of values) note(compared, value);
      else noteOthers(compared, values);
    },
    entrusted: () => undefined,
    missing: () => undefined,
  };
}

/** The whole text has arrived, in whatever case. */
export function holdsText({ values }: Arrival, text: string): boolean {
  return JSON.stringify(values).toLowerCase().includes(JSON.stringify(text).slice(1, -1).toLowerCase());
}

function isRedirected(run: Run, { direct, redirects }: SinkRow, call: Called): boolean | undefined {
  if (direct === true) return false;
  if (redirects === undefined) return undefined;
  const [value, ...others] = redirects.at === undefined ? [] : valuesAt(run, call, placeOf(redirects.at));
  // the settings may stand in an object that somebody else made
  if (others.length > 0 || !isPrimitive(value) || !call.args.every(isKnown)) return undefined;
  return redirects.unless?.includes(String(value)) !== true;
}

const MOST_COMPARED = 24;

/** Words of other places are recognised as a whole: what they are held against may have to stand there. */
function noteOthers({ words, others }: Compared, values: readonly Value[]): void {
  for (const [path, word] of words) {
    if (!values.includes(word)) continue;
    const listed = values.flatMap(itemsOf).filter((one) => typeof one === "string" && one !== word && one !== "");
    for (const text of listed) if (typeof text === "string" && others.length < MOST_COMPARED) others.push([path, text]);
  }
}

function itemsOf(value: Value): readonly Value[] {
  if (typeof value !== "object" || value === null) return [value];
  return value.tag === "list" ? value.items.slice(0, MOST_COMPARED) : value.tag === "set" || value.tag === "map" ? [...value.entries.values()].slice(0, MOST_COMPARED).map(({ key }) => key) : [];
}

function note({ texts, regexes }: Pick<Compared, "texts" | "regexes">, value: Value): void {
  if (typeof value === "string") {
    if (value !== "" && value.length < 200 && texts.size < MOST_COMPARED && !isAttacked(value)) texts.add(value);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (value.tag === "regex" && regexes.length < MOST_COMPARED && !regexes.some(({ pattern, flags }) => pattern === value.pattern && flags === value.flags)) regexes.push(value);
  for (const item of itemsOf(value)) if (typeof item === "string") note({ texts, regexes }, item);
}

interface Reading {
  isBlurred: boolean;
  left: number;
}

const MOST_PARTS = 400;
const DEEPEST = 5;
/** Stands for a stretch of text that nobody knows and that is not the attacker's. */
const SOME = "x";

/** A value as plain data; what nobody knows of it is a letter. */
export function toPlain(value: Value): Arrived {
  return plainOf({ isBlurred: false, left: MOST_PARTS }, value, DEEPEST);
}

function plainOf(reading: Reading, value: Value, depth: number): Arrived {
  if (isPrimitive(value)) return typeof value === "bigint" ? String(value) : value;
  if (depth === 0 || (reading.left -= 1) < 0) return blur(reading, value);
  switch (value.tag) {
    case "list":
      if (value.open !== undefined) blur(reading, value.open);
      return value.items.map((item) => plainOf(reading, item, depth - 1));
    case "object": {
      if (value.sort === "URL" || value.sort === "String") return plainOf(reading, value.inner, depth - 1);
      if (value.open !== undefined) blur(reading, value.open);
      return Object.fromEntries([...value.fields].flatMap(([key, property]) => (typeof key === "string" && property.hidden !== true ? [[key, plainOf(reading, property.value, depth - 1)]] : [])));
    }
    case "unknown":
      return value.parts === undefined ? blur(reading, value) : value.parts.map((part) => (typeof part === "string" ? part : blur(reading, part))).join("");
    case "promise":
      return plainOf(reading, value.value, depth - 1);
    default:
      return blur(reading, value);
  }
}

function blur(reading: Reading, value: Value): string {
  if (isAttacked(value)) reading.isBlurred = true;
  return SOME;
}
