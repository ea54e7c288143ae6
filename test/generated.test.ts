import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { analyze } from "../src/analyze.js";
import { javascript } from "../src/languages/javascript.js";
import { FORMATS, report } from "../src/report/index.js";
import type * as Unknowns from "../src/run/unknown.js";
import { analysisOf, finding, placeOf, resultOf } from "./analysis.js";
import { expectSound } from "./languages/ir.js";
import { madeExpression, madeProgram, madeServer } from "./made-programs.js";
import { openExpressions, showEvaluated } from "./natives/evaluate.js";
import { evaluateOnHost } from "./natives/show.js";

/** GENERATED=20000 looks at that many of each, SEED=7 at others; what fails names both. */
const RUNS = Number(process.env["GENERATED"] ?? 300);
const SEED = Number(process.env["SEED"] ?? 1);
const options = (share = 1): fc.Parameters<unknown> => ({ numRuns: Math.ceil(RUNS * share), seed: SEED });
const TIME = 60_000 + RUNS * 100;

const unknowns = vi.hoisted(() => ({ made: 0 }));
vi.mock("../src/run/unknown.js", async (original) => {
  const real = await original<typeof Unknowns>();
  return {
    ...real,
    makeUnknown: (...args: Parameters<typeof real.makeUnknown>) => {
      unknowns.made += 1;
      return real.makeUnknown(...args);
    },
  };
});

describe("the interpreter and the host agree, unless something is unknown, on", () => {
  const agree = async (text: string): Promise<void> => {
    const host = await evaluateOnHost(text);
    // the parser leaves errors beyond the grammar aside
    fc.pre(host !== "throws SyntaxError");
    unknowns.made = 0;
    const ours = showEvaluated(openExpressions([text])(0));
    if (unknowns.made === 0 && !/unknown|\?/.test(ours)) expect(ours).toBe(host);
  };

  test("made expressions", { timeout: TIME }, () => fc.assert(fc.asyncProperty(madeExpression, agree), options()));
  test("made programs", { timeout: TIME }, () => fc.assert(fc.asyncProperty(madeProgram, agree), options()));
});

describe("a text is lowered to what is sound, or refused", () => {
  const lowers = (text: string): void => {
    const lowered = javascript.lower("a.ts", text);
    if (lowered.ok) expectSound(lowered.module);
    else expect(lowered.span.end).toBeLessThanOrEqual(text.length);
  };

  test("where it is anything", { timeout: TIME }, () => void fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), lowers), options()));
  test("where it is signs of the language in any order", { timeout: TIME }, () => {
    const sign = fc.constantFrom(..."(){}[]<>`'\"/\\.,;:=+-*&|?!#@~^$a0 \n".split(""), "${", "=>", "...", "class ", "async ", "await ", "function ", "let ", "import ", "export ", "for ", "of ", "<a>", "/*", "*/", "\\u{61}", "\u2028", "@x ");
    fc.assert(fc.property(fc.array(sign, { maxLength: 30 }).map((signs) => signs.join("")), lowers), options(4));
  });
  test("where a program was cut out of its middle", { timeout: TIME }, () => void fc.assert(fc.property(madeServer, fc.nat(), fc.nat(), (text, start, length) => lowers(text.slice(0, start % text.length) + text.slice((start % text.length) + (length % 40)))), options()));
});

test("a made server is analysed without a fault, twice the same", { timeout: TIME }, () => {
  const texts = (text: string): ReadonlyMap<string, string> => new Map([["/made/index.ts", text]]);
  const run = (text: string): string => {
    const { findings, gaps, failures } = analyze({ root: "/made", paths: ["/made/index.ts"], texts: texts(text), preset: "audit", entries: "all" });
    expect(failures).toEqual([]);
    return JSON.stringify({ findings, gaps });
  };
  fc.assert(fc.property(madeServer, (text) => {
    expect(run(text)).toBe(run(text));
  }), options(0.2));
});

describe("reports of anything", () => {
  const words = fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.array(fc.constantFrom("<", "&", "]]>", "|", "`", "::", "%0A", "\u001b[31m", "\u202e", "\ud800", "\ufffe", "\0", "\n", "\r", "</script>", "*/", "${", "a", " ", "[x](y)", "##["), { maxLength: 12 }).map((parts) => parts.join("")));
  const text = "const a = run(b);\n";

  test.each(FORMATS)("%s: nothing throws, nothing unseen is written, and what is data can be read", { timeout: TIME }, (format) => fc.assert(fc.asyncProperty(words, words, words, words, async (message, tool, step, file) => {
    const place = { ...placeOf("a.ts", text, "run(b)"), file: `${file}.ts` };
    const found = finding(place, { message, tools: [tool], steps: [{ location: place, text: step }, { location: place, text: message }], replay: { verdict: "proved", input: tool, how: step } });
    const result = resultOf(analysisOf({ [`${file}.ts`]: text + step }, [found], { gaps: [{ kind: "handler", message, help: step, location: place }], failures: [{ rule: "prefer-care", message }] }), { suppressed: [{ finding: found, reason: message, by: "comment" }], directives: [{ location: place, severity: "error", message: step }] });
    const look = { colour: false, gaps: true, display: (name: string) => name, repository: (name: string) => name };
    const written = await report(result, format, look);
    expect(written).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]/u);
    expect(await report(result, format, look)).toBe(written);
    if (format === "json" || format === "sarif" || format === "gitlab") JSON.parse(written);
    if (format === "junit") expect(written).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]|&(?!amp;|lt;|gt;|quot;)/);
  }), options(0.2)));
});
