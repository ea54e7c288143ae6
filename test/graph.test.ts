import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flowsOf } from "./engine.js";
import { checkProgram, fixturePrograms, fixtures } from "./programs.js";

describe("flows from source to sink through every construct of the language", () => {
  test.each(fixturePrograms(join(fixtures, "graph")).map((program) => [program.name, program] as const))("%s", (_name, program) => {
    expect(checkProgram(program, undefined, flowsOf(program))).toEqual([]);
  });
});
