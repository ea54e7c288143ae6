import { judgeArguments } from "./arguments.js";
import { blame, type Difference, differencesOf, HOLDS, judgeDifferences, quoted, RANKS, unknown } from "./judgement.js";
import { openToOptions } from "./operands.js";
import type { Comparison, Judge, Judgement, OracleOptions } from "./oracle.js";
import { itemsOf, reparsedPairs } from "./reparsed.js";
import { parseShell } from "./shell-grammar.js";
import type { Command, Script } from "./shell-tree.js";

type Asked = Pick<Comparison, "sent" | "with">;

/**
 * The words of two command lines, as argument lists arrive where they are written as one text: split at blanks, or those of the command of a shell that the benign
 * value stands in.
 */
export function wordsOf(benign: string, hostile: string, token: string, form: OracleOptions["form"]): readonly [string[], string[]] {
  if (form === "text") return [splitAtBlanks(benign), splitAtBlanks(hostile)];
  const [few, many] = [commandsIn(parseShell(benign)), commandsIn(parseShell(hostile))];
  const at = Math.max(0, few.findIndex(({ words }) => words.some(({ text }) => text.includes(token))));
  const textsAt = (commands: readonly Command[]): string[] => (commands[at]?.words ?? []).map(({ text }) => text);
  return [textsAt(few), textsAt(many)];
}

function splitAtBlanks(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function commandsIn(script: Script): Command[] {
  return script.nodes.filter((node) => typeof node !== "string");
}

/**
 * Two argument lists of a program, which comes first in them unless it is given: the hostile value must not be an option where the benign one was none, nor leave
 * its place in a text that the program parses again.
 */
export function judgeArgumentList(benign: readonly string[], hostile: readonly string[], asked: Asked, judge: Judge): Judgement {
  const options = asked.with ?? {};
  const isFirst = options.program === undefined;
  const program = options.program ?? benign[0];
  if (program === undefined) return unknown("no program is named");
  if (isFirst && benign[0] !== hostile[0]) return options.remote === true ? HOLDS : judge("program", { ...asked, benign: program, hostile: hostile[0] ?? "" });
  const [meant, made] = isFirst ? [benign.slice(1), hostile.slice(1)] : [benign, hostile];
  if (options.shell === true) return judge("shell", { ...asked, benign: [program, ...meant].join(" "), hostile: [program, ...made].join(" ") });
  const { programs = [] } = options;
  if (made.length !== meant.length) return judgeDifferences(blame(addedOptions(program, meant, made), asked.sent.hostile));
  const token = asked.sent.benign;
  const pairs = reparsedPairs(meant, made, token, (items) => judgeArguments(program, items, programs));
  const differences = pairs.flatMap(({ kind, language, ...pair }): Difference[] => {
    const found = differencesOf(judge(kind, { ...pair, sent: asked.sent, with: { ...options, language } }), RANKS.command);
    return found.map((one) => ({ ...one, how: one.rank === RANKS.doubt ? one.how : `${one.how} (${quoted(language)} parses it)` }));
  });
  differences.push(...optionsAmong(program, meant, made, asked));
  return differences.length === 0 ? HOLDS : judgeDifferences(blame(differences, asked.sent.hostile));
}

/** The arguments of the hostile list that the program takes for options, where the benign ones were none; of a program that no row knows they are a doubt. */
export function optionsAmong(program: string, meant: readonly string[], made: readonly string[], { sent, with: options }: Asked): Difference[] {
  const rows = options?.options ?? [];
  const read = new Set(openToOptions(program, itemsOf(meant, made, sent.benign), rows).map(({ hole }) => hole));
  return made.flatMap((text, at): Difference[] => {
    if (!text.startsWith("-") || /^--?$/.test(text) || meant[at]?.startsWith("-") === true) return [];
    if (read.has(at)) return [{ rank: RANKS.argument, how: `is taken for an option: ${quoted(text)}`, by: text }];
    return hasDashes(meant, at) || isKnown(program, rows) ? [] : [{ rank: RANKS.doubt, how: `the options of ${quoted(program)} are not known` }];
  });
}

function isKnown(program: string, rows: NonNullable<OracleOptions["options"]>): boolean {
  return openToOptions(program, [{ hole: 0 }], rows).length > 0;
}

function hasDashes(items: readonly string[], at: number): boolean {
  return items.slice(0, at).includes("--");
}

/** A list that is split from a text, or handed over as one, brings more elements: options among them are told. */
function addedOptions(program: string, meant: readonly string[], made: readonly string[]): Difference[] {
  const known = new Set(meant);
  const added = made.filter((text) => !known.has(text));
  const dashes = made.indexOf("--");
  const option = added.find((text) => /^--?\w/.test(text) && (dashes < 0 || made.indexOf(text) < dashes));
  if (option !== undefined) return [{ rank: RANKS.redirection, how: `adds an option to ${quoted(program)}: ${quoted(option)}`, by: option }];
  return [{ rank: RANKS.doubt, how: "the number of arguments differs" }];
}
