import { nodesIn } from "../../ir/children.js";
import type { Constant, Expr, FunctionIr, ModuleIr, Spread, Stmt } from "../../ir/ir.js";
import { locate } from "../../program/program.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { isSecretName } from "../../text/credential-names.js";
import { type ApiCall, type Solver, tokensAt } from "../../graph/solver.js";
import { judge, makeJudge } from "../values/asked.js";
import { testsAround } from "./chains.js";
import { type Code, textOf } from "../values/code.js";
import { type Binding, heldAt, unbound } from "../../graph/solve/binding.js";
import type { Node } from "../../graph/graph.js";
import type { Token } from "../../graph/tokens.js";
import type { InsecureTls } from "../view/view.js";

/** Options of TLS, of drivers and of the environment that leave the other side's certificate unchecked, and the values that do. */
const UNCHECKED: ReadonlyMap<string, readonly Constant[]> = new Map<string, readonly Constant[]>([
  ["rejectUnauthorized", [false, 0]], ["strictSSL", [false]], ["strictSsl", [false]], ["NODE_TLS_REJECT_UNAUTHORIZED", ["0", 0, "false"]],
  ["tlsAllowInvalidCertificates", [true]], ["tlsAllowInvalidHostnames", [true]], ["tlsInsecure", [true]], ["sslValidate", [false]], ["trustServerCertificate", [true]],
  ["insecureSkipVerify", [true]], ["ignoreHTTPSErrors", [true]], ["skipTLSVerify", [true]],
]);
/** Browsers open pages that anybody may have made: what they let through is not the server's own connection. */
const OF_BROWSERS = new Set(["ignoreHTTPSErrors"]);
const VERSIONS = new Set(["minVersion", "maxVersion", "secureProtocol"]);
const OLD = /^(?:TLSv1(?:\.1)?|SSLv\d+|TLSv1(?:_1)?_method|SSLv\d+_method)$/;
const MENTIONED = new RegExp([...UNCHECKED.keys(), ...VERSIONS].join("|"));

