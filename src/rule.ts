import { type Confidence, type Location, needsText, type Preset, type Replay, type Severity, shownText, type Step, type Suggestion } from "./finding.js";
import type { SinkKind, SourceKind } from "./models/kinds.js";
import type { Server, Tool } from "./server/view/view.js";

export { placeText } from "./finding.js";
export { joinMadeAt, type OpenServer } from "./server/view/started.js";
export { worstFirst } from "./server/view/effects.js";
export type { Bind, Change, Effect, Endpoint, Host, InsecureTls, Location, LooseCheck, NameClash, OpenWay, Property, Schema, Server, Shared, ShownText, Tool, UncheckedInput, WrittenSecret } from "./server/view/view.js";

/** A way from an untrusted input to a sink, judged: what stood in its way did not clear every danger. */
export interface Flow {
  readonly sink: SinkKind;
  /** The sink as one would call it: `child_process.exec`, `fs.readFile`. */
  readonly callee: string;
  /** The member of an argument that does harm there, as a caller of the library knows it: `attachments[].path`. */
  readonly field: string | undefined;
  /** Where the finding stands: the sink call, or the call of a function that hands its parameter to the sink unchanged. */
  readonly location: Location;
  /** The input as a noun phrase: "`path` of tool `read_file`". */
  readonly input: string;
  readonly source: SourceKind;
  /** Tools from which the sink is reached, sorted; empty when no name is known. */
  readonly tools: readonly string[];
  /** From the source to the real sink, the shortest way. */
  readonly steps: readonly Step[];
  /** Names of the dangers that are left, see models/kinds.ts. */
  readonly dangers: readonly string[];
  readonly confidence: Confidence;
  /** A check that was seen on the way and does not hold, in words, or undefined. */
  readonly weakness: string | undefined;
  /** For an operand of a known program: the program and the option of it that does most harm, `git --upload-pack=<command>`. For `key` and `segment`: the text that passes. */
  readonly harm: string | undefined;
  /** For code: the program that parses it, where it is another one than the server: `osascript`. */
  readonly language?: string;
  /** For a query: the input is the whole statement or the whole query object, not a part of one that the program wrote. */
  readonly whole: boolean;
  /** For a shell: it is that of another host, which is handed a text and no list. */
  readonly remote: boolean;
  /** For the path of a request: what it carries that not everybody has, as a phrase: "`Authorization`". */
  readonly credential?: string;
  /** Names of other parameters of the same tool that are joined to the input on its way: the parts of one path, of one command. */
  readonly beside: readonly string[];
  /** It takes a field of an object that is written under a name which the program works out: whether this one can be is said elsewhere; or its sink is a program of others, by what its address looks like. Worth a reviewer's look. */
  readonly isGuessed: boolean;
  /** What it has in common with others, where many have it: the input is kept, or a check holds against a root that is. */
  readonly cause: { readonly what: "kept" | "check" | "input"; readonly location: Location } | undefined;
  /** Where those stand. */
  readonly alike: readonly Location[];
  /** Something else than the named tools reaches the sink too: a resource, a prompt, a tool whose name is not known. */
  readonly beyondTools: boolean;
  /** What came of running the flow on hostile input. It is run when this is first read. */
  readonly replay: Replay;
}

/** What a rule may ask. Rules never see a syntax tree. */
export interface Ask {
  /** What the program offers to a model, and over what. */
  readonly server: Server;
  /** Candidate flows into sinks of these kinds, one a sink call, in the order of file and line; into results and logs, of what comes `from` there. */
  flows(query: { readonly to: readonly SinkKind[]; readonly from?: readonly SourceKind[] }): Iterable<Flow>;
}

/** What a rule yields. */
export interface Report {
  readonly location: Location;
  readonly message: string;
  readonly steps?: readonly Step[];
  readonly tools?: readonly string[];
  readonly confidence?: Confidence;
  readonly replay?: Replay;
  /** What a flow reaches: what a tool may be declared to be made for. */
  readonly sink?: SinkKind;
  /** Something else than the named tools reaches it too. */
  readonly beyondTools?: boolean;
  /** Where others stand that have the same cause. */
  readonly alike?: readonly Location[];
  readonly suggestion?: Suggestion;
  /** The narrowest preset that shows it, when that is not the rule's own. */
  readonly preset?: Preset;
  /** Text that makes the fingerprint unique besides rule, file and line text: the sink's name. */
  readonly subject: string;
}

