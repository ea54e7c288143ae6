import { describe, expect, it } from "vitest";
import { watchPhases } from "../src/cli/phases.js";

/** A clock that stands still until it is set. */
function clock(): { now: () => number; set: (time: number) => void } {
  let time = 0;
  return { now: () => time, set: (to) => (time = to) };
}

describe("phases", () => {
  it("are told with their times, and with that of all", () => {
    const { now, set } = clock();
    const phases = watchPhases({ now, showProgress: undefined });
    phases.begin("program");
    set(120);
    phases.begin("graph");
    set(1234);
    expect(phases.end()).toEqual(["mcp-boundary: program     120 ms", "mcp-boundary: graph      1114 ms", "mcp-boundary: all        1234 ms"]);
  });

  it("are told once, however often they come", () => {
    const { now, set } = clock();
    const phases = watchPhases({ now, showProgress: undefined });
    for (const [time, phase] of [[0, "program"], [10, "graph"], [40, "program"], [60, "graph"]] as const) {
      set(time);
      phases.begin(phase);
    }
    set(100);
    expect(phases.end()).toEqual(["mcp-boundary: program      30 ms", "mcp-boundary: graph        70 ms", "mcp-boundary: all         100 ms"]);
  });

  it("are shown on a terminal after a second, and cleared", () => {
    const { now, set } = clock();
    const shown: string[] = [];
    const phases = watchPhases({ now, showProgress: (text) => shown.push(text) });
    phases.begin("program");
    set(999);
    phases.begin("graph");
    expect(shown).toEqual([]);
    set(1000);
    phases.begin("rules");
    phases.end();
    expect(shown).toEqual(["mcp-boundary: asking the rules …", ""]);
  });

  it("leave a terminal alone on which nothing was shown", () => {
    const shown: string[] = [];
    const phases = watchPhases({ now: () => 5, showProgress: (text) => shown.push(text) });
    phases.begin("rules");
    phases.end();
    expect(shown).toEqual([]);
  });
});
