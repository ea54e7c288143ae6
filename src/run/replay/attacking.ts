import type { Need, Replay } from "../../finding.js";
import { SINK_KINDS, type SinkKind } from "../../models/kinds.js";
import type { OptionRow, ProgramRow } from "../../models/model.js";
import { type Arrival, holdsText } from "./arrivals.js";
import { attacksOn } from "./attacks/made.js";
import type { Attack } from "./attacks/texts.js";
import type { Choice, Explored } from "./explore.js";
import type { Bound, Harmless, Seeker, Shared } from "./harmless.js";
import { judgeBoth, type Judged, marksOf } from "./judging.js";
import { filesOf, isHeldAbove, needsOf, needsOfKind, PATHS } from "./needs.js";
import { redirect } from "./redirects.js";
import type { ReplayRequest } from "./requests.js";
import { send, type Sent, type Target, type Waiting } from "./sending.js";
import { sentWith } from "./sent-arguments.js";
import type { Site } from "../values.js";

export interface Rows {
  readonly programs: readonly ProgramRow[];
  readonly options: readonly OptionRow[];
}

/** A flow that is looked for, and what it came to for each attack that was sent. */
export interface Seeking extends Seeker {
  readonly flow: ReplayRequest;
  readonly outcomes: Map<string, Outcome>;
}

/** Steps of all attacks on a flow that harmless input reaches. */
export const ATTACK_STEPS = 30_000;
/** So many attacks are sent in a way that is not the first. */
export const FEW_ATTACKS = 12;
/** So many attacks are sent once one is known that needs a file of its name. */
const NAMED_ATTACKS = 8;
/** So many attacks may come to what nobody knows: none of the others can refute the flow any more. */
const DOUBTFUL_ATTACKS = 10;
/** Steps of all attacks once one of them came to that, and of looking whether one breaks out all the same. */
const DOUBTFUL_STEPS = 10_000;

export function unknown(why: string): Replay {
  return { verdict: "unknown", why };
}

export function nothingToTry(kind: SinkKind): string {
  return `there are no hostile inputs to try on ${SINK_KINDS[kind].phrase}`;
}

/** How an attack breaks out, and what it asks of whoever sends the same. */
interface Broken {
  readonly how: string;
  readonly needs: readonly Need[];
  readonly filled: Arrival["filled"];
}

/** What came of one attack. */
interface Outcome {
  readonly broken: Broken | undefined;
  /** Why nobody knows whether it does. */
  readonly open: string | undefined;
  /** A condition that nobody knows decides it: it will decide of the others as well. */
  readonly isConditional?: boolean;
  /** It breaks out where a file of that name is there. */
  readonly needsFile?: boolean;
}

