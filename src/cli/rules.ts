import { existsSync, readFileSync } from "node:fs";
import { rules } from "../../rules/index.js";
import { oneOf, readFlags } from "./flags.js";
import type { Outcome, Surroundings } from "./output.js";
import { UserError } from "../errors.js";
import { activeRules, PRESETS } from "../analyze/preset.js";
import { nearest } from "../models/nearest.js";
import { readPackage } from "../package.js";
import { paintOf } from "../report/paint.js";
import { pageText } from "../report/page-text.js";

export const RULES_HELP = `Usage: mcp-boundary rules [options]

Lists the rules, by the narrowest preset that runs them. mcp-boundary explain <rule> says more of one.

Options:
  -f, --format <name>      text (default) or json
  --preset <name>          only those that run under recommended, strict or audit
  -h, --help               print this
`;

export const EXPLAIN_HELP = `Usage: mcp-boundary explain <rule>

Says what a rule reports and why, shows what is reported and what is not, and tells how it is decided and how to mend it.

Options:
  -h, --help               print this
`;

const HELP_FLAG = { help: { type: "boolean", short: "h" } } as const;

/** `mcp-boundary rules`. Throws UserError on wrong use. */
export function runRules(args: readonly string[], { colour }: Surroundings): Outcome {
  const { values, positionals } = readFlags(args, { ...HELP_FLAG, format: { type: "string", short: "f" }, preset: { type: "string" } }, "mcp-boundary rules");
  if (values.help === true) return printed(RULES_HELP);
  if (positionals[0] !== undefined) throw new UserError(`rules takes no path: "${positionals[0]}".`);
  const format = oneOf("--format", values.format ?? "text", ["text", "json"]);
  const active = activeRules(rules, oneOf("--preset", values.preset ?? "audit", PRESETS));
  const listed = [...rules].filter(([id]) => active.has(id));
  if (format === "json") {
    const { name, version, homepage } = readPackage();
    const entries = listed.map(([id, { title, preset, severity, cwe, owasp, score }]) => ({ rule: `mcp/${id}`, title, preset, severity, cwe, owasp, score, page: `${homepage}/blob/main/docs/rules/${id}.md` }));
    return printed(`${JSON.stringify({ version: 1, tool: { name, version }, rules: entries }, undefined, 2)}\n`);
  }
  const paint = paintOf(colour);
  const width = Math.max(0, ...listed.map(([id]) => id.length));
  const groups = PRESETS.flatMap((preset) => {
    const own = listed.filter(([, rule]) => rule.preset === preset);
    const lines = own.map(([id, { severity, title }]) => `  ${paint("cyan", id.padEnd(width))}  ${paint(severity === "error" ? "red" : "yellow", severity.padEnd(5))}  ${title}`);
    return own.length === 0 ? [] : [[paint("bold", preset), ...lines].join("\n")];
  });
  return printed(`${groups.join("\n\n")}\n`);
}

/** `mcp-boundary explain`. Throws UserError on wrong use, and for a rule that is not known. */
export function runExplain(args: readonly string[], { colour }: Surroundings): Outcome {
  const { values, positionals } = readFlags(args, HELP_FLAG, "mcp-boundary explain");
  if (values.help === true) return printed(EXPLAIN_HELP);
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0) throw new UserError("explain takes the name of one rule; mcp-boundary rules lists them.");
  const id = given.replace(/^mcp\//, "");
  if (!rules.has(id)) {
    const misspelt = nearest(id, [...rules.keys()]);
    const near = misspelt === undefined ? [...rules.keys()].filter((known) => id.length > 3 && known.split("-").some((word) => word.length > 3 && id.includes(word))) : [misspelt];
    throw new UserError(`there is no rule "${given}"${near.length === 0 ? "; mcp-boundary rules lists them" : `: did you mean ${near.slice(0, 3).join(", ")}`}${near.length === 0 ? "" : "?"}`.replace(/([^.?])$/, "$1."));
  }
  return printed(pageText(readPage(id), paintOf(colour)));
}

function printed(stdout: string): Outcome {
  return { code: 0, stdout, stderr: [] };
}

/** The page of a rule, which lies beside the built files. */
function readPage(id: string): string {
  const near = new URL(`../../docs/rules/${id}.md`, import.meta.url);
  return readFileSync(existsSync(near) ? near : new URL(`../../../docs/rules/${id}.md`, import.meta.url), "utf8");
}
