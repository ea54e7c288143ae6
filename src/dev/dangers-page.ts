import { ALL_DANGERS, type Danger, DANGER_WORDS, dangerNames, SINK_KINDS, SOURCE_KINDS } from "../models/kinds.js";

/** The page on dangers, sinks and sources, as Markdown: what traces and models name. */
export function dangersPage(): string {
  return [
    "# Dangers",
    "A text that comes from outside carries a set of dangers: what it can still do. Steps and checks on its way take some of them away, a sink names those that hurt it, and what is left of these when\n" +
      "the text arrives is reported. So a check counts by what it does, never by its name. `mcp-boundary trace` shows where a danger goes, and rows of [models](models.md) say which ones they clear.",
    table(["danger", "what the text can do"], (Object.entries(DANGER_WORDS) as [Danger, string][]).map(([name, words]) => [`\`${name}\``, words])),
    "## Sinks",
    table(["kind", "what the text is there", "dangers that hurt"], Object.entries(SINK_KINDS).map(([kind, { phrase, hurts }]) => [`\`${kind}\``, phrase, hurts === ALL_DANGERS ? "all" : dangerNames(hurts).map((name) => `\`${name}\``).join(", ")])),
    "## Sources",
    table(["kind", "what comes in"], Object.entries(SOURCE_KINDS).map(([kind, phrase]) => [`\`${kind}\``, phrase])),
  ].join("\n\n") + "\n";
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
