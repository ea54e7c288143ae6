import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Finding, Location } from "../src/finding.js";
import { reportSarif } from "../src/report/sarif.js";
import { analysisOf, finding, resultOf } from "./analysis.js";

const FILE = "src/index.ts";
const at = (line: number): Location => ({ file: FILE, line, column: 1, endLine: line, endColumn: 2 });

interface Run {
  results: { level: string; message: { text: string }; codeFlows?: { threadFlows: { locations: { location: { message: { text: string } } }[] }[] }[] }[];
  invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
}

function write(findings: readonly Finding[]): { text: string; run: Run } {
  const text = reportSarif(resultOf(analysisOf({ [FILE]: "a\n" }, findings)), { repository: (file) => file });
  const [run] = (JSON.parse(text) as { runs: Run[] }).runs;
  if (run === undefined) throw new Error("no run");
  return { text, run };
}

/** Text that cannot be compressed to less than three quarters. */
function noise(seed: number, length: number): string {
  let text = "";
  for (let turn = 0; text.length < length; turn++) text += createHash("sha512").update(`${seed} ${turn}`).digest("base64");
  return text.slice(0, length);
}

describe("a SARIF file keeps within what GitHub takes", { timeout: 120_000 }, () => {
  it("25,000 results of a run: errors stay, and what is left out is told", () => {
    const findings = Array.from({ length: 26_000 }, (_, index) => finding(at(index + 1), { severity: index < 2000 ? "warn" : "error" }));
    const { run } = write(findings);
    expect(run.results).toHaveLength(25_000);
    expect(run.results.filter(({ level }) => level === "error")).toHaveLength(24_000);
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message.text).toBe("1000 results are left out: code hosts take 25000 of a run, and 10 MB.");
    expect(write(findings.slice(0, 25_000)).run.invocations[0]?.toolExecutionNotifications).toEqual([]);
  });

  it("1,000 places of a way: its start and its end stay", () => {
    const { run } = write([finding(at(1), { steps: Array.from({ length: 1500 }, (_, index) => ({ location: at(1), text: `step ${index}` })) })]);
    const texts = run.results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location.message.text) ?? [];
    expect(texts).toHaveLength(1000);
    expect([texts[0], texts[499], texts[500], texts[999]]).toEqual(["step 0", "step 499", "step 1000", "step 1499"]);
  });

  it("10 MB compressed", () => {
    const { text, run } = write(Array.from({ length: 2000 }, (_, index) => finding(at(index + 1), { message: `x ${noise(index, 8000).replace(/[+/=]/g, " ")}` })));
    const packed = gzipSync(text);
    expect(packed.length).toBeLessThanOrEqual(10_000_000);
    expect(gunzipSync(packed).toString()).toBe(text);
    expect(run.results).toHaveLength(1000);
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/^1000 results are left out/);
  });

  it("and writes long ways of many results without holding all of them", () => {
    const steps = Array.from({ length: 900 }, () => ({ location: at(1), text: "step" }));
    const { run } = write(Array.from({ length: 1000 }, (_, index) => finding(at(index + 1), { steps })));
    expect(run.results.length).toBeGreaterThan(100);
    expect(run.results.length).toBeLessThan(1000);
  });
});
