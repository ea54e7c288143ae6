import type { OptionRow } from "../models/model.js";
import { namesOf, wrappedAt, type Item } from "./arguments.js";

/** A hole that stands alone as an element, so that its own first character decides whether it is an option. */
export interface Operand {
  readonly hole: number;
  /** `--` stands before it. */
  readonly afterDashes: boolean;
  /** The options one of which stands directly before it, whose value it may be; undefined stands for anything else. */
  readonly flags: readonly (string | undefined)[];
}

/** What is known at a place of a list. */
interface Before {
  readonly afterDashes: boolean;
  readonly flags: Operand["flags"];
}

/** The holes that are elements of their own: where such a value starts with `-`, most programs take it for an option. */
export function operandsOf(items: readonly Item[]): Operand[] {
  const operands: Operand[] = [];
  const forks: { readonly begin: Before; readonly ends: Before[] }[] = [];
  let before: Before = { afterDashes: false, flags: [undefined] };
  for (const { text, hole, fork } of items) {
    if (fork === "begin") {
      forks.push({ begin: before, ends: [] });
    } else if (fork === "next") {
      const open = forks.at(-1);
      open?.ends.push(before);
      before = open?.begin ?? before;
    } else if (fork === "end") {
      const ends = [...(forks.pop()?.ends ?? []), before];
      before = { afterDashes: ends.every((end) => end.afterDashes), flags: [...new Set(ends.flatMap((end) => end.flags))] };
    } else {
      if (hole !== undefined && (text === undefined || text === "")) operands.push({ hole, ...before });
      const isFlag = !before.afterDashes && hole === undefined && text !== undefined && /^-[^=]+$/.test(text) && text !== "--";
      before = { afterDashes: before.afterDashes || (text === "--" && hole === undefined), flags: [isFlag ? text : undefined] };
    }
  }
  return operands;
}

const DEEPEST = 4;

/**
 * The holes that a program takes for an option when they start with a dash, with the option of it that does most harm. A value behind an option that
 * takes one is read as it stands.
 */
export function openToOptions(program: string, items: readonly Item[], rows: readonly OptionRow[], depth = DEEPEST): { readonly hole: number; readonly harm: string }[] {
  const names = namesOf(program);
  const at = depth === 0 ? undefined : wrappedAt(names, items);
  const wrapped = at === undefined ? undefined : items[at];
  if (at !== undefined) return wrapped?.text === undefined || wrapped.hole !== undefined ? [] : openToOptions(wrapped.text, items.slice(at + 1), rows, depth - 1);
  const row = rows.find((one) => one.names.some((name) => names.includes(name)));
  const harm = row === undefined ? undefined : harmOf(items, row);
  if (row === undefined || harm === undefined) return [];
  return operandsOf(ownItems(items, row)).flatMap(({ hole, afterDashes, flags }) => {
    const isRead = (!afterDashes || row.endless === true) && flags.some((flag) => flag === undefined || isSwitch(flag, row.switches));
    return isRead ? [{ hole, harm }] : [];
  });
}

/** The option that does most harm to the command that is given; undefined where none does any. */
function harmOf(items: readonly Item[], row: OptionRow): string | undefined {
  if (row.commands === undefined) return row.harm;
  const first = items.findIndex(({ text = "", hole, many, fork }, at) => fork !== undefined || many === true || ((hole !== undefined || !text.startsWith("-")) && !isValue(items[at - 1], row)));
  const { text, hole, fork, many } = items[first] ?? {};
  if (text === undefined || hole !== undefined || fork !== undefined || many === true) return row.harm;
  return row.commands.find(({ names }) => names.includes(text))?.harm;
}

/** The arguments up to the operand that is another program: what stands behind it is that one's. */
function ownItems(items: readonly Item[], row: OptionRow): readonly Item[] {
  const hands = row.handsOver ?? [];
  const word = hands.includes("") ? -1 : items.findIndex(({ text, hole }) => hole === undefined && text !== undefined && hands.includes(text));
  if (word < 0 && !hands.includes("")) return items;
  const program = items.findIndex(({ text = "", fork }, at) => at > word && fork === undefined && !text.startsWith("-") && !isValue(items[at - 1], row));
  return program < 0 ? items : items.slice(0, program + 1);
}

function isValue(before: Item | undefined, { switches }: OptionRow): boolean {
  const { text, hole } = before ?? {};
  return hole === undefined && text !== undefined && /^-[^=]+$/.test(text) && text !== "--" && !isSwitch(text, switches);
}

/** An option without a value, or several letters of such options in one. */
function isSwitch(flag: string, switches: readonly string[]): boolean {
  if (switches.includes(flag)) return true;
  return /^-[A-Za-z]{2,}$/.test(flag) && [...flag.slice(1)].every((letter) => switches.includes(`-${letter}`));
}
