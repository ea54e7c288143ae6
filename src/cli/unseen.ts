import type { Seen } from "../analyze/analysis.js";
import { UserError } from "../errors.js";

/** Refuses to speak of nothing. Throws UserError when no source was read at all. */
export function requireSource({ gaps, summary }: Seen, paths: readonly string[]): void {
  if (summary.files > 0 || gaps.some((gap) => gap.kind === "parse")) return;
  const where = paths.map((path) => `"${path}"`).join(", ");
  const [gap] = gaps;
  throw new UserError(gap === undefined ? `no JavaScript or TypeScript source was found in ${where}.` : `nothing could be read in ${where}: ${gap.location.file}: ${gap.message}.`);
}

/** What is said of a program for which nothing can be promised, a sentence each: it should offer tools and none was found, or something was not seen where all has to be. */
export function unseenSentences(seen: Seen, failOnGaps: boolean): string[] {
  const { gaps, summary, dependsOnSdk, needsTools } = seen;
  const sentences = dependsOnSdk && needsTools && summary.tools === 0 ? [`the project depends on an MCP SDK, and no tool was found: ${whyUnseen(seen)}.`] : [];
  if (failOnGaps && gaps.length > 0) sentences.push(`--fail-on-gaps: ${gaps.length === 1 ? "1 thing" : `${gaps.length} things`} could not be seen (--gaps lists them).`);
  return sentences;
}

function whyUnseen({ gaps, summary }: Seen): string {
  const unresolved = gaps.filter((gap) => gap.kind === "tool" || gap.kind === "handler").length;
  if (unresolved > 0) return `${unresolved} ${unresolved === 1 ? "registration" : "registrations"} could not be resolved (--gaps lists them)`;
  const unread = gaps.filter((gap) => gap.kind === "parse" || gap.kind === "read").length;
  if (unread > 0) return `${unread} ${unread === 1 ? "file" : "files"} could not be read (--gaps lists them)`;
  if (summary.handlers > 0) return `its ${summary.handlers === 1 ? "handler belongs" : `${summary.handlers} handlers belong`} to no named tool`;
  return `${summary.files === 1 ? "its only file does not register" : `none of its ${summary.files} files registers`} one in a way that mcp-boundary knows`;
}
