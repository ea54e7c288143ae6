import { describe, expect, it } from "vitest";
import type { Location } from "../src/finding.js";
import { escapeJson, escapeText } from "../src/report/escape.js";
import { createExcerpts, displayWidth } from "../src/report/excerpt.js";
import { FORMATS, report } from "../src/report/index.js";
import type { Look } from "../src/report/index.js";
import { findSecrets, maskSecrets } from "../src/report/mask.js";
import { analysisOf, finding, placeOf, resultOf } from "./analysis.js";

const PLAIN: Look = { colour: false, gaps: false, display: (file) => file, repository: (file) => file };

const SERVER = [
  'import { exec } from "node:child_process";',
  'server.tool("run", { command: z.string() }, async ({ command }) => {',
  "\treturn exec(`ls ${command}`);",
  "});",
  "",
].join("\n");

const FLOW = finding(placeOf("src/a b.ts", SERVER, "exec(`ls ${command}`)"), {
  steps: [
    { location: placeOf("src/a b.ts", SERVER, "command", 1), text: "argument `command` of tool `run`" },
    { location: placeOf("src/a b.ts", SERVER, "exec(`ls ${command}`)"), text: "reaches child_process.exec" },
  ],
});

describe("text report", () => {
  it("shows the way from source to sink with a caret, and what was seen", async () => {
    const text = await report(resultOf(analysisOf({ "src/a b.ts": SERVER }, [FLOW])), "text", PLAIN);
    expect(text).toBe(
      [
        "src/a b.ts:3:9  error  mcp/no-shell-injection",
        "  `command` of tool `run` reaches child_process.exec. Pass arguments as a list.",
        "",
        "  1. src/a b.ts:2:54  argument `command` of tool `run`",
        '     | server.tool("run", { command: z.string() }, async ({ command }) => {',
        `     | ${" ".repeat(53)}^^^^^^^`,
        "  2. src/a b.ts:3:9  reaches child_process.exec",
        "     | return exec(`ls ${command}`);",
        "     |        ^^^^^^^^^^^^^^^^^^^^^",
        "",
        "1 finding (1 error, 0 warnings) in 1 file: 1 tool found, 1 of 2 handlers evaluated, 0 gaps",
        "",
      ].join("\n"),
    );
  });

  it("shows the line of a finding without steps, lists gaps when asked, and counts what was suppressed", async () => {
    const place = placeOf("a.ts", SERVER, "exec", 1);
    const gaps = [{ kind: "parse" as const, message: "unexpected token", location: placeOf("a.ts", SERVER, "server") }];
    const result = resultOf(analysisOf({ "a.ts": SERVER }, [finding(place)], { gaps }), { suppressed: [{ finding: FLOW, reason: "", by: "comment" }] });
    const short = await report(result, "text", PLAIN);
    expect(short).toContain("| return exec(`ls ${command}`);\n  |        ^^^^");
    expect(short).toContain("1 suppressed");
    expect(short).toContain("1 gap (--gaps lists them)");
    const long = await report(result, "text", { ...PLAIN, gaps: true });
    expect(long).toContain("  a.ts:2:1  parse  unexpected token");
    expect(long).not.toContain("--gaps");
  });

  it("shows a line once however many steps stand on it, and the ends of a long way", async () => {
    const [first, last] = FLOW.steps;
    if (first === undefined || last === undefined) throw new Error("the flow has steps");
    const same = { ...first, text: "is passed on", location: { ...first.location, column: 1, endColumn: 7 } };
    const twice = await report(resultOf(analysisOf({ "src/a b.ts": SERVER }, [{ ...FLOW, steps: [first, same, last] }])), "text", PLAIN);
    expect(twice.split('| server.tool("run"')).toHaveLength(2);
    expect(twice).toContain("  2. src/a b.ts:2:1  is passed on\n     | ^^^^^^\n  3. ");
    const steps = [first, ...Array.from({ length: 20 }, (_none, nth) => ({ ...same, text: `step ${nth}` })), last];
    const long = await report(resultOf(analysisOf({ "src/a b.ts": SERVER }, [{ ...FLOW, steps }])), "text", PLAIN);
    expect(long).toContain("step 1\n");
    expect(long).toContain("     … 14 steps, which --format json shows\n");
    expect(long).toMatch(/ {2}22\. .* reaches child_process\.exec/);
    expect(long).not.toContain("step 9\n");
  });

  it("breaks a long message between words", async () => {
    const message = `${"some words ".repeat(30)}end.`;
    const text = await report(resultOf(analysisOf({ "src/a b.ts": SERVER }, [{ ...FLOW, message }])), "text", PLAIN);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
    expect(text.replace(/\s+/g, " ")).toContain(message);
  });

  it("paints only when asked to", async () => {
    const result = resultOf(analysisOf({ "src/a b.ts": SERVER }, [FLOW]));
    expect(await report(result, "text", PLAIN)).not.toContain("\x1b");
    expect(await report(result, "text", { ...PLAIN, colour: true })).toContain("\x1b[31merror\x1b[39m");
  });

  it("prints no control character and no secret of the source", async () => {
    const hostile = `const a = "\x1b]0;title\x07\u202e\u200b${"\u{e0041}"}\x9b31m"; const key = "ghp_0123456789abcdefghijABCDEFGHIJ";`;
    const result = resultOf(analysisOf({ "e\x1bvil.ts": hostile }, [finding(placeOf("e\x1bvil.ts", hostile, "key"), { message: "about \x1b[2J AKIAABCDEFGHIJKLMNOP" })]));
    for (const format of FORMATS) {
      const text = await report(result, format, PLAIN);
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]|[\u{e0000}-\u{e007f}]/u);
      expect(text).not.toContain("ghp_0123456789");
      expect(text).not.toContain("AKIAABCD");
    }
    expect(await report(result, "text", PLAIN)).toContain('"\\x1b]0;title\\x07\\u{202e}\\u{200b}\\u{e0041}\\x9b31m"');
  });
});

