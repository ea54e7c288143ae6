import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that becomes objects of any kind",
  preset: "recommended",
  severity: "error",
  cwe: [502],
  owasp: ["MCP05:2025"],
  score: 9.1,
  why: `Formats that can say more than plain data, functions and classes among it, let whoever writes the data decide what runs when it is read: \`unserialize\` of
node-serialize runs a function that the text holds, and what \`v8.deserialize\` reads is not meant to come from outside.`,
  fix: `Take JSON, and hold what comes out against a schema: \`schema.parse(JSON.parse(text))\`.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["object"] })) yield reportFlow(flow, `is read by ${flow.callee}, which makes more than plain data of it`, "Take JSON");
  },
});
