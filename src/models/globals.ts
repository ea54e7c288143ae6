import { bufferSteps } from "./buffer-rows.js";
import { bunSinks, bunSteps } from "./bun-rows.js";
import { takenBy } from "./file-rows.js";
import type { Danger } from "./kinds.js";
import { model } from "./model.js";
import type { GuardRow, SinkRow, StepRow } from "./model.js";
import { serves } from "./listen-rows.js";
import { handles, requestSources } from "./web-rows.js";
import { urlSteps } from "./url-rows.js";

/** `Number` takes blanks and a sign round digits, a point, hexadecimal letters and `Infinity`. */
const NOT_IN_A_NUMERAL: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "SCHEME", "HOST", "NAME", "METACHARACTER", "SUBSTITUTION", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL",
  "CODE", "FREE", "OPERATOR",
];

const numbers = ["Number", "parseInt", "parseFloat", "BigInt", "Boolean", "Number.parseInt", "Number.parseFloat", "Date.parse", "Symbol"].map(
  (name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: "all" }),
);

const DENO_ACTS = [
  "readFile", "readTextFile", "writeFile", "writeTextFile", "remove", "open", "create", "mkdir", "readDir", "truncate", "chmod", "chown", "utime",
] as const;
const DENO_TELLS = ["stat", "lstat", "readLink"] as const;
const DENO_PAIRS = ["rename", "copyFile", "link", "symlink"] as const;
const twins = (name: string): string[] => [`Deno.${name}`, `Deno.${name}Sync`];

