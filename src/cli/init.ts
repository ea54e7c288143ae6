import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { analyze } from "../analyze.js";
import { readFlags } from "./flags.js";
import { type Plan, planSetup } from "./init-plan.js";
import { type Outcome, type Surroundings, writeOutput } from "./output.js";
import { staysInside } from "./paths.js";
import { openProject } from "./project.js";
import { readPackage } from "../package.js";
import { judgeFindings } from "./judge.js";
import { requireSource } from "./unseen.js";
import { UserError } from "../errors.js";
import { findBound } from "../program/root.js";
import { count } from "../report/count.js";
import { countSeverities } from "../report/index.js";
import { escapeText } from "../report/escape.js";

export const INIT_HELP = `Usage: mcp-boundary init [options] [folder]

Looks at a project, tells what it found and what is missing to run mcp-boundary there: a configuration, the line for ESLint, the hook, the workflow.
It writes nothing unless --yes is given, and then only files that do not exist, and a line at the end of .husky/pre-commit.
What it leaves as it is, it names, and says why.

Options:
  --yes                    write what is shown
  -h, --help               print this

Exit codes:
  0  shown or written
  2  wrong use, or a failure of mcp-boundary itself
`;

/** `mcp-boundary init`. Throws UserError on wrong use. */
export async function runInit(args: readonly string[], { cwd, today }: Surroundings): Promise<Outcome> {
  const { values, positionals } = readFlags(args, { yes: { type: "boolean" }, help: { type: "boolean", short: "h" } }, "mcp-boundary init");
  if (values.help === true) return { code: 0, stdout: INIT_HELP, stderr: [] };
  if (positionals.length > 1) throw new UserError("init takes one folder.");
  const project = await openProject({ paths: positionals, config: undefined }, cwd);
  const { root } = project.target;
  if (!existsSync(join(root, "package.json"))) throw new UserError(`there is no package.json in ${relative(cwd, root) || "the current folder"}: init sets up a package.`);
  const analysis = analyze(project.asked);
  requireSource(analysis, project.given);
  const heard = await judgeFindings(analysis, project, { inlineConfig: true, today });
  const { errors, warnings } = countSeverities(heard);
  const plan = planSetup(root);
  const found = [
    `Found: ${plan.found.join(", ")}.`,
    `The analysis sees ${count(analysis.summary.tools, "tool")} in ${count(analysis.summary.files, "file")}, and reports ${count(errors, "error")} and ${count(warnings, "warning")}.`,
    ...(errors + warnings === 0 || project.baseline !== undefined ? [] : ["To start with what is there today and fail on what is new: mcp-boundary baseline"]),
  ];
  const yes = values.yes === true;
  const bound = findBound(root);
  for (const { path, content } of yes ? plan.writes : []) {
    if (!staysInside(join(root, path), bound)) throw new UserError(`the file ${path} lies behind a link out of the project, and is not written.`);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeOutput(join(root, path), before(root, path) + content, "the file", path);
  }
  const blocks = [
    found.join("\n"),
    ...plan.writes.map((write) => `${yes ? "Wrote" : "Would write"} ${existing(plan, write.path) ? `at the end of ${write.path}` : write.path}:\n\n${indent(write.content)}`),
    ...plan.byHand.map(({ what, content }) => `By hand, ${what}:\n\n${indent(content)}`),
    ...(plan.leaves.length === 0 ? [] : [["Left as it is:", ...plan.leaves.map((one) => `  ${one}`)].join("\n")]),
    ...(plan.lacks.length === 0 ? [] : [["Not here; the page says how it is set up:", ...plan.lacks.map(({ what, page }) => `  ${what}\n    ${readPackage().homepage}/blob/main/docs/${page}.md`)].join("\n")]),
    ...(plan.writes.length > 0 && !yes ? ["Nothing was written; --yes writes it."] : []),
  ];
  return { code: 0, stdout: `${blocks.map((block) => block.split("\n").map(escapeText).join("\n")).join("\n\n")}\n`, stderr: [] };
}

function existing({ appended }: Plan, path: string): boolean {
  return appended.has(path);
}

/** What stands in a file that a line is added to. */
function before(root: string, path: string): string {
  const file = join(root, path);
  if (!existsSync(file)) return "";
  const text = readFileSync(file, "utf8");
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function indent(text: string): string {
  return text.trimEnd().split("\n").map((line) => (line === "" ? "" : `    ${line}`)).join("\n");
}
