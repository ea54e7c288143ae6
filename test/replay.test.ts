import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.js";
import { needsText, type Preset, type Replay } from "../src/finding.js";
import { analyzeFlows, findFlows } from "../src/graph/flows/flows.js";
import { findLeads } from "../src/graph/offers/registering.js";
import { javascript } from "../src/languages/javascript.js";
import { models } from "../src/models/index.js";
import { loadProgram } from "../src/program/load.js";
import { makeReplayer } from "../src/run/replay/replay.js";
import { fixturePrograms, fixtures } from "./programs.js";

const folder = join(fixtures, "replay");

/** The marks of a file by line: a verdict, and for some a part of the input or of the reason. */
function marksOf(text: string): Map<number, { verdict: string; part: string }> {
  const marks = new Map<number, { verdict: string; part: string }>();
  text.split("\n").forEach((line, index) => {
    const mark = /\/\/ (proved|refuted|unknown|none)(?:: (.*))?$/.exec(line);
    if (mark?.[1] !== undefined) marks.set(index + 1, { verdict: mark[1], part: mark[2] ?? "" });
  });
  return marks;
}

function tell(replay: Replay): { verdict: string; text: string } {
  const text = replay.verdict === "proved" ? JSON.stringify(replay.input).slice(1, -1) + needsText(replay.input, replay.needs) : replay.verdict === "unknown" ? replay.why : "";
  return { verdict: replay.verdict, text };
}

describe("replays of", () => {
  test.each(fixturePrograms(folder).map((program) => [program.name, program] as const))("%s come to what is marked", (_name, { root, path }) => {
    const program = loadProgram({ root, paths: [path], language: [javascript] });
    const graph = analyzeFlows(program, models);
    const replayer = makeReplayer(program, models, findLeads(graph.solver, graph.registrations));
    const found = new Map<number, string>();
    const flows = findFlows(graph);
    replayer.expect(flows);
    for (const flow of flows) {
      const { verdict, text } = tell(replayer.replay(flow));
      found.set(flow.location.line, `${verdict}: ${text}`);
    }
    const marks = marksOf(readFileSync(path, "utf8"));
    const wrong = [...new Set([...marks.keys(), ...found.keys()])].sort((a, b) => a - b).flatMap((line) => {
      const mark = marks.get(line) ?? { verdict: "none", part: "" };
      const told = found.get(line) ?? "none: ";
      return told.startsWith(`${mark.verdict}: `) && told.includes(mark.part) ? [] : [`line ${line}: ${mark.verdict} ${mark.part}, but ${told}`];
    });
    expect(wrong).toEqual([]);
  });
});

test("what is refuted is shown in audits alone", () => {
  const path = join(folder, "urls.ts");
  const marks = marksOf(readFileSync(path, "utf8"));
  const linesIn = (preset: Preset): number[] => analyze({ root: folder, paths: [path], preset }).findings.filter(({ rule }) => rule === "no-unvalidated-fetch").map(({ location }) => location.line);
  const refuted = [...marks].flatMap(([line, { verdict }]) => (verdict === "refuted" ? [line] : []));
  expect(linesIn("recommended")).toEqual([...marks.keys()].filter((line) => !refuted.includes(line)));
  expect(linesIn("audit")).toEqual([...marks.keys()]);
});

test("a proof tells all that is sent, and what has to be so outside", () => {
  const { findings } = analyze({ root: folder, paths: [join(folder, "shell.ts"), join(folder, "ways.ts"), join(folder, "urls.ts"), join(folder, "paths.ts")] });
  const ofTool = (tool: string) => findings.find(({ tools }) => tools.includes(tool));
  const [file, either] = [ofTool("of_a_file_there"), ofTool("either")];
  expect(file?.message).toContain("passes where a file of that name lies");
  const sent = file?.replay?.verdict === "proved" ? file.replay.input : "";
  expect(file?.replay).toMatchObject({ verdict: "proved", needs: [{ what: "file", path: `/srv/project/${sent}` }], arguments: { file: sent } });
  expect(either?.replay).toMatchObject({ verdict: "proved", arguments: { kind: expect.any(String) as string, name: expect.any(String) as string } });
  expect(either?.replay).not.toHaveProperty("needs");
  const page = findings.find(({ rule, tools }) => rule === "no-unconfined-path" && tools.includes("saves_a_page"));
  expect(page?.replay).toMatchObject({ verdict: "proved", tool: "saves_a_page", arguments: { url: expect.stringMatching(/^https:/) as string } });
  expect(findings.flatMap(({ replay }) => (replay?.verdict === "proved" ? (replay.needs ?? []) : []))).toContainEqual({ what: "redirect", to: "http://169.254.169.254/" });
});
