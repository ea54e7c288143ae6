import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { TRACE_HELP } from "../src/cli/trace.js";
import { fixtures, projectRoot } from "./programs.js";
import { collectNames, run as runCommand } from "./command-line.js";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-trace-")));
afterAll(() => rmSync(scratch, { recursive: true }));

const run = (cwd: string, ...args: string[]): ReturnType<typeof runCommand> => runCommand(cwd, "trace", ...args);

const SERVER = `import { exec } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { post } from "unheard-of";
import { z } from "zod";

const ROOT = path.resolve("/srv/notes");
const KEY = "sk-ant-api03-AAAABBBBCCCCDDDDEEEEFFFF";
const server = new McpServer({ name: "s", version: "1" });

server.registerTool("all", { inputSchema: { host: z.string(), port: z.number(), file: z.string(), mode: z.enum(["a", "b"]) } }, async ({ host, port, file, mode }) => {
  exec("uptime");
  exec(\`ping \${host}\`);
  exec(\`nc \${port}\`);
  // eslint-disable-next-line mcp/no-shell-injection -- an operator's tool
  exec("dig " + host);
  const full = path.resolve(ROOT, file);
  if (!full.startsWith(ROOT + path.sep)) throw new Error("outside");
  await readFile(full, "utf8");
  post(host, { mode });
  return { content: [{ type: "text", text: KEY }] };
});
server.registerTool("more", { inputSchema: { host: z.string(), file: z.string() } }, async ({ host, file }) => {
  if (file.includes("secret")) throw new Error("not for you");
  assertPlain(host);
  const { host: name } = z.object({ host: z.string().regex(/^[a-z]+$/), port: z.number() }).parse({ host, port: 1 });
  return { content: [{ type: "text", text: name }] };
});
function assertPlain(text: string): void {
  if (text.startsWith("-")) throw new Error("an option");
}
`;

