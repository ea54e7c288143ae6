import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "./natives/evaluate.js";
import { evaluateOnHost } from "./natives/show.js";
import { projectRoot } from "./programs.js";

const folder = join(projectRoot, "test/natives");

/** The lines of a table: an expression each, those after `~ ` still with another answer than the host's; `# ` says why. */
function linesOf(file: string): string[] {
  return readFileSync(join(folder, file), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("# "));
}

const tables = readdirSync(folder).filter((file) => file.endsWith(".txt")).sort();

describe("the interpreter and the host agree on", () => {
  test.each(tables.map((file) => [file.replace(".txt", ""), file] as const))("%s", async (_name, file) => {
    const differences: string[] = [];
    for (const line of linesOf(file)) {
      const expression = line.replace(/^~ /, "");
      const [ours, host] = [evaluate(expression), await evaluateOnHost(expression)];
      if ((ours === host) === line.startsWith("~ ")) differences.push(`${line}\n  interpreter: ${ours}\n  host:        ${host}`);
    }
    expect(differences, `\n${differences.join("\n")}\n`).toEqual([]);
  });
});