const denoFiles: SinkRow[] = [
  ...DENO_ACTS.flatMap(twins).map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path", ...takenBy(name) })),
  ...DENO_TELLS.flatMap(twins).map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path", confidence: "low" })),
  ...DENO_PAIRS.flatMap(twins).flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0)`, kind: "path" },
    { path: `${name}.arg(1)`, kind: "path" },
  ]),
  { path: "Deno.watchFs.arg(0)", kind: "path" },
  { path: "Deno.makeTempDir.arg(0).dir", kind: "path" },
  { path: "Deno.makeTempFile.arg(0).dir", kind: "path" },
];

const guards: GuardRow[] = [
  { path: "isNaN.arg(0)", outcome: "false", clears: NOT_IN_A_NUMERAL },
  { path: "isFinite.arg(0)", outcome: "true", clears: NOT_IN_A_NUMERAL },
  // A scheme starts with a letter (https://url.spec.whatwg.org/#scheme-start-state).
  { path: "URL.new.arg(0)", outcome: "returns", when: [{ at: "arg(1)", is: "unset" }], clears: ["DASH"] },
  { path: "URL.canParse.arg(0)", outcome: "true", when: [{ at: "arg(1)", is: "unset" }], clears: ["DASH"] },
  // These are true of numbers only, never of their spelling.
  ...["Number.isInteger", "Number.isSafeInteger", "Number.isFinite", "Number.isNaN"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: "all" })),
];

/** The language's and the hosts' global objects. Methods of values (Array, String, Promise, Object) are the engines' own. */
export default model({
  packages: ["globals"],
  sinks: [
    { path: "eval.arg(0)", kind: "code" },
    { path: "Function.arg(*)", kind: "code" },
    { path: "Function.new.arg(*)", kind: "code" },
    { path: "setTimeout.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }] },
    { path: "setInterval.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }] },
    { path: "setImmediate.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string", known: true }] },
    { path: "import.arg(0)", kind: "module" },
    { path: "require.arg(0)", kind: "module" },
    { path: "Worker.new.arg(0)", kind: "module" },
    { path: "importScripts.arg(*)", kind: "module" },
    { path: "fetch.arg(0)", kind: "url", takes: "no-credentials", agents: ["fetch.arg(1).dispatcher"], redirects: { at: "fetch.arg(1).redirect", unless: ["manual", "error"] } },
    { path: "fetch.arg(1).body", kind: "sql", written: true, confidence: "medium" },
    { path: "WebSocket.new.arg(0)", kind: "url" },
    { path: "EventSource.new.arg(0)", kind: "url" },
    { path: "XMLHttpRequest.new().open.arg(1)", kind: "url" },
    { path: "navigator.sendBeacon.arg(0)", kind: "url" },
    { path: "process.loadEnvFile.arg(0)", kind: "path" },
    { path: "process.dlopen.arg(1)", kind: "module" },
    { path: "chrome.debugger.sendCommand.arg(2).expression", kind: "code", when: [{ at: "arg(1)", is: ["Runtime.evaluate"] }] },
    { path: "chrome.tabs.executeScript.arg(last).code", kind: "code" },
    ...bunSinks("Bun."),
    { path: "Deno.Command.new.arg(0)", kind: "program" },
    { path: "Deno.Command.new.arg(1).args", kind: "arguments", program: "Deno.Command.new.arg(0)" },
    { path: "Deno.run.arg(0).cmd", kind: "arguments" },
    { path: "Deno.dlopen.arg(0)", kind: "module" },
    { path: "Deno.connect.arg(0).hostname", kind: "url" },
    { path: "Deno.connectTls.arg(0).hostname", kind: "url" },
    ...denoFiles,
  ],
  steps: [
    ...urlSteps(),
    ...bufferSteps(),
    ...bunSteps("Bun."),
    { from: "Request.new.arg(0)", to: "Request.new()", as: "identity" },
    { from: "Request.new()", to: "Request.new().url", as: "identity" },
    { from: "Request.new.arg(1).headers", to: "Request.new().headers", as: "identity" },
    { from: "Headers.new.arg(0)", to: "Headers.new()", as: "identity" },
    { from: "Headers.new().set.arg(1)", to: "Headers.new().set.this", as: "identity" },
    { from: "Headers.new().append.arg(1)", to: "Headers.new().append.this", as: "identity" },
    { from: "Headers.new()", to: "Headers.new().get()", as: "identity" },
    { from: "String.arg(0)", to: "String()", as: "identity", clears: ["OPERATOR"] },
    { from: "String.new.arg(0)", to: "String.new()", as: "identity" },
    { from: "String.fromCharCode.arg(*)", to: "String.fromCharCode()", as: "identity" },
    { from: "String.fromCodePoint.arg(*)", to: "String.fromCodePoint()", as: "identity" },
    { from: "JSON.stringify.arg(0)", to: "JSON.stringify()", as: "stringify" },
    { from: "JSON.parse.arg(0)", to: "JSON.parse()", as: "decode" },
    { from: "structuredClone.arg(0)", to: "structuredClone()", as: "identity" },
    { from: "encodeURIComponent.arg(0)", to: "encodeURIComponent()", as: "encode" },
    { from: "encodeURI.arg(0)", to: "encodeURI()", clears: ["NEWLINE", "SPACE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH"] },
    { from: "escape.arg(0)", to: "escape()", clears: ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SCHEME"] },
    { from: "decodeURIComponent.arg(0)", to: "decodeURIComponent()", as: "decode" },
    { from: "decodeURI.arg(0)", to: "decodeURI()", as: "decode" },
    { from: "unescape.arg(0)", to: "unescape()", as: "decode" },
    { from: "TextEncoder.new().encode.arg(0)", to: "TextEncoder.new().encode()", as: "identity" },
    { from: "TextDecoder.new().decode.arg(0)", to: "TextDecoder.new().decode()", as: "identity" },
    { from: "RegExp.escape.arg(0)", to: "RegExp.escape()", as: "identity" },
    { from: "Deno.realPath.arg(0)", to: "Deno.realPath()", as: "realpath" },
    { from: "Deno.realPathSync.arg(0)", to: "Deno.realPathSync()", as: "realpath" },
  ],
  sanitizers: [
    ...numbers,
    { from: "Date.new.arg(*)", to: "Date.new()", clears: "all" },
    { from: "Date.UTC.arg(*)", to: "Date.UTC()", clears: "all" },
  ],
  guards,
  types: { IncomingRequest: [] },
  registers: [
    ...serves("Bun.serve"), handles("Bun.serve", "arg(0).fetch"),
    ...serves("Deno.serve"), handles("Deno.serve", "arg(last)"), handles("Deno.serve", "arg(0).handler"),
  ],
  sources: requestSources,
  computes: [
    ...["process.exit", "Deno.exit"].map((path) => ({ path, as: "exit" as const })),
    { path: "process.cwd", as: "cwd" }, { path: "process.argv", as: "command-line" }, { path: "process.platform", as: "platform-value" },
  ],
  settings: ["process.env", "Bun.env"].map((path) => ({ path })),
});
