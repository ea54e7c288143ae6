import { rule } from "../src/rule.js";

/** `debug_state`, `dump_config`, `_reload`, `get_user_internal`; not `test_connection`, which is a service. */
const HELPER = /^(?:debug|dump|internal|_+|dev)(?:[_-].*|[A-Z].*)?$|^(?:echo|test|hello|hello[_-]?world|sample|example|playground|eval)$|[_-](?:debug|internal|dump)$/;

export default rule({
  title: "Tool that is for the authors of the server",
  preset: "strict",
  severity: "warn",
  cwe: [749, 489],
  owasp: ["MCP02:2025"],
  score: 4.3,
  why: `Tools for debugging show or do what no user of the server was meant to: the state of other sessions, settings, raw queries. They are rarely reviewed, and every tool of a list
costs attention and widens what a model can be talked into.`,
  fix: `Take it out of what is published, or register it only where a setting says that the server is being worked on.`,
  *check({ server }) {
    for (const { name, location, conditions } of server.tools) {
      if (name === undefined || !HELPER.test(name) || conditions.length > 0) continue;
      yield { location, message: `Tool \`${name}\` looks like one for the authors of the server, and every client may call it. Take it out, or register it in development alone.`, tools: [name], subject: name };
    }
  },
});