/** The places at which the other side of a connection is not told from whoever sits in between. What whoever starts the program has to ask for is left aside. */
export function findInsecureTls(code: Code): InsecureTls[] {
  const { solver } = code;
  const found: InsecureTls[] = [];
  for (const module of solver.program.modules.values()) {
    if (!MENTIONED.test(module.text)) continue;
    for (const fn of module.functions) {
      for (const node of nodesIn(fn.body)) {
        for (const [name, value] of settingsOf(node)) {
          const how = flawOf(name, value);
          if (how !== undefined && !OF_BROWSERS.has(name) && isDefault(code, module, fn, value) && !staysHere(fn, value) && !isShown(solver, module, fn, value)) found.push({ location: locate(module, value), setting: `${name}: ${textOf(module, value)}`, how });
        }
      }
    }
  }
  const mayBeClear = [...solver.program.modules.values()].some(({ text }) => /http:\/\/(?!localhost|127\.|0\.0|www\.w3|\[)/.test(text));
  return mayBeClear ? [...found, ...solver.apiCalls.flatMap((call) => sentInClear(solver, call))] : found;
}

/** The names and values that a node brings together. */
function* settingsOf(node: Stmt | Expr): Iterable<readonly [string, Expr]> {
  if (node.kind === "object") for (const { key, value } of node.properties) if (key?.kind === "const") yield [String(key.value), value];
  if (node.kind === "assign" && node.target.kind === "get" && node.target.key.kind === "const") yield [String(node.target.key.value), node.value];
}

function flawOf(name: string, value: Expr): InsecureTls["how"] | undefined {
  if (value.kind === "unary" && value.op === "!" && value.value.kind === "const") return flawOf(name, { ...value.value, value: !value.value.value });
  if (value.kind !== "const") return undefined;
  if (UNCHECKED.get(name)?.includes(value.value) === true) return "unchecked";
  return VERSIONS.has(name) && typeof value.value === "string" && OLD.test(value.value) ? "old" : undefined;
}

/** It is so when nobody has set anything. */
function isDefault(code: Code, module: ModuleIr, fn: FunctionIr, { start, end }: Expr): boolean {
  const judging = makeJudge(code, "caller", new Map());
  const scope = { module, given: new Map<never, never>(), requests: new Set<never>() };
  return testsAround(code, { fn, start, end }, 2).every(({ test, truth, scope: inner }) => {
    if (isLocalTest(test, truth)) return false;
    const { setting, known } = judge(judging, inner ?? scope, test);
    // what is chosen on a test that is not understood is chosen by somebody
    return known === undefined ? setting && !truth : Boolean(known.value) === truth;
  });
}

const LOOPBACK = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?(?:localhost|127(?:\.\d+){3}|::1|\[::1\])(?=[:/?#]|$)/i;
/** Names of fields that say with whom a client speaks. */
const ADDRESS = /^(?:base_?ur[il]|prefix_?url|ur[il]|host|host_?name|origin|endpoint|server|connection_?string)$/i;

/** The nearest object or call around an option that names an address names this machine: nobody sits in between. */
function staysHere(fn: FunctionIr, inner: Expr): boolean {
  for (const one of around(fn, inner)) {
    const addresses = one.kind === "object" ? one.properties.flatMap(({ key, value }) => (key?.kind === "const" && ADDRESS.test(String(key.value)) ? [value] : []))
      : one.kind === "call" || one.kind === "new" ? one.args.filter((arg) => /^(?:https|wss):/.test(startOf(arg))).flatMap((arg) => (arg.kind === "spread" ? [] : [arg])) : [];
    if (addresses.length > 0) return addresses.every((address) => LOOPBACK.test(startOf(address)));
  }
  return false;
}

/** The expressions of a function that an expression stands in, the nearest first. */
function around(fn: FunctionIr, { start, end }: Expr): (Stmt | Expr)[] {
  return [...nodesIn(fn.body)].filter((one) => one.start <= start && one.end >= end).sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** The known beginning of a text that is written out. */
function startOf(expr: Expr | Spread): string {
  const first = expr.kind === "template" ? expr.parts[0] : expr.kind === "binary" && expr.op === "+" ? expr.left : expr;
  return first?.kind === "const" && typeof first.value === "string" ? first.value : "";
}

/** A test by which an address is this machine's. */
function isLocalTest(test: Expr, truth: boolean): boolean {
  if (test.kind === "unary" && test.op === "!") return isLocalTest(test.value, !truth);
  if (test.kind === "logical" && test.op === "||" && truth) return isLocalTest(test.left, true) && isLocalTest(test.right, true);
  if (test.kind === "logical" && test.op === "&&") return truth ? isLocalTest(test.left, true) || isLocalTest(test.right, true) : isLocalTest(test.left, false) && isLocalTest(test.right, false);
  if (test.kind === "binary" && (truth ? /^===?$/ : /^!==?$/).test(test.op)) return [test.left, test.right].some((side) => LOOPBACK.test(startOf(side)));
  if (test.kind !== "call" || !truth || test.callee.kind !== "get" || test.callee.key.kind !== "const" || test.callee.key.value !== "includes" || test.callee.object.kind !== "array") return false;
  const { items } = test.callee.object;
  return items.length > 0 && items.every((item) => LOOPBACK.test(startOf(item)));
}

const SHOWS = /^(?:JSON\.stringify|console\.\w+)$/;

/** An object that a function gives back, and that is only ever written out: it tells of a connection, and makes none. */
function isShown(solver: Solver, module: ModuleIr, fn: FunctionIr, inner: Expr): boolean {
  const nodes = around(fn, inner);
  const literal = nodes.find((one) => one.kind === "object");
  if (literal === undefined || !nodes.some(({ kind }) => kind === "return") || nodes.some(({ kind }) => kind === "call" || kind === "new")) return false;
  const { line, column } = locate(module, literal);
  const users = solver.graph.calls.filter((site) => site.targets.length === 0 && site.args.some((arg) => [...tokensAt(solver, arg.node)].some((token) => {
    const at = token.kind === "object" ? solver.graph.locate(token.node) : undefined;
    return at?.file === locate(module, literal).file && at.line === line && at.column === column;
  })));
  return users.length > 0 && users.every(({ node }) => SHOWS.test(/^[\w.]+/.exec(solver.graph.text(node))?.[0] ?? ""));
}

const CLEAR = /^http:\/\/([^/:?#…]+)/i;
const LOCAL = /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[\w-]+$|host\.docker\.internal)|\.(?:local|internal|lan|svc|test|localhost|example|invalid)(?:\.|$)|(?:^|\.)example\./i;

/** A credential in a header of a request to an address that says `http:`, on another machine. */
function sentInClear(solver: Solver, { site, args, effects, api }: ApiCall): InsecureTls[] {
  const url = effects.sinks.find(({ row }) => row.kind === "url");
  if (url === undefined) return [];
  const binding = unbound(solver);
  const objects = (node: Node): readonly Token[] => [...heldAt(binding, node).tokens];
  const headers = args.flatMap(({ node }) => objects(node)).flatMap(({ fields }) => fields.get("headers") ?? []).flatMap(objects);
  const header = headers.flatMap(({ fields }) => [...fields.keys()]).find(isSecretName);
  if (header === undefined) return [];
  const host = placeNodes(solver, site, args, url.place).flatMap((node) => headsAt(binding, node)).map((head) => CLEAR.exec(head)?.[1]).find((one) => one !== undefined && !LOCAL.test(one));
  return host === undefined ? [] : [{ location: solver.graph.locate(site.node), setting: `${header} to http://${host} by ${api.name.replace(/^globals\./, "")}`, how: "clear" }];
}

const DEEPEST_HEAD = 6;

/** The known beginnings of a text, each up to the first part that is not known. */
function headsAt(binding: Binding, node: Node, depth = DEEPEST_HEAD): string[] {
  const { defs } = binding.solver.graph;
  return [...heldAt(binding, node).makers].flatMap((maker) => {
    const def = defs[maker];
    if (def?.kind === "const") return typeof def.value === "string" ? [def.value] : [];
    if (def?.kind !== "concat" || depth === 0) return [];
    const [first, second] = def.parts;
    if (typeof first === "string") return [`${first}…`];
    return first === undefined ? [] : headsAt(binding, first, depth - 1).map((head) => head + (typeof second === "string" ? second : ""));
  });
}
