import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { Rule } from "../rule.js";
import { CAPABILITIES } from "../policy/policy.js";
import { howDecided, kindsAsked } from "./how-decided.js";

/** The documentation of one rule, as Markdown; its examples are the rule's first fixtures, so they are known to hold. */
export function rulePage(root: string, id: string, rule: Rule): string {
  const bad = readExample(root, id, "bad");
  const good = readExample(root, id, "good");
  return [
    `# ${id}`,
    `${rule.title}. Preset **${rule.preset}**, severity **${rule.severity}**.`,
    `## Why\n\n${rule.why.trim()}`,
    ...(bad === undefined ? [] : [`## Reported\n\n${bad}`]),
    ...(good === undefined ? [] : [`## Not reported\n\n${good}`]),
    `## How it is decided\n\n${howDecided(rule)}`,
    `## How to mend it\n\n${rule.fix.trim()}`,
    `## How to silence it\n\n${byDesign(rule)}Where the code is right and the tool cannot know, say why on the line above:\n\n\`\`\`ts\n// eslint-disable-next-line mcp/${id} -- the reason\n\`\`\`\n\nA suppressed finding is still counted in the summary; \`--no-inline-config\` shows it.`,
    `## References\n\n${references(rule).map((line) => `- ${line}`).join("\n")}`,
  ].join("\n\n") + "\n";
}

/** What a tool that is made for what the rule reports is declared with. */
function byDesign(rule: Rule): string {
  const kinds = new Set<string>(kindsAsked(rule));
  const words = Object.entries(CAPABILITIES).filter(([, sinks]) => sinks.some((kind) => kinds.has(kind))).map(([word]) => `\`${word}\``);
  return words.length === 0 ? "" : `A tool that is made for this is declared in the configuration, with the capability ${words.join(" or ")}: [capabilities](../configuration.md#capabilities).\n\n`;
}

/** The table of all rules in the README. */
export function ruleTable(rules: ReadonlyMap<string, Rule>): string {
  const rows = [...rules].map(([id, rule]) => `| [${id}](docs/rules/${id}.md) | ${rule.title} | ${rule.preset} | ${rule.severity} | ${rule.cwe.map(cweLink).join(", ")} | ${rule.owasp.join(", ")} |`);
  return ["| rule | reports | preset | severity | CWE | OWASP MCP Top 10 |", "| --- | --- | --- | --- | --- | --- |", ...rows].map((row) => `${row}\n`).join("");
}

/** The configuration with which oxlint runs the rules of the recommended preset, as a fenced block. */
export function oxlintConfig(rules: ReadonlyMap<string, Rule>): string {
  const recommended = [...rules].filter(([, rule]) => rule.preset === "recommended");
  const config = { jsPlugins: [{ name: "mcp", specifier: "mcp-boundary" }], rules: Object.fromEntries(recommended.map(([id, { severity }]) => [`mcp/${id}`, severity])) };
  return `\`\`\`json\n${JSON.stringify(config, undefined, 2)}\n\`\`\`\n`;
}

function references(rule: Rule): string[] {
  return [...rule.cwe.map((cwe) => cweLink(cwe)), ...rule.owasp.map((id) => `OWASP MCP Top 10: ${id}`)];
}

function cweLink(cwe: number): string {
  return `[CWE-${cwe}](https://cwe.mitre.org/data/definitions/${cwe}.html)`;
}

/** A fenced block with the first fixture whose name starts with "bad" or "good", its marks taken off. */
function readExample(root: string, id: string, name: "bad" | "good"): string | undefined {
  const folder = join(root, "fixtures", "rules", id);
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder).sort().find((entry) => entry.startsWith(name) && statSync(join(folder, entry)).isFile());
  if (file === undefined) return undefined;
  return `\`\`\`${extname(file).slice(1)}\n${withoutMarks(readFileSync(join(folder, file), "utf8"), id).trim()}\n\`\`\``;
}

/** An expectation becomes a comment that a reader understands; the other marks go. */
function withoutMarks(text: string, id: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\s*\/\/\s*(expect|ok|todo-ok|todo|from):\s*([\w, -]+)/g, (_all, mark: string, ids: string) => (mark === "expect" && ids.includes(id) ? " // reported" : "")).trimEnd())
    .join("\n");
}
