import { rule } from "../src/rule.js";

/** So many calls are told one by one: where there are more, one function that starts programs is to be mended, or written. */
const MOST_APART = 4;

export default rule({
  title: "Started program gets the server's secrets",
  preset: "strict",
  severity: "warn",
  cwe: [526, 200],
  owasp: ["MCP01:2025"],
  score: 4.3,
  why: `A program that a tool starts gets the environment of the server unless it is given another, and with it every key and token that the server was configured with. What it
starts in its turn (hooks, plugins, a package's scripts) gets them too, and any of these may print or send them.`,
  fix: `Give the program what it needs: \`execFile("git", args, { env: { PATH: process.env.PATH, HOME: process.env.HOME } })\`.`,
  *check({ server }) {
    if (!server.isServer) return;
    const all = server.inheritedEnvironments;
    const told = all.length > MOST_APART ? all.slice(0, 1) : all;
    for (const { location, callee, secrets, written } of told) {
      const [first = "", ...others] = secrets;
      const named = `\`${first}\`${others.length === 0 ? "" : others.length === 1 ? ` and \`${others[0] ?? ""}\`` : ` and ${others.length} other secrets`}`;
      yield { location, message: `${callee} hands the whole environment to the program that it starts${written ? "" : ", as nothing else is said"}: ${named} with it.${told.length === all.length ? "" : ` So do ${all.length - told.length} other calls.`} Give it the variables that it needs as \`env\`.`, subject: callee };
    }
  },
});
