import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.js";
import { analyze } from "../src/analyze.js";
import { readExpectations } from "./expectations.js";
import { checkProgram, fixturePrograms, fixtures, subfolders } from "./programs.js";

const folder = join(fixtures, "rules");

test("every folder of fixtures/rules belongs to a rule", () => {
  expect(subfolders(folder).filter((id) => !rules.has(id))).toEqual([]);
});

describe.each([...rules.keys()])("%s", (id) => {
  const programs = fixturePrograms(join(folder, id));

  test("has fixtures with findings and with none", () => {
    const marks = programs.flatMap(({ path }) => readExpectations(path)).filter((one) => one.id === id).map(({ mark }) => mark);
    expect(marks).toContain("expect");
    expect(marks).toContain("ok");
  });

  test.each(programs.map((program) => [program.name, program] as const))("%s", (_name, program) => {
    const analysis = analyze({ root: program.root, paths: [program.path], preset: "audit" });
    // a finding that speaks for others is one at each of their places
    const found = analysis.findings.flatMap(({ rule, location, steps, alike = [] }) => {
      const first = steps[0]?.location;
      return [location, ...alike].map(({ file, line }) => ({ file, line, id: rule, ...(first === undefined ? {} : { from: { file: first.file, line: first.line } }) }));
    });
    expect(checkProgram(program, new Set([id]), found)).toEqual([]);
  });
});
