import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.js";
import { fixtures } from "./programs.js";

const shell = join(fixtures, "rules", "no-shell-injection");

/** The tools that the findings of injections in a fixture name, by what their input is called. */
function toolsOf(file: string, folder = shell): string[][] {
  const { findings } = analyze({ root: folder, paths: [join(folder, file)] });
  return findings.filter(({ rule }) => rule.endsWith("-injection")).map(({ message, tools }) => [/^(.*?) (?:is|becomes|reaches|decides) /.exec(message)?.[1] ?? message, ...tools]);
}

describe("a finding names the tools that reach it and no others", () => {
  test("names, schemas and handlers that are fields of one object", () => {
    expect(toolsOf("schemas-of-a-table.ts")).toEqual([["`unit` of tool `restart`", "restart"]]);
    expect(toolsOf("registry.ts")).toEqual([["`domain` of tool `whois`", "whois"], ["`host` of tool `trace`", "trace"]]);
  });

  test("names, schemas and handlers that a call hands over together", () => {
    expect(toolsOf("paired-registrations.ts")).toEqual([
      ["`target` of tool `wrapped_lookup`", "wrapped_lookup"],
      ["`unit` of tool `read_remote`", "read_remote"],
      ["`host` of tool `entry_ping`", "entry_ping"],
      ["`params.hop` of tool `listed_trace`", "listed_trace"],
      ["`word` of tool `spread_find`", "spread_find"],
      ["`file` of tool `class_open`", "class_open"],
      ["`paper` of tool `desk_print`", "desk_print"],
      ["Argument `text` of a tool"],
    ]);
  });

  test("the list of tools keeps every name", () => {
    const { summary } = analyze({ root: shell, paths: [join(shell, "paired-registrations.ts")] });
    expect(summary.tools).toBe(16);
  });

  test("definitions in a list that is filtered, handlers in a table", () => {
    expect(toolsOf("filtered-tools.ts", join(fixtures, "rules", "no-sql-injection"))).toEqual([["`sql` of tool `look_up`", "look_up"], ["`sql` of tool `explain_query`", "explain_query"]]);
  });

  test("one handler that tells tools apart by name", () => {
    expect(toolsOf("dispatch-names.ts")).toEqual([
      ["`host` of tool `table_ping`", "table_ping"],
      ["`domain` of tool `table_whois`", "table_whois"],
      ["`file` of tool `map_open`", "map_open"],
      ["`song` of tool `map_play`", "map_play"],
      ["`paper` of tool `list_print`", "list_print"],
      ["`device` of tool `list_scan`", "list_scan"],
      ["`disk` of tool `class_mount`", "class_mount"],
      ["`drive` of tool `class_eject`", "class_eject"],
      ["`pattern` of tool `if_grep`", "if_grep"],
      ["`file` of tool `if_wc`", "if_wc"],
      ["Argument `volume` of a tool", "disk_df", "disk_du"],
      ["`folder` of tool `switch_ls`", "switch_ls"],
      ["Argument `page` of a tool", "switch_cat", "switch_dir"],
      ["`log` of tool `arrow_tail`", "arrow_tail"],
      ["`inode` of tool `enum_stat`", "enum_stat"],
      ["`rows` of tool `other_sort`", "other_sort"],
      ["`root` of tool `return_find`", "return_find"],
      ["`both` of tool `shared_a`", "shared_a", "shared_b"],
      ["`columns` of tool `helper_cut`", "helper_cut"],
      ["`letters` of tool `helper_tr`", "helper_tr"],
    ]);
  });
});

test("a registry of hundreds of tools keeps all their handlers", () => {
  const root = mkdtempSync(join(tmpdir(), "registry-"));
  const tools = Array.from({ length: 150 }, (_, at) => `  { name: "tool_${at}", handler: (args) => ({ content: [{ type: "text", text: execSync("run_${at} " + args.word).toString() }] }) },`);
  writeFileSync(join(root, "server.js"), [
    'import { execSync } from "node:child_process";',
    'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";',
    'import { z } from "zod";',
    "const tools = [", ...tools, "];",
    'const server = new McpServer({ name: "registry", version: "1.0.0" });',
    "for (const tool of tools) server.registerTool(tool.name, { inputSchema: { word: z.string() } }, async (args) => tool.handler(args));",
  ].join("\n"));
  const { findings } = analyze({ root });
  rmSync(root, { recursive: true });
  expect(findings.filter(({ rule }) => rule === "no-shell-injection")).toHaveLength(150);
});

test("who answers beside a library is read, what is not known of it is told, and who looks on is none", () => {
  const folder = join(shell, "own-protocol-beside-sdk");
  const { gaps } = analyze({ root: folder });
  expect(gaps.map(({ message, location: { file } }) => `${file}: ${message}`)).toEqual(["lines.ts: the name of this tool could not be resolved"]);
});
