import type { FunctionIr } from "../../ir/ir.js";
import type { SinkRow } from "../../models/model.js";
import type { Arrived } from "../../text/oracle.js";
import { lookUp } from "./looked-up.js";
import { type Called, placeOf, valuesAt } from "../places.js";
import type { Run, Watch } from "../run.js";
import { isAttacked } from "../unknown.js";
import { isKnown, isPrimitive, type Site, type Value } from "../values.js";

/** What came to the sink: the values at the row's place, as plain data. */
export interface Arrival {
  readonly values: readonly Arrived[];
  /** For an argument list whose program stands elsewhere. */
  readonly program: string | undefined;
  /** Something of the attacker's is in it. */
  readonly isAttacked: boolean;
  /** Something of the attacker's is in it that is not known. */
  readonly isBlurred: boolean;
  /** Whether the call follows a redirect; undefined: nobody knows. */
  readonly isRedirected: boolean | undefined;
  /** Something that nobody knows was given the attacker's value before, and may have refused it. */
  readonly entrusted?: string | undefined;
  /** Files of the attacker's choice that were asked for before. */
  readonly asked?: readonly Asked[];
  /** What the handler asked for besides, where nobody says what else a caller sends. */
  readonly filled?: ReadonlyMap<string, string>;
}

/** A file that the program asked for, by its absolute path. */
export interface Asked {
  readonly path: string;
  readonly isThere: boolean;
}

/** Texts that values were held against on their way, each with the words that those hold; none where nobody knows what is in them. */
export interface Compared {
  readonly texts: Against[];
  /** What a word was held against as a whole. */
  readonly others: Against[];
}

export interface Against {
  readonly text: string;
  readonly words: readonly string[];
}

/** The call of a sink, its row, and the calls that must be under way. */
export interface WatchedSink extends Site {
  readonly row: SinkRow;
  readonly through: readonly Site[];
  /** The functions that the input passes on its way to it, each with the place up to which it has to be run. */
  readonly way: ReadonlyMap<FunctionIr, number>;
}

function isSame(a: Site, b: Site): boolean {
  return a.module === b.module && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** Watches for the calls of sinks. `seen` is told what arrives each time. */
export function watchSinks<T extends { readonly start: WatchedSink }>(run: Run, waiting: readonly T[], compared: Compared, marks: readonly string[], seen: (at: T, arrival: Arrival) => void): Watch {
  const byStart = new Map<number, T[]>();
  for (const one of waiting) byStart.set(one.start.span.start, [...(byStart.get(one.start.span.start) ?? []), one]);
  return {
    called: ({ site, receiver, args }) => {
      for (const at of byStart.get(site.span.start) ?? []) {
        const { start } = at;
        if (isSame(site, start) && start.through.every((one) => run.calls.some((call) => isSame(call, one)))) {
          const arrival = arrivalAt(run, start.row, { receiver, args, result: undefined, site });
          if (arrival !== undefined) seen(at, arrival);
        }
      }
    },
    compared: (values) => {
      if (values.some(isAttacked)) note(compared, values, marks);
    },
    entrusted: () => undefined,
    asked: () => undefined,
    missing: () => undefined,
  };
}

/** What arrives; undefined where the look-up of its host refuses it. */
function arrivalAt(run: Run, row: SinkRow, call: Called): Arrival | undefined {
  const values = valuesAt(run, call, placeOf(row.path));
  const [program] = row.program === undefined ? [] : valuesAt(run, call, placeOf(row.program));
  const reading: Reading = { isBlurred: false, left: MOST_PARTS };
  const given = values.map((value) => plainOf(reading, value, DEEPEST));
  const found = row.agents === undefined ? undefined : lookUp(run, row, call, given[0]);
  if (found === "refused") return undefined;
  const plain = typeof found === "object" ? [`http://${found.address.includes(":") ? `[${found.address}]` : found.address}/`] : given;
  return { values: row.form === "items" ? [plain.flat()] : plain, program: typeof program === "string" ? program : row.programName, isAttacked: values.some(isAttacked), isBlurred: reading.isBlurred || found === "unknown", isRedirected: isRedirected(run, row, call) };
}

/** The whole text has arrived, in whatever case, or the address that it is as a parser spells it. */
export function holdsText({ values }: Arrival, text: string): boolean {
  const arrived = JSON.stringify(values).toLowerCase();
  const holds = (one: string): boolean => arrived.includes(JSON.stringify(one).slice(1, -1).toLowerCase());
  return holds(text) || (text.includes("://") && URL.canParse(text) && holds(new URL(text).href));
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

/** Of the values that are compared, those without a word of ours are what the others are held against. A word that stands alone may have to be one of them. */
function note({ texts, others }: Compared, values: readonly Value[], marks: readonly string[]): void {
  const known = values.filter((value) => typeof value === "string");
  const held = known.length === 0 ? [] : marks.filter((word) => known.some((value) => value.includes(word)));
  const whole = held.filter((word) => values.includes(word));
  for (const value of values.flatMap((one) => [one, ...itemsOf(one)])) {
    if (typeof value !== "string" || value === "" || value.length >= 200 || isAttacked(value)) continue;
    add(texts, value, held);
    if (whole.length > 0) add(others, value, whole);
  }
}

function add(list: Against[], text: string, words: readonly string[]): void {
  if (list.length < MOST_COMPARED * 2 && !list.some((one) => one.text === text && one.words.join() === words.join())) list.push({ text, words });
}

function itemsOf(value: Value): readonly Value[] {
  if (typeof value !== "object" || value === null) return [];
  return value.tag === "list" ? value.items.slice(0, MOST_COMPARED) : value.tag === "set" || value.tag === "map" ? [...value.entries.values()].slice(0, MOST_COMPARED).map(({ key }) => key) : [];
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
