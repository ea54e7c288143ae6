import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that a link leads out of its root",
  preset: "strict",
  severity: "warn",
  cwe: [59, 61],
  owasp: ["MCP05:2025"],
  score: 6.5,
  why: `A path that is compared with a root as a text may still lie anywhere: whoever can create files under the root, with this server or beside it,
puts a link there, and what is read or written through it is the link's target. Archives, checkouts and other tools of the same server create links too.`,
  fix: `Compare what \`fs.realpath\` gives for the path with what it gives for the root, and open that result. For a file that does not exist yet take the
\`realpath\` of the nearest folder that does. Where links are not needed at all, refuse them: \`lstat\` before use, or \`O_NOFOLLOW\` when opening.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["link"] })) yield reportFlow(flow, `reaches ${flow.callee}, which follows links`, "Compare the realpath of both");
  },
});
