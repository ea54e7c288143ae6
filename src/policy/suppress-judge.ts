import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from "@eslint/plugin-kit";
import { Linter } from "eslint/universal";
import type { Finding, Location } from "../finding.js";
import { readComments } from "./suppress-comments.js";
import type { DirectiveProblem, RuleIds, Suppressed } from "./suppress.js";
import { complaintAboutReason } from "./suppress-reason.js";

/** What the comments of one file make of its findings. */
export interface Verdict {
  /** A finding and how it is to be shown: a comment may have changed its severity, `undefined` drops it. */
  readonly kept: ReadonlyMap<Finding, Finding | undefined>;
  readonly suppressed: readonly Suppressed[];
  readonly directives: readonly DirectiveProblem[];
}

export type Judge = (file: string, text: string, findings: readonly Finding[]) => Verdict;

const NAMESPACE = "mcp/";
const DISABLE_LABELS: ReadonlyMap<string, "disable" | "enable" | "disable-line" | "disable-next-line"> = new Map([
  ["eslint-disable", "disable"],
  ["eslint-enable", "enable"],
  ["eslint-disable-line", "disable-line"],
  ["eslint-disable-next-line", "disable-next-line"],
]);

/**
 * ESLint's `Linter` over a language of our own, whose tree is one node and whose rules report findings that are there already. Only comments
 * that name a rule of ours, or no rule at all, are handed to it: what is meant for other linters is none of our business.
 */
export function createJudge(rules: RuleIds, today: string): Judge {
  const linter = new Linter({ configType: "flat" });
  const parser = new ConfigCommentParser();
  let current: readonly Finding[] = [];
  let active: ReadonlySet<string> = new Set();
  const sources: Source[] = [];

  const definitions = Object.fromEntries(
    [...rules.known].map((id) => [
      id,
      {
        meta: { schema: [] },
        create: (ruleContext: Reporter) => ({
          file(): void {
            current.forEach((finding, index) => {
              if (finding.rule === id) ruleContext.report({ message: String(index), loc: toSpan(finding.location) });
            });
          },
        }),
      },
    ]),
  );
  const language = {
    fileType: "text" as const,
    lineStart: 1 as const,
    columnStart: 1 as const,
    nodeTypeKey: "type",
    validateLanguageOptions: (): void => undefined,
    parse: (input: { body: string | Uint8Array }) => ({ ok: true as const, ast: createRoot(String(input.body)) }),
    createSourceCode(input: { path: string; body: string | Uint8Array }, parsed: { ast: Root }): Source {
      const source = new Source(input.path, String(input.body), parsed.ast, parser, { known: rules.known, active });
      sources.push(source);
      return source;
    },
  };

  return (file, text, findings) => {
    current = findings;
    active = rules.active(file);
    sources.length = 0;
    // The severity that a finding has without comments; a comment may change it.
    const severities = Object.fromEntries([...active].map((id) => [NAMESPACE + id, "error"]));
    for (const finding of findings) severities[NAMESPACE + finding.rule] = finding.severity;
    const config = {
      files: ["**"],
      plugins: { mcp: { rules: definitions, languages: { source: language } } },
      language: "mcp/source",
      rules: severities,
      linterOptions: { reportUnusedDisableDirectives: "warn" },
    };
    // ESLint lints nothing above its base path, and a member of a workspace may stand there
    const filename = file.replace(/^(?:\.\.\/)+/, "");
    // ESLint's types know the trees of JavaScript alone; at run time a language brings its own.
    const messages = linter.verify(text, [config] as unknown as Linter.Config[], { filename });
    const kept = new Map<Finding, Finding | undefined>(findings.map((finding) => [finding, undefined]));
    const directives: DirectiveProblem[] = [];
    for (const message of messages) {
      const finding = findingOf(message, findings);
      const severity = message.severity === 2 ? "error" : "warn";
      if (finding !== undefined) kept.set(finding, finding.severity === severity ? finding : { ...finding, severity });
      else if (!sources.some((source) => source.isBlanket(message))) directives.push({ location: toLocation(file, message), severity, message: message.message });
    }
    const suppressed = suppressedMessages(linter).flatMap((message): Suppressed[] => {
      const finding = findingOf(message, findings);
      if (finding === undefined) return [];
      const comments = message.suppressions.flatMap(({ justification }) => sources.flatMap((source) => source.use(justification) ?? []));
      return [{ finding, by: "comment", reason: comments.map(({ reason }) => reason).filter((reason) => reason !== "").join("; ") }];
    });
    // Of a rule that a comment switches off ESLint hears nothing; what it found is counted like the rest.
    for (const finding of findings) {
      const silencer = sources.map((source) => source.switchedOff(finding.rule)).find((one) => one !== undefined);
      if (silencer !== undefined) suppressed.push({ finding, by: "comment", reason: silencer.reason });
    }
    for (const { comment, reason } of sources.flatMap((source) => source.answerable())) {
      const message = complaintAboutReason(reason, today);
      if (message !== undefined) directives.push({ location: { file, line: comment.loc.start.line, column: comment.loc.start.column, endLine: comment.loc.end.line, endColumn: comment.loc.end.column }, severity: "error", message });
    }
    return { kept, suppressed, directives };
  };
}

