import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../src/cli-main.js";
import mcp from "../src/eslint.js";
import { fixtures, subfolders } from "./programs.js";

interface Told {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly message: string;
}

async function fromCli(root: string): Promise<Told[]> {
  let out = "";
  await main([".", "--format", "json", "--preset", "audit"], { cwd: root, env: {}, isTTY: false, out: (text) => (out += text), err: () => undefined });
  const { findings } = JSON.parse(out) as { findings: { rule: string; message: string; location: Omit<Told, "rule" | "message"> }[] };
  return findings.map(({ rule, message, location }) => ({ ...location, rule, message })).sort(compare);
}

async function fromEslint(root: string): Promise<Told[]> {
  const host = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: mcp.configs.audit });
  const results = await host.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message, line, column, endLine = line, endColumn = column }) => ({
    file: filePath.slice(root.length + 1).replaceAll("\\", "/"), line, column, endLine, endColumn, rule: ruleId ?? "", message,
  }))).sort(compare);
}

function compare(a: Told, b: Told): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const copies = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-equal-")));
afterAll(() => rmSync(copies, { recursive: true }));

describe("the command line and ESLint say the same", () => {
  it.each(subfolders(join(fixtures, "servers")))("of the server %s", async (name) => {
    const root = join(fixtures, "servers", name);
    const told = await fromCli(root);
    expect(told.length).toBeGreaterThan(0);
    expect(await fromEslint(root)).toEqual(told);
  });

  it.each(readdirSync(join(fixtures, "rules")).sort())("of the fixtures of %s", { timeout: 60_000 }, async (id) => {
    // as a package of its own: both hosts leave out the fixtures of ours
    const root = join(copies, id);
    cpSync(join(fixtures, "rules", id), root, { recursive: true });
    writeFileSync(join(root, "package.json"), "{}");
    expect(await fromEslint(root)).toEqual(await fromCli(root));
  });
});
