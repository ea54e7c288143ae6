import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { analyze, createParseCache } from "../src/analyze.js";
import { fixtures, projectRoot, subfolders } from "./programs.js";
import { sourceFiles } from "./expectations.js";
import { REWRITES } from "./rewrites.js";

const STEP = process.env["REWRITTEN"] === "all" ? 1 : Number(process.env["STEP"] ?? 20);
const ONLY = process.env["ONLY"];
const base = mkdtempSync(join(tmpdir(), "rewritten-"));
afterAll(() => rmSync(base, { recursive: true }));
cpSync(join(projectRoot, "package.json"), join(base, "package.json"));
const cache = createParseCache();

function found(root: string, file: string): string[] {
  const { findings, failures } = analyze({ root, paths: [join(root, file)], preset: "audit", entries: "all", cache });
  expect(failures).toEqual([]);
  return findings.map(({ rule, location, confidence }) => `${rule} ${location.line}${process.env["CONF"] ? " " + confidence : ""}`).sort();
}
let n = 0;
const stats: Record<string, [number, number]> = {};
describe("x", () => {
  test("all", { timeout: 6_000_000 }, () => {
    for (const rule of subfolders(join(fixtures, "rules"))) {
      const root = join(base, rule);
      cpSync(join(fixtures, "rules", rule), root, { recursive: true });
      for (const file of sourceFiles(root)) {
        n += 1;
        if (n % STEP !== Number(process.env["AT"] ?? 0) % STEP || file.endsWith(".py")) continue;
        const text = readFileSync(join(root, file), "utf8");
        let before: string[] | undefined;
        for (const [name, rewrite] of Object.entries(REWRITES)) {
          if (ONLY !== undefined && !name.includes(ONLY)) continue;
          let made;
          try { made = rewrite(text); } catch (e) { console.log("BADREWRITE", name, rule, file, String(e).slice(0, 150)); continue; }
          if (made === undefined) continue;
          before ??= found(root, file);
          const [all, bad] = stats[name] ?? [0, 0];
          writeFileSync(join(root, file), made.text);
          for (const [beside, other] of Object.entries(made.beside ?? {})) writeFileSync(join(root, file, "..", beside), other);
          const after = found(root, file);
          for (const beside of Object.keys(made.beside ?? {})) rmSync(join(root, file, "..", beside));
          writeFileSync(join(root, file), text);
          const lost = before.filter((one) => !after.includes(one)), more = after.filter((one) => !(before as string[]).includes(one));
          stats[name] = [all + 1, bad + (lost.length + more.length > 0 ? 1 : 0)];
          if (lost.length + more.length > 0) console.log(`DIFF ${name} | ${rule}/${file} | lost ${lost.join(", ")} | more ${more.join(", ")}`);
        }
      }
    }
    console.log(stats);
  });
});
