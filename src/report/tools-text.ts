import type { Location } from "../finding.js";
import { escapeText } from "./escape.js";
import { displayWidth } from "./excerpt.js";
import { gapLines } from "./gap-lines.js";
import type { TerminalLook } from "./index.js";
import { paintOf, type Paint } from "./paint.js";
import type { PromptEntry, ResourceEntry, ToolEntry, ToolsDocument } from "./tools-document.js";
import { authorizationWords, inputRows, reachRows } from "./tools-words.js";
import { wrap } from "./wrap.js";

/** The surface for a person: a head line, then a table for every tool, resource and prompt. Long texts are cut, and it says so. */
export function toolsText(document: ToolsDocument, look: TerminalLook): string {
  const paint = paintOf(look.colour);
  const place = (location: Location): string => `${escapeText(look.display(location.file))}:${location.line}:${location.column}`;
  const blocks = [
    headLines(document, place, paint),
    ...document.tools.map((tool) => toolLines(tool, place, paint)),
    ...document.resources.map((resource) => resourceLines("resource", resource, place, paint)),
    ...document.templates.map((template) => resourceLines("template", template, place, paint)),
    ...document.prompts.map((prompt) => promptLines(prompt, place, paint)),
    ...(look.gaps && document.gaps.length > 0 ? [gapLines(document.gaps, place, paint)] : []),
    [summaryLine(document, look)],
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

type Place = (location: Location) => string;

function headLines({ server }: ToolsDocument, place: Place, paint: Paint): string[] {
  const listens = server.listens.map(({ hosts, port, location }) => row("listens", `${hosts.length === 0 ? "somewhere" : hosts.join(" or ")}${port === null ? "" : ` port ${port}`}  ${paint("dim", place(location))}`, paint));
  return [...server.transports.map(({ kind, location }) => row("transport", `${kind}  ${paint("dim", place(location))}`, paint)), ...listens].flat();
}

function toolLines(tool: ToolEntry, place: Place, paint: Paint): string[] {
  const annotations = Object.entries(tool.annotations).map(([name, value]) => `${name}=${String(value)}`).join(" ");
  return [
    ...offerLines("tool", tool, place, paint),
    ...inputLines(tool, paint),
    ...(annotations === "" ? [] : row("annotations", annotations, paint)),
    ...(authorizationWords(tool) === "" ? [] : row("scopes", authorizationWords(tool), paint)),
    ...reachRows(tool).flatMap(({ what, text, location }) => row(what, location === undefined ? escapeText(text) : `${escapeText(text)}  ${paint("dim", place(location))}`, paint, { isClean: true })),
  ];
}

function resourceLines(what: string, resource: ResourceEntry, place: Place, paint: Paint): string[] {
  return [...offerLines(what, resource, place, paint), ...(resource.uri === null ? [] : row("uri", resource.uri, paint))];
}

function promptLines(prompt: PromptEntry, place: Place, paint: Paint): string[] {
  return [...offerLines("prompt", prompt, place, paint), ...inputLines(prompt, paint)];
}

function offerLines(what: string, { name, title, description, location, conditions }: ToolEntry | ResourceEntry | PromptEntry, place: Place, paint: Paint): string[] {
  return [
    `${paint("bold", name === null ? `${what} of unknown name` : `${what} ${escapeText(name)}`)}  ${paint("dim", place(location))}`,
    ...(title === null ? [] : row("title", title, paint)),
    ...(description === null ? [] : row("description", description, paint, { most: 4 })),
    ...conditions.flatMap((condition) => row("offered if", condition, paint)),
  ];
}

function inputLines({ inputSchema }: ToolEntry | PromptEntry, paint: Paint): string[] {
  if (inputSchema === null) return [];
  const rows = inputRows(inputSchema).map(({ name, type, required, bounds, description }) => [`${name}${required ? "" : "?"}`, [type, bounds].filter((one) => one !== "").join(", "), description].map(escapeText));
  const width = Math.min(28, Math.max(0, ...rows.map(([name]) => displayWidth(name ?? ""))));
  return rows.flatMap(([name = "", type = "", description = ""]) => row("input", `${name}${" ".repeat(Math.max(0, width - displayWidth(name)))}  ${type}${description === "" ? "" : `: ${description}`}`, paint, { isClean: true, most: 2 }));
}

const LABEL = 12;

interface RowLook {
  /** The text is escaped already, and is painted. */
  readonly isClean?: boolean;
  /** As many lines are shown. */
  readonly most?: number;
}

/** A label and what it stands for, in lines below each other. */
function row(label: string, text: string, paint: Paint, { isClean = false, most = Infinity }: RowLook = {}): string[] {
  const lines = isClean ? wrap(text) : text.trim().split(/\r?\n/).flatMap((line) => wrap(escapeText(line)));
  const [first = "", ...more] = lines.length > most ? [...lines.slice(0, most), paint("dim", cutNote(lines.length - most))] : lines;
  return [`  ${paint("cyan", label.padEnd(LABEL))} ${first}`, ...more.map((line) => `  ${" ".repeat(LABEL)} ${line}`)];
}

function cutNote(lines: number): string {
  return `… ${count(lines, "more line")}: --format json has the whole text`;
}

function summaryLine({ summary, tools }: ToolsDocument, look: TerminalLook): string {
  const counted = [count(summary.tools, "tool"), count(summary.resources, "resource"), count(summary.templates, "template"), count(summary.prompts, "prompt")].join(", ");
  const asked = tools.filter(({ authorization }) => authorization.enforcedBy.length > 0).length;
  const gaps = count(summary.gaps, "gap") + (summary.gaps > 0 && !look.gaps ? " (--gaps lists them)" : "");
  return `${counted} in ${count(summary.files, "file")}: ${summary.handlersEvaluated} of ${count(summary.handlers, "handler")} evaluated${asked === 0 ? "" : `, ${count(asked, "tool")} with a scope`}, ${gaps}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
