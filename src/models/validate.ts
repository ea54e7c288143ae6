import { UserError } from "../errors.js";
import { DANGERS, SINK_KINDS, SOURCE_KINDS } from "./kinds.js";
import type { Checked, Computation, RegisterRow, SchemaRow, StepMeaning, TransportKind } from "./model.js";
import { parsePath } from "./path.js";

const STEP_MEANINGS: Record<StepMeaning, true> = {
  join: true, resolve: true, normalize: true, relative: true, basename: true, realpath: true, url: true, "url-base": true, host: true, stringify: true, encode: true, decode: true, identity: true,
  elements: true, list: true, "join-text": true, promisify: true,
};

const COMPUTATIONS: Record<Computation, true> = {
  join: true, resolve: true, normalize: true, relative: true, basename: true, dirname: true, extname: true, "is-absolute": true, "file-url-to-path": true, "path-to-file-url": true,
  "read-text": true, "read-text-promise": true, identity: true, exit: true,
};

const SCHEMA_MEANINGS: Record<SchemaRow["means"], true> = {
  text: true, scalar: true, closed: true, any: true, object: true, list: true, record: true, union: true, wrap: true, keep: true, extend: true, optional: true, pattern: true, check: true,
  transform: true, prefix: true, parse: true, "safe-parse": true, intersect: true, json: true, "json-fits": true, pipe: true, lazy: true, shape: true, open: true,
};

const REGISTRATIONS: Record<RegisterRow["what"], true> = {
  tool: true, resource: true, prompt: true, completion: true, request: true, route: true, middleware: true, listen: true, transport: true, server: true, connect: true, serve: true, check: true,
};

const CHECKED: Record<Checked, true> = { caller: true, host: true };

const TRANSPORTS: Record<TransportKind, true> = { stdio: true, http: true, sse: true, memory: true };

const TYPE_TESTS = ["set", "unset", "string", "list", "object", "function"] as const;

/** Checks one value and reports what is wrong with it; `at` says where it stands. */
type Check = (value: unknown, at: string, report: (complaint: string) => void) => void;

type Shape = Readonly<Record<string, { readonly check: Check; readonly required?: boolean }>>;

const text: Check = (value, at, report) => {
  if (typeof value !== "string" || value === "") report(`${at} must be a text that is not empty`);
};

const truth: Check = (value, at, report) => {
  if (typeof value !== "boolean") report(`${at} must be true or false`);
};

const whole: Check = (value, at, report) => {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) report(`${at} must be a whole number from 0 on`);
};

function oneOf(names: readonly string[]): Check {
  return (value, at, report) => {
    if (typeof value !== "string" || !names.includes(value)) report(`${at} is ${JSON.stringify(value)}, and must be one of ${names.join(", ")}`);
  };
}

function listOf(item: Check): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report(`${at} must be a list`);
    value.forEach((entry: unknown, index) => item(entry, `${at}[${index}]`, report));
  };
}

function record(shape: Shape): Check {
  return (value, at, report) => {
    if (!isRecord(value)) return report(`${at || "the model"} must be an object`);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key)) report(`${join(at, key)} is not known: ${at || "a model"} may hold ${Object.keys(shape).join(", ")}`);
    }
    for (const [key, { check, required }] of Object.entries(shape)) {
      if (Object.hasOwn(value, key)) check(value[key], join(at, key), report);
      else if (required === true) report(`${join(at, key)} is missing`);
    }
  };
}

function pathOf(demand?: "argument"): Check {
  return (value, at, report) => {
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
  };
}

const types: Check = (value, at, report) => {
  if (!isRecord(value)) return report(`${at} must be an object of type names and lists of API paths`);
  for (const [name, places] of Object.entries(value)) {
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) report(`${at}: ${JSON.stringify(name)} is no name of a type`);
    listOf(pathOf())(places, join(at, name), report);
  }
};

