import { type Endpoint, rule, type Tool } from "../src/rule.js";

export default rule({
  title: "Scope that is declared and asked of nobody",
  preset: "recommended",
  severity: "error",
  cwe: [863, 862],
  owasp: ["MCP07:2025"],
  score: 7.7,
  why: `Some declarations read like a lock and are none: \`securitySchemes\` tells clients what to ask for, and lets everybody call; \`canAccess\` of FastMCP and \`scopeChallenge\` of the
SDK are asked of callers that have signed in, so that without a check in front of the endpoint those who have not pass; \`withMcpAuth\` lets requests without a token
through unless \`required\` is set.`,
  fix: `Put a check of tokens in front of the endpoint (\`authenticate\` in FastMCP, \`requireBearerAuth\`, \`withMcpAuth(…, { required: true })\`), and ask for the scope where the tool
runs: \`extra.authInfo.scopes\`.`,
  *check({ server }) {
    if (!server.isNetwork) return;
    const isAsked = server.asksCallers || (server.endpoints.length > 0 && server.endpoints.every(isClosed));
    const open = server.tools.filter((tool) => !tool.guarded);
    const [first] = open;
    for (const location of server.lenientGates) {
      if (first === undefined) continue;
      yield { location, message: `Requests without a token are let through here, as \`required\` is not set, and ${namesOf(open)} ${open.length === 1 ? "asks" : "ask"} nobody. Set \`required: true\`.`, subject: "gate" };
    }
    const trusting = isAsked ? [] : server.tools.filter(({ unenforced }) => unenforced === "trusting");
    if (trusting[0] !== undefined) {
      yield { location: trusting[0].location, message: `The scopes of ${namesOf(trusting)} are asked of callers who have signed in alone, and nothing asks callers to: whoever brings no token passes. Check tokens in front of the endpoint.`, tools: named(trusting), subject: "scopes" };
    }
    const shown = server.tools.filter(({ unenforced }) => unenforced === "shown");
    if (shown[0] !== undefined) {
      yield { location: shown[0].location, message: `\`securitySchemes\` of ${namesOf(shown)} ${shown.length === 1 ? "tells" : "tell"} clients what to bring, and nothing asks for it when the tool is called. Check \`extra.authInfo.scopes\` where the tool runs.`, tools: named(shown), subject: "schemes" };
    }
  },
});

function isClosed({ unasked }: Endpoint): boolean {
  return unasked.length === 0;
}

function named(tools: readonly Tool[]): string[] {
  return tools.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

function namesOf(tools: readonly Tool[]): string {
  const names = named(tools).slice(0, 3).map((name) => `\`${name}\``);
  const more = tools.length - names.length;
  return `${names.join(", ")}${more === 0 ? "" : `${names.length === 0 ? "" : " and "}${more} ${names.length === 0 ? "tools" : "more"}`}`;
}
