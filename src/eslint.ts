import { relative } from "node:path";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import type { Linter } from "eslint";
import { rules } from "../rules/index.js";
import type { Analysis } from "./analyze.js";
import { createCache } from "./eslint/cache.js";
import type { Answer } from "./eslint/cache.js";
import type { Fate } from "./eslint/policy.js";
import { loadParser } from "./eslint/parser.js";
import { UserError } from "./errors.js";
import type { Finding, Location, Preset } from "./finding.js";
import { readPackage } from "./package.js";
import { activeRules, presetNamed } from "./analyze/preset.js";
import { complaintsAboutComments, hasComments, silencersOf } from "./eslint/comments.js";
import { REASON_RULE } from "./policy/suppress.js";
import { readConfig } from "./config/config.js";
import { cleanText } from "./report/mask.js";
import type { Rule } from "./rule.js";

const JAVASCRIPT = ["**/*.{js,mjs,cjs,jsx}"];
const TYPESCRIPT = ["**/*.{ts,mts,cts,tsx}"];

/** What a rule says to its host: the words stand in the data, where braces mean nothing. */
const messages = { finding: "{{ words }}", refused: "mcp-boundary cannot analyse this package: {{ words }}", failed: "This rule failed: {{ words }}", suggestion: "{{ words }}" };
const START = { line: 1, column: 0 };

type RuleModule = TSESLint.RuleModule<keyof typeof messages>;
type Context = Parameters<RuleModule["create"]>[0];

/** A rule that the types of ESLint take as well as those of typescript-eslint. */
interface PluginRule {
  readonly meta: RuleModule["meta"];
  readonly create: (context: Parameters<TSESLint.LooseRuleCreateFunction>[0]) => Pick<TSESLint.RuleListener, "Program">;
}

interface Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<string, PluginRule>;
  readonly configs: Record<Preset, Linter.Config[]>;
  /** The presets, severities and overrides that the configuration of a folder names; `import.meta.dirname` is the folder of the ESLint configuration. Throws an error where it says what it may not. */
  readonly fromProject: (folder: string) => Linter.Config[];
}

const own = readPackage();
const createRule = RuleCreator<{ recommended: boolean }>((id) => `${own.homepage}/blob/main/docs/${id === REASON_RULE ? "suppressions" : `rules/${id}`}.md`);
const ask = createCache();
/** Rules that hosts have run in this process: at the next keystroke these alone are asked. */
const run = new Set<string>();
/** The answer for a text under lint: all rules of the file share it. */
const answers = new WeakMap<TSESLint.SourceCode, Answer | UserError>();
/** Texts under which it was told that their package cannot be analysed: one rule speaks for all. */
const refused = new WeakSet<TSESLint.SourceCode>();
/** Rules whose failure was told once, by the analysis in which they failed. */
const told = new WeakMap<Analysis, Set<string>>();

/** A rule that reports what the analysis of the whole package found in the file under lint. It works under any parser: it reads no tree. */
function toEslintRule(id: string, rule: Rule): PluginRule {
  return createRule({
    name: id,
    meta: { type: "problem", docs: { description: rule.title, recommended: rule.preset === "recommended" }, hasSuggestions: true, messages, schema: [] },
    defaultOptions: [],
    create: (context) => ({
      Program(): void {
        if (isInstalled(context)) return;
        const answer = answerFor(context, id);
        if (answer instanceof UserError) {
          if (!refused.has(context.sourceCode)) context.report({ messageId: "refused", data: { words: cleanText(answer.message) }, loc: START });
          refused.add(context.sourceCode);
          return;
        }
        const { analysis } = answer;
        for (const { finding, loc, fate } of findingsOf(context, answer, id)) {
          // a comment above what the baseline knows is in use: the host hears of it, for it is the host that counts them
          if (fate === "shown" || silencersOf(context.sourceCode, id, loc.start).length > 0) context.report({ messageId: "finding", data: { words: cleanText(finding.message) }, loc, suggest: suggestionsFor(context, finding) });
        }
        const failure = analysis.failures.find((failed) => failed.rule === id);
        const known = told.get(analysis) ?? new Set();
        if (failure === undefined || known.has(id)) return;
        told.set(analysis, known.add(id));
        context.report({ messageId: "failed", data: { words: cleanText(failure.message) }, loc: START });
      },
    }),
  });
}

