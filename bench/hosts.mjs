#!/usr/bin/env node
// Holds the findings of the command line, ESLint and oxlint against each other on real servers.
//
//   npm run bench:hosts -- --mirrors DIR --cases FILE [--only TEXT]... [--most N]
//
// DIR and FILE as for bench.mjs; FILE may as well list servers: {"repo":"owner/name","commit":"<commit>","root":"."}. A package that a workspace lists is compared as that
// workspace, which is what ESLint takes for it. oxlint takes part where it is installed. Ends with 1 when a host says another thing. hosts.md has the last results.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ESLint } from "eslint";
import { analyze } from "../dist/src/analyze.js";
import mcp from "../dist/src/eslint.js";
import { findProject } from "../dist/src/program/root.js";
import { checkOut, findMirror } from "./checkout.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const oxlint = path.join(here, "../node_modules/oxlint/bin/oxlint");
const { values: options } = parseArgs({ options: { mirrors: { type: "string" }, cases: { type: "string" }, only: { type: "string", multiple: true }, most: { type: "string", default: "10" } } });
if (options.mirrors === undefined || options.cases === undefined) {
  console.error("usage: npm run bench:hosts -- --mirrors DIR --cases FILE [--only TEXT]... [--most N]");
  process.exit(2);
}

const scratch = mkdtempSync(path.join(os.tmpdir(), "bench-hosts-"));
const oxlintConfig = path.join(scratch, "oxlint.json");
const [{ rules, settings }] = mcp.configs.audit;
writeFileSync(oxlintConfig, JSON.stringify({ categories: { correctness: "off" }, settings, jsPlugins: [{ name: "mcp", specifier: path.join(here, "../dist/src/eslint.js") }], rules }));

console.log("| | files | command line | ESLint | oxlint | CLI / ESLint / oxlint, ms |\n| --- | ---: | ---: | ---: | ---: | ---: |");
let different = 0;
try {
  for (const { repository, commit, root } of servers()) {
    const mirror = findMirror(options.mirrors, repository);
    if (mirror === undefined) continue;
    const base = checkOut(mirror, commit);
    try {
      different += await compareHosts(repository, findProject(path.join(base, root)));
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = different === 0 ? 0 : 1;

/** The first commit of each repository of the list. */
function servers() {
  const first = new Map();
  for (const { id = "", repo, vulnerable, commit = vulnerable, root } of JSON.parse(readFileSync(options.cases, "utf8"))) {
    if (options.only === undefined || options.only.some((text) => `${id} ${repo}`.includes(text))) first.set(repo, first.get(repo) ?? { repository: repo, commit, root });
  }
  return [...first.values()].slice(0, Number(options.most));
}

/** Prints a row; gives 1 when the hosts differ, and names each difference. */
async function compareHosts(repository, root) {
  const { files } = analyze({ root });
  const [cliMs, cli] = await time(() => fromCli(root));
  const [eslintMs, eslint] = await time(() => fromEslint(root, files));
  const [oxlintMs, other] = existsSync(oxlint) ? await time(() => fromOxlint(root, files)) : [NaN, cli];
  console.log(`| ${repository} | ${files.length} | ${cli.length} | ${eslint.length} | ${existsSync(oxlint) ? other.length : ""} | ${[cliMs, eslintMs, oxlintMs].map((ms) => ms.toFixed(0)).join(" / ")} |`);
  const differences = [...differ("ESLint", cli, eslint), ...differ("oxlint", cli, other)];
  for (const line of differences) console.log(line);
  return differences.length === 0 ? 0 : 1;
}

function differ(host, ours, theirs) {
  return [...ours.filter((one) => !theirs.includes(one)).map((one) => `  not from ${host}: ${one}`), ...theirs.filter((one) => !ours.includes(one)).map((one) => `  from ${host} alone: ${one}`)];
}

async function time(run) {
  const start = process.hrtime.bigint();
  const result = await run();
  return [Number(process.hrtime.bigint() - start) / 1e6, result];
}

function fromCli(root) {
  const { stdout } = spawn([path.join(here, "../dist/src/cli.js"), ".", "--preset", "audit", "--format", "json"], root);
  return JSON.parse(stdout).findings.map(({ rule, message, location }) => say(location.file, location.line, rule, message)).sort();
}

async function fromEslint(root, files) {
  const config = [{ linterOptions: { reportUnusedDisableDirectives: "off" } }, ...mcp.configs.audit];
  const results = await new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config, ignore: false }).lintFiles(files.filter((file) => !file.startsWith("..")));
  return results.flatMap(({ filePath, messages }) => messages.filter(({ ruleId }) => ruleId?.startsWith("mcp/")).map(({ ruleId, message, line }) => say(path.relative(root, filePath), line, ruleId, message))).sort();
}

function fromOxlint(root, files) {
  const { stdout } = spawn([oxlint, "--config", oxlintConfig, "--disable-nested-config", "--no-ignore", "--format", "json", ...files.filter((file) => !file.startsWith(".."))], root);
  return JSON.parse(stdout).diagnostics.filter(({ code }) => code?.startsWith("mcp(")).map(({ message, code, filename, labels }) => say(filename, labels[0]?.span.line, code.replace("(", "/").replace(")", ""), message)).sort();
}

function say(file, line, rule, message) {
  return `${file.split(path.sep).join("/")}:${line} ${rule} ${message}`;
}

function spawn(args, cwd) {
  return spawnSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
}
