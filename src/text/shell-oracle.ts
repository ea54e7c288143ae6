import { judgeArguments } from "./arguments.js";
import { optionsAmong } from "./arguments-oracle.js";
import { blame, type Difference, differencesOf, judgeDifferences, quoted, RANKS, unknown } from "./judgement.js";
import type { Comparison, Judge, Judgement } from "./oracle.js";
import { parseShell } from "./shell-grammar.js";
import type { Command, Script, Word, WordPart } from "./shell-tree.js";
import { reparsedPairs } from "./reparsed.js";
import { judgeWindowsShell } from "./windows-shells.js";

type Asked = Pick<Comparison, "sent" | "with">;

/**
 * Two command lines of a POSIX shell or bash (with `platform` windows: of cmd.exe): the hostile value may make other words of the same commands, no further command,
 * substitution, expansion, redirection or word. What a program among them parses again (`sh -c`, `python -c`) is judged in its turn.
 */
export function judgeShell(benign: string, hostile: string, asked: Asked, judge: Judge): Judgement {
  if (asked.with?.platform === "windows") return judgeWindowsShell("cmd", benign, hostile, asked.sent);
  // an element does not start the command line: what stands before it is not known
  const before = asked.with?.element === true ? "_ " : "";
  const [meant, made] = [parseShell(before + benign), parseShell(before + hostile)];
  if (meant.broken !== undefined) return unknown(`the benign command line has ${meant.broken}`);
  // a shell runs nothing of a line that it does not take
  if (made.broken !== undefined) return unknown(`the hostile command line has ${made.broken}`);
  return judgeDifferences(blame(compareScripts(meant, made, asked, judge), asked.sent.hostile));
}

function compareScripts(meant: Script, made: Script, asked: Asked, judge: Judge): Difference[] {
  const [few, many] = [commandsOf(meant), commandsOf(made)];
  const cut: Difference[] = made.comments > meant.comments ? [{ rank: RANKS.cut, how: "makes a comment of the rest of the command line" }] : [];
  if (shapeOf(meant) === shapeOf(made)) return [...cut, ...few.flatMap((command, at) => compareCommands(command, many[at] ?? command, asked, judge))];
  const parted = made.nodes.findIndex((node, at) => (typeof node === "string" ? node !== meant.nodes[at] : typeof (meant.nodes[at] ?? "") === "string"));
  const other = many.length > few.length && parted > 0 ? many.find((command, at) => at > 0 && nameOf(command) !== nameOf(few[at])) : undefined;
  const started = other ?? commandsOf({ nodes: made.nodes.slice(parted) })[0];
  const isNew = many.length > few.length || (started !== undefined && nameOf(started) !== nameOf(few[many.indexOf(started)]));
  if (isNew && parted === 0 && few.length > 0) return [tell(RANKS.command, "starts a command of its own", textOf(started))];
  if (isNew) return [tell(RANKS.command, `starts ${few.length === 1 ? "a second" : "another"} command`, textOf(started))];
  if (many.length < few.length) return cut.length > 0 ? cut : [{ rank: RANKS.cut, how: "takes in what stands behind it on the command line" }];
  const operator = made.nodes[parted];
  return [tell(RANKS.redirection, "changes how the commands are joined", typeof operator === "string" ? operator : "")];
}

function commandsOf(script: Pick<Script, "nodes">): Command[] {
  return script.nodes.filter((node) => typeof node !== "string");
}

/** Commands and operators in order; a line end at the end is none. */
function shapeOf(script: Script): string {
  return script.nodes.map((node) => (typeof node === "string" ? node : "_")).join(" ").trimEnd();
}

function textOf({ words, redirections }: Command = { words: [], redirections: [] }): string {
  return (words.length > 0 ? words.map(({ text }) => text) : redirections.map(({ operator, target }) => `${operator} ${target?.text ?? ""}`)).join(" ");
}

const ASSIGNMENT = /^\w+=/;

function nameOf(command: Command | undefined): string | undefined {
  return command?.words.find(({ text }) => !ASSIGNMENT.test(text))?.text;
}