/** What the host may offer: a change in the file under lint, where the source is there once that it replaces. */
function suggestionsFor({ sourceCode }: Context, { suggestion, location }: Finding): TSESLint.ReportSuggestionArray<keyof typeof messages> {
  if (suggestion === undefined || suggestion.location.file !== location.file) return [];
  const { from, to, text } = suggestion;
  const { start, end } = toLoc(sourceCode, suggestion.location);
  const base = sourceCode.getIndexFromLoc(start);
  const written = sourceCode.text.slice(base, sourceCode.getIndexFromLoc(end));
  const at = written.indexOf(from);
  if (at < 0 || written.includes(from, at + 1)) return [];
  return [{ messageId: "suggestion", data: { words: text }, fix: (fixer) => fixer.replaceTextRange([base + at, base + at + from.length], to) }];
}

/** Speaks of comments that silence findings without a reason, or longer than they say. */
const reasonRule: PluginRule = createRule({
  name: REASON_RULE,
  meta: { type: "problem", docs: { description: "Reason and last day of comments that silence findings", recommended: true }, messages, schema: [] },
  defaultOptions: [],
  create: (context) => ({
    Program(): void {
      if (isInstalled(context)) return;
      if (!hasComments(context.sourceCode)) return;
      const answer = answerFor(context);
      if (answer instanceof UserError) return;
      const silenceable = findingsOf(context, answer).map(({ finding, loc }) => ({ rule: finding.rule, at: loc.start }));
      for (const { message, loc } of complaintsAboutComments(context.sourceCode, silenceable, todayOf(context))) context.report({ messageId: "finding", data: { words: message }, loc });
    },
  }),
});

/** The findings of the file under lint, of one rule or of all, in the places of the host, but those that the configuration sets aside. */
function findingsOf(context: Context, { analysis, path, fateOf }: Answer, rule?: string): { finding: Finding; loc: TSESTree.SourceLocation; fate: Exclude<Fate, "aside"> }[] {
  const preset = presetOf(context);
  return analysis.findings.filter((finding) => finding.location.file === path && (rule === undefined || finding.rule === rule)).flatMap((finding) => {
    const fate = fateOf(finding, preset);
    return fate === "aside" ? [] : [{ finding, loc: toLoc(context.sourceCode, finding.location), fate }];
  });
}

/** The day by which comments that count until a day are judged: the settings may name it, for runs that have to be the same tomorrow. */
function todayOf({ settings }: Context): string {
  const own: unknown = settings["mcp"];
  return typeof own === "object" && own !== null && "today" in own && typeof own.today === "string" ? own.today : new Date().toISOString().slice(0, 10);
}

/** A few findings of a rule belong to a wider preset than the rule: configs say in their settings which one they are. */
function presetOf({ settings }: Context): Preset {
  const own: unknown = settings["mcp"];
  return presetNamed(typeof own === "object" && own !== null && "preset" in own ? own.preset : undefined);
}

/** A file of an installed package, which oxlint lints where no .gitignore keeps it from that: it is nobody's to mend here, and each package would be analysed by itself. */
function isInstalled({ cwd, filename }: Context): boolean {
  return /(?:^|[\\/])node_modules[\\/]/.test(relative(cwd, filename));
}

