import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { rules as allRules } from "../rules/index.js";
import { createCache } from "../src/eslint/cache.js";
import { CHECKED, HEAD, LAX, OLD, SAFE } from "./repositories.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-edits-")));
afterAll(() => rmSync(base, { recursive: true }));

const FILES = ["index.ts", "check.ts", "other.ts"] as const;
const START: Readonly<Record<string, string>> = { "index.ts": HEAD + OLD + CHECKED, "check.ts": SAFE, "other.ts": "export const limit = 3;\n" };

/** What an editor and the disk do, one after the other. */
const edit = fc.record({
  file: fc.constantFrom(...FILES),
  change: fc.constantFrom<(text: string) => string>(
    (text) => `${text}// more\n`, (text) => `\n${text}`, (text) => text.replace("exec(", "exec (") , (text) => text.replace(/\n[^\n]*exec\([^\n]*\n/, "\n"), (text) => `${text}export const added = ${text.length};\n`,
    (text) => text.slice(0, -2), () => LAX, () => SAFE, () => HEAD + OLD, () => HEAD + CHECKED, (text) => text.replace(/\bname\b|\bhost\b/g, "given"), () => "", () => "export * from './check.js';\n",
  ),
  saved: fc.boolean(),
  rules: fc.option(fc.subarray([...allRules.keys()].filter((id) => /shell|path|argument|annotations|output/.test(id)), { minLength: 1 }), { nil: undefined }),
});

let made = 0;

describe("an editor's analyses", () => {
  it("say what a first one would, whatever was edited and saved before, and whichever rules were asked", { timeout: 240_000 }, () => {
    fc.assert(fc.property(fc.array(edit, { minLength: 2, maxLength: 8 }), (edits) => {
      const root = mkdtempSync(join(base, `server-${made++}-`));
      writeFileSync(join(root, "package.json"), '{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "1" } }');
      for (const [name, text] of Object.entries(START)) writeFileSync(join(root, name), text);
      const warm = createCache();
      for (const { file, change, saved, rules } of edits) {
        const path = join(root, file);
        const text = change(readFileSync(path, "utf8"));
        if (saved) writeFileSync(path, text);
        const wanted = rules === undefined ? undefined : new Set(rules);
        // the host asks for a file twice before the disk is looked at again, as an editor does that lints what it opens
        warm(path, text, wanted);
        const [ours, cold] = [warm, createCache()].map((ask) => ask(path, text, wanted).analysis);
        const tell = ({ findings, gaps, failures, files }: NonNullable<typeof ours>): unknown => ({ findings: findings.filter(({ rule }) => wanted?.has(rule) !== false), gaps, failures, files });
        expect(ours === undefined ? undefined : tell(ours)).toEqual(cold === undefined ? undefined : tell(cold));
      }
    }), { numRuns: Number(process.env["GENERATED"] ?? 25), seed: Number(process.env["SEED"] ?? 1) });
  });
});
