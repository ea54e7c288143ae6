import type { SinkKind } from "../kinds.js";
import { model } from "../model.js";
import type { Condition, SinkRow } from "../model.js";

const TEXT: readonly Condition[] = [{ at: "arg(0)", is: "string" }];
const WRITTEN_TEXT: readonly Condition[] = [{ at: "arg(0)", is: "string", known: true }];

/** `query(database, { sql })`: what stands first is no query. */
const ALONE: readonly Condition[] = [...TEXT, { at: "arg(1).sql", is: "unset" }];

function named(kind: SinkKind, when: readonly Condition[], names: readonly string[]): SinkRow[] {
  return names.map((name): SinkRow => ({ path: `*.${name}.arg(0)`, kind, when, confidence: "low" }));
}

function placed(kind: SinkKind, places: readonly string[]): SinkRow[] {
  return places.map((place): SinkRow => ({ path: `*.${place}`, kind, confidence: "low" }));
}

/** Session calls of the Chrome DevTools protocol: the method's name stands first. */
function protocol(kind: SinkKind, place: string, methods: readonly string[]): SinkRow[] {
  const when: readonly Condition[] = [{ at: "arg(0)", is: methods, known: true }];
  return ["send", "sendCommand", "sendCDPCommand"].map((name): SinkRow => ({ path: `*.${name}.${place}`, kind, when, confidence: "low" }));
}

/**
 * Methods that tell by their name what they do, on receivers of which nothing is known. Names that maps, lists, regular expressions, files and tools have too
 * (get, find, run, execute, exec, read) are left out, or ask for a text that is written at the call.
 */
export default model({
  packages: [],
  sinks: [
    ...named("sql", ALONE, ["query"]),
    ...named("sql", TEXT, [
      "prepare", "queryAsync", "executeSql", "executeSQL", "execSql", "execSQL", "runSql", "runSQL", "querySql", "querySQL", "executeQuery", "runQuery", "rawQuery", "executeRawQuery", "queryRaw", "executeRaw", "$queryRawUnsafe",
      "$executeRawUnsafe", "unsafe", "whereRaw", "orderByRaw", "havingRaw", "tooling.query", "queryAll", "executeStatement", "executeCypher", "runCypher", "executeMultiple", "createQueryBuilder().where",
    ]),
    ...named("sql", WRITTEN_TEXT, ["all", "raw", "executeBatch", "execute", "executescript"]),
    ...placed("sql", [
      "query.arg(0).text", "query.arg(0).sql", "query.arg(0).sqlText", "query.arg(0).query", "query.arg(1).sql", "execute.arg(0).sql", "execute.arg(0).sqlText", "executeSql.arg(0).query", "executeSql.arg(0).sql", "executeSql.arg(1).query", "executeSql.arg(1)",
      "executeQuery.arg(0).query", "executeQuery.arg(0).sql", "runQuery.arg(0).query", "rpc.arg(1).sql", "rpc.arg(1).query", "rpc.arg(1).sql_query", "createQueryJob.arg(0).query",
    ]),
    // the body of a request that a service runs
    ...["POST.arg(1).body", "post.arg(1)", "post.arg(1).body", "post.arg(1).json"].flatMap((body) => ["query", "sql", "statement"].map((field): SinkRow => ({ path: `*.${body}.${field}`, kind: "sql", written: true, confidence: "low" }))),
    ...named("code", TEXT, [
      "evaluate", "evaluateHandle", "evaluateAsync", "evaluateOnNewDocument", "evaluateExpression", "addInitScript", "executeJavaScript", "executeScript", "executeAsyncScript", "runInContext", "runInNewContext", "runInThisContext",
      "evalCode", "runPython", "executeAnonymous", "runScript", "evaluateScript",
    ]),
    ...placed("code", ["Runtime.evaluate.arg(0).expression", "Runtime.callFunctionOn.arg(0).functionDeclaration", "addScriptTag.arg(0).content", "Page.addScriptToEvaluateOnNewDocument.arg(0).source"]),
    ...protocol("code", "arg(1).expression", ["Runtime.evaluate"]),
    ...protocol("code", "arg(1).functionDeclaration", ["Runtime.callFunctionOn"]),
    ...named("template", TEXT, ["renderString", "parseAndRender"]),
    ...named("shell", TEXT, ["execCommand", "execAsync", "runShellCommand", "executeShellCommand"]),
    ...named("shell", WRITTEN_TEXT, ["exec"]),
    ...named("url", TEXT, ["goto", "loadURL", "navigateTo", "openExternal", "request.get", "request.post", "request.put", "request.patch", "request.delete", "request.fetch", "request.head"]),
    ...placed("url", ["Page.navigate.arg(0).url"]),
    ...protocol("url", "arg(1).url", ["Page.navigate", "Target.createTarget"]),
    ...named("nosql", [], ["findOne", "findOneAndUpdate", "findOneAndDelete", "updateOne", "updateMany", "deleteOne", "deleteMany", "replaceOne", "countDocuments", "aggregate"]),
    // a driver of the program's own hands database and collection over first
    ...placed("nosql", ["aggregate.arg(2)"]),
    ...placed("path", ["uploadFile.arg(*)", "setInputFiles.arg(last)", "setInputFiles.arg(last)[*]", "screenshot.arg(0).path", "pdf.arg(0).path", "extractAllTo.arg(0)", "DOM.setFileInputFiles.arg(0).files[*]", "fastPut.arg(0)", "fastGet.arg(1)"]),
    ...protocol("path", "arg(1).files[*]", ["DOM.setFileInputFiles"]),
  ],
});
