import { join } from "node:path";
import { CONFIG_FILE } from "../config/config.js";
import { readPackage } from "../package.js";
import { isFile, readOptional, statOf, upward } from "../program/disk.js";
import { parseJson } from "../program/json.js";

/** What `init` found and what it would do. Paths are relative to the package. */
export interface Plan {
  readonly found: readonly string[];
  readonly writes: readonly { readonly path: string; readonly content: string }[];
  /** Paths of those that exist: their content is added at the end. */
  readonly appended: ReadonlySet<string>;
  /** What is left to people, for it stands in the middle of what they wrote. */
  readonly byHand: readonly { readonly what: string; readonly content: string }[];
  /** What is left as it is, and why. */
  readonly leaves: readonly string[];
  /** What is not there and would be a choice of the project's, with the page that says how it is set up. */
  readonly lacks: readonly { readonly what: string; readonly page: string }[];
}

/** Install and run, by the lock file that tells of the package manager. */
const MANAGERS = [
  { lock: "pnpm-lock.yaml", name: "pnpm", install: "pnpm install --frozen-lockfile", add: "pnpm add --save-dev mcp-boundary", run: "pnpm exec mcp-boundary" },
  { lock: "yarn.lock", name: "yarn", install: "yarn install --immutable", add: "yarn add --dev mcp-boundary", run: "yarn mcp-boundary" },
  { lock: "bun.lock", name: "bun", install: "bun install --frozen-lockfile", add: "bun add --dev mcp-boundary", run: "bunx mcp-boundary" },
  { lock: "bun.lockb", name: "bun", install: "bun install --frozen-lockfile", add: "bun add --dev mcp-boundary", run: "bunx mcp-boundary" },
  { lock: "package-lock.json", name: "npm", install: "npm ci", add: "npm install --save-dev mcp-boundary", run: "npx --no-install mcp-boundary" },
] as const;
const NPM = MANAGERS[4];

const ESLINT = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);
/** Packages whose name tells what a server is made with. */
const FRAMEWORK = /^(?:@modelcontextprotocol\/|fastmcp$|@prefecthq\/|litemcp$|mcp-|@rekog\/mcp-nest$|xmcp$|@mastra\/|tmcp$|@leanmcp\/|easy-mcp$|agents$|genkit)/;
const WORKFLOW = ".github/workflows/mcp-boundary.yml";
const HUSKY = ".husky/pre-commit";
const PRECOMMIT = ".pre-commit-config.yaml";
const GITLAB = ".gitlab-ci.yml";

