import { rules } from "../../rules/index.js";
import { CAPABILITIES } from "../policy/policy.js";
import { day, listOf, oneOf, record, type Shape, someOf, text } from "../models/shape.js";
import { modelShape } from "../models/validate.js";
import { ENTRIES, PRESETS } from "../analyze/preset.js";

const RULES = [...rules.keys()].map((id) => `mcp/${id}`);

/** A list that is not empty: an entry that speaks of nothing is a mistake. */
function someListOf(item: Shape): Shape {
  const list = listOf(item);
  return {
    check(value, at, report) {
      if (Array.isArray(value) && value.length === 0) return report(`${at} must not be empty`);
      list.check(value, at, report);
    },
    schema: { ...list.schema, minItems: 1 },
  };
}

const severities = someOf(RULES, "rule", oneOf(["error", "warn", "off"]), "rules and their severities");
const files = someListOf(text);
const reason = { shape: text, required: true, says: "Why, for whoever reads it next." } as const;

const override = record({
  files: { shape: files, required: true, says: "Folders, files or patterns, relative to this file: `packages/a`, `examples/**`, `*.gen.ts`." },
  preset: { shape: oneOf([...PRESETS, "off"]), says: "The preset of these files; `off`: nothing is reported in them, though flows through them are followed." },
  rules: { shape: severities, says: "Severities of rules in these files." },
});

const capability = record({
  tools: { shape: someListOf(text), required: true, says: "Names of tools; `*` stands for any letters." },
  may: { shape: someListOf(oneOf(Object.keys(CAPABILITIES))), required: true, says: "What the caller of these tools is meant to choose freely." },
  reason,
});

const suppression = record({
  rule: { shape: oneOf(RULES), required: true, says: "The rule whose findings are silenced." },
  files: { shape: files, required: true, says: "Where: folders, files or patterns, relative to this file." },
  tools: { shape: someListOf(text), says: "Only findings that these tools alone reach; `*` stands for any letters." },
  reason,
  until: { shape: day, says: "The last day on which it counts, as `2027-01-31`; behind it the entry itself is an error." },
});

/** What a configuration file may hold. */
export const configShape = record({
  $schema: { shape: text, says: "The JSON Schema of this file, for editors." },
  preset: { shape: oneOf(PRESETS), says: "Which rules run; each preset holds the one before." },
  rules: { shape: severities, says: "Severities of rules, in place of their own; a rule of a wider preset is switched on." },
  entries: { shape: oneOf(ENTRIES), says: "What counts as untrusted: what MCP clients send, or HTTP routes and exported handlers as well." },
  paths: { shape: someListOf(text), says: "Folders and files that are analysed when none is named, relative to this file; default: its folder." },
  overrides: { shape: listOf(override), says: "What holds in some folders or files; the last one that names a file decides." },
  capabilities: { shape: listOf(capability), says: "What tools are made to reach: a finding that says no more than that is not reported." },
  suppressions: { shape: listOf(suppression), says: "Findings that are silenced where no comment can stand, with the reason." },
  baseline: { shape: text, says: "The file of known findings, relative to this file; default: mcp-boundary.baseline.json beside it." },
  models: { shape: listOf(modelShape), says: "What libraries and exports of your own mean: sinks, steps, sanitizers, guards, registrations. A package that starts with `./` is a file of the project, by its path from here." },
}, "the configuration");
