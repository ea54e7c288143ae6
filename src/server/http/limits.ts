import type { Expr, FunctionIr, Stmt } from "../../ir/ir.js";
import { childrenOf, nodesIn } from "../../ir/children.js";
import { locate } from "../../program/program.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { unbound } from "../../graph/solve/binding.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { type Code, textOf } from "../values/code.js";
import { valueAt } from "../values/graph-values.js";
import { alternatives, fieldOf, type Value } from "../values/value.js";
import type { Unbounded } from "../view/view.js";

/** The status with which those are turned away who ask too often. */
const TOO_MANY = 429;

/** Whether something counts requests: a library's limiter, or a reply of the program's own that says that they were too many. */
export function isLimited({ solver }: Code, registrations: readonly Registration[]): boolean {
  if (registrations.some(({ row }) => row.what === "limiter")) return true;
  return [...solver.program.modules.values()].some(({ text, functions }) => text.includes(String(TOO_MANY)) && functions.some((fn) => [...nodesIn(fn.body)].some(repliesTooMany)));
}

/** `res.status(429)`, `new Response(…, { status: 429 })`, `res.statusCode = 429`: not a comparison with what another service said. */
function repliesTooMany(node: Stmt | Expr): boolean {
  const is = (one: Expr | undefined): boolean => one?.kind === "const" && one.value === TOO_MANY;
  if (node.kind === "call") return node.args.some((arg) => arg.kind !== "spread" && is(arg)) && node.callee.kind === "get" && node.callee.key.kind === "const" && /^(?:status|sendStatus|writeHead|code|json|text|body|throw)$/.test(String(node.callee.key.value));
  if (node.kind === "object") return node.properties.some(({ key, value }) => key?.kind === "const" && /^status(?:Code)?$/.test(String(key.value)) && is(value));
  return node.kind === "assign" && is(node.value) && node.target.kind === "get" && node.target.key.kind === "const" && /^status(?:Code)?$/.test(String(node.target.key.value));
}

/** What takes as long, or as much, as others like: bodies that are read to their end, and requests of tools that nothing ends. */
export function findUnbounded(code: Code, served: ReadonlySet<FunctionIr>): Unbounded[] {
  return [...readToTheEnd(code), ...waitsForever(code.solver, served)];
}

/** Chunks of a request that are gathered in a function that never looks at how many there are. */
function readToTheEnd({ solver }: Code): Unbounded[] {
  const found: Unbounded[] = [];
  for (const module of solver.program.modules.values()) {
    if (!/\bon\(\s*["']data["']|for await/.test(module.text)) continue;
    for (const fn of module.functions) {
      for (const node of nodesIn(fn.body)) {
        const body = node.kind === "call" ? handlerOfData(node) : node.kind === "each" && node.await && isRequest(textOf(module, node.values)) ? node.body : undefined;
        if (body === undefined || !gathers(body) || /\b(?:length|byteLength|size|limit|max\w*)\b[^;]{0,60}[<>]|[<>]=?\s*\w*(?:max|limit)/i.test(textOf(module, fn.kind === "module" ? body : fn))) continue;
        found.push({ location: locate(module, node), what: "body", others: 0 });
      }
    }
  }
  return found;
}

function handlerOfData({ callee, args }: Extract<Expr, { kind: "call" }>): Stmt | undefined {
  const [event, handler] = args;
  if (callee.kind !== "get" || callee.key.kind !== "const" || callee.key.value !== "on" || event?.kind !== "const" || event.value !== "data" || handler?.kind !== "function") return undefined;
  return callee.object.kind === "var" && isRequest(callee.object.variable.name) ? handler.fn.body : undefined;
}

function isRequest(name: string): boolean {
  return /^(?:req|request|incoming|ctx\.req|c\.req|this\.req)$/i.test(name);
}

/** `text += chunk`, `chunks.push(chunk)`. */
function gathers(body: Stmt | Expr): boolean {
  if (body.kind === "assign" && body.value.kind === "binary" && body.value.op === "+") return true;
  if (body.kind === "call" && body.callee.kind === "get" && body.callee.key.kind === "const" && body.callee.key.value === "push") return true;
  return childrenOf(body).some(gathers);
}

const ENDS = ["signal", "timeout", "timeoutMs", "requestTimeout", "connectTimeout", "headersTimeout", "bodyTimeout"];

/** The requests of tools that have no time limit; one finding speaks for all of a program. */
function waitsForever(solver: Solver, served: ReadonlySet<FunctionIr>): Unbounded[] {
  const reader = { binding: unbound(solver), settings: new Map() };
  const open = solver.apiCalls.filter(({ site, args, api, effects }) => {
    const url = effects.sinks.find(({ row }) => row.kind === "url");
    if (url === undefined || !served.has(site.fn) || !/^(?:globals\.fetch|(?:node-fetch|undici|cross-fetch)\b.*)$/.test(api.name)) return false;
    if (args.some((arg) => arg.spread)) return false;
    const options = args.slice(1).map(({ node }) => valueAt(reader, node));
    return options.every((one) => isClosed(one) && ENDS.every((name) => fieldOf(one, name) === undefined)) && placeNodes(solver, site, args, url.place).length > 0;
  });
  const [first, ...others] = open;
  return first === undefined ? [] : [{ location: solver.graph.locate(first.site.node), what: "request", others: others.length }];
}

/** All that it may hold is known. */
function isClosed(value: Value): boolean {
  const known = [...alternatives(value)];
  return known.length > 0 && (value.kind !== "unknown" || value.may.length > 0) && known.every((one) => one.kind === "object" && !one.open);
}
