import { describe, expect, it } from "vitest";
import { suppress } from "../src/policy/suppress.js";
import type { Suppression } from "../src/policy/suppress.js";
import type { Finding } from "../src/finding.js";
import { analysisOf, finding, placeOf } from "./analysis.js";

const RULES = { known: new Set(["no-shell-injection", "no-sql-injection", "prefer-care"]), active: () => new Set(["no-shell-injection", "no-sql-injection"]) };
const TODAY = "2026-06-30";

/** One finding at each `exec(`, judged with the comments of the text. */
function judge(text: string, file = "a.ts", more: Partial<Finding> = {}): Promise<Suppression> {
  const findings = [...text.matchAll(/exec\(/g)].map((_match, nth) => finding(placeOf(file, text, "exec(", nth), more));
  return suppress(analysisOf({ [file]: text }, findings), RULES, TODAY);
}

const lines = (heard: Suppression): number[] => heard.findings.map((found) => found.location.line);

describe("comments that turn findings off", () => {
  it("hears disable-next-line and disable-line, with their reasons", async () => {
    const heard = await judge("// eslint-disable-next-line mcp/no-shell-injection -- the input is a number\nexec(a);\nexec(b); // eslint-disable-line mcp/no-shell-injection -- until 2026-06-30: b comes next week\nexec(c);\n");
    expect(lines(heard)).toEqual([4]);
    expect(heard.suppressed.map(({ finding: { location }, reason }) => [location.line, reason])).toEqual([[2, "the input is a number"], [3, "until 2026-06-30: b comes next week"]]);
    expect(heard.directives).toEqual([]);
  });

  it("hears blocks, blanket ones too", async () => {
    expect(lines(await judge("exec(a);\n/* eslint-disable */\nexec(b);\n/* eslint-enable */\nexec(c);\n"))).toEqual([1, 5]);
    expect(lines(await judge("/* eslint-disable mcp/no-shell-injection */\nexec(b);\n"))).toEqual([]);
    expect(lines(await judge("/* eslint-disable mcp/no-sql-injection */\nexec(b);\n"))).toEqual([2]);
  });

  it("hears comments in JSX, CommonJS, with a byte-order mark, a hashbang and CRLF", async () => {
    expect(lines(await judge("const a = <b>{/* eslint-disable-next-line mcp/no-shell-injection */}\n{exec(a)}</b>;\n", "a.jsx"))).toEqual([]);
    expect(lines(await judge("#!/usr/bin/env node\r\n// eslint-disable-next-line mcp/no-shell-injection\r\nexec(a);\r\n", "a.cjs"))).toEqual([]);
    expect(lines(await judge("\ufeff// eslint-disable-next-line mcp/no-shell-injection\nexec(a);\n"))).toEqual([]);
  });

  it("hears comments in a file above the root, as another member of the workspace is", async () => {
    const heard = await judge("exec(a);\nexec(b); // eslint-disable-line mcp/no-shell-injection -- b is a number\n", "../core/a.ts");
    expect(lines(heard)).toEqual([1]);
    expect(heard.directives).toEqual([]);
  });

  it("takes no string for a comment", async () => {
    expect(lines(await judge('const a = "// eslint-disable-next-line mcp/no-shell-injection";\nexec(`\n/* eslint-disable */`);\n'))).toEqual([2]);
  });

  it("lets a comment change the severity or switch the rule off for a file", async () => {
    const warned = await judge('/* eslint mcp/no-shell-injection: "warn", no-console: "error", eol-last: "error" */\nexec(a);');
    expect(warned.findings.map((found) => found.severity)).toEqual(["warn"]);
    expect(warned.directives).toEqual([]);
    expect(lines(await judge("/* eslint mcp/no-shell-injection: off */\nexec(a);\n"))).toEqual([]);
  });
});

describe("reasons", () => {
  const complaints = async (text: string): Promise<string[]> => (await judge(text)).directives.map(({ location: { line }, severity, message }) => `${line} ${severity} ${message}`);
  const REASON = "A comment that silences a finding needs its reason: `-- why`, or `-- until 2027-01-31: why`.";

  it("are asked of comments that silence something, and of no unused one, which is told of once", async () => {
    const text = "// eslint-disable-next-line mcp/no-shell-injection\nexec(a);\nexec(b); // eslint-disable-line\nrun(c); // eslint-disable-line\n// eslint-disable-next-line -- everything\nexec(d);\n";
    expect(lines(await judge(text))).toEqual([]);
    expect(await complaints(text)).toEqual([`1 error ${REASON}`, `3 error ${REASON}`]);
    const unused = "Unused eslint-disable directive (no problems were reported from 'mcp/no-shell-injection').";
    expect(await complaints("run(a); // eslint-disable-line mcp/no-shell-injection\nrun(b); // eslint-disable-line mcp/no-shell-injection -- until 2026-06-29: b\n")).toEqual([`1 warn ${unused}`, `2 warn ${unused}`]);
    expect(await complaints("/* eslint-disable no-console */\nexec(a);\n/* eslint-enable */\n")).toEqual([]);
  });

  it("are asked of comments that switch a rule off for a file, and what it found is counted", async () => {
    const heard = await judge("/* eslint mcp/no-shell-injection: off */\nexec(a);\n");
    expect(heard.suppressed.map(({ finding: { location } }) => location.line)).toEqual([2]);
    expect(heard.directives.map(({ message }) => message)).toEqual([REASON]);
    expect((await judge("/* eslint mcp/no-shell-injection: off -- ours */\nexec(a);\n")).suppressed).toMatchObject([{ reason: "ours", by: "comment" }]);
  });

  it.each([
    ["until 2026-06-30: why", []],
    ["until the service is gone", []],
    ["until 2026-06-29: why", ["This comment counted until 2026-06-29: mend what it silences, or look at it again and give another day."]],
    ["until 2026-02-30: why", ['"2026-02-30" is no day: the reason is written `-- why`, or `-- until 2027-01-31: why`.']],
    ["until 2026-07-01", ["A comment that silences a finding until a day needs its reason as well: `-- why`, or `-- until 2027-01-31: why`."]],
  ])("count until their day, and the finding stays silenced: %s", async (reason, told) => {
    const heard = await judge(`exec(a); // eslint-disable-line mcp/no-shell-injection -- ${reason}\n`);
    expect(heard.findings).toEqual([]);
    expect(heard.directives.map(({ message }) => message)).toEqual(told);
  });
});

describe("comments without effect", () => {
  it("tells of an unused comment and of a rule that does not exist", async () => {
    const heard = await judge("// eslint-disable-next-line mcp/no-shell-injection -- a\nrun(a);\n// eslint-disable-next-line mcp/no-such-rule -- b\nexec(b);\n");
    expect(lines(heard)).toEqual([4]);
    expect(heard.directives.map(({ location: { line }, severity, message }) => `${line} ${severity} ${message}`)).toEqual([
      "1 warn Unused eslint-disable directive (no problems were reported from 'mcp/no-shell-injection').",
      "3 error Definition for rule 'mcp/no-such-rule' was not found.",
    ]);
  });

  it("is silent about what is meant for other linters and about rules of a stricter preset", async () => {
    const heard = await judge("exec(a);\n// eslint-disable-next-line\n\n// eslint-disable-next-line no-console, security/x\n\n// eslint-disable-next-line mcp/prefer-care, no-console -- why\n\n");
    expect(lines(heard)).toEqual([1]);
    expect(heard.directives).toEqual([]);
  });

  it("is silent about a comment that silences what a wider preset shows, and neither shows nor counts that", async () => {
    const text = "exec(a); // eslint-disable-line mcp/no-shell-injection -- of one person\nexec(b);\nrun(c); // eslint-disable-line mcp/no-shell-injection -- c\n";
    const wider = [0, 1].map((nth) => finding(placeOf("a.ts", text, "exec(", nth), { preset: "audit" }));
    const heard = await suppress(analysisOf({ "a.ts": text }, [], { wider }), RULES, TODAY);
    expect(heard.findings).toEqual([]);
    expect(heard.suppressed).toEqual([]);
    expect(heard.directives.map(({ location: { line } }) => line)).toEqual([3]);
  });

  it("names of a mixed comment only what is ours", async () => {
    const heard = await judge("// eslint-disable-next-line no-console, mcp/no-shell-injection, mcp/no-sql-injection -- ours\nexec(a);\n");
    expect(heard.suppressed).toHaveLength(1);
    expect(heard.directives.map(({ message }) => message)).toEqual(["Unused eslint-disable directive (no problems were reported from 'mcp/no-sql-injection')."]);
  });
});

it("keeps order and identity of findings in files without comments", async () => {
  const texts = { "a.ts": "exec(1);", "b.ts": "// eslint-disable-next-line\nexec(2);", "c.ts": "exec(3);" };
  const findings = Object.entries(texts).map(([file, text]) => finding(placeOf(file, text, "exec(")));
  const heard = await suppress(analysisOf(texts, findings), RULES, TODAY);
  expect(heard.findings).toEqual([findings[0], findings[2]]);
  expect(heard.findings[0]).toBe(findings[0]);
});
