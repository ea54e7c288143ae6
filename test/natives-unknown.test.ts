import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeUnknown, makeUnknownText } from "../src/run/unknown.js";
import type { Site, Value } from "../src/run/values.js";
import { covers, fromHost, sketch } from "./natives/covers.js";
import { openExpressions } from "./natives/evaluate.js";
import { callOnHost } from "./natives/show.js";
import { projectRoot } from "./programs.js";

const SAMPLES: readonly unknown[] = ["abc", "", "a", "a,b", "pre-abc", "pre-", "/srv/x", "3", "%", 0, 1, -1, 2.5, NaN, true, false, null, undefined, [1, 2], [], ["b", "a"], { a: 5 }, { b: 1, length: 1 }, {}];

const { site }: { readonly site: Site } = openExpressions(["1"])(0);
const isText = (sample: unknown): sample is string => typeof sample === "string";

interface Guise {
  readonly name: string;
  /** What the interpreter is told of the value. */
  readonly make: () => Value;
  /** Values that fit. */
  readonly samples: readonly unknown[];
}

/** What may be known of a value. */
const GUISES: readonly Guise[] = [
  { name: "unknown", make: () => makeUnknown("x", site), samples: SAMPLES },
  { name: "a text", make: () => makeUnknown("x", site, { type: "string" }), samples: SAMPLES.filter(isText) },
  { name: "a text that begins so", make: () => makeUnknownText(["pre-", makeUnknown("x", site, { type: "string" })], "x", site), samples: ["pre-", "pre-abc", "pre-a,b", "pre-pre-", "pre-%"] },
  { name: "a text that ends so", make: () => makeUnknownText([makeUnknown("x", site), "c"], "x", site), samples: ["c", "abc", "truec", "undefinedc"] },
  ...SAMPLES.map((sample): Guise => ({ name: `maybe ${JSON.stringify(sample)}`, make: () => makeUnknown("x", site, { may: [fromHost(sample)] }), samples: [sample, "other", 7, undefined] })),
  ...SAMPLES.map((sample, index): Guise => {
    const other = SAMPLES[(index * 7 + 3) % SAMPLES.length];
    return { name: `${JSON.stringify(sample)} or ${JSON.stringify(other)}`, make: () => makeUnknown("x", site, { may: [fromHost(sample), fromHost(other)], only: true }), samples: [sample, other] };
  }),
];

const expressions = readFileSync(join(projectRoot, "test/natives/with-unknown.txt"), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("# "));

describe("what is said of an expression with something unknown in it holds for every value", () => {
  test.each(GUISES.map((guise) => [guise.name, guise] as const))("%s", async (_name, { make, samples }) => {
    const wrong: string[] = [];
    const evaluate = openExpressions(expressions);
    for (const [index, expression] of expressions.entries()) {
      const { thrown, value } = evaluate(index, make());
      for (const sample of samples) {
        const host = await callOnHost(expression, structuredClone(sample));
        // what may throw is not told of a value: only a throw for certain must be one
        if (thrown ? !host.thrown : !host.thrown && !covers(value, host.value)) wrong.push(`${expression} of ${JSON.stringify(sample)}: ${thrown ? "throws " : ""}${sketch(value)}, host ${JSON.stringify(host.value)}`);
      }
    }
    expect(wrong, `\n${wrong.join("\n")}\n`).toEqual([]);
  });
});
