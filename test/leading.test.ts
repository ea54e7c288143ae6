import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { load } from "../src/analyze/server.js";
import { analyzeFlows } from "../src/graph/flows/flows.js";
import { findLeads } from "../src/graph/offers/registering.js";
import { models } from "../src/models/index.js";
import { runProgram } from "../src/run/initialise.js";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The modules whose initialisers ran, and the rows of what was registered. */
function run(files: Readonly<Record<string, string>>): { ran: string[]; events: string[] } {
  const root = mkdtempSync(join(tmpdir(), "leading-"));
  folders.push(root);
  for (const [name, text] of Object.entries({ "package.json": '{"name":"generated"}', ...files })) writeFileSync(join(root, name), text);
  const program = load({ root });
  const { solver, registrations } = analyzeFlows(program, models);
  const { called, events } = runProgram(program, models, findLeads(solver, registrations));
  return { ran: [...program.modules.values()].filter((module) => called.has(module.root)).map(({ path }) => path), events: events.map(({ row }) => row.what) };
}

const SERVER = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export function createServer() { const server = new McpServer({ name: "n", version: "1" }); server.tool("greet", {}, async () => ({ content: [] })); return server; }
`;

test("what starts a server runs, and what merely uses its parts does not", () => {
  const { ran, events } = run({
    "server.ts": `${SERVER}export const names = ["greet"];`,
    "main.ts": 'import { createServer } from "./server.js"; const start = () => createServer(); start();',
    "print-names.ts": 'import { names } from "./server.js"; for (const name of names) console.log(name);',
  });
  expect(ran).toEqual(["main.ts", "server.ts"]);
  expect(events).toEqual(["server", "tool"]);
});

test("a function that is handed to something may run", () => {
  const { ran } = run({
    "server.ts": SERVER,
    "main.ts": 'import { program } from "commander"; import { createServer } from "./server.js"; function serve() { createServer(); } program.command("serve").action(serve);',
    "other.ts": 'import { program } from "commander"; import { readFileSync } from "node:fs"; program.command("show").action(() => readFileSync("x"));',
  });
  expect(ran).toEqual(["main.ts", "server.ts"]);
});

test("a server that nothing starts is made all the same", () => {
  const { ran, events } = run({ "server.ts": SERVER, "other.ts": "export const other = 1; console.log(other);" });
  expect(ran).toEqual(["server.ts"]);
  expect(events).toEqual(["server", "tool"]);
});
