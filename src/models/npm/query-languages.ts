import { model } from "../model.js";

/** Expressions of LDAP, XPath and JSONPath: text that a parser reads. */
export default model({
  packages: ["ldapjs", "ldapts", "xpath", "fontoxpath", "jsonpath", "jsonpath-plus"],
  types: { Client: ["createClient()", "Client.new()"] },
  sinks: [
    { path: "Client.search.arg(1).filter", kind: "sql" },
    { path: "Client.search.arg(0)", kind: "sql", confidence: "medium" },
    { path: "select.arg(0)", kind: "sql" },
    { path: "select1.arg(0)", kind: "sql" },
    { path: "evaluate.arg(0)", kind: "sql" },
    { path: "parse.arg(0)", kind: "sql" },
    { path: "evaluateXPath.arg(0)", kind: "sql" },
    { path: "evaluateXPathToString.arg(0)", kind: "sql" },
    { path: "evaluateXPathToNodes.arg(0)", kind: "sql" },
    // Filters `?(…)` are evaluated as JavaScript.
    { path: "query.arg(1)", kind: "code" },
    { path: "value.arg(1)", kind: "code" },
    { path: "paths.arg(1)", kind: "code" },
    { path: "nodes.arg(1)", kind: "code" },
    { path: "apply.arg(1)", kind: "code" },
    { path: "JSONPath.arg(0).path", kind: "code", when: [{ at: "arg(0).eval", is: ["native"] }] },
    { path: "JSONPath.arg(0).path", kind: "code", confidence: "low" },
    { path: "JSONPath.new.arg(0).path", kind: "code", confidence: "low" },
  ],
});
