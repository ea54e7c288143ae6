import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { complaintsAbout } from "../src/models/shape.js";
import { reportShape } from "../src/report/json-shape.js";
import { type Format, type Look, report } from "../src/report/index.js";
import type { Result } from "../src/report/index.js";
import type { Suppressed } from "../src/policy/suppress.js";
import { analysisOf, finding, placeOf, resultOf } from "./analysis.js";

const LOOK: Look = { colour: false, gaps: true, display: (file) => file, repository: (file) => `packages/a/${file}` };

const SERVER = [
  'import { exec } from "node:child_process";',
  'server.tool("run", { command: z.string() }, async ({ command }) => {',
  "  return exec(`ls ${command}`); // <script>alert(1)</script> & \"quoted\"",
  "});",
  "",
].join("\n");
const PLACE = placeOf("src/index.ts", SERVER, "exec(`ls ${command}`)");
const FLOW = finding(PLACE, {
  sink: "shell",
  steps: [
    { location: placeOf("src/index.ts", SERVER, "command", 1), text: "argument `command` of tool `run`" },
    { location: PLACE, text: "reaches child_process.exec" },
  ],
  replay: {
    verdict: "proved", input: "; id", how: "starts a second command",
    needs: [{ what: "file", path: "/srv/project/; id" }, { what: "no file", path: "/srv/\u202e" }, { what: "address", host: "a.example", address: "127.0.0.1" }, { what: "redirect", to: "http://127.0.0.1/" }],
    arguments: { command: "; id", more: ["\u202e", 7, null, true, { "\u001b": "sk-abcdefghijklmnopqrstuvwx" }] },
  },
});
const HOSTILE = '</script><img src=x onerror=alert(1)>"\'`&\u202e\x1b[31m]]> ::error:: %0A ##[x] ghp_x7Kq2mVbT9wLpR4sN8cYdF1gH5jZ0aE3uQ6o | [a](javascript:x)';
const WARNED = finding(placeOf("src/index.ts", SERVER, "server.tool"), { rule: "prefer-care", severity: "warn", message: HOSTILE, tools: [HOSTILE] });
const SILENCED: Suppressed = { finding: { ...FLOW, rule: "no-sql-injection" }, reason: HOSTILE, by: "comment" };
const GAP = { kind: "handler" as const, message: HOSTILE, help: HOSTILE, location: PLACE };

function sample(more: Partial<Result> = {}): Result {
  return resultOf(analysisOf({ "src/index.ts": SERVER }, [FLOW, WARNED], { gaps: [GAP], failures: [{ rule: "prefer-care", message: HOSTILE }] }), { suppressed: [SILENCED], directives: [{ location: PLACE, severity: "error", message: HOSTILE }], ...more });
}

const write = (format: Format, result = sample(), look = LOOK): Promise<string> => report(result, format, look);

describe("every format", () => {
  it.each(["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const)("%s shows no secret in full and nothing unseen", async (format) => {
    const text = await write(format);
    expect(text).not.toContain("ghp_x7Kq2m");
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]/u);
    expect(text.endsWith("\n")).toBe(true);
    expect(await write(format)).toBe(text);
  });
});

describe("json", () => {
  it("is what its schema says", async () => {
    expect(complaintsAbout(JSON.parse(await write("json")), reportShape)).toEqual([]);
    expect(complaintsAbout({ ...(JSON.parse(await write("json")) as object), version: "1", more: 1 }, reportShape)).toHaveLength(2);
  });
});

describe("github", () => {
  it("annotates with the path in the repository, errors first, and escapes what would be a command", async () => {
    const lines = (await write("github")).trimEnd().split("\n");
    expect(lines[0]).toMatch(/^::error file=packages\/a\/src\/index\.ts,line=3,endLine=3,col=10,endColumn=30,title=mcp\/no-shell-injection::`command` of tool `run` reaches/);
    expect(lines[1]).toMatch(/^::error .*title=mcp-boundary::/);
    expect(lines[2]).toMatch(/^::warning .*title=mcp\/prefer-care::.* %250A /);
    expect(lines.slice(0, 3).every((line) => line.split("::").length >= 3 && !line.includes("##["))).toBe(true);
    expect(lines.at(-1)).toBe("mcp-boundary: 2 errors, 1 warning, 1 suppressed, 1 tool found, 1 gap");
  });

  it("keeps to the ten of each that GitHub shows, and loses none", async () => {
    const many = Array.from({ length: 25 }, (_none, nth) => ({ ...FLOW, location: { ...PLACE, line: nth + 1 } }));
    const lines = (await write("github", resultOf(analysisOf({ "src/index.ts": SERVER }, many)))).split("\n");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith("error packages/a/src/index.ts:"))).toHaveLength(15);
    expect(lines).toContain("15 more than GitHub annotates stand in the lines above.");
  });
});