/** Looks at a package and its repository. Reads files, and runs nothing of them. */
export function planSetup(root: string): Plan {
  const top = [...upward(root)].find((folder) => statOf(join(folder, ".git")) !== undefined) ?? root;
  const manifest = manifestOf(root, top);
  const dependencies = [...new Set(["dependencies", "devDependencies", "peerDependencies"].flatMap((key) => Object.keys((manifest[key] as Record<string, unknown> | undefined) ?? {})))];
  const manager = MANAGERS.find(({ lock }) => isFile(join(root, lock)) || isFile(join(top, lock))) ?? NPM;
  const here = root === top;
  const eslint = ESLINT.find((name) => isFile(join(root, name)));
  const husky = here && isFile(join(root, HUSKY)) ? readOptional(join(root, HUSKY), top) : undefined;
  const precommit = readOptional(join(top, PRECOMMIT), top);
  const gitlab = readOptional(join(top, GITLAB), top);
  const usesGithub = statOf(join(top, ".github"))?.isDirectory() === true;
  const hasConfig = isFile(join(root, CONFIG_FILE)) || Object.hasOwn(manifest, "mcp-boundary");
  const runsIn = (file: string, folder = top): boolean => readOptional(join(folder, file), top)?.includes("mcp-boundary") === true;
  const isInstalled = dependencies.includes("mcp-boundary");
  const makesHusky = husky !== undefined && !runsIn(HUSKY);
  const makesWorkflow = usesGithub && here && !isFile(join(root, WORKFLOW));
  const needsEslint = eslint !== undefined && !runsIn(eslint, root);
  const needsPrecommit = precommit !== undefined && !runsIn(PRECOMMIT);
  const needsGitlab = gitlab !== undefined && !runsIn(GITLAB);
  const { version } = readPackage();
  const hooks = [...(husky === undefined ? [] : [HUSKY]), ...(precommit === undefined ? [] : [PRECOMMIT])];
  const atRoot = here ? "" : " at the root of the repository";
  return {
    found: [
      manager.name,
      ...dependencies.filter((name) => FRAMEWORK.test(name) && name !== "mcp-boundary").sort(),
      ...(eslint === undefined ? [] : [eslint]),
      ...(husky === undefined ? [] : ["husky"]),
      ...(precommit === undefined ? [] : ["pre-commit"]),
      ...(usesGithub ? ["GitHub"] : []),
      ...(gitlab === undefined ? [] : ["GitLab"]),
      ...(hasConfig ? ["a configuration of mcp-boundary"] : []),
    ],
    writes: [
      ...(hasConfig ? [] : [{ path: CONFIG_FILE, content: `${JSON.stringify({ $schema: "./node_modules/mcp-boundary/docs/config.schema.json", preset: "recommended" }, undefined, 2)}\n` }]),
      ...(makesHusky ? [{ path: HUSKY, content: `${manager.run} --staged\n` }] : []),
      ...(makesWorkflow ? [{ path: WORKFLOW, content: workflow(version) }] : []),
    ],
    appended: new Set(makesHusky ? [HUSKY] : []),
    byHand: [
      ...(isInstalled ? [] : [{ what: "install it", content: manager.add }]),
      ...(!needsEslint ? [] : [{ what: `in ${eslint}`, content: 'import mcp from "mcp-boundary";\n\nexport default [\n  // …\n  ...mcp.fromProject(import.meta.dirname),\n];' }]),
      ...(!needsPrecommit ? [] : [{ what: "under `repos` in .pre-commit-config.yaml", content: `  - repo: https://github.com/mcp-boundary/mcp-boundary\n    rev: v${version}\n    hooks:\n      - id: mcp-boundary-staged` }]),
      ...(!needsGitlab ? [] : [{ what: `in ${GITLAB}`, content: gitlabJob(manager) }]),
    ],
    leaves: [
      ...(hasConfig ? ["the configuration: there is one"] : []),
      ...(isInstalled ? ["the installation: package.json names mcp-boundary"] : []),
      ...(eslint === undefined || needsEslint ? [] : [`ESLint: ${eslint} names mcp-boundary`]),
      ...(hooks.length === 0 || makesHusky || needsPrecommit ? [] : [`the hook: ${hooks.join(" and ")} ${hooks.length === 1 ? "names" : "name"} mcp-boundary`]),
      ...((gitlab === undefined && !usesGithub) || makesWorkflow || needsGitlab ? [] : [ciWords(here, gitlab !== undefined)]),
    ],
    lacks: [
      ...(eslint === undefined ? [{ what: "ESLint: there is no eslint.config file", page: "eslint" }] : []),
      ...(hooks.length === 0 ? [{ what: `a hook: there is no ${here ? `${HUSKY} and no ` : ""}${PRECOMMIT}${atRoot}`, page: "pre-commit" }] : []),
      ...(gitlab === undefined && !usesGithub ? [{ what: `CI: there is no folder .github and no ${GITLAB}${atRoot}`, page: "ci" }] : []),
    ],
  };
}

function ciWords(here: boolean, hasGitlab: boolean): string {
  if (hasGitlab) return `CI: ${GITLAB} names mcp-boundary`;
  return here ? `CI: ${WORKFLOW} is there` : "CI: the workflow belongs to the root of the repository, and this is a folder below it";
}

function manifestOf(root: string, top: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(readOptional(join(root, "package.json"), top) ?? "{}");
  return parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? (parsed.value as Record<string, unknown>) : {};
}

/** A workflow that asks for no more than it needs, its actions pinned by commit. */
function workflow(version: string): string {
  return `name: mcp-boundary
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  mcp-boundary:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: mcp-boundary/mcp-boundary@v${version}
`;
}

function gitlabJob({ install, run }: (typeof MANAGERS)[number]): string {
  return `mcp-boundary:
  image: node:22
  script:
    - ${install}
    - ${run} --format gitlab --output-file gl-code-quality.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json`;
}
