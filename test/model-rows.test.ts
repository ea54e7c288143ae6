import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kindsOf } from "./engine.js";
import { checkProgram, fixturePrograms, fixtures } from "./programs.js";

describe("every row of the models, on its line", () => {
  const folders = ["", "mcp", "node", "npm", "schema"].map((name) => join(fixtures, "models", name));
  const programs = folders.flatMap((folder) => fixturePrograms(folder).filter(({ path }) => !folders.includes(path)));
  test.each(programs.map((program) => [program.path.slice(fixtures.length + 1), program] as const))("%s", (_name, program) => {
    expect(checkProgram(program, undefined, kindsOf(program))).toEqual([]);
  });
});