/** Sends what is hostile in the place of what is harmless. */
export function attack(shared: Shared<Seeking>, seeking: Seeking, rows: Rows, found: Harmless<Seeking>, bound: Bound, most: number, known?: Replay): Replay {
  const { run } = shared.target;
  const { flow } = seeking;
  const { input, compared, isListed } = found;
  const attacks = attacksOn(flow.kind, flow.harm, input.text, compared, input.world, { before: standsBefore(found.arrival, input.text), field: fieldBefore(found.arrival, input.text), bound: boundBehind(found.arrival, input.text), takes: flow.start.row.takes, around: flow.language ?? (flow.start.row.kind === "code" ? "" : JSON.stringify([found.arrival.program, found.arrival.values])), worked: (flow.language === undefined ? shared.worked.get(flow.kind) : undefined) ?? new Set() }).slice(0, most);
  if (attacks.length === 0) return unknown(nothingToTry(flow.kind));
  let open: string | undefined;
  let named = known;
  let doubtful = 0;
  const doubtfulLimit = run.spent.steps + DOUBTFUL_STEPS;
  for (const [index, one] of attacks.entries()) {
    // a test that has turned this many away may be a whole one: it is worth more
    if (index === FEW_ATTACKS && open === undefined && most > FEW_ATTACKS) bound.limit += ATTACK_STEPS;
    if (run.spent.steps > Math.min(bound.limit, open === undefined ? Infinity : doubtfulLimit) || doubtful >= DOUBTFUL_ATTACKS || (named !== undefined && index >= NAMED_ATTACKS)) return named ?? unknown(open ?? "the bound on replays of a flow was spent");
    const outcome = sendOne(shared, seeking, rows, found, one, named === undefined);
    const proof = outcome.broken === undefined ? undefined : proved(shared.target, flow.kind, found, one, outcome.broken);
    if (proof !== undefined && outcome.needsFile === true) named ??= proof;
    else if (proof !== undefined) {
      if (one.of !== undefined && one.isLast !== true && flow.language === undefined) shared.worked.set(flow.kind, (shared.worked.get(flow.kind) ?? new Set<string>()).add(one.of));
      return proof;
    }
    open ??= outcome.open;
    if (outcome.open !== undefined) doubtful += outcome.isConditional === true ? 3 : 1;
  }
  if (named !== undefined || open !== undefined) return named ?? unknown(open ?? "");
  if (flow.entry.others > 0) return unknown("other inputs reach it as well");
  return (flow.kind === "url" && !isListed ? redirect(shared.target, seeking, rows, found) : undefined) ?? { verdict: "refuted", tried: attacks.length };
}

function proved(target: Target, kind: SinkKind, { input }: Harmless<Seeking>, { text }: Attack, { how, needs: outside, filled }: Broken): Replay {
  const needs = [...outside, ...needsOfKind(kind, text)];
  return { verdict: "proved", input: text, how, ...(needs.length === 0 ? {} : { needs }), ...sentWith(target, { ...input, text }, filled) };
}

/** It is proved only where somebody made a file of the name that is sent. */
export function needsFile(kind: SinkKind, replay: Replay): boolean {
  return !PATHS.has(kind) && replay.verdict === "proved" && filesOf(replay.needs ?? []).some((file) => file.includes(replay.input));
}

/** The character before a text where it arrives. */
function standsBefore({ values }: Arrival, text: string): string | undefined {
  const holder = values.flat().find((value): value is string => typeof value === "string" && value.indexOf(text) > 0);
  return holder?.charAt(holder.indexOf(text) - 1);
}

/** The first text that arrives with another one in it. */
function textWith(values: Arrival["values"], text: string): string | undefined {
  return values.flat().find((value): value is string => typeof value === "string" && value.includes(text));
}

