import { escapeJson } from "./escape.js";
import type { ToolsDocument } from "./tools-document.js";

/** The document as JSON, ended by a line break; docs/tools.md describes it. */
export function toolsJson(document: ToolsDocument): string {
  return `${escapeJson(JSON.stringify(document, undefined, 2))}\n`;
}
