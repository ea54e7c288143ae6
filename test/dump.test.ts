import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DUMP_STEPS } from "../src/cli/options.js";
import { dump, dumpServerData } from "../src/analyze/dump.js";
import { fixtures } from "./programs.js";

const root = join(fixtures, "servers/lowlevel-switch");

describe("dump", () => {
  it.each(DUMP_STEPS)("prints %s, the same every time", (step) => {
    const text = dump({ root }, step);
    expect(text).toMatch(/^\S[^]*\n$/);
    expect(dump({ root }, step)).toBe(text);
    expect(text).not.toMatch(/\[object |NaN/);
    expect(text).not.toContain(fixtures);
  });

  it("tells of each step what it found", () => {
    expect(dump({ root }, "program")).toContain('  import "./notes.js" is module src/notes.ts\n');
    expect(dump({ root }, "ir")).toMatch(/^module src\/notes\.ts esm$/m);
    expect(dump({ root }, "graph")).toMatch(/^ {6}may be .*api child_process\.exec/m);
    expect(dump({ root }, "run")).toMatch(/^event tool Server\.setRequestHandler src\/\S+:\d+:\d+\n {2}name "\w+"; "\w+"/m);
    expect(dump({ root }, "server")).toMatch(/^server of 10 tools, 4 of 4 handlers known$/m);
    expect(dump({ root }, "flows")).toMatch(/^flow shell src\/\S+:\d+:\d+ child_process\.\w+\n {2}from .+\n(?: {2}tools .+\n)? {2}dangers METACHARACTER/m);
  });

  it("gives the server as data", () => {
    const { tools, transports } = JSON.parse(dumpServerData({ root })) as { tools: { name: string; input: { properties: { name: string }[] }; effects: string[] }[]; transports: { kind: string }[] };
    expect(tools.map(({ name }) => name)).toEqual(["count_files", "fetch_mirror", "fetch_url", "find_notes", "git_branch", "git_log", "grep_code", "read_file", "service_status", "write_file"]);
    expect(tools[0]?.input.properties.map(({ name }) => name)).toEqual(["directory", "depth"]);
    expect(transports.map(({ kind }) => kind)).toEqual(["stdio"]);
  });
});
