import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.js";

const folder = fileURLToPath(new URL("../fixtures", import.meta.url));

function messages(path: string): Map<string, string> {
  const file = join(folder, path);
  const { findings } = analyze({ root: join(file, ".."), paths: [file] });
  return new Map(findings.map(({ location, message }) => [`${location.line}`, message]));
}

describe("a check that does not hold stands in the message", () => {
  test.each([
    ["no-unconfined-path", 15, "the check on line 14 compares a prefix without a separator behind it"],
    ["no-unconfined-path", 23, "the check on line 22 looks for `..` where the path is already resolved"],
    ["no-unconfined-path", 35, "the check on line 34 settles where the path starts, and lets `..` through"],
    ["no-unconfined-path", 41, "the check on line 40 refuses `..` and lets an absolute path through"],
    ["no-unconfined-path", 57, "the check on line 56 compares with a root that the caller chooses"],
    ["no-unconfined-path", 85, "the check on line 84 looks at the extension alone"],
    ["no-unvalidated-fetch", 24, "the check on line 23 tests the scheme alone"],
    ["no-unvalidated-fetch", 36, "the check on line 35 looks for a text anywhere in the URL"],
    ["no-unvalidated-fetch", 42, "the check on line 41 compares a start that does not end the host"],
    ["no-unvalidated-fetch", 49, "the check on line 48 compares an end without a dot before it"],
    ["no-unvalidated-fetch", 55, "the check on line 54 matches a pattern that may stand anywhere in the URL"],
    ["no-unvalidated-fetch", 87, "the check on line 86 compares with a list that the caller chooses"],
    ["no-shell-injection", 38, "the check on line 37 lets a line break through, which starts another command"],
  ])("%s, line %i: %s", (id, line, words) => {
    expect(messages(`rules/${id}/not-guards.ts`).get(`${line}`)).toMatch(new RegExp(`: ${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:; \`[^\`]+\` passes)?\\.$`));
  });
});

describe("a rule may keep findings for a wider preset", () => {
  const file = join(folder, "rules/require-tool-scope/stdio-acting.ts");
  const inPreset = (preset: "recommended" | "strict" | "audit"): string[] => analyze({ root: join(file, ".."), paths: [file], preset }).findings.map(({ message }) => message);

  test("a server over stdio is the business of audit", () => {
    expect([...inPreset("recommended"), ...inPreset("strict")]).toEqual([]);
    expect(inPreset("audit")).toEqual(["1 of 2 tools of this local server ask for no scope: `drop_note` (deletes files). Ask for a scope, role or permission in every tool."]);
  });
});

describe("the input is named as its author knows it", () => {
  test.each([
    ["servers/lowlevel-switch/src/index.ts", 86, "`directory` of tool `count_files` is parsed by a shell"],
    ["servers/lowlevel-switch/src/index.ts", 92, "`path` of tool `read_file` reaches"],
    ["servers/lowlevel-switch/src/index.ts", 136, "`uri` of a resource reaches"],
    ["servers/sdk-v2/src/server.ts", 68, "What a caller sends to tool `notify` decides"],
    ["servers/sdk-v2/src/server.ts", 81, "`uri` of resource `attachment` reaches"],
    ["rules/no-sql-injection/record-keys.ts", 14, "A key of `data` of tool `create_record` becomes"],
    ["rules/no-unvalidated-fetch/lists.ts", 37, "`attachments[].link` of tool `preview` decides"],
  ])("%s, line %i: %s", (file, line, start) => {
    expect(messages(file).get(`${line}`)?.startsWith(start)).toBe(true);
  });
});
