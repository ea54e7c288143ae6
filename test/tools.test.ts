import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EXPLAIN_HELP, RULES_HELP } from "../src/cli/rules.js";
import { TOOLS_HELP } from "../src/cli/tools.js";
import type { ToolsDocument } from "../src/report/tools-document.js";
import { rules } from "../rules/index.js";
import { fixtures, projectRoot } from "./programs.js";
import { collectNames, run } from "./command-line.js";

const server = join(fixtures, "servers/notes-surface");
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-tools-")));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A project of one file that depends on the SDK. */
function project(name: string, text: string, file = "index.ts"): string {
  const root = join(scratch, name);
  mkdirSync(root);
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", dependencies: { "@modelcontextprotocol/sdk": "1" } }));
  writeFileSync(join(root, file), text);
  return root;
}

const SERVER = 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nconst server = new McpServer({ name: "s", version: "1" });\n';

describe("mcp-boundary tools", () => {
  it.each([["text", "tools.txt"], ["markdown", "tools.md"]])("shows a server as %s", async (format, file) => {
    expect(await run(server, "tools", "--format", format)).toEqual({ code: 0, out: readFileSync(join(server, file), "utf8"), err: "" });
  });

  it("writes JSON whose every field docs/tools.md names", async () => {
    const { code, out } = await run(projectRoot, "tools", server, "-f", "json");
    const document = JSON.parse(out) as ToolsDocument;
    expect(code).toBe(0);
    expect(document.version).toBe(1);
    const page = readFileSync(join(projectRoot, "docs/tools.md"), "utf8");
    const names = new Set<string>();
    collectNames(document, names, ["annotations"]);
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it("tells bounds, defaults and what is required as JSON Schema", async () => {
    const { out } = await run(projectRoot, "tools", server, "-f", "json");
    const { tools, prompts, resources, templates } = JSON.parse(out) as ToolsDocument;
    expect(tools.find(({ name }) => name === "find_notes")?.inputSchema).toEqual({
      type: "object",
      required: ["query"],
      properties: {
        query: { type: "string", description: "Words to look for", minLength: 2, maxLength: 80 },
        tag: { type: "string", pattern: "^[a-z]+$" },
        limit: { type: "integer", description: "How many", default: 10, maximum: 50, exclusiveMinimum: 0 },
        order: { type: "string", enum: ["newest", "oldest"], default: "newest" },
        since: { type: "string", format: "date" },
        fields: { type: "array", items: { type: "string", enum: ["title", "body"] }, minItems: 1 },
      },
    });
    expect(tools.find(({ name }) => name === "publish")?.inputSchema?.properties?.["id"]).toEqual({ type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1000 });
    expect(prompts[0]?.inputSchema?.required).toEqual(["id"]);
    expect([resources[0]?.uri, templates[0]?.uri]).toEqual(["notes://index", "notes://{id}"]);
  });

  it("tells what handlers reach, and what tools share", async () => {
    const { out } = await run(projectRoot, "tools", server, "-f", "json");
    const byName = new Map((JSON.parse(out) as ToolsDocument).tools.map((tool) => [tool.name, tool]));
    const reaches = (name: string): ToolsDocument["tools"][number]["reaches"] | undefined => byName.get(name)?.reaches;
    expect(reaches("export_notes")?.commands.map(({ program, shell }) => ({ program, shell }))).toEqual([{ program: "tar", shell: false }]);
    expect(reaches("export_notes")?.files.map(({ access, value }) => `${access} ${value}`)).toEqual(["writes /tmp/export.log"]);
    expect(byName.get("export_notes")?.authorization).toEqual({ scopes: [], enforcedBy: ["handler"] });
    expect(reaches("publish")?.requests.map(({ host }) => host)).toEqual(["api.example.com"]);
    expect(reaches("publish")?.settings).toEqual(["NOTES_TOKEN"]);
    expect(reaches("read_note")?.files[0]).toMatchObject({ access: "reads", value: null, from: ["/srv/notes", "$NOTES_DIR"] });
    expect(reaches("find_notes")?.databases[0]?.callee).toBe("Database.prepare");
    expect(reaches("find_notes")?.state.map(({ name, access, sharedWith }) => ({ name, access, sharedWith }))).toEqual([{ name: "queries", access: "writes", sharedWith: ["recent_queries"] }]);
    expect(reaches("recent_queries")?.state.map(({ access, sharedWith }) => ({ access, sharedWith }))).toEqual([{ access: "reads", sharedWith: ["find_notes"] }]);
  });

  it("names as the origin of a URL only what can say where it leads", async () => {
    const root = project("urls", `${SERVER}import { z } from "zod";
import urlJoin from "url-join";
const base = process.env.API ?? "https://api.example.com/v1";
const input = { id: z.string(), url: z.string() };
server.registerTool("captions", { description: "d", inputSchema: input }, async ({ url }) => ({ content: [{ type: "text", text: await (await fetch(url + (url.includes("fmt=") ? "" : "&fmt=srv1"))).text() }] }));
server.registerTool("item", { description: "d", inputSchema: input }, async ({ id }) => ({ content: [{ type: "text", text: await (await fetch(urlJoin(base, "/items", id))).text() }] }));
`);
    const { tools } = JSON.parse((await run(root, "tools", "-f", "json")).out) as ToolsDocument;
    expect(tools.map(({ name, reaches }) => [name, reaches.requests.map(({ from, host }) => [host, ...from])])).toEqual([["captions", [[null]]], ["item", [[null, "https://api.example.com/v1", "$API"]]]]);
  });

  it("cuts long texts for a screen alone", async () => {
    const long = "One word after another. ".repeat(60).trim();
    const root = project("long", `${SERVER}import { z } from "zod";\nserver.registerTool("a", { description: "${long}", inputSchema: { b: z.string().describe("${long}") } }, async () => ({ content: [] }));\n`);
    const { out } = await run(root, "tools");
    expect(out.split("\n").length).toBeLessThan(15);
    expect(out.match(/… \d+ more lines: --format json has the whole text/g)).toHaveLength(2);
    expect((await run(root, "tools", "-f", "markdown")).out.split(long)).toHaveLength(3);
    expect((await run(root, "tools", "-f", "json")).out.split(long)).toHaveLength(3);
  });

  it("masks secrets and writes out what a terminal would obey", async () => {
    const root = project("hostile", `${SERVER}server.registerTool("a\\u001b[31m|b", { description: "uses ghp_abcdefghijklmnopqrstuvwxyz0123456789 \\u202e<script>\`x\`" }, async () => ({ content: [] }));\n`);
    for (const format of ["text", "markdown", "json"]) {
      const { out } = await run(root, "tools", "-f", format);
      expect(out).not.toMatch(/[\u001b\u202e]|ghp_abcdefgh/);
      expect(out).toContain("ghp");
    }
    expect((await run(root, "tools", "-f", "markdown")).out).toContain("\\<script\\>\\`x\\`");
  });

  it("ends with 3 when an SDK is there and no tool, as the lint run does, and shows what there is", async () => {
    const root = project("empty", "export const nothing = 1;\n");
    const lint = await run(root);
    const { code, out, err } = await run(root, "tools");
    expect({ code, err }).toEqual({ code: 3, err: lint.err });
    expect(lint.code).toBe(3);
    expect(err).toContain("the project depends on an MCP SDK, and no tool was found");
    expect(out).toContain("0 tools");
  });

  it("says where a server comes from that is made elsewhere, and asks no tools of what only hands messages on", async () => {
    const foreign = project("foreign", 'import { Toolkit } from "toolkit";\nimport { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";\nconst server = new Toolkit({ tools: "all" });\nawait server.connect(new StdioServerTransport());\n');
    const { code, out } = await run(foreign, "tools", "--gaps");
    expect(code).toBe(3);
    expect(out).toContain("index.ts:4:7  handler  the server that is connected here is made by `toolkit`, which is no part of the program");
    const bridge = project("bridge", 'import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";\nimport { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";\nconst here = new StdioServerTransport();\nconst there = new SSEClientTransport(new URL("https://example.com/sse"));\nhere.onmessage = (message) => there.send(message);\nthere.onmessage = (message) => here.send(message);\nawait here.start();\n');
    expect(await run(bridge, "tools")).toMatchObject({ code: 0, err: "" });
  });

  it("says that data is not known which lies elsewhere", async () => {
    const root = project("data", `import definitions from "../../definitions.json";\n${SERVER}for (const [name, { description }] of Object.entries(definitions)) server.registerTool(name, { description }, async () => ({ content: [] }));\n`);
    const { out } = await run(root, "tools", "--gaps");
    expect(out).toContain("index.ts:1:1  import  what `../../definitions.json` holds is not known: it is not there, or outside of what is analysed");
    expect(out).toContain("give the folder that holds both");
  });

  it("ends with 3 on a gap where that was asked for", async () => {
    const root = project("gap", `${SERVER}server.registerTool("a", { description: "d" }, async () => ({ content: [] }));\nawait import(process.argv[2] ?? "");\n`);
    expect((await run(root, "tools")).code).toBe(0);
    const { code, out, err } = await run(root, "tools", "--fail-on-gaps", "--gaps");
    expect({ code, err }).toEqual({ code: 3, err: "mcp-boundary: --fail-on-gaps: 1 thing could not be seen (--gaps lists them).\n" });
    expect(out).toContain("the module that is loaded here is computed");
    expect((await run(root, "--fail-on-gaps")).code).toBe(3);
    expect((await run(server, "tools", "--fail-on-gaps")).code).toBe(0);
  });

  it("knows the fields of a schema that others are made from", async () => {
    const schemas = [
      'const base = z.object({ id: z.string(), path: z.string().optional(), size: z.number().positive() });',
      'const of = (name, inputSchema) => server.registerTool(name, { description: "d", inputSchema }, async () => ({ content: [] }));',
      'of("spread", z.object({ ...base.shape, more: z.boolean() }));',
      'of("pick", base.pick({ id: true }));',
      'of("omit", { ...base.omit({ id: true }).shape });',
      'of("partial", base.partial());',
      'of("preprocess", z.preprocess((value) => value, base.extend({ last: z.string() })));',
    ];
    const root = project("fields", `${SERVER}import { z } from "zod";\n${schemas.join("\n")}\n`);
    const { tools } = JSON.parse((await run(root, "tools", "-f", "json")).out) as ToolsDocument;
    expect(Object.fromEntries(tools.map(({ name, inputSchema }) => [name, Object.keys(inputSchema?.properties ?? {}).map((field) => `${field}${inputSchema?.required?.includes(field) === true ? "" : "?"}`).join(" ")]))).toEqual({
      omit: "path? size", partial: "id? path? size?", pick: "id", preprocess: "id path? size last", spread: "id path? size more",
    });
  });

  it("reads an installed package as any other", async () => {
    const root = project("installed", "", "x.ts");
    const folder = join(root, "node_modules/some-server");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: { "@modelcontextprotocol/sdk": "1" } }));
    writeFileSync(join(folder, "index.js"), `${SERVER}import { add } from "./add.js";\nadd(server);\n`);
    writeFileSync(join(folder, "add.js"), 'export const add = (server) => server.registerTool("echo", { description: "d" }, async () => ({ content: [] }));\n');
    expect((JSON.parse((await run(folder, "tools", "-f", "json")).out) as ToolsDocument).tools.map(({ name }) => name)).toEqual(["echo"]);
  });

  it("shows nothing for a list that is known to be empty", async () => {
    const text = [
      'import { Server } from "@modelcontextprotocol/sdk/server/index.js";',
      'import { ListPromptsRequestSchema } from "@modelcontextprotocol/sdk/types.js";',
      'const prompts = new Map();',
      'const server = new Server({ name: "s", version: "1" }, { capabilities: {} });',
      'server.setRequestHandler(ListPromptsRequestSchema, async () => ({ prompts: Array.from(prompts.values()).map((one) => one.prompt) }));',
    ];
    const root = project("no-prompts", text.join("\n"));
    expect((JSON.parse((await run(root, "tools", "-f", "json")).out) as ToolsDocument).prompts).toEqual([]);
  });

  it("says where a description or a schema could not be worked out, what stopped that, and what would help", async () => {
    const text = [
      'import { readFileSync } from "node:fs";',
      'import { describeIt, makeSchema } from "somewhere";',
      'const ok = async () => ({ content: [] });',
      'server.registerTool("without", {}, ok);',
      'server.registerTool("with_default", { description: process.env.TEXT ?? "the default" }, ok);',
      'server.registerTool("partly", { description: `Runs on ${process.env.TEXT}` }, ok);',
      'server.registerTool("from_file", { description: readFileSync("a.md", "utf8") }, ok);',
      'server.registerTool("from_library", { description: describeIt(), inputSchema: makeSchema() }, ok);',
      'server.registerTool("from_setting", { description: process.env.TEXT }, ok);',
    ];
    const root = project("unknown", `${SERVER}${text.join("\n")}\n`);
    const { gaps } = JSON.parse((await run(root, "tools", "-f", "json")).out) as ToolsDocument;
    expect(gaps.map(({ kind, message }) => `${kind} ${message}`)).toEqual([
      "tool the description of tool `from_file` could not be resolved: it is the result of fs.readFileSync",
      "tool the description of tool `from_library` could not be resolved: it is the result of somewhere.describeIt",
      "tool the input schema of tool `from_library` could not be resolved: it is the result of somewhere.makeSchema",
      "tool the description of tool `from_setting` could not be resolved: it is process.env.TEXT",
    ]);
    expect(gaps.every(({ help }) => help !== undefined)).toBe(true);
    expect((await run(root, "tools", "--gaps")).out).toContain("A row under `schemas` in `models` of mcp-boundary.config.json says what that call makes");
    expect((await run(root, "tools", "--fail-on-gaps")).code).toBe(3);
  });

  it("writes to a file", async () => {
    const file = join(scratch, "tools.json");
    expect(await run(server, "tools", "-f", "json", "-o", file)).toEqual({ code: 0, out: "", err: "" });
    expect((JSON.parse(readFileSync(file, "utf8")) as ToolsDocument).summary.tools).toBe(5);
  });
});