function project(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(scratch, name);
  for (const [file, text] of Object.entries({ "package.json": JSON.stringify({ type: "module", dependencies: { "@modelcontextprotocol/sdk": "1" } }), ...files })) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const root = project("all", { "index.ts": SERVER, "index.test.ts": "export const it = 1;\n" });

describe("mcp-boundary trace", () => {
  it("shows a line whole", async () => {
    expect(await run(root, "index.ts:20:9")).toEqual({
      code: 0, err: "",
      out: `index.ts:20
  |   await readFile(full, "utf8");

readFile(full, "utf8")  index.ts:20:9
  calls      \`fs/promises.readFile\`
  sink       \`full\` is a file system path for fs/promises.readFile; there ABSOLUTE, DOTDOT, OUTSIDE and SIBLING hurt
  silent     an input reaches it, and nothing is left of what hurts there
  from       \`file\` of tool \`all\`: arrives harmless
             1. index.ts:12:150  \`file\` of tool \`all\`, as its schema lets it through; takes away OPERATOR
             2. index.ts:18:16  goes through \`path.resolve\`; takes away ABSOLUTE, DOTDOT and DASH, brings OUTSIDE and SIBLING
             3. index.ts:19:7  passes the test \`!full.startsWith(ROOT + path.sep)\`, which is false here; takes away OUTSIDE and SIBLING

On this line
  off        mcp/no-symlink-escape (warning) in the preset strict, not in recommended
             \`file\` of tool \`all\` reaches fs/promises.readFile, which follows links: the check on line 19 judges the
             path as it is written, and a link under the root leads out of it.
  replay     unknown: there are no hostile inputs to try on a file that a link may stand for
             at index.ts:20:9

What the dangers mean
  ABSOLUTE  starts at the root of the file system, or at a drive
  DOTDOT    holds a \`..\` segment that has not been resolved yet
  OUTSIDE   a resolved path that may lie anywhere
  SIBLING   a resolved path beside its root, as \`/srv/data-old\` is beside \`/srv/data\`: the prefix was compared without a separator behind it
  DASH      may start with \`-\`, and be taken for an option
  OPERATOR  may be an object with operator keys, as \`{ $ne: 1 }\`, where a plain value is meant
`,
    });
  });

  it.each([
    ["no input comes", 13, ["silent     no input of a client reaches it", 'made of    the text "uptime"']],
    ["a rule reports", 14, ["reported   mcp/no-shell-injection (error)", "replay     proved: ", "from       `host` of tool `all`: arrives with METACHARACTER, SUBSTITUTION and NEWLINE", 'value      text "ping " ?']],
    ["a schema lets nothing through", 15, ["silent     an input reaches it", "`port` of tool `all`, as its schema lets it through; takes away every danger that a text can"]],
    ["a comment silences", 17, ["silenced   mcp/no-shell-injection (error), by a comment: an operator's tool"]],
    ["no model knows", 21, ["calls      something of `unheard-of`, of which no model says anything", "silent     `host` is untrusted, and no model says that it does harm in this call", "`mode` of tool `all`: arrives with no danger"]],
    ["nothing flows", 8, ['`path.resolve`', 'value      "/srv/notes"']],
    ["a test decides", 19, ["test       where it is true, it takes OUTSIDE and SIBLING away from `full`, and leaves every danger but ABSOLUTE,"]],
    ["a schema stands", 12, ["admits     every danger but OPERATOR", "admits     nothing that does harm"]],
    ["a test does too little", 25, ["test       where it is true, it takes nothing away from `file`, and leaves every danger but OPERATOR"]],
    ["a helper asserts", 26, ["test       where it comes back, it takes DASH away from `host`, and leaves every danger but DASH and OPERATOR"]],
    ["a value is held against a schema", 27, ["admits     `host` with LINK, ADDRESS, NAME, FREE and LITERAL_QUOTE", "admits     `port` with nothing that does harm"]],
    ["a secret is read", 22, ['value      "sk-a***"']],
    ["a text is written", 9, ['value      "sk-a***"', "untrusted  no: no input of a client reaches it"]],
  ])("tells why, where %s", async (_what, line, words) => {
    const { code, out, err } = await run(root, `index.ts:${line}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const one of words) expect(out).toContain(one);
    expect(out).not.toContain("AAAABBBB");
  });

  it("takes what a wider preset shows for reported where that preset is asked for", async () => {
    expect((await run(root, "index.ts:20", "--preset", "strict")).out).toContain("reported   mcp/no-symlink-escape (warning)");
  });

  it("says of inputs that do not count how they would", async () => {
    const web = project("web", { "package.json": JSON.stringify({ type: "module", dependencies: { express: "5" } }), "index.ts": 'import { exec } from "node:child_process";\nimport express from "express";\nconst app = express();\napp.get("/", (req, res) => {\n  exec("ls " + req.query.dir);\n  res.end();\n});\n' });
    expect((await run(web, "index.ts:5")).out).toContain("which --entries all takes for untrusted");
    expect((await run(web, "index.ts:5", "--entries", "all")).out).toContain("reported   mcp/no-shell-injection");
  });

  it("writes JSON whose every field docs/trace.md names", async () => {
    const page = readFileSync(join(projectRoot, "docs/trace.md"), "utf8");
    const names = new Set<string>();
    for (const line of [13, 14, 17, 19, 20, 21, 27]) {
      const { code, out } = await run(root, `index.ts:${line}`, "-f", "json");
      expect(code).toBe(0);
      collectNames(JSON.parse(out), names, ["replay"]);
    }
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const { expressions, findings } = JSON.parse((await run(root, "index.ts:14", "-f", "json")).out) as { expressions: { sinks: { verdict: string; findings: number[] }[] }[]; findings: { rule: string; shown: string }[] };
    expect(expressions[0]?.sinks.at(-1)).toMatchObject({ verdict: "found", findings: [0] });
    expect(findings[0]).toMatchObject({ rule: "mcp/no-shell-injection", shown: "reported" });
  });

  it("takes the program from the paths behind the place", async () => {
    expect((await run(join(fixtures, "servers"), "lowlevel-switch/src/paths.ts:5", "lowlevel-switch")).out).toContain("`path.resolve`");
  });

  it.each([
    [[], "trace takes a place, as in: mcp-boundary trace src/index.ts:28."],
    [["index.ts"], '"index.ts" is no place: write a file and a line, as in src/index.ts:28.'],
    [["index.ts:x"], '"index.ts:x" is no place: write a file and a line, as in src/index.ts:28.'],
    [["none.ts:1"], '"none.ts" does not exist.'],
    [[".:1"], '"." is a folder: write a file and a line, as in src/index.ts:28.'],
    [["package.json:1"], '"package.json" is no JavaScript or TypeScript source.'],
    [["index.ts:0"], '"index.ts" has no line 0: it ends with line 33.'],
    [["index.ts:99"], '"index.ts" has no line 99: it ends with line 33.'],
    [["index.ts:7"], 'on line 7 of "index.ts" no expression begins; the nearest that do are on line 8.'],
    [["index.ts:14:1"], 'no expression begins in column 1 of line 14 of "index.ts": some begin in 3, 8, 16.'],
    [["index.test.ts:1"], '"index.test.ts" is not among the 1 files that are analysed. Tests, builds and what .gitignore names are left out: name the folder to analyse behind the place.'],
    [["index.ts:8", "--format", "sarif"], '--format does not know "sarif": it takes text or json.'],
  ])("ends with 2 and one sentence for %j", async (args, sentence) => {
    expect(await run(root, ...args)).toEqual({ code: 2, out: "", err: `mcp-boundary: ${sentence}\n` });
  });

  it("tells of itself", async () => {
    expect(await run(root, "--help")).toEqual({ code: 0, out: TRACE_HELP, err: "" });
  });
});
