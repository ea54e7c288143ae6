import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, describe, expect, test } from "vitest";
import { main } from "../src/cli/main.js";
import type { InputSchema, ToolsDocument } from "../src/report/tools-document.js";
import { projectRoot } from "./programs.js";

/** A published server as it is started, and where what it answers may differ from what its code says, with the reason. */
interface Published {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the difference by the reason for them. */
  readonly differs?: Readonly<Record<string, readonly string[]>>;
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-live-")));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** None of them needs a network or a real credential to say what it offers. */
const SERVERS: readonly Published[] = [
  {
    name: "@modelcontextprotocol/server-everything",
    args: ["stdio"],
    differs: {
      "offered to clients alone that say that they have roots, sampling or elicitation": [
        "tool get-roots-list: only in the code", "tool trigger-elicitation-request: only in the code", "tool trigger-elicitation-request-async: only in the code", "tool trigger-sampling-request: only in the code",
        "tool trigger-sampling-request-async: only in the code", "tool trigger-url-elicitation: only in the code",
      ],
      "one for each file of a folder, which is read when the server starts": ["architecture", "extension", "features", "how-it-works", "instructions", "startup", "structure"].map(
        (file) => `resource demo://resource/static/document/${file}.md: not in the code`,
      ).concat("resource demo://resource/static/document/…: only in the code"),
      "the SDK reads the description of a prompt's argument off the outermost schema alone, which is optional here": [
        'prompt args-prompt: says of input state: the server says undefined, the code "Name of the state"',
      ],
      "made by a tool when it is called": ["resource demo://resource/session/…: only in the code"],
    },
  },
  { name: "@modelcontextprotocol/server-filesystem", args: [scratch] },
  { name: "@modelcontextprotocol/server-memory", env: { MEMORY_FILE_PATH: join(scratch, "memory.jsonl") } },
  { name: "@modelcontextprotocol/server-sequential-thinking" },
  { name: "@brave/brave-search-mcp-server", args: ["--transport", "stdio"], env: { BRAVE_API_KEY: "none" } },
  { name: "@hubspot/mcp-server", env: { PRIVATE_APP_ACCESS_TOKEN: "pat-na1-none" } },
  { name: "@perplexity-ai/mcp-server", env: { PERPLEXITY_API_KEY: "none" } },
  { name: "tavily-mcp", env: { TAVILY_API_KEY: "none" } },
];

/** What a client is told of one input. Type and values are compared where the server says them: of a choice between schemas it does not. */
interface Input {
  readonly type: string | undefined;
  readonly values: readonly unknown[] | undefined;
  readonly says: string | undefined;
  readonly required: boolean;
}

/** What a client is told of one offer. */
interface Head {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly annotations: readonly (readonly [string, unknown])[];
}

type Told = Map<string, { readonly head: Head; readonly inputs: ReadonlyMap<string, Input> }>;

async function askServer({ name, args = [], env = {} }: Published, folder: string): Promise<Told> {
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { bin: Record<string, string> };
  const [start] = Object.values(bin);
  if (start === undefined) throw new Error(`${name} has nothing to start`);
  const client = new Client({ name: "mcp-boundary-test", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(folder, start), ...args], cwd: scratch, env: { PATH: process.env["PATH"] ?? "", HOME: scratch, ...env }, stderr: "ignore" }));
  try {
    const told: Told = new Map();
    for (const tool of (await client.listTools()).tools) tell(told, `tool ${tool.name}`, { ...tool, inputs: tool.inputSchema as InputSchema });
    // some say that they have prompts or resources, and answer that they know no such method
    for (const prompt of (await orNone(client.listPrompts()))?.prompts ?? []) {
      const inputs: InputSchema = { properties: Object.fromEntries((prompt.arguments ?? []).map((one) => [one.name, one.description === undefined ? {} : { description: one.description }])), required: (prompt.arguments ?? []).filter((one) => one.required === true).map((one) => one.name) };
      tell(told, `prompt ${prompt.name}`, { ...prompt, inputs });
    }
    for (const { uri, ...resource } of (await orNone(client.listResources()))?.resources ?? []) tell(told, `resource ${uri}`, resource);
    for (const { uriTemplate, ...template } of (await orNone(client.listResourceTemplates()))?.resourceTemplates ?? []) tell(told, `template ${uriTemplate}`, template);
    return told;
  } finally {
    await client.close();
  }
}

async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && /does not support|Method not found/.test(error.message)) return undefined;
    throw error;
  }
}

async function readCode(folder: string): Promise<Told> {
  let out = "";
  await main(["tools", "--format", "json", folder], { cwd: projectRoot, env: {}, isTTY: false, out: (text) => (out += text), err: () => undefined });
  const { tools, prompts, resources, templates } = JSON.parse(out) as ToolsDocument;
  const told: Told = new Map();
  for (const tool of tools) tell(told, `tool ${tool.name}`, { ...tool, inputs: tool.inputSchema ?? {} });
  for (const prompt of prompts) tell(told, `prompt ${prompt.name}`, { ...prompt, inputs: prompt.inputSchema ?? {} });
  for (const resource of resources) tell(told, `resource ${resource.uri}`, resource);
  for (const template of templates) tell(told, `template ${template.uri}`, template);
  return told;
}

interface Offer {
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly annotations?: Readonly<Record<string, unknown>> | undefined;
  readonly inputs?: InputSchema;
}

function tell(told: Told, key: string, { title, description, annotations, inputs }: Offer): void {
  const required = new Set(inputs?.required ?? []);
  told.set(key, {
    head: { title: title ?? undefined, description: description ?? undefined, annotations: Object.entries(annotations ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)) },
    inputs: new Map(Object.entries(inputs?.properties ?? {}).map(([name, { type, description: says, enum: values }]) => [name, { type: typeof type === "string" ? type : undefined, values, says, required: required.has(name) }])),
  });
}

function differences(live: Told, code: Told): string[] {
  return [...new Set([...live.keys(), ...code.keys()])].flatMap((key) => {
    const [said, read] = [live.get(key), code.get(key)];
    if (said === undefined) return [`${key}: only in the code`];
    if (read === undefined) return [`${key}: not in the code`];
    const heads = Object.entries(said.head).flatMap(([part, value]) => differ(`${key}: ${part}`, value, read.head[part as keyof Head]));
    const inputs = [...new Set([...said.inputs.keys(), ...read.inputs.keys()])].flatMap((name) => {
      const [wanted, found] = [said.inputs.get(name), read.inputs.get(name)];
      if (wanted === undefined) return [`${key}: input ${name} only in the code`];
      if (found === undefined) return [`${key}: input ${name} not in the code`];
      return Object.entries(wanted).flatMap(([part, value]) => (value === undefined && part !== "says" ? [] : differ(`${key}: ${part} of input ${name}`, value, found[part as keyof Input])));
    });
    return [...heads, ...inputs];
  }).sort();
}

function differ(what: string, said: unknown, read: unknown): string[] {
  return JSON.stringify(said) === JSON.stringify(read) ? [] : [`${what}: the server says ${JSON.stringify(said)}, the code ${JSON.stringify(read)}`];
}

describe("what the analysis reads off the code of a published server is what the server tells a client", () => {
  test.each(SERVERS)("$name", { timeout: 240_000 }, async (published) => {
    const folder = join(projectRoot, "node_modules", published.name);
    if (!existsSync(folder)) throw new Error(`${published.name} is not installed: run npm ci`);
    const live = await askServer(published, folder);
    expect(live.size).toBeGreaterThan(0);
    expect(differences(live, await readCode(folder))).toEqual(Object.values(published.differs ?? {}).flat().sort());
  });
});
