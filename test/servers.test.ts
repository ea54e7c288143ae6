import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.js";
import { dump } from "../src/analyze/dump.js";
import { compare, readExpectations } from "./expectations.js";

const folder = fileURLToPath(new URL("../fixtures/servers", import.meta.url));

/** Whole servers with the number of tools that a client would be shown. */
const TOOLS: Readonly<Record<string, number>> = {
  "agents-handler": 1,
  "cloudflare-agents": 2,
  "commonjs-dist": 8,
  "define-tool": 3,
  "definitions-loop": 10,
  "easy-mcp": 2,
  "esm-dist": 2,
  "ext-apps": 2,
  "fastmcp": 3,
  "fastmcp-ts": 2,
  "genkit": 1,
  "handler-map": 3,
  "hard-start": 9,
  "http-express": 5,
  "json-definitions": 3,
  "leanmcp": 4,
  "litemcp": 1,
  "lowlevel-switch": 10,
  "mastra": 2,
  "mcp-framework": 2,
  "mcp-handler-v2": 1,
  "mcp-lite": 2,
  "mcp-nest": 2,
  "mcp-nest-v2": 3,
  "mcp-ts-core": 1,
  "mcp-use": 4,
  "mcp-use-v2": 1,
  "mcpserver-register": 9,
  "name-collisions": 5,
  "nestjs-mcp": 1,
  "next-mcp-handler": 2,
  "node-hosts": 1,
  "notes-surface": 5,
  "registered-twice": 3,
  "sdk-v2": 6,
  "skybridge": 3,
  "skybridge-v2": 1,
  "smithery": 2,
  "tmcp": 2,
  "tool-classes": 7,
  "tool-domains": 4,
  "tool-tables": 10,
  "web-hosts": 1,
  "xmcp": 2,
  "xmcp-auth0": 1,
  "xmcp-settings": 1,
};

test("every server has its number of tools here", () => {
  const servers = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(servers.sort()).toEqual(Object.keys(TOOLS));
});

describe.each(Object.entries(TOOLS))("%s", (name, tools) => {
  const root = join(folder, name);
  const run = (): ReturnType<typeof analyze> => analyze({ root, preset: "recommended" });

  test("finds what is marked and nothing else", () => {
    const found = run().findings.map(({ rule, location }) => ({ file: location.file, line: location.line, id: rule }));
    expect(compare(readExpectations(root), found, { strict: true })).toEqual([]);
  });

  test("is seen as its text says", () => {
    expect(dump({ root }, "server")).toBe(readFileSync(join(root, "server.txt"), "utf8"));
  });

  test(`has ${tools} tools, and every handler is evaluated`, () => {
    const { summary, dependsOnSdk, failures } = run();
    expect(failures).toEqual([]);
    expect(dependsOnSdk).toBe(true);
    expect(summary.tools).toBe(tools);
    expect(summary.handlersEvaluated).toBe(summary.handlers);
  });
});

test("where a start could not be run, and why, is told", () => {
  const { gaps } = analyze({ root: join(folder, "hard-start") });
  expect(gaps.map(({ location, message }) => `${location.file}:${location.line} ${message}`)).toEqual([
    "src/index.ts:9 the description of tool `from_file` could not be resolved: it is the data in a value of a library.description",
    "src/index.ts:10 the name of this tool could not be resolved",
    "src/index.ts:12 the name of this tool could not be resolved",
    'src/index.ts:17 the initialiser of this module throws here: "no key"',
    "src/loops.ts:1 the run was stopped here: too many steps",
    'src/throws.ts:1 the initialiser of this module throws here: "at load"',
  ]);
});
