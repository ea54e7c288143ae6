import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/main.js";
import { projectRoot } from "./programs.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-docs-")));
afterAll(() => rmSync(base, { recursive: true }));

const SERVER = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "x", version: "1" });
server.tool("ping", { host: z.string() }, async ({ host }) => { exec("ping " + host); return { content: [] }; });
`;
const MANIFEST = '{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "1" } }';

/** A repository with two packages, and one of them at its root. */
function repository(name: string): string {
  const root = join(base, name);
  const files = { "package.json": MANIFEST.replace("{", '{ "name": "all", "workspaces": ["packages/*"],'), "src/index.ts": SERVER, "packages/server/package.json": MANIFEST.replace("{", '{ "name": "server",'), "packages/server/src/index.ts": SERVER.replace("ping", "trace") };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const args of [["init", "--quiet"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "--quiet", "-m", "x"]]) execFileSync("git", args, { cwd: root });
  return root;
}

/** The commands in the blocks of a page, each as a shell would split it, with what the surroundings put in. */
function commandsOf(page: string, root: string): string[][] {
  const blocks = [...page.matchAll(/^[ ]*```(?:sh|yaml|js)\n([\s\S]*?)^[ ]*```/gm)].map(([, block = ""]) => block);
  const lines = blocks.flatMap((block) => block.split("\n")).flatMap((line) => /\bmcp-boundary(?:@[\d.]+)?(?= |$)(.*)$/.exec(line.replace(/ +#.*| \|\| test .*|"? };?$/g, ""))?.slice(1) ?? []);
  const told = lines.filter((line) => !/^[: ]*(?:-D|\$)/.test(line));
  return told.flatMap((line) => (line.includes("matrix.shard") ? ["1", "2", "3"].map((shard) => line.replaceAll("${{ matrix.shard }}", shard)) : [line])).map((line) => (line.replaceAll("$RUNNER_TEMP", root).match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, "$2")));
}

const pages = ["README.md", ...readdirSync(join(projectRoot, "docs")).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)];
const commands = pages.map((page) => [page, commandsOf(readFileSync(join(projectRoot, page), "utf8"), join(base, page.replace(/\W/g, "-")))] as const).filter(([, all]) => all.length > 0);

describe("the commands in the pages run", () => {
  it("are found", () => {
    expect(commands.map(([page]) => page)).toEqual(["README.md", "docs/baseline.md", "docs/ci.md", "docs/formats.md", "docs/policy.md", "docs/pre-commit.md"]);
    expect(commands.flatMap(([, all]) => all).length).toBeGreaterThan(12);
  });

  it.each(commands)("%s", async (page, all) => {
    const root = repository(page.replace(/\W/g, "-"));
    for (const args of all) {
      let told = "";
      const code = await main(args, { cwd: root, env: {}, isTTY: false, out: (text) => (told += text), err: (text) => (told += text) });
      expect([0, 1], `mcp-boundary ${args.join(" ")}: ${told}`).toContain(code);
    }
  }, 120_000);
});
