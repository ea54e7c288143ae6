import type { SinkKind } from "../models/kinds.js";
import type { OptionRow, ProgramRow, SinkRow } from "../models/model.js";
import { judgeArgumentList, wordsOf } from "./arguments-oracle.js";
import { namesOf } from "./arguments.js";
import { judgeCode, judgeTemplate } from "./code-oracle.js";
import { breaks, quoted, unknown } from "./judgement.js";
import { judgeModule, judgePath, judgeProgram } from "./path-oracle.js";
import { judgeQuery } from "./query-oracle.js";
import { judgeShell } from "./shell-oracle.js";
import { judgeSql } from "./sql-oracle.js";
import { judgeSegment, judgeUrl } from "./url-oracle.js";
import { judgeWindowsShell } from "./windows-shells.js";

/** What arrived at a sink: texts, lists and objects of them, as plain data. */
export type Arrived = string | number | boolean | null | undefined | readonly Arrived[] | { readonly [key: string]: Arrived };

export type Judgement =
  /** In words that complete "the input …": "starts a second command: `id`". */
  | { readonly kind: "breaks"; readonly how: string }
  /** The hostile value stays where the benign one stood. */
  | { readonly kind: "holds" }
  /** The grammar cannot tell. */
  | { readonly kind: "unknown"; readonly why: string };

export type SqlDialect = "postgres" | "mysql" | "sqlite" | "mssql";

/** What the row of the sink and the place of the call say besides. */
export interface OracleOptions {
  /** Whose paths and whose shell; POSIX by default. */
  readonly platform?: "posix" | "windows";
  /** For `sql`: without it only what every dialect agrees on is told. */
  readonly dialect?: SqlDialect;
  /** For `arguments`: the program, where the list does not start with it. */
  readonly program?: string;
  /** For `arguments`: how the list arrives, see SinkRow.form. */
  readonly form?: "list" | "items" | "text";
  /** For `arguments`: the program runs in a container or on another host, whose programs are there to be chosen from. */
  readonly remote?: boolean;
  /** For `arguments`: the list is joined with blanks and handed to a shell. */
  readonly shell?: boolean;
  /** For `shell`: the text is one of several that are joined with blanks, and not the first. */
  readonly element?: boolean;
  /** For `arguments` and `shell`: programs that parse their arguments again, and programs with harmful options, from the models. */
  readonly programs?: readonly ProgramRow[];
  readonly options?: readonly OptionRow[];
  /** For `code` and `shell`: the program that parses the text, `python3`, `pwsh`. Without it JavaScript, and the shell of the platform. */
  readonly language?: string;
  /** For `url`: what a relative URL is resolved against. */
  readonly base?: string;
  /** What the call takes, see SinkRow.takes. */
  readonly takes?: SinkRow["takes"];
  /** For `link`: the link that was followed on the way to the file. */
  readonly followed?: string;
}

/** One sink, reached twice: once with a benign constant sent in, once with a hostile one. */
export interface Comparison {
  readonly benign: Arrived;
  readonly hostile: Arrived;
  /** What was sent in, so that it is recognised in what arrived; for `path`, a folder in which the hostile text is asked to lie. */
  readonly sent: { readonly benign: string; readonly hostile: string; readonly within?: string };
  readonly with?: OracleOptions;
}

/** Judges a part of what arrived by its own grammar. */
export type Judge = (kind: SinkKind, comparison: Comparison) => Judgement;

/** Longer texts and lists are not judged. */
const LONGEST_TEXT = 32_768;
const LONGEST_LIST = 1000;

/**
 * Whether the hostile value leaves the place in the sink's grammar in which the benign one stood: another command, word or statement, another host, a path
 * outside the root that the benign value stayed in. Never throws; the effort is bounded.
 */
export function judge(kind: SinkKind, comparison: Comparison): Judgement {
  const { benign, hostile } = comparison;
  if (benign === undefined || hostile === undefined) return unknown("nothing arrived");
  if (kind === "nosql") return judgeQuery(benign, hostile, comparison, judge);
  if (kind === "arguments") {
    const [meant, made] = listsOf(benign, hostile, comparison);
    return meant === undefined || made === undefined ? unknown("what arrived is no list of arguments") : judgeArgumentList(meant, made, comparison, judge);
  }
  const [meant, made] = [textOf(benign), textOf(hostile)];
  return meant === undefined || made === undefined ? unknown("what arrived is no text, or too long") : judgeText(kind, meant, made, comparison);
}

function judgeText(kind: Exclude<SinkKind, "nosql" | "arguments">, benign: string, hostile: string, comparison: Comparison): Judgement {
  switch (kind) {
    case "shell": {
      const shell = (comparison.with?.language === undefined ? [] : namesOf(comparison.with.language)).map((name) => WINDOWS_SHELLS.get(name)).find((one) => one !== undefined);
      return shell === undefined ? judgeShell(benign, hostile, comparison, judge) : judgeWindowsShell(shell, benign, hostile, comparison.sent);
    }
    case "program": return judgeProgram(benign, hostile, comparison);
    case "sql": return judgeSql(benign, hostile, comparison);
    case "script":
    case "code": return judgeCode(benign, hostile, comparison);
    case "template": return judgeTemplate(benign, hostile);
    case "module": return judgeModule(benign, hostile, comparison);
    case "url": return judgeUrl(benign, hostile, comparison);
    case "segment": return judgeSegment(benign, hostile, comparison);
    case "path": return judgePath(benign, hostile, comparison);
    case "result":
    case "log":
    case "pattern":
    case "key":
    case "description":
    case "object":
    case "header": return unknown("whose credential it is is told by the program, not by its text");
    case "link": return comparison.with?.followed === undefined ? unknown("no link was followed") : breaks(`reaches a file through the link ${quoted(comparison.with.followed)}`);
  }
}

const WINDOWS_SHELLS: ReadonlyMap<string, "cmd" | "powershell"> = new Map([["cmd", "cmd"], ["powershell", "powershell"], ["pwsh", "powershell"], ["powershell_ise", "powershell"]]);

/** Fields under which libraries take the text of an object: `{ text, values }` of SQL, `{ url }` of a request. */
const TEXT_FIELDS = ["text", "sql", "query", "url", "uri", "href", "path"] as const;

function textOf(arrived: Arrived): string | undefined {
  if (typeof arrived === "string") return arrived.length <= LONGEST_TEXT ? arrived : undefined;
  if (typeof arrived === "number" || typeof arrived === "boolean") return String(arrived);
  if (typeof arrived !== "object" || arrived === null || Array.isArray(arrived)) return undefined;
  const record = arrived as { readonly [key: string]: Arrived };
  const field = TEXT_FIELDS.find((name) => Object.hasOwn(record, name) && typeof record[name] === "string");
  return field === undefined ? undefined : textOf(record[field]);
}

function listsOf(benign: Arrived, hostile: Arrived, { sent, with: options }: Comparison): readonly [string[] | undefined, string[] | undefined] {
  const isText = typeof benign === "string" && typeof hostile === "string" && Math.max(benign.length, hostile.length) <= LONGEST_TEXT;
  return isText ? wordsOf(benign, hostile, sent.benign, options?.form) : [listOf(benign), listOf(hostile)];
}

function listOf(arrived: Arrived): string[] | undefined {
  if (!Array.isArray(arrived) || arrived.length > LONGEST_LIST) return undefined;
  const items = (arrived as readonly Arrived[]).flat(1) as readonly Arrived[];
  return items.every((item) => ["string", "number", "boolean"].includes(typeof item)) && items.join("").length <= LONGEST_TEXT ? items.map(String) : undefined;
}
