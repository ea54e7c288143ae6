import { type Flow, reportFlow, rule, type Server } from "../src/rule.js";

const OFFERS = /\b(?:raw|arbitrary|any|custom|execut|run|perform|send|submit)\w*\b[^.]{0,60}\b(?:sql|cypher|soql|cql|aql|quer(?:y|ies)|statements?|ddl|dml)\b/i;
const PROMISES = /read[-_ ]?only|only reads?|\bselect\b|\bsafe|non-?destructive|without (?:changing|modifying|writing)|not (?:change|modify|write)|cannot (?:change|modify|write)/i;

/** A tool whose text says that it runs what it is given, and that promises no less, is what it says. */
function isOffered(server: Server, { whole, weakness, tools }: Flow): boolean {
  return whole && weakness === undefined && tools.length > 0 && tools.every((name) => {
    const tool = server.tools.find((one) => one.name === name);
    if (tool === undefined || tool.annotations.get("readOnlyHint") === true) return false;
    const text = [name, tool.title, tool.description].join("\n").replaceAll("_", " ");
    return OFFERS.test(text) && !PROMISES.test(text);
  });
}

export default rule({
  title: "Tool input in the text of a query",
  preset: "recommended",
  severity: "error",
  cwe: [89],
  owasp: ["MCP05:2025"],
  score: 9.1,
  why: `A value that becomes part of the text of a query can end the literal or the statement that it was meant to sit in, and
read or change whatever the connection may. Names are as dangerous as values: a table, a column, a sort order or the keys of an object
that the caller sends are SQL too, and no placeholder covers them. A test for a leading \`SELECT\`, or a list of forbidden words,
does not hold: comments, common table expressions and second statements walk through. A tool that says of itself that it runs any statement is not
reported, unless a check, a transaction or its own description promises less.`,
  fix: `Keep the text constant and bind the values: \`pool.query("SELECT * FROM notes WHERE id = $1", [id])\`, or use the driver's
tagged template. Look names up in a list of the known ones, or test them against \`/^[A-Za-z_][A-Za-z0-9_]*$/\` and quote them with the driver's own
function. A tool that takes a whole statement belongs on a connection that can only read, with one prepared statement a call.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["sql"] })) {
      if (isOffered(ask.server, flow)) continue;
      yield flow.whole
        ? reportFlow(flow, `is run by ${flow.callee} as the caller wrote it`, "Connect with a role that can only read, or say in the tool's description that it runs any statement")
        : reportFlow(flow, `becomes part of the query text of ${flow.callee}`, "Bind it as a parameter; look names up in a list");
    }
  },
});