/** The field that a text in quotes is compared with, where it arrives in a query. */
function fieldBefore({ values }: Arrival, text: string): string | undefined {
  const holder = textWith(values, text);
  return /([\w.]+)\s*(?:[<>!=]+|\bLIKE\b|\bIN\s*\()[^()=]*$/i.exec(holder?.slice(Math.max(0, holder.indexOf(text) - 200), holder.indexOf(text)) ?? "")?.[1];
}

/** The places for bound values behind a text, where it arrives in a statement. */
function boundBehind({ values }: Arrival, text: string): string[] {
  const holder = textWith(values, text);
  return holder?.slice(holder.indexOf(text) + text.length).match(/\?|\$\d+/g) ?? [];
}

/** A flow to whose sink an attack is sent. */
interface Try extends Waiting {
  readonly seeking: Seeking;
  readonly expected: Arrival;
  /** The ways on which it breaks out, and how. */
  readonly hows: Map<number, Broken>;
  /** What was chosen until it arrived, on the ways that end so. */
  readonly until: Map<number, readonly Choice[]>;
  open: string | undefined;
  refusing: string | undefined;
}

/** Sends one attack, once for all flows to which the same input brings it: it stands in the same place of the same call. */
function sendOne(shared: Shared<Seeking>, seeking: Seeking, rows: Rows, found: Harmless<Seeking>, one: Attack, isFileMade: boolean): Outcome {
  const { input, key, arrivals } = found;
  const at = `${key} ${input.text} ${one.text}`;
  const known = seeking.outcomes.get(at);
  if (known !== undefined) return known.broken === undefined ? known : freed(shared, seeking, rows, found, one, known);
  const tries = [...arrivals].flatMap(([other, expected]) => (other === seeking || (shared.seekers.has(other) && isBeside(other, seeking)) ? [tryOf(other, expected)] : []));
  const { target } = shared;
  const lacking = PATHS.has(seeking.kind) ? found : { ...found, input: { ...input, world: { ...input.world, absent: [one.text] } } };
  const { explored, lacksFile } = sendTo(target, tries, rows, lacking, one);
  settle(target, tries, explored, rows, lacking, one, (to, outcome) => to.seeking.outcomes.set(at, outcome));
  const others = lacksFile ? tries.filter((to) => to.seeking.outcomes.get(at)?.broken === undefined) : [];
  for (const to of others) to.seeking.outcomes.delete(at);
  if (others.length > 0 && !isFileMade) return { broken: undefined, open: "a file of that name has to be there" };
  if (others.length > 0) {
    const again = others.map((to) => tryOf(to.seeking, to.expected));
    settle(target, again, sendTo(target, again, rows, found, one).explored, rows, found, one, (to, outcome) => to.seeking.outcomes.set(at, { ...outcome, needsFile: true }));
  }
  const outcome = seeking.outcomes.get(at) ?? { broken: undefined, open: undefined };
  return freed(shared, seeking, rows, found, one, outcome);
}

/** The same where the files that were there do not have to be. */
function freed({ target }: Shared<Seeking>, seeking: Seeking, rows: Rows, found: Harmless<Seeking>, one: Attack, outcome: Outcome): Outcome {
  const expected = found.arrivals.get(seeking);
  const absent = filesOf(outcome.broken?.needs ?? []);
  if (!PATHS.has(seeking.kind) || absent.length === 0 || expected === undefined) return outcome;
  const to = tryOf(seeking, expected);
  const { explored } = sendTo(target, [to], rows, { ...found, input: { ...found.input, world: { ...found.input.world, absent } } }, one);
  const without = firstOutcome(to, explored, target.site);
  return without?.broken === undefined ? outcome : without;
}

function settle(target: Target, tries: readonly Try[], explored: Explored<void>, rows: Rows, found: Harmless<Seeking>, one: Attack, set: (to: Try, outcome: Outcome) => void): void {
  const firsts = new Map(tries.map((to) => [to, firstOutcome(to, explored, target.site)]));
  for (const to of tries) set(to, firsts.get(to) ?? (isSure(target, to, rows, found, one) ? { broken: firstOf(to.hows)?.[1], open: to.open } : outcomeOf(to, explored, target.site)));
}

function isBeside(other: Seeking, { kind, flow }: Seeking): boolean {
  return other.kind === kind && other.flow.entry.param === flow.entry.param && other.flow.entry.path.join(".") === flow.entry.path.join(".");
}

function tryOf(seeking: Seeking, expected: Arrival): Try {
  return { seeking, start: seeking.start, expected, hows: new Map(), until: new Map(), open: undefined, refusing: undefined };
}

function sendTo(target: Target, tries: readonly Try[], rows: Rows, { input, isListed, compared }: Harmless<Seeking>, one: Attack, ways: Parameters<typeof send>[5] = {}): Sent<Try> {
  // what is harmless may lie deeper in the working directory than it has to
  const within = one.within ?? (input.text.startsWith(`${input.world.folder}/`) ? input.world.folder : undefined);
  return send(target, { ...input, text: one.text }, marksOf(one, input.text), tries, (to, arrival, _before, way, choices) => {
    const judged: Judged = arrival.isBlurred ? { kind: "unknown", why: "part of what arrives is not known" } : judgeBoth(to.seeking.flow, rows, to.expected, arrival, { benign: input.text, hostile: one.text, ...(within === undefined ? {} : { within }) }, isListed);
    const judgement: Judged = judged.kind === "breaks" && PATHS.has(to.seeking.kind) && isHeldAbove(arrival, input.world, compared) ? { kind: "unknown", why: "it lies in a folder that the program asks for" } : judged;
    if (judgement.kind === "unknown") to.open ??= judgement.why;
    const isThere = judgement.kind === "breaks" || (judgement.kind === "holds" && holdsText(arrival, one.text));
    // it came in another form: the same may come again
    if (!isThere) return judgement.kind === "holds" && arrival.isAttacked ? "tail" : undefined;
    to.until.set(way, choices.map((choice) => ({ ...choice, attacked: choice.attacked || one.fades === true })));
    if (judgement.kind === "holds") return "way";
    if (arrival.entrusted === undefined) to.hows.set(way, { how: judgement.how, needs: [...(judgement.needs ?? []), ...needsOf(input.world, arrival.asked)], filled: arrival.filled });
    else to.refusing = arrival.entrusted;
    return arrival.entrusted !== undefined ? "way" : "all";
  }, ways);
}

/** What one call tells of an attack; undefined where it breaks out behind an unknown condition on it, so that all ways have to be followed. */
function firstOutcome(to: Try, explored: Explored<void>, own: Site): Outcome | undefined {
  const first = firstOf(to.hows);
  if (first === undefined) return outcomeOf(to, explored, own);
  const [way, broken] = first;
  return to.until.get(way)?.every(({ attacked }) => !attacked) === true ? { broken, open: to.open } : undefined;
}

/** What came of an attack that did not break out for certain. */
function outcomeOf({ hows, until, open, refusing }: Try, { ways, complete }: Explored<void>, own: Site): Outcome {
  const unknownFor = (why: string | undefined): Outcome => ({ broken: undefined, open: why });
  if (open !== undefined) return unknownFor(open);
  const decisive = ways.flatMap(({ choices }, way) => until.get(way) ?? choices).find(({ attacked }) => attacked);
  if (decisive !== undefined) return { broken: undefined, open: `an unknown condition decides: ${decisive.site === own ? decisive.what : placeText(decisive.site)}`, isConditional: true };
  if (refusing !== undefined) return unknownFor(`\`${refusing}\` may refuse it`);
  return unknownFor(hows.size === 0 && (!complete || ways.some(({ end }, way) => end.kind === "stopped" && !until.has(way))) ? "not all ways could be followed" : undefined);
}

/** So many ways are followed to see whether an attack breaks out whatever unknown conditions say of it. */
const MOST_SURE = 16;

/** Each unknown condition on the attack may be taken the other way, and those behind it as well: the attack breaks out. */
function isSure(target: Target, { seeking, expected, hows, until }: Try, rows: Rows, found: Harmless<Seeking>, one: Attack): boolean {
  const [way] = firstOf(hows) ?? [];
  if (way === undefined) return false;
  const told: boolean[][] = [];
  // one more than are followed tells that there are too many
  const add = (choices: readonly Choice[], from: number): void => {
    for (const one of flipped(choices, from)) if (told.push(one) > MOST_SURE) return;
  };
  add(until.get(way) ?? [], 0);
  const limit = target.run.spent.steps + DOUBTFUL_STEPS;
  for (const [index, choices] of told.entries()) {
    if (index >= MOST_SURE || target.run.spent.steps > limit) return false;
    const to = tryOf(seeking, expected);
    sendTo(target, [to], rows, found, one, { states: 1, told: choices });
    if (!to.hows.has(0)) return false;
    add(to.until.get(0) ?? [], choices.length);
  }
  return true;
}

/** The choices up to each unknown condition on the attack, from an index on, with that one taken the other way. */
function* flipped(choices: readonly Choice[], from: number): Iterable<boolean[]> {
  for (const [index, { attacked, holds }] of choices.entries()) if (index >= from && attacked) yield [...choices.slice(0, index).map((one) => one.holds), !holds];
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined {
  const [first] = map;
  return first;
}

function placeText({ module, span }: Site): string {
  const text = module.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} in ${module.path}`;
}
