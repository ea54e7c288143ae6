import { anything, anyText, listOf, oneOf, record, type Shape, text, truth, whole } from "../models/shape.js";
import { PRESETS } from "../analyze/preset.js";
import { shardShape } from "./shard.js";

const location = { shape: record({ file: { shape: text, required: true, says: "Relative to the analysed folder, with forward slashes." }, line: need(whole), column: need(whole), endLine: need(whole), endColumn: need(whole) }), required: true, says: "Lines and columns start at 1, columns count UTF-16 units, the end is exclusive." } as const;
const severity = need(oneOf(["error", "warn"]));
const step = record({ location, text: need(anyText) });
const outside = record({
  what: need(oneOf(["file", "no file", "address", "redirect", "calls"])),
  path: { shape: anyText, says: "Where a file lies, or none; `/srv/project` stands for the server's folder." },
  host: { shape: anyText, says: "The name that has to stand for `address`." },
  address: { shape: anyText },
  tools: { shape: listOf(anyText), says: "Tools that were called before with harmless input: one of them keeps what is needed." },
  to: { shape: anyText, says: "Where the server whose address is sent redirects to." },
});
const replay = record({
  verdict: need(oneOf(["proved", "refuted", "unknown"])),
  input: { shape: anyText, says: "The input that broke out." },
  needs: { shape: listOf(outside), says: "What has to be so outside of the server for that input to pass." },
  tool: { shape: anyText, says: "The tool that was called." },
  arguments: { shape: anything, says: "All that was sent: the arguments of the tool, or the parameter of another function. Words such as `harmless` stand for any text." },
  how: { shape: anyText },
  tried: { shape: whole },
  why: { shape: anyText },
});

const findingParts = {
  rule: { shape: text, required: true, says: "With its namespace: `mcp/no-shell-injection`." },
  severity,
  confidence: need(oneOf(["high", "medium", "low"])),
  message: need(text),
  location,
  steps: { shape: listOf(step), required: true, says: "From the source to the sink; empty when the finding is not about a flow." },
  tools: { shape: listOf(anyText), required: true, says: "The tools from which the place is reached." },
  beyondTools: { shape: truth, says: "Something else reaches it as well: a resource, a prompt, a tool whose name is not known." },
  sink: { shape: text, says: "For a flow: what kind of thing it reaches." },
  alike: { shape: listOf(location.shape), says: "For a flow: where others stand that have the same cause, and that this finding speaks for." },
  replay: { shape: replay, says: "For a flow: what came of running it on hostile input." },
  suggestion: { shape: record({ text: need(anyText), location, from: need(anyText), to: need(anyText) }), says: "A change that mends it: what it does, and the source that it puts in place of another." },
  fingerprint: { shape: text, required: true, says: "Stable over moved lines and renamed variables; unique in its file." },
} as const;

/** The report of `--format json`. Version 1 may gain keys; it goes up when a reader of the old shape would break. */
export const reportShape: Shape = record({
  version: { shape: whole, required: true, says: "Of this shape: 1." },
  tool: need(record({ name: need(text), version: need(text) })),
  preset: need(oneOf(PRESETS)),
  shard: { shape: shardShape, says: "Where only a share of the packages was looked at: which of how many, and what `merge` needs." },
  summary: need(record({ files: need(whole), lines: need(whole), tools: need(whole), handlers: need(whole), handlersEvaluated: need(whole), gaps: need(whole), errors: need(whole), warnings: need(whole), suppressed: need(whole) })),
  findings: { shape: listOf(record(findingParts)), required: true, says: "In the order of file, line and column." },
  suppressed: {
    shape: listOf(record({ ...findingParts, reason: need(anyText), by: { shape: oneOf(["comment", "configuration", "capability", "baseline"]), required: true, says: "Who silenced it." } })),
    required: true,
    says: "Findings that are set aside.",
  },
  directives: { shape: listOf(record({ severity, message: need(text), location })), required: true, says: "Comments and entries that do not do what they should; they count as errors and warnings." },
  gaps: { shape: listOf(record({ kind: need(text), message: need(text), help: { shape: text }, location })), required: true, says: "What the analysis could not see." },
  failures: { shape: listOf(record({ rule: need(text), message: need(anyText) })), required: true, says: "Rules that failed; the run ends with 2." },
}, "the report");

function need(shape: Shape): { readonly shape: Shape; readonly required: true } {
  return { shape, required: true };
}
