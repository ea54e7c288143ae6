import { rule } from "../src/rule.js";

export default rule({
  title: "One server connected to many clients",
  preset: "recommended",
  severity: "error",
  cwe: [488, 362],
  owasp: ["MCP10:2025"],
  score: 7.1,
  why: `A server of the SDK holds one transport at a time. Where every client's request connects a new transport to the same server, answers, notifications and
elicitations meant for one client are sent to the one that connected last, and whatever the server remembers of its session belongs to all of them; newer SDKs
throw instead, so that the second client is turned away.`,
  fix: `Make the server where the transport is made: move \`new McpServer(…)\` and its registrations into a function, and call it once a session, or once a
request where the transport has no sessions.`,
  *check({ server }) {
    if (!server.isNetwork) return;
    for (const { what, location, made, keptIn } of server.shared) {
      const kept = keptIn === undefined ? "made once, when the program starts," : `kept in \`${keptIn}\``;
      yield {
        location,
        message: what === "server" ? `The server that is ${kept} is connected here for every client. Make one a session.` : `The transport that is ${kept} has no sessions and serves every client: answers go to whoever asked under the same number. Make one a request.`,
        steps: [{ location: made, text: `the ${what} is made` }, { location, text: what === "server" ? "it is connected to the transport of a request" : "it is handed the request of every client" }],
        subject: what === "server" ? "connect" : "serve",
      };
    }
  },
});
