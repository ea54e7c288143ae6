import type { TracedExpression, TracedTest } from "../analyze/line.js";
import type { TracedSink } from "../analyze/sinks.js";
import { type Finding, type Location, needsText, type Replay, shownText } from "../finding.js";
import type { Admitted } from "../graph/flows/judged-tests.js";
import type { JudgedStep, JudgedWay } from "../graph/flows/judged-ways.js";
import { ALL_DANGERS, type Danger, DANGER_WORDS, dangerNames, dangers, RAW_DANGERS } from "../models/kinds.js";
import { escapeText } from "./escape.js";
import { createExcerpts } from "./excerpt.js";
import type { TerminalLook } from "./index.js";
import { cleanText } from "./mask.js";
import { type Paint, paintOf } from "./paint.js";
import { type Fate, fateOf, findingsAt, type TraceResult } from "./trace.js";
import { wrap } from "./wrap.js";

/** What is known of a line, for a person: its expressions in the order of their places, then what is reported there. */
export function traceText(result: TraceResult, look: TerminalLook): string {
  const { trace } = result;
  const paint = paintOf(look.colour);
  const place: Place = (location) => `${escapeText(look.display(location.file))}:${location.line}:${location.column}`;
  const excerpt = createExcerpts((file) => trace.analysis.text(file))({ ...trace.location, endLine: trace.location.line + 1 });
  const shown: Shown = { result, place, paint, told: new Set() };
  const head = [paint("bold", `${escapeText(look.display(trace.location.file))}:${trace.location.line}`), ...(excerpt === undefined ? [] : [`  ${paint("dim", "|")} ${excerpt.text}`])];
  const ofSinks = new Set(trace.expressions.flatMap(({ sinks }) => sinks.flatMap(({ findings }) => findings)));
  const others = findingsAt(result).filter((finding) => !ofSinks.has(finding));
  const blocks = [
    head,
    ...trace.expressions.filter((expression) => !isBareReceiver(expression, trace.expressions)).map((expression) => expressionLines(shown, expression)),
    ...(others.length === 0 ? [] : [[paint("bold", "On this line"), ...others.flatMap((finding) => findingLines(shown, finding))]]),
    ...(trace.spent.length === 0 ? [] : [[paint("bold", "Bounds that were spent: something may be missing above"), ...trace.spent.map(({ message, location }) => `  ${paint("dim", place(location))}  ${cleanText(message)}`)]]),
  ];
  const text = blocks.map((lines) => lines.join("\n")).join("\n\n");
  return `${[text, ...legendOf(text, paint)].join("\n\n")}\n`;
}

/** What the names of dangers mean that stand in a text. */
function legendOf(text: string, paint: Paint): string[] {
  const names = dangerNames(ALL_DANGERS).filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const width = Math.max(...names.map(({ length }) => length));
  return names.length === 0 ? [] : [[paint("bold", "What the dangers mean"), ...names.map((name) => `  ${paint("cyan", name.padEnd(width))}  ${DANGER_WORDS[name]}`)].join("\n")];
}

type Place = (location: Location) => string;

/** The text as it grows. */
interface Shown {
  readonly result: TraceResult;
  readonly place: Place;
  readonly paint: Paint;
  /** Steps and findings that stand above already. */
  readonly told: Set<string | Finding>;
}

/** What a call on the line is made on, as `fs` of `fs.stat(path)`, when there is no more to say of it than what it is. */
function isBareReceiver({ text, location, values, calls, untrusted, ways, sinks }: TracedExpression, all: readonly TracedExpression[]): boolean {
  const isBare = values.length === 0 && calls === undefined && untrusted.length === 0 && ways.length === 0 && sinks.length === 0;
  return isBare && all.some((other) => other.calls !== undefined && other.location.column === location.column && other.text.startsWith(`${text}.`));
}

