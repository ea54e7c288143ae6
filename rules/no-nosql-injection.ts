import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input as an operator of a document query",
  preset: "recommended",
  severity: "error",
  cwe: [943],
  owasp: ["MCP05:2025"],
  score: 8.6,
  why: `A document database reads objects as operators. Where a text is meant and an object arrives, \`{ "$ne": null }\` in place of a password or an
owner matches every document; \`$where\` and \`$function\` run JavaScript in the database, and a pipeline of the caller's reads and writes other
collections with \`$lookup\`, \`$out\` and \`$merge\`, also in a tool that only searches. A type annotation stops none of this, and neither does a JSON Schema
that is only advertised.`,
  fix: `Give every field a scalar type that is enforced (\`z.string()\`), or make it one (\`String(value)\`), and build the query around the values:
\`{ owner: { $eq: owner } }\`. Take the names of fields from a list. Where callers may write whole queries, allow the operators and stages that are known to be
harmless, refuse \`$where\`, \`$function\`, \`$out\` and \`$merge\`, and connect with a role that can only read.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["nosql", "script"] })) {
      yield flow.sink === "script"
        ? reportFlow(flow, `is run as a script by the database in ${flow.callee}`, "Compare with operators in place of a script")
        : flow.whole ? reportFlow(flow, `is taken by ${flow.callee} as the caller wrote it, with all operators and stages`, "Refuse `$where`, `$function`, `$out` and `$merge`, and connect with a role that can only read")
        : reportFlow(flow, `may bring operators into the query of ${flow.callee}`, "Enforce a scalar type, or compare with $eq");
    }
  },
});
