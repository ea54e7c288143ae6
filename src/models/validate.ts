import { UserError } from "../errors.js";
import { DANGERS, SINK_KINDS, SOURCE_KINDS } from "./kinds.js";
import type { Act, Asked, Checked, Computation, RegisterRow, Relation, SchemaRow, StepMeaning, TransportKind } from "./model.js";
import { parsePath } from "./path.js";
import { anyText, complaintsAbout, isRecord, listOf, oneOf, pattern, record, type Shape, tableOf, text, truth, whole } from "./shape.js";

const STEP_MEANINGS: Record<StepMeaning, true> = {
  join: true, resolve: true, normalize: true, relative: true, basename: true, dirname: true, realpath: true, url: true, "url-base": true, host: true, pathname: true, "url-rest": true, lookup: true, stringify: true, encode: true, decode: true, identity: true,
  elements: true, list: true, "join-text": true, promisify: true,
};

const RELATIONS: Record<Relation, true> = { true: true, equal: true, unequal: true, match: true, mismatch: true };

const ASKED: Record<Asked, true> = {
  "read-text": true, cwd: true, home: true, temp: true, platform: true, "platform-value": true, "command-line": true, exists: true, access: true, stat: true, lstat: true, realpath: true, address: true, addresses: true,
};

const COMPUTED: Record<Exclude<Computation, Asked | `${Asked}-promise` | `${Asked}-callback`>, true> = {
  join: true, resolve: true, normalize: true, relative: true, basename: true, dirname: true, extname: true, "is-absolute": true, "file-url-to-path": true, "path-to-file-url": true,
  identity: true, exit: true, "is-ip": true, "is-ipv4": true, "is-ipv6": true, "is-address": true, promisify: true, global: true,
  "parsed-address": true, "address-range": true, "carried-range": true, "address-kind": true, "address-text": true, "is-mapped": true, "carried-address": true,
};

const COMPUTATIONS = [...Object.keys(COMPUTED), ...Object.keys(ASKED).flatMap((name) => [name, `${name}-promise`, `${name}-callback`])];

const SCHEMA_MEANINGS: Record<SchemaRow["means"], true> = {
  text: true, scalar: true, closed: true, any: true, object: true, list: true, record: true, union: true, wrap: true, keep: true, extend: true, optional: true, pattern: true, check: true, refuse: true,
  transform: true, prefix: true, parse: true, "safe-parse": true, intersect: true, json: true, "json-fits": true, pipe: true, lazy: true, shape: true, open: true,
};

const REGISTRATIONS: Record<RegisterRow["what"], true> = {
  tool: true, resource: true, prompt: true, completion: true, request: true, route: true, middleware: true, listen: true, transport: true, server: true, connect: true, serve: true, check: true, cors: true, scope: true, verify: true, decode: true, verifier: true, limiter: true, endpoint: true,
};

const CHECKED: Record<Checked, true> = { caller: true, host: true, origin: true };

const ACTS: Record<Act, true> = { decorating: true, extending: true, exporting: true, answering: true };

const TRANSPORTS: Record<TransportKind, true> = { stdio: true, http: true, sse: true, memory: true };

const TYPE_TESTS = ["set", "unset", "string", "list", "object", "function"] as const;

