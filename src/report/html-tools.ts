import type { Location } from "../finding.js";
import { html, htmlProse } from "./html-text.js";
import type { Look, Result } from "./index.js";
import { toolsDocument, type ToolEntry } from "./tools-document.js";
import { authorizationWords, inputRows, reachRows } from "./tools-words.js";

/** The tools of the server, what they take and reach, and how often something is reported of each. */
export function htmlTools({ analysis, package: own, findings }: Result, look: Look): string[] {
  if (analysis.server === undefined) return ["<h2>Tools</h2>", "<p>The packages of this workspace were analysed in shares. <code>mcp-boundary tools &lt;folder&gt;</code> shows the tools of one.</p>"];
  const { tools, server } = toolsDocument({ ...analysis, server: analysis.server, package: own });
  const place = ({ file, line }: Location): string => `<code>${html(look.repository(file))}:${line}</code>`;
  const over = [...server.transports.map(({ kind }) => kind), ...server.listens.map(({ hosts, port }) => `listens on ${hosts.join(" or ") || "an unknown host"}${port === null ? "" : `, port ${port}`}`)];
  const rows = tools.map((tool) => toolRow(tool, findings.filter((one) => tool.name !== null && one.tools.includes(tool.name)).length, place));
  return [
    "<h2>Tools</h2>",
    `<p class="dim">${html([...new Set(over)].join(" · "))}</p>`,
    ...(rows.length === 0 ? ["<p>No tool was found.</p>"] : [`<table><thead><tr><th>tool</th><th>takes</th><th>reaches</th><th>findings</th></tr></thead><tbody>`, ...rows, "</tbody></table>"]),
  ];
}

function toolRow(tool: ToolEntry, findings: number, place: (location: Location) => string): string {
  const scopes = authorizationWords(tool);
  const inputs = inputRows(tool.inputSchema).map(({ name, type, required, bounds }) => `<code>${html(name)}${required ? "" : "?"}</code> ${html([type, bounds].filter((part) => part !== "").join(", "))}`);
  const reaches = reachRows(tool).map(({ what, text, location }) => `${html(what)} <code>${html(text)}</code>${location === undefined ? "" : ` ${place(location)}`}`);
  const about = [place(tool.location), tool.description === null ? "" : htmlProse(tool.description), scopes === "" ? "" : html(scopes)].filter((part) => part !== "").join("<br>");
  return `<tr><td><b>${html(tool.name ?? "(unknown name)")}</b><br>${about}</td><td>${list(inputs)}</td><td>${list(reaches)}</td><td>${findings}</td></tr>`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}