interface Reporter {
  report(problem: { message: string; loc: Span }): void;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Span {
  readonly start: Position;
  readonly end: Position;
}

interface Root {
  readonly type: "file";
  readonly loc: Span;
  readonly range: [number, number];
}

interface Comment {
  readonly type: "comment";
  readonly value: string;
  readonly line: boolean;
  readonly loc: Span;
  readonly range: [number, number];
}

/** The rules that there are, and those that run in the file. */
interface OwnRules {
  readonly known: ReadonlySet<string>;
  readonly active: ReadonlySet<string>;
}

/** A comment that silences rules. */
interface Silencer {
  readonly comment: Comment;
  readonly reason: string;
  /** It switches a rule off for the whole file: ESLint does not tell whether that silences anything. */
  readonly always: boolean;
}

type Message = Pick<Linter.LintMessage, "ruleId" | "message" | "line" | "column" | "endLine" | "endColumn">;

/** ESLint documents this method of `Linter`, its types lack it. */
function suppressedMessages(linter: Linter): Linter.SuppressedLintMessage[] {
  return (linter as Linter & { getSuppressedMessages(): Linter.SuppressedLintMessage[] }).getSuppressedMessages();
}

function findingOf(message: Message, findings: readonly Finding[]): Finding | undefined {
  if (message.ruleId === null || !/^\d+$/.test(message.message)) return undefined;
  return findings[Number(message.message)];
}

/** `"off"`, `0`, and lists that start with one. */
function isOff(setting: unknown): boolean {
  const severity: unknown = Array.isArray(setting) ? setting[0] : setting;
  return severity === "off" || severity === 0;
}

function toSpan(location: Location): Span {
  return { start: { line: location.line, column: location.column }, end: { line: location.endLine, column: location.endColumn } };
}

function toLocation(file: string, message: Message): Location {
  return { file, line: message.line, column: message.column, endLine: message.endLine ?? message.line, endColumn: message.endColumn ?? message.column };
}

function createRoot(text: string): Root {
  const last = text.lastIndexOf("\n") + 1;
  const lines = text.split("\n").length;
  return { type: "file", range: [0, text.length], loc: { start: { line: 1, column: 1 }, end: { line: lines, column: text.length - last + 1 } } };
}

type SourceOptions = { LangOptions: Record<string, unknown>; RootNode: Root; SyntaxElementWithLoc: Root | Comment; ConfigNode: Comment };

/** The view of a file that ESLint asks for: one node, and the comments that concern us. */
class Source extends TextSourceCodeBase<SourceOptions> {
  readonly #comments: readonly Comment[];
  readonly #parser: ConfigCommentParser;
  readonly #rules: OwnRules;
  readonly #blanket = new Set<string>();
  readonly #silencers: Silencer[] = [];
  readonly #used = new Set<Silencer>();
  readonly #switchedOff = new Map<string, Silencer>();

  constructor(path: string, text: string, ast: Root, parser: ConfigCommentParser, rules: OwnRules) {
    super({ text, ast, lineEndingPattern: /\n/u });
    this.#parser = parser;
    this.#rules = rules;
    this.#comments = readComments(path, text)
      .filter(({ value }) => value.trimStart().startsWith("eslint"))
      .map(({ value, line, start, end }) => ({ type: "comment", value, line, range: [start, end], loc: { start: this.getLocFromIndex(start), end: this.getLocFromIndex(end) } }));
  }

  override *traverse(): Iterable<VisitNodeStep> {
    for (const phase of [1, 2] as const) yield new VisitNodeStep({ target: this.ast, phase, args: [this.ast] });
  }