export interface Rule {
  /** The flaw in a few words, for tables and SARIF: "Tool input in a shell command". */
  readonly title: string;
  readonly preset: Preset;
  readonly severity: Severity;
  /** CWE numbers, the most telling first. */
  readonly cwe: readonly number[];
  /** OWASP MCP Top 10 ids with their year: "MCP05:2025". */
  readonly owasp: readonly string[];
  /** CVSS-like base score for SARIF's `security-severity`. */
  readonly score: number;
  /** Why it matters, a paragraph of Markdown. */
  readonly why: string;
  /** How to mend it, a paragraph of Markdown. */
  readonly fix: string;
  check(ask: Ask): Iterable<Report>;
}

/**
 * The report of a flow: "`path` of tool `read_file`, as well as `folder`, <predicate>. <advice>."; where a check was seen that does not hold, it stands in place
 * of the advice, and the other tools that reach the sink are named. An input that was proved to pass is shown. Neither part carries its full stop.
 */
export function reportFlow(flow: Flow, predicate: string, advice: string): Report {
  const { replay, weakness } = flow;
  const others = flow.tools.filter((tool) => !flow.input.includes(`\`${tool}\``)).map((tool) => `\`${tool}\``);
  const shown = others.length > 4 ? [...others.slice(0, 3), `${others.length - 3} more`] : others;
  const isNamed = flow.tools.length > others.length;
  const also = shown.length === 0 ? "" : isNamed ? ` (also from ${shown.join(", ")})` : ` (from ${shown.join(", ")})`;
  const reason = (weakness ?? advice).replace(/\.$/, "");
  const input = capital(flow.input);
  const passes = replay.verdict === "proved" ? `\`${shownText(replay.input)}\` passes${needsText(replay.input, replay.needs)}` : undefined;
  const head = `${input}${asWellAs(flow.beside)} ${predicate}${also}`;
  // every attack of a set that covers the danger was turned away, each by tests that were run on it
  const isRefuted = replay.verdict === "refuted" && COVERED.has(flow.sink);
  return {
    location: flow.location,
    ...(isRefuted ? { preset: "audit" } : forReviewers(flow)),
    message: `${weakness === undefined ? `${head}${passes === undefined ? "" : `: ${passes}`}. ${reason}.` : `${head}: ${reason}${passes === undefined ? "" : `; ${passes}`}.`}${othersOf(flow)}`,
    alike: flow.alike,
    steps: flow.steps,
    tools: flow.tools,
    ...(flow.beyondTools ? { beyondTools: true } : {}),
    confidence: replay.verdict === "proved" ? "high" : isRefuted || flow.isGuessed ? "low" : flow.confidence,
    replay,
    sink: flow.sink,
    subject: flow.callee,
  };
}

/** That a finding speaks for others with the same cause, as a sentence behind a blank; nothing where it speaks for itself. */
export function othersOf({ alike, cause, location }: Flow): string {
  if (alike.length === 0 || cause === undefined) return "";
  const { line, file } = cause.location;
  if (cause.what === "input") return ` It comes to ${alike.length} other calls, too.`;
  return cause.what === "check" ? ` ${alike.length} other calls rely on that check.` : ` What is kept on line ${line}${file === location.file ? "" : ` of ${file}`} reaches ${alike.length} other calls, too.`;
}

/** What is told of a flow that may not be one: the preset that shows it. */
export function forReviewers({ isGuessed }: Flow): Pick<Report, "preset"> {
  return isGuessed ? { preset: "audit" } : {};
}

const MOST_BESIDE = 3;

function asWellAs(names: readonly string[]): string {
  const shown = names.length > MOST_BESIDE ? [...names.slice(0, MOST_BESIDE - 1).map((name) => `\`${name}\``), `${names.length - MOST_BESIDE + 1} more`] : names.map((name) => `\`${name}\``);
  return shown.length === 0 ? "" : `, as well as ${shown.join(", ").replace(/, (?=[^,]*$)/, " and ")},`;
}

/** Kinds of sinks of which the attacks hold every spelling that is known to pass a check; of the others a grammar decides that the attacks cannot know in full. */
const COVERED: ReadonlySet<SinkKind> = new Set(["url", "path", "segment"]);

/** A phrase as the beginning of a sentence. */
export function capital(phrase: string): string {
  return `${phrase[0]?.toUpperCase() ?? ""}${phrase.slice(1)}`;
}

/** A tool as a phrase: "tool `read_file`". */
export function phraseOf({ name }: Tool): string {
  return name === undefined ? "a tool" : `tool \`${name}\``;
}

/** A tool's name in a list of them. */
export function nameOf({ name }: Tool): string {
  return name === undefined ? "one whose name is not known" : `\`${name}\``;
}

/** Checks a rule's type where it is written, and keeps it as it is. The id is the file's name. */
export function rule(definition: Rule): Rule {
  return definition;
}
