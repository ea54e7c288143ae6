import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that leaves its place in the path of a request",
  preset: "strict",
  severity: "warn",
  cwe: [22, 116],
  owasp: ["MCP05:2025"],
  score: 6.5,
  why: `A URL is parsed before it is sent, and \`..\` between slashes goes up. Whoever fills \`/users/\${id}\` with \`../admin/keys\` calls another part of the API, with the
credential and the method of the server: a tool that reads one thing then reads, or deletes, whatever that credential may.`,
  fix: `Put each segment through \`encodeURIComponent\`, and refuse \`.\` and \`..\`, which it leaves as they are. Better, let the schema say what an id is: a number, a uuid,
\`z.string().regex(/^[\\w-]+$/)\`.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["segment"] })) {
      const { credential, harm } = flow;
      const signed = credential === undefined ? "" : ` with ${credential}`;
      const passes = harm === undefined ? "" : `, where \`${harm}\` goes up as \`..\` does and passes the checks`;
      const report = reportFlow(flow, `stands as it is in the path of the request${signed} that ${flow.callee} sends${passes}`, "Encode each segment with encodeURIComponent and refuse `..`, or let a schema say what it may be");
      yield { ...report, ...(credential === undefined ? { preset: "audit" } : {}) };
    }
  },
});
