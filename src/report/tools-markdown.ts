import type { Location } from "../finding.js";
import type { TerminalLook } from "./index.js";
import { code, plain, table } from "./markdown-text.js";
import type { PromptEntry, ResourceEntry, ToolEntry, ToolsDocument } from "./tools-document.js";
import { authorizationWords, inputRows, reachRows } from "./tools-words.js";

/** The surface as a page of Markdown: a section for each tool, tables of inputs and of what is reached. Nothing in a text of the project is markup. */
export function toolsMarkdown(document: ToolsDocument, look: TerminalLook): string {
  const place = (location: Location): string => code(`${look.display(location.file)}:${location.line}`);
  const { server, tools, resources, templates, prompts, gaps } = document;
  const over = server.transports.map(({ kind, location }) => `- transport ${plain(kind)}, ${place(location)}`);
  const listens = server.listens.map(({ hosts, port, location }) => `- listens on ${plain(hosts.join(" or ") || "an unknown host")}${port === null ? "" : `, port ${plain(port)}`}, ${place(location)}`);
  const blocks = [
    "# MCP server",
    [...over, ...listens].join("\n"),
    ...section("## Tools", tools.flatMap((tool) => toolBlocks(tool, place))),
    ...section("## Resources", resourceTable(resources, place)),
    ...section("## Resource templates", resourceTable(templates, place)),
    ...section("## Prompts", prompts.flatMap((prompt) => promptBlocks(prompt, place))),
    ...section("## Gaps", gaps.length === 0 ? [] : [gaps.map(({ kind, message, help, location }) => `- ${place(location)} ${plain(kind)}: ${plain(message)}${help === undefined ? "" : `. ${plain(help)}`}`).join("\n")]),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

type Place = (location: Location) => string;

function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [title, ...blocks];
}

function toolBlocks(tool: ToolEntry, place: Place): string[] {
  const annotations = Object.entries(tool.annotations).map(([name, value]) => code(`${name}=${String(value)}`)).join(", ");
  const scopes = authorizationWords(tool);
  const reached = reachRows(tool).map(({ what, text, location }) => [plain(what), code(text), location === undefined ? "" : place(location)]);
  return [
    ...offerBlocks(tool, place),
    [...(annotations === "" ? [] : [`- annotations: ${annotations}`]), ...(scopes === "" ? [] : [`- scopes: ${plain(scopes)}`])].join("\n"),
    ...inputTable(tool),
    ...(reached.length === 0 ? [] : [table(["reaches", "what", "where"], reached)]),
  ];
}

function promptBlocks(prompt: PromptEntry, place: Place): string[] {
  return [...offerBlocks(prompt, place), ...inputTable(prompt)];
}

function offerBlocks({ name, title, description, location, conditions }: ToolEntry | PromptEntry, place: Place): string[] {
  return [
    `### ${name === null ? "(unknown name)" : plain(name)}`,
    [...(title === null ? [] : [`**${plain(title)}**`]), place(location)].join(" · "),
    ...(description === null ? [] : [description.split(/\r?\n/).map((line) => `> ${plain(line)}`).join("\n")]),
    conditions.map((condition) => `- offered if ${code(condition)}`).join("\n"),
  ];
}

function inputTable({ inputSchema }: ToolEntry | PromptEntry): string[] {
  const rows = inputRows(inputSchema).map(({ name, type, required, bounds, description }) => [code(name), code(type), required ? "yes" : "", plain(bounds), plain(description)]);
  return rows.length === 0 ? [] : [table(["input", "type", "required", "bounds", "description"], rows)];
}

function resourceTable(resources: readonly ResourceEntry[], place: Place): string[] {
  if (resources.length === 0) return [];
  return [table(["name", "uri", "description", "where"], resources.map(({ name, uri, description, location }) => [plain(name ?? ""), uri === null ? "" : code(uri), plain(description ?? ""), place(location)]))];
}
