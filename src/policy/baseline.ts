import path from "node:path";
import { UserError } from "../errors.js";
import type { Finding } from "../finding.js";
import { complaintsAbout, listOf, record, text, whole } from "../models/shape.js";
import { isInside, readText, realPath, type Text, toModulePath } from "../program/disk.js";
import { parseJson } from "../program/json.js";

/** The shape's own version. */
const VERSION = 1;

/** A finding that was there when the baseline was written. */
export interface KnownFinding {
  /** With its namespace. */
  readonly rule: string;
  /** Relative to the folder of the baseline, with forward slashes. */
  readonly file: string;
  readonly fingerprint: string;
  /** For whoever reads the file; nothing is compared with it. */
  readonly message: string;
}

/** The file of known findings. */
export interface Baseline {
  /** Absolute path; the file need not exist. */
  readonly file: string;
  readonly known: readonly KnownFinding[];
}

/** Where a baseline lies. */
export interface BaselinePlace {
  /** Absolute path; the file need not exist. */
  readonly file: string;
  /** A configuration or the command line names it. */
  readonly isNamed: boolean;
  /** Links of the project lead to it inside of this folder alone; undefined where a person named it. */
  readonly within?: string;
}

const shape = record({
  version: { shape: whole, required: true },
  findings: { shape: listOf(record({ rule: { shape: text, required: true }, file: { shape: text, required: true }, fingerprint: { shape: text, required: true }, message: { shape: text } })), required: true },
}, "the baseline");

const MAX_BYTES = 32 << 20;
const MAX_TOLD = 5;

/** The baseline that a configuration means; undefined when there is none. Throws a UserError for one that is named and missing, or cannot be read. */
export function openBaseline({ file, isNamed, within }: BaselinePlace): Baseline | undefined {
  const found = readBaseline(file, within);
  if (found === undefined && isNamed) throw new UserError(`the baseline ${path.basename(file)} does not exist: mcp-boundary baseline writes it.`);
  return found;
}

/** Reads a baseline; undefined when there is none. Throws a UserError for one that cannot be read, or that a link leads to out of `within`. */
export function readBaseline(file: string, within?: string): Baseline | undefined {
  const real = realPath(file);
  if (real === undefined) return undefined;
  const read: Text = within === undefined || isInside(within, real) ? readText(file, MAX_BYTES) : { ok: false, message: "a link out of the project" };
  const parsed = read.ok ? parseJson(read.text) : read;
  if (!parsed.ok) throw new UserError(`${path.basename(file)} cannot be read: ${parsed.message}.`);
  const complaints = complaintsAbout(parsed.value, shape);
  if (complaints.length > 0) throw new UserError(`${path.basename(file)}: ${complaints.slice(0, MAX_TOLD).join("; ")}.`);
  const { version, findings } = parsed.value as { version: number; findings: KnownFinding[] };
  if (version !== VERSION) throw new UserError(`${path.basename(file)} has version ${version}, and this release reads ${VERSION}: write it again with mcp-boundary baseline.`);
  return { file, known: findings };
}

/** The text of a baseline: sorted, an entry a line, so that two branches seldom touch the same one. */
export function writeBaseline(known: readonly KnownFinding[]): string {
  const lines = [...known].sort(compareKnown).map((one) => `    ${JSON.stringify({ rule: one.rule, file: one.file, fingerprint: one.fingerprint, message: one.message })}`);
  return `{\n  "version": ${VERSION},\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

function compareKnown(a: KnownFinding, b: KnownFinding): number {
  const [left, right] = [keyOf(a.file, a), keyOf(b.file, b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A path of the program as a baseline names it. */
function toBaselinePath(baseline: string, root: string, file: string): string {
  return toModulePath(path.dirname(baseline), path.join(root, file));
}

/** A finding as a baseline that lies in `baseline` holds it. */
export function toKnown({ rule, fingerprint, message, location }: Finding, baseline: string, root: string): KnownFinding {
  return { rule: `mcp/${rule}`, file: toBaselinePath(baseline, root, location.file), fingerprint, message };
}

/** The findings that a baseline knows, and those that are new. Each entry answers for one finding. */
export function compareWithBaseline(findings: readonly Finding[], { file, known }: Baseline, root: string): { known: Finding[]; fresh: Finding[]; gone: KnownFinding[] } {
  const left = new Map<string, KnownFinding[]>();
  for (const one of known) left.set(keyOf(one.file, one), [...(left.get(keyOf(one.file, one)) ?? []), one]);
  const old: Finding[] = [];
  const fresh: Finding[] = [];
  for (const finding of findings) {
    const key = keyOf(toBaselinePath(file, root, finding.location.file), { rule: `mcp/${finding.rule}`, fingerprint: finding.fingerprint });
    (left.get(key)?.shift() === undefined ? fresh : old).push(finding);
  }
  return { known: old, fresh, gone: [...left.values()].flat() };
}

/** Whether a baseline knows a finding, for hosts that ask of one at a time. */
export function knownIn({ file, known }: Baseline, root: string): (finding: Finding) => boolean {
  const keys = new Set(known.map((one) => keyOf(one.file, one)));
  return ({ rule, fingerprint, location }) => keys.has(keyOf(toBaselinePath(file, root, location.file), { rule: `mcp/${rule}`, fingerprint }));
}

function keyOf(file: string, { rule, fingerprint }: Pick<KnownFinding, "rule" | "fingerprint">): string {
  return [file, rule, fingerprint].join("\0");
}