const pattern: Check = (value, at, report) => {
  try {
    if (typeof value !== "string") report(`${at} must be a regular expression as a text`);
    else new RegExp(value, "i");
  } catch (error) {
    report(`${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const conditionTest: Check = (value, at, report) => {
  if (Array.isArray(value)) listOf((entry, place) => typeof entry === "string" || report(`${place} must be a text`))(value, at, report);
  else if (isRecord(value)) record({ like: { check: pattern, required: true } })(value, at, report);
  else oneOf(TYPE_TESTS)(value, at, report);
};

const dangerList: Check = listOf(oneOf(Object.keys(DANGERS)));
const cleared: Check = (value, at, report) => {
  if (value !== "all") dangerList(value, at, report);
};

const conditions = listOf(record({ at: { check: pathOf("argument"), required: true }, is: { check: conditionTest, required: true }, known: { check: truth } }));
const sourceRow = record({ path: { check: pathOf(), required: true }, kind: { check: oneOf(Object.keys(SOURCE_KINDS)), required: true } });

const sinkRow = record({
  path: { check: pathOf("argument"), required: true },
  kind: { check: oneOf(Object.keys(SINK_KINDS)), required: true },
  when: { check: conditions },
  confidence: { check: oneOf(["high", "medium", "low"]) },
  program: { check: pathOf("argument") },
  programName: { check: text },
  form: { check: oneOf(["list", "items", "text"]) },
  remote: { check: truth },
  readOnly: { check: truth },
  several: { check: conditions },
  flags: { check: pathOf("argument") },
  base: { check: pathOf("argument") },
});

const stepRow = record({
  from: { check: pathOf(), required: true },
  to: { check: pathOf(), required: true },
  when: { check: conditions },
  clears: { check: cleared },
  as: { check: oneOf(Object.keys(STEP_MEANINGS)) },
});

const guardRow = record({
  path: { check: pathOf("argument"), required: true },
  outcome: { check: oneOf(["true", "false", "returns"]), required: true },
  clears: { check: cleared, required: true },
});

const schemaRow = record({
  path: { check: pathOf(), required: true },
  means: { check: oneOf(Object.keys(SCHEMA_MEANINGS)), required: true },
  clears: { check: dangerList },
  type: { check: oneOf(["number", "integer", "boolean", "null"]) },
  description: { check: pathOf() },
  default: { check: pathOf() },
});

const registerRow = record({
  path: { check: pathOf(), required: true },
  what: { check: oneOf(Object.keys(REGISTRATIONS)), required: true },
  method: { check: listOf(text) },
  when: { check: conditions },
  name: { check: pathOf() },
  title: { check: pathOf() },
  description: { check: pathOf() },
  schema: { check: pathOf() },
  advertised: { check: truth },
  annotations: { check: pathOf() },
  scopes: { check: pathOf() },
  handler: { check: pathOf() },
  asked: { check: pathOf() },
  untrusted: { check: listOf(sourceRow) },
  needsSchema: { check: truth },
  uri: { check: pathOf() },
  transport: { check: oneOf(Object.keys(TRANSPORTS)) },
  checks: { check: oneOf(Object.keys(CHECKED)) },
  host: { check: listOf(pathOf()) },
  port: { check: listOf(pathOf()) },
  unbound: { check: oneOf(["everywhere", "loopback"]) },
});

const settingRow = record({
  path: { check: pathOf(), required: true },
  declared: { check: pathOf() },
  name: { check: pathOf() },
  default: { check: pathOf() },
  table: { check: pathOf() },
  field: { check: (value, at, report) => typeof value === "string" || report(`${at} must be a text`) },
});

const programRow = record({
  names: { check: listOf(text), required: true },
  flags: { check: listOf(text), required: true },
  kind: { check: oneOf(Object.keys(SINK_KINDS)), required: true },
  rest: { check: truth },
  operand: { check: whole },
});

const modelShape = record({
  packages: { check: listOf(text), required: true },
  types: { check: types },
  registers: { check: listOf(registerRow) },
  sources: { check: listOf(sourceRow) },
  sinks: { check: listOf(sinkRow) },
  steps: { check: listOf(stepRow) },
  sanitizers: { check: listOf(stepRow) },
  guards: { check: listOf(guardRow) },
  readOnly: { check: listOf(record({ path: { check: pathOf(), required: true }, when: { check: conditions, required: true } })) },
  schemas: { check: listOf(schemaRow) },
  programs: { check: listOf(programRow) },
  options: { check: listOf(record({ names: { check: listOf(text), required: true }, harm: { check: text, required: true }, switches: { check: listOf(text), required: true }, handsOver: { check: listOf((value, at, report) => { if (typeof value !== "string") report(`${at} must be a text`); }) }, endless: { check: truth } })) },
  constants: { check: listOf(record({ path: { check: pathOf(), required: true }, values: { check: listOf(text), required: true } })) },
  settings: { check: listOf(settingRow) },
  computes: { check: listOf(record({ path: { check: pathOf(), required: true }, as: { check: oneOf(Object.keys(COMPUTATIONS)), required: true } })) },
});

/**
 * What is wrong with a model, as sentences without a full stop that name the place: an unknown key, kind or danger, a malformed API path, a missing part.
 * An empty list means that the value is a `Model`.
 */
export function validateModel(model: unknown): string[] {
  const complaints: string[] = [];
  modelShape(model, "", (complaint) => complaints.push(complaint));
  return complaints;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}