function pathOf(demand?: "argument"): Shape {
  return {
    check(value, at, report) {
      if (typeof value !== "string") return report(`${at} must be an API path such as "exec.arg(0)"`);
      try {
        const segments = parsePath(value);
        const calls = segments.filter(({ kind }) => kind === "arg" || kind === "this").length;
        if (demand === "argument" && calls === 0) report(`${at}: ${JSON.stringify(value)} names no argument, as "exec.arg(0)" does`);
        if (demand === "argument" && calls > 1) report(`${at}: ${JSON.stringify(value)} goes through two calls: define a type for what the callback is given, and start from it`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        report(`${at}: ${error.message}`);
      }
    },
    schema: { type: "string", minLength: 1 },
  };
}

const types = tableOf(/^[A-Za-z_$][\w$]*$/, "name of a type", listOf(pathOf()), "type names and lists of API paths");

const [values, like, typeTest] = [listOf(anyText), record({ like: { shape: pattern, required: true } }), oneOf(TYPE_TESTS)];
const conditionTest: Shape = {
  check: (value, at, report) => (Array.isArray(value) ? values : isRecord(value) ? like : typeTest).check(value, at, report),
  schema: { anyOf: [typeTest.schema, values.schema, like.schema] },
};

const dangerList = listOf(oneOf(Object.keys(DANGERS)));
const cleared: Shape = {
  check(value, at, report) {
    if (value !== "all") dangerList.check(value, at, report);
  },
  schema: { anyOf: [{ const: "all" }, dangerList.schema] },
};

const conditions = listOf(record({ at: { shape: pathOf("argument"), required: true }, is: { shape: conditionTest, required: true }, known: { shape: truth } }));
const sourceRow = record({ path: { shape: pathOf(), required: true }, kind: { shape: oneOf(Object.keys(SOURCE_KINDS)), required: true }, clears: { shape: dangerList } });

const sinkRow = record({
  path: { shape: pathOf("argument"), required: true },
  kind: { shape: oneOf(Object.keys(SINK_KINDS)), required: true },
  when: { shape: conditions },
  confidence: { shape: oneOf(["high", "medium", "low"]) },
  program: { shape: pathOf("argument") },
  programName: { shape: text },
  form: { shape: oneOf(["list", "items", "text"]) },
  remote: { shape: truth },
  language: { shape: text },
  elsewhere: { shape: truth },
  readOnly: { shape: truth },
  several: { shape: conditions },
  written: { shape: truth },
  takes: { shape: oneOf(["folder", "socket", "no-credentials", "statement", "transactions", "soql", "apex"]) },
  flags: { shape: pathOf("argument") },
  tells: { shape: truth },
  base: { shape: pathOf("argument") },
  driven: { shape: oneOf(["started", "joined", "there"]) },
  direct: { shape: truth },
  agents: { shape: listOf(pathOf("argument")) },
  redirects: { shape: record({ at: { shape: pathOf("argument") }, unless: { shape: listOf(text) } }) },
});

const stepRow = record({
  from: { shape: pathOf(), required: true },
  to: { shape: pathOf(), required: true },
  when: { shape: conditions },
  clears: { shape: cleared },
  as: { shape: oneOf(Object.keys(STEP_MEANINGS)) },
});

const outcome = oneOf(["true", "false", "returns"]);
const given = record({ is: { shape: listOf(text) }, isNot: { shape: listOf(text) } });
const outcomeOrGiven: Shape = {
  check: (value, at, report) => (isRecord(value) ? given : outcome).check(value, at, report),
  schema: { anyOf: [outcome.schema, given.schema] },
};

const guardRow = record({
  path: { shape: pathOf("argument"), required: true },
  outcome: { shape: outcomeOrGiven, required: true },
  when: { shape: conditions },
  clears: { shape: cleared },
  says: { shape: oneOf(Object.keys(RELATIONS)) },
  with: { shape: pathOf("argument") },
});

const schemaRow = record({
  path: { shape: pathOf(), required: true },
  means: { shape: oneOf(Object.keys(SCHEMA_MEANINGS)), required: true },
  clears: { shape: dangerList },
  format: { shape: oneOf(["uuid", "uri", "email", "ipv4", "ipv6", "date", "date-time", "time", "hostname"]) },
  bound: { shape: oneOf(["least", "most", "exact", "above", "below"]) },
  limit: { shape: whole },
  fields: { shape: oneOf(["pick", "omit", "partial", "required"]) },
  type: { shape: oneOf(["number", "integer", "boolean", "null"]) },
  description: { shape: pathOf() },
  default: { shape: pathOf() },
});

const registerRow = record({
  path: { shape: pathOf(), required: true },
  what: { shape: oneOf(Object.keys(REGISTRATIONS)), required: true },
  by: { shape: oneOf(Object.keys(ACTS)) },
  files: { shape: listOf(text) },
  listed: { shape: text },
  folder: { shape: record({ file: { shape: text, required: true }, at: { shape: pathOf(), required: true } }) },
  method: { shape: listOf(text) },
  when: { shape: conditions },
  name: { shape: pathOf() },
  title: { shape: pathOf() },
  description: { shape: pathOf() },
  schema: { shape: pathOf() },
  advertised: { shape: truth },
  annotations: { shape: pathOf() },
  scopes: { shape: pathOf() },
  trusting: { shape: truth },
  shown: { shape: pathOf() },
  meta: { shape: pathOf() },
  handler: { shape: pathOf() },
  asked: { shape: pathOf() },
  untrusted: { shape: listOf(sourceRow) },
  input: { shape: listOf(pathOf()) },
  given: { shape: listOf(record({ path: { shape: pathOf(), required: true }, type: { shape: text, required: true } })) },
  needsSchema: { shape: truth },
  uri: { shape: pathOf() },
  transport: { shape: oneOf(Object.keys(TRANSPORTS)) },
  divertsConsole: { shape: truth },
  sessions: { shape: text },
  checks: { shape: oneOf(Object.keys(CHECKED)) },
  options: { shape: pathOf() },
  value: { shape: pathOf() },
  key: { shape: pathOf() },
  host: { shape: listOf(pathOf()) },
  port: { shape: listOf(pathOf()) },
  unbound: { shape: oneOf(["everywhere", "loopback"]) },
});

const settingRow = record({
  path: { shape: pathOf(), required: true },
  declared: { shape: pathOf() },
  name: { shape: pathOf() },
  default: { shape: pathOf() },
  table: { shape: pathOf() },
  field: { shape: anyText },
});

const programRow = record({
  names: { shape: listOf(text), required: true },
  flags: { shape: listOf(text), required: true },
  kind: { shape: oneOf(Object.keys(SINK_KINDS)), required: true },
  rest: { shape: truth },
  operand: { shape: whole },
  remote: { shape: truth },
});

/** The shape of a model, as users write it too. */
export const modelShape = record({
  packages: { shape: listOf(text), required: true },
  types: { shape: types },
  reexports: { shape: tableOf(/^[A-Za-z_$][\w$]*$/, "name of an export", text, "names and import specifiers") },
  registers: { shape: listOf(registerRow) },
  sources: { shape: listOf(sourceRow) },
  sinks: { shape: listOf(sinkRow) },
  steps: { shape: listOf(stepRow) },
  sanitizers: { shape: listOf(stepRow) },
  guards: { shape: listOf(guardRow) },
  agents: { shape: listOf(record({ path: { shape: pathOf(), required: true }, refuses: { shape: truth }, lookup: { shape: pathOf("argument") } })) },
  readOnly: { shape: listOf(record({ path: { shape: pathOf(), required: true }, when: { shape: conditions, required: true } })) },
  changes: { shape: listOf(record({ methods: { shape: listOf(text), required: true }, effect: { shape: oneOf(["deletes", "writes"]), required: true } })) },
  schemas: { shape: listOf(schemaRow) },
  programs: { shape: listOf(programRow) },
  options: { shape: listOf(record({ names: { shape: listOf(text), required: true }, harm: { shape: text, required: true }, switches: { shape: listOf(text), required: true }, handsOver: { shape: listOf(anyText) }, endless: { shape: truth }, denied: { shape: listOf(text) }, commands: { shape: listOf(record({ names: { shape: listOf(text), required: true }, harm: { shape: text, required: true } })) } })) },
  constants: { shape: listOf(record({ path: { shape: pathOf(), required: true }, values: { shape: listOf(text), required: true } })) },
  settings: { shape: listOf(settingRow) },
  computes: { shape: listOf(record({ path: { shape: pathOf(), required: true }, as: { shape: oneOf(COMPUTATIONS), required: true } })) },
}, "the model");

/**
 * What is wrong with a model, as sentences without a full stop that name the place: an unknown key, kind or danger, a malformed API path, a missing part.
 * An empty list means that the value is a `Model`.
 */
export function validateModel(model: unknown): string[] {
  return complaintsAbout(model, modelShape);
}
