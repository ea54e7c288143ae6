import { describe, expect, test } from "vitest";
import { javascript } from "../src/languages/javascript.js";
import type { Program } from "../src/program/program.js";
import { callFunction } from "../src/run/calls.js";
import { describe as show } from "../src/run/describe.js";
import { explore } from "../src/run/replay/explore.js";
import { loadModule, readExport } from "../src/run/modules.js";
import { makeRun, type Strategy } from "../src/run/run.js";
import { makeUnknown } from "../src/run/unknown.js";
import type { Site } from "../src/run/values.js";

const merging: Strategy = { decide: () => "both", maybe: () => "both", lenient: true };

/** The ends of all ways through the exported function `f`, called with an unknown argument that an attacker sends. */
function ways(text: string, states = 16): { ends: string[]; complete: boolean } {
  const lowered = javascript.lower("module.js", text);
  if (!lowered.ok) throw new Error(lowered.message);
  const { module } = lowered;
  const program: Program = { root: "/", modules: new Map([[module.path, module]]), entries: [], resolve: () => ({ kind: "unresolved" }), readText: () => undefined, lines: 1, gaps: [], packageOf: () => ({ segments: [module.path], dependencies: new Set() }), dependencies: new Set() };
  const run = makeRun(program, [], merging);
  loadModule(run, module);
  const site: Site = { module, span: { start: 0, end: 0 } };
  const attack = makeUnknown("an attack", site, { attacked: true });
  const explored = explore(run, () => show(callFunction(run, readExport(run, module, "f", site), undefined, [attack], site)), { states });
  const ends = explored.ways.map(({ end, choices }) => {
    const chosen = choices.map(({ holds, attacked }) => `${holds ? "+" : "-"}${attacked ? "!" : ""}`).join("");
    return `${chosen} ${end.kind}${end.kind === "value" ? ` ${end.value}` : ""}`.trim();
  });
  return { ends, complete: explored.complete };
}

describe("the ways through unknown conditions", () => {
  test("are followed one by one, nothing merged, those first on which the function goes on", () => {
    expect(ways("export function f(x) { let r = 'a'; if (x.a) r += 'b'; if (outside) return r + 'c'; return r; }")).toEqual({
      ends: ['+!- value "ab"', '-!- value "a"', '+!+ value "abc"', '-!+ value "ac"'], complete: true,
    });
  });

  test("leave no trace on each other", () => {
    expect(ways("const seen = []; export function f(x) { seen.push(x ? 1 : 2); return seen; }").ends).toEqual(["+! value [1]", "-! value [2]"]);
  });

  test("end in what is thrown, or with the program", () => {
    expect(ways("export function f(x) { if (x) throw new Error('no'); return undefined.a; }").ends).toEqual(["-! throw", "+! throw"]);
  });

  test("are no more than asked for", () => {
    const { ends, complete } = ways("export function f(x) { let n = 0; for (const k of ['a', 'b', 'c', 'd', 'e', 'f']) if (x[k]) n += 1; return n; }");
    expect(ends).toHaveLength(16);
    expect(complete).toBe(false);
  });

  test("of a loop without an end are stopped", () => {
    expect(ways("export function f(x) { while (true) { x = x + 1; } }").ends).toEqual(["stopped"]);
  });
});