describe("gitlab", () => {
  it("lists what Code Quality asks for, each with a fingerprint of its own", async () => {
    const list = JSON.parse(await write("gitlab", sample({ directives: [0, 1].map(() => ({ location: PLACE, severity: "error" as const, message: "twice" })) }))) as { check_name: string; severity: string; fingerprint: string; description: string; location: { path: string; lines: { begin: number } } }[];
    expect(list.map(({ check_name: name, severity }) => `${name} ${severity}`).sort()).toEqual(["mcp-boundary major", "mcp-boundary major", "mcp/no-shell-injection critical", "mcp/prefer-care minor"]);
    expect(new Set(list.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    for (const { location } of list) expect(location).toMatchObject({ path: "packages/a/src/index.ts", lines: { begin: expect.any(Number) as number } });
  });
});

describe("junit", () => {
  it("has a case for each finding, each that is skipped, and each rule that failed; all tags close", async () => {
    const xml = await write("junit");
    expect(xml).toContain('<testsuites name="mcp-boundary" tests="5" failures="3" errors="1">');
    expect(xml).toContain('<testcase classname="packages/a/src/index.ts" name="mcp/no-shell-injection 3:10">');
    expect(xml).toContain("2. packages/a/src/index.ts:3:10 reaches child_process.exec");
    expect(xml.match(/<skipped /g)).toHaveLength(1);
    const open: string[] = [];
    for (const [, close, name, self] of xml.replace(/<\?xml.*\?>/, "").matchAll(/<(\/?)([a-z]+)(?:\s[a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*\s*(\/?)>/g)) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (self !== "/") open.push(name ?? "");
    }
    expect(open).toEqual([]);
    expect(xml.replace(/<\?xml.*\?>|<\/?[a-z]+(?:\s[a-z]+="[^"]*")*\s*\/?>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
  });

  it("passes one case when nothing is reported", async () => {
    expect(await write("junit", resultOf(analysisOf({ "a.ts": "" }, [])))).toContain('<testcase classname="mcp-boundary" name="no findings"/>');
  });
});

describe("markdown", () => {
  it("lists findings in a table, errors first, with nothing of the project as markup", async () => {
    const page = await write("markdown");
    const rows = page.split("\n").filter((line) => /^\| (?:\*\*error\*\*|warning) \|/.test(line));
    expect(rows[0]).toBe("| **error** | [mcp/no-shell-injection](https://example.org/mcp-boundary/blob/main/docs/rules/no-shell-injection.md) | `packages/a/src/index.ts:3` | `command` of tool `run` reaches child\\_process.exec. Pass arguments as a list. |");
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(5);
    expect(page).not.toMatch(/[^\\]<(?!\/?(?:details|summary)>)/);
    expect(page).toContain("<details><summary>mcp/no-shell-injection in src/index.ts:3</summary>\n\n1. `packages/a/src/index.ts:2`");
  });

  it("stays below what GitHub takes", async () => {
    const many = Array.from({ length: 3000 }, (_none, nth) => ({ ...FLOW, message: "x".repeat(900), location: { ...PLACE, line: nth + 1 } }));
    const page = await write("markdown", resultOf(analysisOf({ "src/index.ts": SERVER }, many)));
    expect(Buffer.byteLength(page)).toBeLessThan(1 << 20);
    expect(page).toContain("… and 2700 more.");
  });
});

describe("html", () => {
  it("lets nothing run or style but its own two texts", async () => {
    const page = await write("html");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [style = ""] = [.../<style>([\s\S]*?)<\/style>/.exec(page) ?? []].slice(1);
    const [script = ""] = [.../<script>([\s\S]*?)<\/script>/.exec(page) ?? []].slice(1);
    expect(policy).toBe(`default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/\son[a-z]+=(?!alert)|<img|<link|\ssrc=(?!x)|\sstyle=/);
    expect(() => new Script(script)).not.toThrow();
  });

  it("draws the way in lines of source with their stretch marked, everything escaped", async () => {
    const page = await write("html");
    expect(page).toContain("<pre>return <mark>exec(`ls ${command}`)</mark>; // &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;</pre>");
    expect(page).toMatch(/<ol class="way">\n<li>argument <code>command<\/code> of tool <code>run<\/code>/);
    expect(page).toContain("high confidence, proved");
    expect(page).not.toContain("</script><img");
  });

  it("offers filters whose values are those of the findings", async () => {
    const page = await write("html");
    const articles = [...page.matchAll(/<article tabindex="-1" data-severity="([^"]*)" data-rule="([^"]*)" data-tools="([^"]*)">/g)];
    expect(articles).toHaveLength(3);
    const read = (text: string): unknown => JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
    const tools = articles.flatMap((match) => read(match[3] ?? "") as string[]);
    const options = [...page.matchAll(/<option value="([^"]+)">/g)].map((match) => match[1]);
    expect(options).toContain("mcp/no-shell-injection");
    expect(options).toContain("run");
    expect(tools).toContain("run");
  });

  it("says that nothing is reported, and has no script that would miss its form", async () => {
    const page = await write("html", resultOf(analysisOf({ "a.ts": "" }, [])));
    expect(page).toContain("Nothing is reported. That does not mean that there is no hole.");
    expect(page.match(/<form/g)).toHaveLength(1);
  });
});

describe("sarif", () => {
  interface Log { runs: { results: { ruleId: string; level: string; suppressions?: object[]; codeFlows?: { threadFlows: { locations: object[] }[] }[]; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[]; invocations: { toolExecutionNotifications: { message: { text: string } }[] }[] }[] }
  const read = async (result: Result, look = LOOK): Promise<Log["runs"][number] | undefined> => (JSON.parse(await write("sarif", result, look)) as Log).runs[0];

  it("lists what is suppressed when it is asked to, marked as such", async () => {
    expect((await read(sample()))?.results.map(({ ruleId }) => ruleId)).toEqual(["mcp/no-shell-injection", "mcp/prefer-care"]);
    const all = (await read(sample(), { ...LOOK, suppressed: true }))?.results;
    expect(all?.map(({ ruleId, suppressions }) => `${ruleId} ${suppressions?.length ?? 0}`)).toEqual(["mcp/no-shell-injection 0", "mcp/prefer-care 0", "mcp/no-sql-injection 1"]);
    expect(all?.[2]?.suppressions?.[0]).toMatchObject({ kind: "inSource", status: "accepted" });
  });
});
