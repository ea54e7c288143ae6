import { rule } from "../src/rule.js";

export default rule({
  title: "Write to the output that carries the protocol",
  preset: "recommended",
  severity: "error",
  cwe: [684, 117],
  owasp: ["MCP08:2025"],
  score: 5.3,
  why: `A server that a client starts as a process speaks its protocol over the standard output, and the specification allows nothing else there. A line of a log
between two messages makes the client drop the connection, or read what the line says as a message: text of a tool's input that is printed may pose as an answer of the server.`,
  fix: `Write logs to the standard error, with \`console.error\` or a logger that is told to (\`pino(pino.destination(2))\`), or send them with the SDK's
\`sendLoggingMessage\`.`,
  *check({ server }) {
    for (const { callee, location, tools, starts } of server.stdoutWrites) {
      const named = tools.filter((name) => name !== "?");
      const toStderr = /^console\.(?:log|info|debug)$/.test(callee) ? "console.error" : callee === "process.stdout.write" ? "process.stderr.write" : undefined;
      const more = named.length > 1 ? ` and ${named.length - 1} more` : "";
      const when = tools.length === 0 ? "when the server starts" : named.length === 0 ? "when a request is served" : `in tool \`${named[0]}\`${more}`;
      yield {
        location,
        message: `\`${callee}\` writes to the standard output${starts && tools.length > 0 ? ` when the server starts, and ${when}` : ` ${when}`}; over stdio that is where the protocol goes. Use console.error.`,
        tools: named,
        subject: callee,
        ...(toStderr === undefined ? {} : { suggestion: { text: `Write with ${toStderr}`, location, from: callee, to: toStderr } }),
      };
    }
  },
});
