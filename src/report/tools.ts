import type { Seen } from "../analyze/analysis.js";
import type { Package } from "../package.js";
import type { Server } from "../server/view/view.js";
import { escapeLines } from "./escape.js";
import type { TerminalLook } from "./index.js";
import { toolsDocument } from "./tools-document.js";

/** What `mcp-boundary tools` tells of. */
export interface Surface extends Seen {
  readonly server: Server;
  readonly package: Package;
}

export const TOOLS_FORMATS = ["text", "json", "markdown"] as const;
export type ToolsFormat = (typeof TOOLS_FORMATS)[number];

/** The surface of a server in the given format. Only that format's code is loaded. */
export async function reportTools(surface: Surface, format: ToolsFormat, look: TerminalLook): Promise<string> {
  const document = toolsDocument(surface);
  switch (format) {
    case "json":
      return (await import("./tools-json.js")).toolsJson(document);
    case "markdown":
      return escapeLines((await import("./tools-markdown.js")).toolsMarkdown(document, look));
    default:
      return escapeLines((await import("./tools-text.js")).toolsText(document, look));
  }
}