function expressionLines(shown: Shown, { text, location, values, may, calls, passed, untrusted, ways, tests, admits, sinks }: TracedExpression): string[] {
  const { place, paint } = shown;
  const isTold = sinks.some((sink) => sink.ways.length > 0);
  return [
    `${paint("bold", cut(text))}  ${paint("dim", place(location))}`,
    ...(values.length === 0 ? [] : row("value", values.join(" or "), paint)),
    ...(may.length === 0 ? [] : row("may be", may.join(" or "), paint)),
    ...(calls === undefined ? [] : row("calls", calls.length === 0 ? "something that is not known" : calls.join(" or "), paint)),
    ...passed.flatMap(({ text: given, isList }) => row("silent", isList ? `${quoted(given)} is untrusted, and a list of which each item is one argument: none can be an option where it stands` : `${quoted(given)} is untrusted, and no model says that it does harm in this call`, paint)),
    ...untrusted.flatMap(({ part, dangers }) => row("untrusted", `${part === "" ? "" : `its ${part.replace(/^\./, "")}, `}with ${dangerWords(dangers)}`, paint)),
    ...(isTold ? [] : ways.flatMap((way) => wayLines(shown, way, way.isTrusted ? TRUSTED : untrusted.length === 0 ? "arrives with no danger" : undefined))),
    ...(untrusted.length > 0 || ways.length > 0 || calls !== undefined ? [] : row("untrusted", "no: no input of a client reaches it", paint)),
    ...tests.flatMap((test) => row("test", testWords(test), paint)),
    ...admitWords(admits ?? []).flatMap((words) => row("admits", words, paint)),
    ...sinks.flatMap((sink) => sinkLines(shown, sink)),
  ];
}

/** What a test takes away of a value, and what it leaves. */
function testWords({ subject, part, outcome, removes, leaves }: TracedTest): string {
  const when = outcome === "returns" ? "where it comes back" : `where it is ${outcome}`;
  const left = leaves === undefined ? "" : leaves.length === 0 ? ", and nothing is left" : `, and leaves ${dangerWords(leaves)}`;
  return `${when}, it takes ${removes.length === 0 ? "nothing" : ALL.every((name) => removes.includes(name)) ? "every danger" : dangerWords(removes)} away from ${quoted(`${subject}${part === "" ? "" : `.${part}`}`)}${left}`;
}

/** What a schema lets through, the places that admit no harm together. */
function admitWords(admits: readonly Admitted[]): string[] {
  const nameOf = (part: string): string => (part === "" ? "" : `${quoted(part)} with `);
  const harmless = admits.filter(({ dangers }) => dangers.length === 0).map(({ part }) => part);
  const words = admits.filter(({ dangers }) => dangers.length > 0).map(({ part, dangers }) => `${nameOf(part)}${dangerWords(dangers)}`);
  return harmless.length === 0 ? words : [...words, `${harmless[0] === "" ? "" : `${listed(harmless.map(quoted))} with `}nothing that does harm`];
}

function sinkLines(shown: Shown, sink: TracedSink): string[] {
  const { place, paint } = shown;
  const { callee, phrase, argument, hurts, verdict, findings, ways, roots } = sink;
  return [
    ...row("sink", `${quoted(argument)} is ${phrase} for ${callee}; there ${listed(hurts)} ${hurts.length === 1 ? "hurts" : "hurt"}`, paint),
    ...(verdict === "found" ? findings.flatMap((finding) => findingLines(shown, finding)) : row("silent", whySilent(sink), paint)),
    ...ways.flatMap((way) => wayLines(shown, way, arrivalWords(way, sink))),
    ...(roots.length === 0 ? [] : row("made of", roots.map(({ text, location }) => `${text} (${place(location)})`).join(", "), paint)),
  ];
}

function whySilent({ kind, verdict, why, ways }: TracedSink): string {
  switch (verdict) {
    case "unasked":
      return kind === "arguments" ? "what arrives may be taken for an option, and no option of this program is known that does harm" : "what arrives can do harm, and no rule reports it: no rule asks for this, or the one that does leaves such a case aside";
    case "aside":
      switch (why) {
        case "part":
          return "only a part of what arrives is untrusted, not the value itself";
        case "whole":
        case "elsewhere":
          return "another sink of this call tells of what arrives";
        case "list":
          return "all items were looked at before the list arrives";
        case "unused":
          return "nothing calls the function that it stands in";
        default:
          return "what arrives is no part of a text that reads as a statement";
      }
    case "trusted":
      return "only HTTP requests of a program without an MCP server reach it, which --entries all takes for untrusted";
    case "unreached":
      return "no input of a client reaches it";
    default:
      return `${ways.length === 1 ? "an input reaches it" : `${ways.length} inputs reach it`}, and nothing is left of what hurts there`;
  }
}

function findingLines({ result, place, paint, told }: Shown, finding: Finding): string[] {
  const fate = fateOf(result, finding);
  const label = fate.shown === "wider" ? "off" : fate.shown;
  const at = `mcp/${finding.rule} (${finding.severity === "error" ? "error" : "warning"})`;
  if (told.has(finding)) return row(label, `${at}, as above`, paint);
  told.add(finding);
  return [
    ...row(label, `${at}${fateWords(result, finding, fate)}`, paint),
    ...row("", finding.message, paint),
    ...(finding.replay === undefined ? [] : row("replay", replayWords(finding.replay), paint)),
    ...row("", `at ${place(finding.location)}`, paint),
  ];
}