/** A rule asks for itself; without one all rules are meant. Comments that silence may silence any rule, so that a text with such a one asks all. */
function answerFor(context: Context, id?: string): Answer | UserError {
  const known = answers.get(context.sourceCode);
  if (id !== undefined) run.add(id);
  if (known !== undefined && (known instanceof UserError || known.rules === undefined || (id !== undefined && known.rules.has(id)))) return known;
  const isFirst = known === undefined;
  const answer = askOrRefuse(context, isFirst && id !== undefined && run.size > 1 && !hasComments(context.sourceCode) ? new Set(run) : undefined);
  answers.set(context.sourceCode, answer);
  return answer;
}

/** A project that cannot be analysed is told of in its files: the other rules of the host have to go on. */
function askOrRefuse(context: Context, rules: ReadonlySet<string> | undefined): Answer | UserError {
  try {
    return ask(context.filename, context.sourceCode.text, rules);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Hosts end a line at more characters than a newline, and compare theirs with the lines of comments: the offset means the same to both. */
function toLoc(source: TSESLint.SourceCode, location: Location): TSESTree.SourceLocation {
  const lines = source.text.split("\n");
  const toHost = (line: number, column: number): TSESTree.Position => {
    const before = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    return source.getLocFromIndex(Math.min(before + column - 1, source.text.length));
  };
  return { start: toHost(location.line, location.column), end: toHost(location.endLine, location.endColumn) };
}

/** The parser costs more to load than all the rest: it is loaded when a TypeScript file is linted. */
const typescript: Linter.LanguageOptions = {
  get parser(): Linter.Parser {
    return loadParser();
  },
};

function createConfig(preset: Preset): Linter.Config[] {
  const active = activeRules(rules, preset);
  const severities = Object.fromEntries([...rules].filter(([id]) => active.has(id)).map(([id, rule]) => [`mcp/${id}`, rule.severity]));
  return [
    { name: `mcp/${preset}`, files: [...JAVASCRIPT, ...TYPESCRIPT], plugins: { mcp: plugin }, rules: { ...severities, [`mcp/${REASON_RULE}`]: "error" }, settings: { mcp: { preset } } },
    { name: `mcp/${preset}/typescript`, files: TYPESCRIPT, languageOptions: typescript },
  ];
}

/** The preset of the configuration with its severities, and an entry for each override. */
function projectConfigs(own: Plugin, folder: string): Linter.Config[] {
  const { policy } = readConfig(folder);
  const elsewhere = policy.base === folder ? {} : { basePath: policy.base };
  return [
    ...own.configs[policy.preset],
    { name: "mcp/project", files: [...JAVASCRIPT, ...TYPESCRIPT], rules: policy.rules },
    ...policy.overrides.map((override, index): Linter.Config => ({
      name: `mcp/project/overrides/${index}`,
      ...elsewhere,
      files: override.files.flatMap(toEslintPatterns),
      ...(override.preset === undefined || override.preset === "off" ? {} : { settings: { mcp: { preset: override.preset } } }),
      rules: { ...(override.preset === undefined || override.preset === "off" ? {} : { ...own.configs[override.preset][0]?.rules, ...policy.rules }), ...override.rules },
    })),
  ];
}

/** A folder stands for all that it holds; without a slash a pattern holds at any depth, where ESLint ties it to the folder of its configuration. */
function toEslintPatterns(pattern: string): string[] {
  const body = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const tied = body.includes("/") || pattern.startsWith("./") ? body : body === "." ? "**" : `**/${body}`;
  return [tied, `${tied}/**`];
}

const configs = {} as Record<Preset, Linter.Config[]>;

/** The ESLint plugin: `import mcp from "mcp-boundary"; export default [...mcp.configs.recommended]`. */
const plugin: Plugin = {
  meta: { name: own.name, version: own.version, namespace: "mcp" },
  rules: { ...Object.fromEntries([...rules].map(([id, rule]) => [id, toEslintRule(id, rule)])), [REASON_RULE]: reasonRule },
  configs,
  fromProject: (folder) => projectConfigs(plugin, folder),
};

Object.assign(configs, { recommended: createConfig("recommended"), strict: createConfig("strict"), audit: createConfig("audit") });

export default plugin;
