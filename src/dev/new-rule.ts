import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";
import { generateIndexes, writeGenerated } from "./generate.js";

/**
 * Writes a rule and its two first fixtures from templates and takes the rule into the index; gives the paths written.
 * Throws UserError when the id is malformed or taken.
 */
export function createRule(root: string, id: string): string[] {
  if (!/^(no|require|prefer)(-[a-z0-9]+)+$/.test(id)) throw new UserError(`"${id}" is no rule id: write no-…, require-… or prefer-… in small letters with hyphens.`);
  const files = new Map([
    [`rules/${id}.ts`, ruleTemplate(id)],
    [`fixtures/rules/${id}/bad.ts`, fixtureTemplate(id, "expect")],
    [`fixtures/rules/${id}/good.ts`, fixtureTemplate(id, "ok")],
  ]);
  const taken = [...files.keys()].find((path) => existsSync(join(root, path)));
  if (taken !== undefined) throw new UserError(`${taken} exists already.`);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeGenerated(root, generateIndexes(root));
  return [...files.keys(), "rules/index.ts"];
}

function ruleTemplate(id: string): string {
  return `import { rule } from "../src/rule.js";

export default rule({
  title: "The flaw of ${id} in a few words",
  preset: "audit",
  severity: "warn",
  cwe: [20],
  owasp: ["MCP05:2025"],
  score: 5.0,
  why: "Say what an attacker gains.",
  fix: "Say what to write in its place.",
  *check(ask) {
    for (const flow of ask.flows({ to: ["shell"] })) {
      yield {
        location: flow.location,
        message: \`\${flow.input} reaches \${flow.callee}.\`,
        steps: flow.steps,
        tools: flow.tools,
        confidence: flow.confidence,
        subject: flow.callee,
      };
    }
  },
});
`;
}

function fixtureTemplate(id: string, mark: "expect" | "ok"): string {
  const command = mark === "expect" ? "exec(`ls ${folder}`)" : 'execFile("ls", ["--", folder])';
  return `import { ${mark === "expect" ? "exec" : "execFile"} } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "example", version: "1.0.0" });

server.registerTool("list", { inputSchema: { folder: z.string() } }, async ({ folder }) => {
  ${command}; // ${mark}: ${id}
  return { content: [] };
});
`;
}

function main(root: string, args: readonly string[]): void {
  const [id, ...rest] = args;
  if (id === undefined || rest.length > 0) throw new UserError("new-rule takes one argument: the id of the rule.");
  for (const path of createRule(root, id)) process.stdout.write(`wrote ${path}\n`);
  process.stdout.write('Next: "npm run build", "npm run generate", "npm test".\n');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  try {
    main(process.cwd(), process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