const SILENCERS = { comment: "by a comment", configuration: "by the configuration", capability: "as the configuration says that the tool is made for it", baseline: "by the baseline" } as const;

function fateWords({ preset }: TraceResult, finding: Finding, fate: Fate): string {
  switch (fate.shown) {
    case "silenced":
      return `, ${SILENCERS[fate.by]}${fate.reason === "" ? "" : `: ${fate.reason}`}`;
    case "wider":
      return ` in the preset ${finding.preset}, not in ${preset}`;
    case "off":
      return ", which the configuration switches off here";
    default:
      return "";
  }
}

function replayWords(replay: Replay): string {
  switch (replay.verdict) {
    case "proved":
      return `proved: ${JSON.stringify(replay.input)}${needsText(replay.input, replay.needs)} ${replay.how}${replay.arguments === undefined ? "" : `; sent${replay.tool === undefined ? "" : ` to \`${shownText(replay.tool)}\``} as ${JSON.stringify(replay.arguments)}`}`;
    case "refuted":
      return `refuted: ${replay.tried} hostile inputs are turned away, and a harmless one arrives`;
    default:
      return `unknown: ${replay.why}`;
  }
}

const MOST_OFFERS = 5;

function wayLines({ place, paint, told }: Shown, { input, offers, steps }: JudgedWay, arrives: string | undefined): string[] {
  const others = offers.filter((name) => !input.includes(`\`${name}\``));
  const also = others.length === 0 ? "" : `, also from ${others.slice(0, MOST_OFFERS).map((name) => `\`${name}\``).join(", ")}${others.length > MOST_OFFERS ? ` and ${others.length - MOST_OFFERS} more` : ""}`;
  const lines = steps.map((step, index) => stepLines(step, index, place, paint));
  const isNew = lines.some((line) => !told.has(line.join()));
  for (const line of lines) told.add(line.join());
  return [...row("from", `${input}${also}${arrives === undefined ? "" : `: ${arrives}`}`, paint), ...(isNew ? lines.flat() : [`${INDENT}${paint("dim", "as above")}`])];
}

const TRUSTED = "counts as trusted";

/** What is left where a way ends in a sink. */
function arrivalWords({ isTrusted, left }: JudgedWay, sink: TracedSink): string {
  if (isTrusted) return TRUSTED;
  const hurting = left & dangers(...sink.hurts);
  return hurting === 0 ? "arrives harmless" : `arrives with ${listed(dangerNames(hurting))}`;
}

function stepLines({ location, text, removes, adds }: JudgedStep, index: number, place: Place, paint: Paint): string[] {
  const changes = [...(removes.length === 0 ? [] : [`takes away ${dangerWords(removes)}`]), ...(adds.length === 0 ? [] : [`brings ${listed(adds)}`])].join(", ");
  const [first = "", ...more] = wrap(cleanText(`${text}${changes === "" ? "" : `; ${changes}`}`));
  return [`${INDENT}${paint("dim", `${index + 1}. ${place(location)}`)}  ${first}`, ...more.map((line) => `${INDENT}   ${line}`)];
}

const ALL = dangerNames(RAW_DANGERS);
/** So many names are listed; of more, those that are missing. */
const MOST_NAMES = 8;

function dangerWords(names: readonly Danger[]): string {
  const missing = ALL.filter((name) => !names.includes(name));
  if (names.length === 0) return "no danger";
  if (missing.length === 0) return names.length > ALL.length ? `every danger that a text can carry, and ${listed(names.filter((name) => !ALL.includes(name)))}` : "every danger that a text can carry";
  return names.length > MOST_NAMES && missing.length < names.length ? `every danger but ${listed(missing)}` : listed(names);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

const LABEL = 10;
const INDENT = " ".repeat(LABEL + 3);

/** A label and what it stands for, in lines below each other. */
function row(label: string, text: string, paint: Paint): string[] {
  const [first = "", ...more] = wrap(cleanText(text));
  return [`  ${paint("cyan", label.padEnd(LABEL))} ${first}`, ...more.map((line) => `${INDENT}${line}`)];
}

/** A piece of the program in a sentence; a template has quotes of its own. */
function quoted(text: string): string {
  return text.startsWith("`") ? cut(text) : `\`${cut(text)}\``;
}

const LONGEST = 90;

function cut(text: string): string {
  const clean = cleanText(text);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