function compareCommands(meant: Command, made: Command, asked: Asked, judge: Judge): Difference[] {
  const differences: Difference[] = [];
  const name = nameOf(made);
  if (name !== nameOf(meant) && name !== undefined && nameOf(meant)?.startsWith(asked.sent.benign) === true) differences.push(tell(RANKS.command, "is the command that the shell runs", textOf(made)));
  const { redirections } = made;
  if (redirections.length > meant.redirections.length) {
    const added = redirections.find(({ operator, target }, at) => operator !== meant.redirections[at]?.operator || target === undefined) ?? redirections.at(-1);
    differences.push(tell(RANKS.redirection, "redirects", `${added?.operator ?? ""} ${added?.target?.text ?? ""}`));
  }
  redirections.forEach(({ target, body }, at) => {
    const other = meant.redirections[at];
    differences.push(...compareWords(other?.target, target, asked, judge), ...compareWords(other?.body, body, asked, judge));
  });
  const few = meant.words.length;
  made.words.forEach((word, at) => differences.push(...compareWords(meant.words[Math.min(at, few - 1)], word, asked, judge)));
  if (made.words.length > few) {
    const first = made.words.findIndex(({ text }, at) => text !== meant.words[at]?.text);
    differences.push(tell(RANKS.argument, "adds an argument", made.words[first + 1]?.text ?? made.words.at(-1)?.text ?? ""));
  } else if (made.words.length < few) {
    differences.push({ rank: RANKS.doubt, how: "the hostile value leaves a word out" });
  } else if (differences.every(({ rank }) => rank < RANKS.substitution)) differences.push(...reparsed(meant.words, made.words, asked, judge));
  return differences;
}

/** What the command's program takes for an option, and what it parses again of its arguments. */
function reparsed(meant: readonly Word[], made: readonly Word[], asked: Asked, judge: Judge): Difference[] {
  const start = meant.findIndex(({ text }) => !ASSIGNMENT.test(text));
  const [program, ...rest] = meant.slice(Math.max(start, 0)).map(({ text }) => text);
  const hostile = made.slice(Math.max(start, 0) + 1).map(({ text }) => text);
  if (program === undefined) return [];
  const pairs = reparsedPairs(rest, hostile, asked.sent.benign, (items) => judgeArguments(program, items, asked.with?.programs ?? []));
  const parsed = pairs.flatMap(({ kind, language, ...pair }) => differencesOf(judge(kind, { ...pair, sent: asked.sent, with: { ...asked.with, language } }), RANKS.command));
  return [...parsed, ...optionsAmong(program, rest, hostile, asked)];
}

function compareWords(meant: Word | undefined, made: Word | undefined, asked: Asked, judge: Judge): Difference[] {
  return made === undefined || meant === undefined ? [] : compareParts(meant.parts, made.parts, asked, judge);
}

function compareParts(meant: readonly WordPart[], made: readonly WordPart[], asked: Asked, judge: Judge): Difference[] {
  const [before, after] = [meant.filter(({ kind }) => kind !== "text"), made.filter(({ kind }) => kind !== "text")];
  if (after.length <= before.length) {
    return after.flatMap((part, at) => {
      const other = before[at];
      if (part.kind === "command" && other?.kind === "command") return compareScripts(other.script, part.script, asked, judge);
      if (part.kind === "parameter" && other?.kind === "parameter") return compareParts(other.parts, part.parts, asked, judge);
      return part.kind === other?.kind ? [] : [describeAdded(part)];
    });
  }
  const known = new Set(before.map(({ text }) => text));
  const added = after.filter(({ text }) => !known.has(text));
  return (added.length === 0 ? after.slice(before.length) : added).map(describeAdded);
}

function describeAdded(part: WordPart): Difference {
  if (part.kind === "command") return tell(RANKS.substitution, "runs a command in a substitution", part.text);
  if (part.kind === "pattern") return tell(RANKS.argument, "is a pattern that the shell replaces by other arguments", part.text);
  const inner = part.kind === "parameter" ? part.parts.find(({ kind }) => kind === "command") : undefined;
  return inner === undefined ? tell(RANKS.expansion, "is expanded by the shell", part.text) : describeAdded(inner);
}

function tell(rank: number, how: string, by: string): Difference {
  return { rank, how: `${how}: ${quoted(by)}`, by };
}
