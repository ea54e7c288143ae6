import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import type { Linter } from "eslint";
import { rules } from "../rules/index.js";
import type { Analysis } from "./analyze.js";
import { createCache } from "./eslint-cache.js";
import type { Answer } from "./eslint-cache.js";
import { loadParser } from "./eslint-parser.js";
import { UserError } from "./errors.js";
import type { Location, Preset } from "./finding.js";
import { readPackage } from "./package.js";
import { activeRules, holds, presetNamed } from "./preset.js";
import { cleanText } from "./report/mask.js";
import type { Rule } from "./rule.js";

const JAVASCRIPT = ["**/*.{js,mjs,cjs,jsx}"];
const TYPESCRIPT = ["**/*.{ts,mts,cts,tsx}"];

/** What a rule says to its host: the words stand in the data, where braces mean nothing. */
const messages = { finding: "{{ words }}", refused: "mcp-boundary cannot analyse this package: {{ words }}", failed: "This rule failed: {{ words }}" };
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
}

const own = readPackage();
const createRule = RuleCreator<{ recommended: boolean }>((id) => `${own.homepage}/blob/main/docs/rules/${id}.md`);
const ask = createCache();
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
    meta: { type: "problem", docs: { description: rule.title, recommended: rule.preset === "recommended" }, messages, schema: [] },
    defaultOptions: [],
    create: (context) => ({
      Program(): void {
        const answer = answerFor(context);
        if (answer instanceof UserError) {
          if (!refused.has(context.sourceCode)) context.report({ messageId: "refused", data: { words: cleanText(answer.message) }, loc: START });
          refused.add(context.sourceCode);
          return;
        }
        const { analysis, path } = answer;
        const preset = presetOf(context);
        for (const finding of analysis.findings) if (finding.rule === id && finding.location.file === path && holds(preset, finding.preset)) context.report({ messageId: "finding", data: { words: cleanText(finding.message) }, loc: toLoc(context.sourceCode, finding.location) });
        const failure = analysis.failures.find((failed) => failed.rule === id);
        const known = told.get(analysis) ?? new Set();
        if (failure === undefined || known.has(id)) return;
        told.set(analysis, known.add(id));
        context.report({ messageId: "failed", data: { words: cleanText(failure.message) }, loc: START });
      },
    }),
  });
}

/** A few findings of a rule belong to a wider preset than the rule: configs say in their settings which one they are. */
function presetOf({ settings }: Context): Preset {
  const own: unknown = settings["mcp"];
  return presetNamed(typeof own === "object" && own !== null && "preset" in own ? own.preset : undefined);
}

function answerFor(context: Context): Answer | UserError {
  const known = answers.get(context.sourceCode);
  if (known !== undefined) return known;
  const answer = askOrRefuse(context);
  answers.set(context.sourceCode, answer);
  return answer;
}

/** A project that cannot be analysed is told of in its files: the other rules of the host have to go on. */
function askOrRefuse(context: Context): Answer | UserError {
  try {
    return ask(context.filename, context.sourceCode.text);
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
    { name: `mcp/${preset}`, files: [...JAVASCRIPT, ...TYPESCRIPT], plugins: { mcp: plugin }, rules: severities, settings: { mcp: { preset } } },
    { name: `mcp/${preset}/typescript`, files: TYPESCRIPT, languageOptions: typescript },
  ];
}

const configs = {} as Record<Preset, Linter.Config[]>;

/** The ESLint plugin: `import mcp from "mcp-boundary"; export default [...mcp.configs.recommended]`. */
const plugin: Plugin = {
  meta: { name: own.name, version: own.version, namespace: "mcp" },
  rules: Object.fromEntries([...rules].map(([id, rule]) => [id, toEslintRule(id, rule)])),
  configs,
};

Object.assign(configs, { recommended: createConfig("recommended"), strict: createConfig("strict"), audit: createConfig("audit") });

export default plugin;