describe("mcp-boundary rules", () => {
  it("lists every rule below its preset", async () => {
    const { code, out } = await run(scratch, "rules");
    expect(code).toBe(0);
    for (const [id, { title }] of rules) expect(out.split("\n").find((line) => line.includes(` ${id} `))).toContain(title);
    expect((await run(scratch, "rules", "--preset", "recommended")).out).not.toContain("\nstrict\n");
  });

  it("lists them as JSON", async () => {
    const { out } = await run(scratch, "rules", "-f", "json");
    const listed = JSON.parse(out) as { version: number; rules: { rule: string; preset: string; severity: string }[] };
    expect(listed.version).toBe(1);
    expect(listed.rules.map(({ rule }) => rule)).toEqual([...rules.keys()].map((id) => `mcp/${id}`));
    expect(listed.rules[0]).toMatchObject({ preset: expect.any(String) as string, severity: expect.any(String) as string });
  });
});

describe("mcp-boundary explain", () => {
  it.each([...rules.keys()])("prints the page of %s", async (id) => {
    const { code, out } = await run(scratch, "explain", id);
    expect(code).toBe(0);
    for (const heading of ["Why", "Reported", "Not reported", "How it is decided", "How to mend it"]) expect(out.split("\n")).toContain(heading);
    expect(out.split("\n").filter((line) => !line.startsWith("    ")).join("\n")).not.toMatch(/^#|```|\*\*/m);
  });

  it("takes the name as findings show it", async () => {
    expect((await run(scratch, "explain", "mcp/no-shell-injection")).out).toBe((await run(scratch, "explain", "no-shell-injection")).out);
  });
});

describe("wrong use", () => {
  it.each([
    [["tools", "--frobnicate"], "see mcp-boundary tools --help."],
    [["tools", "-f", "sarif"], '--format does not know "sarif": it takes text, json or markdown.'],
    [["tools", "nowhere"], '"nowhere" does not exist.'],
    [["tools", ""], "a path is empty."],
    [["tools", "-o", "no/such/file", server], "a folder that does not exist"],
    [["rules", "--dump", "ir"], "see mcp-boundary rules --help."],
    [["rules", "-f", "sarif"], "--format"],
    [["rules", "--preset", "all"], "--preset"],
    [["rules", "src"], "rules takes no path"],
    [["explain"], "explain takes the name of one rule"],
    [["explain", "a", "b"], "explain takes the name of one rule"],
    [["explain", "--format", "json"], "see mcp-boundary explain --help."],
    [["explain", "no-shel-injection"], 'there is no rule "no-shel-injection": did you mean no-shell-injection?'],
    [["explain", "no-shell"], 'there is no rule "no-shell": did you mean no-shell-injection?'],
    [["explain", "constructor"], 'there is no rule "constructor"; mcp-boundary rules lists them.'],
  ])("answers %j with one sentence and 2", async (args, words) => {
    const { code, out, err } = await run(scratch, ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
    expect(err).toMatch(/^mcp-boundary: [^\n]+[.?]\n$/);
  });

  it.each([["tools", TOOLS_HELP], ["rules", RULES_HELP], ["explain", EXPLAIN_HELP]])("%s --help prints help", async (command, help) => {
    expect(await run(scratch, command, "--help")).toEqual({ code: 0, out: help, err: "" });
  });
});
