import { describe, expect, it } from "vitest";
import { reportSarif } from "../src/report/sarif.js";
import { analysisOf, finding, placeOf, resultOf } from "./analysis.js";

const TEXT = 'const {\n  command } = args;\nexec(command);\nconst a = "\u202e";\n';
const FILE = "src/ä b/[x]#1.ts";
const FLOW = finding(placeOf(FILE, TEXT, "exec(command)"), {
  steps: [
    { location: placeOf(FILE, TEXT, "command"), text: "argument `command`\u202e of tool `run`" },
    { location: placeOf(FILE, TEXT, "exec(command)"), text: "reaches child_process.exec" },
  ],
  tools: ["run", "walk"],
});
const GAP = { kind: "handler" as const, message: "the handler could not be resolved", location: placeOf(FILE, TEXT, "args") };

interface Place {
  artifactLocation: { uri: string };
  region: { startLine: number; startColumn: number; endLine: number; endColumn: number };
}
interface Log {
  $schema: string;
  version: string;
  runs: {
    tool: { driver: { rules: { id: string; name: string; helpUri: string; help: { text: string; markdown: string }; properties: { tags: string[]; "security-severity": string } }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: { physicalLocation: Place }[];
      relatedLocations: { physicalLocation: Place }[];
      codeFlows: { threadFlows: { locations: { location: { physicalLocation: Place; message: { text: string } } }[] }[] }[];
      partialFingerprints: Record<string, string>;
      properties: Record<string, unknown>;
    }[];
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: { level: string; message: { text: string }; descriptor?: { id: string; index: number } }[] }[];
    properties: { summary: Record<string, number> };
  }[];
}

function write(failures: { rule: string; message: string }[] = []): Log {
  return JSON.parse(reportSarif(resultOf(analysisOf({ [FILE]: TEXT }, [FLOW], { gaps: [GAP], failures })), { repository: (file) => file })) as Log;
}

describe("SARIF report", () => {
  it("describes the rules that something is said of as code hosts read it, and no others", () => {
    const [run] = write().runs;
    expect(run?.tool.driver.rules.map((rule) => rule.id)).toEqual(["mcp/no-shell-injection"]);
    expect(write([{ rule: "prefer-care", message: "boom" }]).runs[0]?.tool.driver.rules.map((rule) => rule.id)).toEqual(["mcp/no-shell-injection", "mcp/prefer-care"]);
    expect(run?.tool.driver.rules[0]).toMatchObject({
      name: "NoShellInjection",
      helpUri: "https://example.org/mcp-boundary/blob/main/docs/rules/no-shell-injection.md",
      help: { text: "Why with code and a link.\n\nMend it." },
      properties: { tags: ["security", "external/cwe/cwe-078", "external/cwe/cwe-1427", "MCP05:2025"], "security-severity": "9.8", precision: "high" },
    });
  });

  it("gives a result its place, its way, its fingerprint and its tools", () => {
    const result = write().runs[0]?.results[0];
    expect(result).toMatchObject({
      ruleId: "mcp/no-shell-injection",
      ruleIndex: 0,
      level: "error",
      partialFingerprints: { "mcpBoundary/v1": FLOW.fingerprint },
      properties: { tool: "run", tools: ["run", "walk"], confidence: "high" },
    });
    const place = result?.locations[0]?.physicalLocation;
    expect(place?.region).toEqual({ startLine: 3, startColumn: 1, endLine: 3, endColumn: 14 });
    expect(place?.artifactLocation.uri).toBe("src/%C3%A4%20b/%5Bx%5D%231.ts");
    expect(decodeURIComponent(place?.artifactLocation.uri ?? "")).toBe(FILE);
    const steps = result?.codeFlows[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map((step) => step.location.message.text)).toEqual(["argument `command`\\u{202e} of tool `run`", "reaches child_process.exec"]);
    expect(result?.relatedLocations.map((related) => related.physicalLocation.region.startLine)).toEqual([2]);
  });

  it("tells of gaps, failures and figures", () => {
    const run = write([{ rule: "no-sql-injection", message: "boom" }]).runs[0];
    expect(run?.invocations[0]?.executionSuccessful).toBe(false);
    expect(run?.invocations[0]?.toolExecutionNotifications.map(({ level, message }) => `${level}: ${message.text}`)).toEqual(["error: Rule mcp/no-sql-injection failed: boom", "note: the handler could not be resolved"]);
    expect(run?.properties.summary).toEqual({ files: 1, lines: 10, tools: 1, handlers: 2, handlersEvaluated: 1, gaps: 1 });
    expect(write().runs[0]?.invocations[0]?.executionSuccessful).toBe(true);
  });

  it("keeps the laws of the format that a reader relies on", () => {
    const log = write();
    expect(log.version).toBe("2.1.0");
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    for (const result of log.runs[0]?.results ?? []) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["none", "note", "warning", "error"]).toContain(result.level);
      const places = [...result.locations, ...result.relatedLocations, ...result.codeFlows.flatMap((flow) => flow.threadFlows.flatMap((thread) => thread.locations.map((step) => step.location)))];
      for (const { physicalLocation } of places) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^(?!\/)(?:[\w.~!*'()/-]|%[0-9A-F]{2})+$/);
        for (const number of Object.values(physicalLocation.region)) expect(Number.isInteger(number) && number >= 1).toBe(true);
      }
    }
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });
});