describe("excerpts", () => {
  const read = (text: string, place: Partial<Location>): ReturnType<ReturnType<typeof createExcerpts>> =>
    createExcerpts(() => text)({ file: "a.ts", line: 1, column: 1, endLine: 1, endColumn: 2, ...place });

  it("keeps the caret under wide characters, tabs and surrogate pairs", () => {
    expect(read("\t漢字(x)", { column: 4, endColumn: 7 })).toEqual({ text: "漢字(x)", indent: 4, width: 3 });
    expect(read("😀 x", { column: 4, endColumn: 5 })).toEqual({ text: "😀 x", indent: 3, width: 1 });
    expect(displayWidth("e\u0301漢a")).toBe(4);
  });

  it("cuts a long line around the place", () => {
    const excerpt = read(`${"a".repeat(5000)}exec(x)${"b".repeat(5000)}`, { column: 5001, endColumn: 5008 });
    expect(excerpt?.text.slice(excerpt.indent, excerpt.indent + excerpt.width)).toBe("exec(x)");
    expect(excerpt?.text.length).toBeLessThanOrEqual(102);
    expect(excerpt?.text).toMatch(/^….*…$/);
  });

  it("cuts on the right alone when the place is near the start", () => {
    expect(read(`exec(${"x".repeat(500)})`, { endColumn: 5 })).toMatchObject({ indent: 0, width: 4 });
  });

  it("marks the rest of the line when the place ends on a later one", () => {
    expect(read("  exec(\n  x)", { column: 3, endLine: 2, endColumn: 4 })).toEqual({ text: "exec(", indent: 0, width: 5 });
  });

  it("survives places that the text does not have", () => {
    expect(read("x", { line: 9 })).toBeUndefined();
    expect(read("x", { column: 99, endColumn: 120 })).toMatchObject({ text: "x" });
    expect(read("", {})).toEqual({ text: "", indent: 0, width: 1 });
    expect(createExcerpts(() => undefined)(FLOW.location)).toBeUndefined();
  });

  it("masks a key that was opened lines before", () => {
    const text = "const k = `-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1234\n-----END RSA PRIVATE KEY-----`;\nexec(k);";
    expect(read(text, { line: 2, endLine: 2 })?.text).toBe("***");
    expect(read(text, { line: 4, endLine: 4 })?.text).toBe("exec(k);");
  });
});

describe("masks", () => {
  it.each([
    ["sk-abcdefghijklmnopqrstuv", "sk-a***"],
    ["ghp_abcdefghijklmnopqrst1234", "ghp_***"],
    ["AKIAABCDEFGHIJKLMNOP", "AKIA***"],
    ["xoxb-1234567890-abcdefghij", "xoxb***"],
    ['api_key: "q8Zr1Lx93mTb"', 'api_key: "q8Zr***"'],
    ["const dbPassword = 'correcthorse9'", "const dbPassword = 'corr***'"],
    ['process.env.SECRET ?? "q8Zr1Lx93mTb"', 'process.env.SECRET ?? "q8Zr***"'],
    ['const token: string = "q8Zr1Lx93mTb"', 'const token: string = "q8Zr***"'],
    ["postgres://user:hunter22@db/x", "postgres://user:***@db/x"],
  ])("masks %s", (text, shown) => expect(maskSecrets(text)).toBe(shown));

  it.each(['token: "aaaaaaaaaaaa"', 'const password = "please enter your password"', "token: `${prefix}-${rest}`", "const keyboard = layout", "https://host:8080/x"])("leaves %s", (text) =>
    expect(maskSecrets(text)).toBe(text),
  );

  it("stays linear on hostile text", () => {
    const start = performance.now();
    for (const piece of ["-----BEGIN PRIVATE KEY-----", "password: a ", "://a:", "token" + " ".repeat(50), "secret='", "sk-a"]) findSecrets(piece.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("escapes", () => {
  it("writes out what cannot be seen and leaves the rest", () => {
    expect(escapeText("é漢😀\n\u2066\u200d")).toBe("é漢😀\\x0a\\u{2066}\\u{200d}");
    expect(escapeText("\ud800")).toBe("\\u{d800}");
  });

  it("keeps the meaning of a JSON document", () => {
    const value = "\u202e\x9b\u{e0041}\u2028";
    const json = escapeJson(JSON.stringify(value));
    expect(json).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(json)).toBe(value);
  });
});

describe("json report", () => {
  it("has a version, findings with their ids, gaps and a summary", async () => {
    const document = JSON.parse(await report(resultOf(analysisOf({ "src/a b.ts": SERVER }, [FLOW])), "json", PLAIN)) as Record<string, unknown>;
    expect(document).toMatchObject({
      version: 1,
      summary: { files: 1, tools: 1, handlers: 2, handlersEvaluated: 1, gaps: 0, errors: 1, warnings: 0, suppressed: 0 },
      findings: [{ rule: "mcp/no-shell-injection", location: { file: "src/a b.ts", line: 3, column: 9 }, fingerprint: FLOW.fingerprint }],
      gaps: [],
      failures: [],
    });
  });

  it("holds what a comment turned off, with its reason", async () => {
    const result = resultOf(analysisOf({ "src/a b.ts": SERVER }, []), { suppressed: [{ finding: FLOW, reason: "ours", by: "comment" }] });
    const { suppressed } = JSON.parse(await report(result, "json", PLAIN)) as { suppressed: object[] };
    expect(suppressed).toMatchObject([{ rule: "mcp/no-shell-injection", location: { line: 3 }, reason: "ours", by: "comment" }]);
  });
});