  override getParent(): undefined {
    return undefined;
  }

  /** Whether a message stands at a comment that names no rule: such a comment may well be meant for other linters. */
  isBlanket(at: Position): boolean {
    return this.#blanket.has(`${at.line}:${at.column}`);
  }

  /** The comment behind a justification that ESLint gives back, which is its number; from now on it counts as one that silences something. */
  use(justification: string): Silencer | undefined {
    const silencer = this.#silencers[Number(justification)];
    if (silencer !== undefined) this.#used.add(silencer);
    return silencer;
  }

  /** Comments that have to give a reason: those that silence something. The others are told of as unused, and that is enough. */
  answerable(): Silencer[] {
    return this.#silencers.filter((silencer) => silencer.always || this.#used.has(silencer));
  }

  /** The comment that switches a rule off for the whole file. */
  switchedOff(rule: string): Silencer | undefined {
    return this.#switchedOff.get(rule);
  }

  getInlineConfigNodes(): Comment[] {
    return [...this.#comments];
  }

  getDisableDirectives(): { directives: Directive[]; problems: { ruleId: null; message: string; loc: Span }[] } {
    const directives: Directive[] = [];
    const problems: { ruleId: null; message: string; loc: Span }[] = [];
    for (const comment of this.#comments) {
      const parsed = this.#parser.parseDirective(comment.value);
      const type = parsed === undefined ? undefined : DISABLE_LABELS.get(parsed.label);
      if (parsed === undefined || type === undefined) continue;
      // ESLint's own JavaScript language refuses these two as well.
      if (comment.line && (type === "disable" || type === "enable")) continue;
      const named = Object.keys(this.#parser.parseListConfig(parsed.value));
      const ours = named.filter((id) => this.#concerns(id));
      if (named.length > 0 && ours.length === 0) continue;
      if (type === "disable-line" && comment.loc.start.line !== comment.loc.end.line) {
        problems.push({ ruleId: null, message: `${parsed.label} comment should not span multiple lines.`, loc: comment.loc });
        continue;
      }
      if (named.length === 0) this.#blanket.add(`${comment.loc.start.line}:${comment.loc.start.column}`);
      if (type === "enable") {
        directives.push(new Directive({ type, node: comment, value: ours.join(", "), justification: parsed.justification }));
        continue;
      }
      const number = this.#silencers.push({ comment, reason: parsed.justification, always: false }) - 1;
      directives.push(new Directive({ type, node: comment, value: ours.join(", "), justification: String(number) }));
    }
    return { directives, problems };
  }

  applyInlineConfig(): { configs: { config: { rules: Record<string, Linter.RuleEntry> }; loc: Span }[]; problems: { ruleId: null; message: string; loc: Span }[] } {
    const configs: { config: { rules: Record<string, Linter.RuleEntry> }; loc: Span }[] = [];
    const problems: { ruleId: null; message: string; loc: Span }[] = [];
    for (const comment of this.#comments) {
      const parsed = this.#parser.parseDirective(comment.value);
      if (parsed === undefined || parsed.label !== "eslint" || comment.line || !parsed.value.includes(NAMESPACE)) continue;
      const read = this.#parser.parseJSONLikeConfig(parsed.value);
      if (!read.ok) {
        problems.push({ ruleId: null, message: read.error.message, loc: comment.loc });
        continue;
      }
      const rules = Object.entries(read.config).filter(([id]) => this.#concerns(id));
      const off = rules.filter(([, setting]) => isOff(setting));
      if (off.length > 0) {
        const silencer = { comment, reason: parsed.justification, always: true };
        this.#silencers.push(silencer);
        for (const [id] of off) this.#switchedOff.set(id.slice(NAMESPACE.length), silencer);
      }
      if (rules.length > 0) configs.push({ config: { rules: Object.fromEntries(rules) as Record<string, Linter.RuleEntry> }, loc: comment.loc });
    }
    return { configs, problems };
  }

  /** A rule of ours that ran, or one that does not exist, which is worth saying. A rule of a stricter preset found nothing: no comment can be unused for it. */
  #concerns(id: string): boolean {
    if (!id.startsWith(NAMESPACE)) return false;
    const own = id.slice(NAMESPACE.length);
    return this.#rules.active.has(own) || !this.#rules.known.has(own);
  }
}
