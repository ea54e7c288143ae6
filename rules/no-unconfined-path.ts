import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input in a file system path without a root",
  preset: "recommended",
  severity: "error",
  cwe: [22, 73],
  owasp: ["MCP05:2025"],
  score: 8.6,
  why: `A path that the caller sends may be absolute or climb with \`..\`, and then the tool reads or writes keys, shell profiles and
the server's own code. \`path.join\`, \`resolve\` and \`normalize\` only rewrite it; that the file exists or has the right extension says
nothing about where it lies. Of the checks that are there, most fail in a detail: a prefix compared without a separator lets
\`/srv/data-evil\` through \`/srv/data\`, and a check before the last join or replace judges another path than the one that is opened.`,
  fix: `Resolve first, compare last, and open what was compared: \`const full = path.resolve(root, input)\`, refuse unless
\`full === root || full.startsWith(root + path.sep)\`, then open \`full\`. Where the caller can create links under the root, compare the
\`realpath\` of both. If only a file name is wanted, take \`path.basename(input)\`, and keep the root out of the caller's hands.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["path"] })) {
      yield reportFlow(flow, `reaches ${flow.field === undefined ? "" : `\`${flow.field}\` of `}${flow.callee} without staying inside a root`, "Resolve it and compare with the root and a separator");
    }
  },
});
