import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, ModuleIr, Spread, Variable } from "../../ir/ir.js";
import { locate } from "../../program/program.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import { type Node, NO_NODE } from "../../graph/graph.js";
import type { Solver } from "../../graph/solver.js";
import { heldAt, unbound } from "../../graph/solve/binding.js";
import { type Code, textOf } from "../values/code.js";
import type { Guessable } from "../view/view.js";

/** Names of what must not be guessed: who has it, is taken for somebody. */
const HANDLE = /^(?:mcp_?)?session_?(?:id|key|token)$|^sid$|(?:access|auth|refresh|bearer|reset|csrf|invite|login|api)_?(?:token|key|code)$|^(?:oauth_?|auth_?)?(?:state|nonce)$|code_?verifier$|^(?:token|secret|auth_?code|authorization_?code)$/i;
const MOST_NODES = 400;

/** The ids of sessions and the codes that a program makes of what others can work out: chance that is not secret, the clock, a counter. */
export function findGuessable(code: Code, registrations: readonly Registration[]): Guessable[] {
  const { solver } = code;
  const found = registrations.filter(({ row }) => row.what === "transport").flatMap((one) => fromGenerator(solver, one));
  for (const module of solver.program.modules.values()) {
    if (!/Math\.random|Date\.now/.test(module.text)) continue;
    for (const fn of module.functions) for (const node of nodesIn(fn.body)) if (node.kind === "assign") found.push(...fromName(code, module, node.value, node.target));
  }
  const told = new Set<string>();
  return found.filter(({ location: { file, line } }) => !told.has(`${file}:${line}`) && told.add(`${file}:${line}`));
}

/** What the generator of a transport gives, as far as nothing secret is in it. */
function fromGenerator(solver: Solver, registration: Registration): Guessable[] {
  const { sessions } = registration.row;
  return nodesAt(solver, registration, sessions === undefined ? undefined : `arg(0).${sessions}`).flatMap((node) => [...heldAt(unbound(solver), node).tokens]).flatMap((token): Guessable[] => {
    const made = token.kind === "function" ? madeFrom(solver, token.fn.returns) : undefined;
    return token.kind !== "function" || made === undefined ? [] : [{ location: locate(token.fn.fn.module, token.fn.fn), what: "The session id", made, isGivenOut: true }];
  });
}

/** Law: one secret part makes the whole one, and so does a part that is not known. */
function madeFrom(solver: Solver, start: Node): string | undefined {
  const { graph } = solver;
  const seen = new Set<Node>([start]);
  const weak = new Set<string>();
  for (const node of seen) {
    if (seen.size > MOST_NODES) return undefined;
    const def = graph.defs[node];
    const add = (nodes: readonly (Node | string)[]): void => {
      for (const one of nodes) if (typeof one === "number" && one !== NO_NODE) seen.add(one);
    };
    add(graph.sourcesOf(node));
    if (def?.kind === "concat") add(def.parts);
    else if (def?.kind === "binary") add([def.left, def.right]);
    else if (def?.kind === "logical") add([def.left, def.right]);
    else if (def?.kind === "choice") add([def.then, def.else]);
    else if (def?.kind === "phi") add(def.inputs);
    else if (def?.kind === "sigma") add([def.of]);
    else if (def?.kind === "call") {
      const text = graph.text(def.site.node);
      if (/^Math\.random\(/.test(text)) weak.add("Math.random");
      else if (/^(?:Date\.now|performance\.now)\(|^new Date\(\)?/.test(text)) weak.add("the clock");
      else if (def.site.method !== undefined && /^(?:toString|slice|substring|substr|padStart|replace|toFixed|getTime|join|concat)$/.test(def.site.method)) add([def.site.receiver]);
      else if (def.site.targets.length === 0) return undefined;
    } else if (def?.kind === "param" || def?.kind === "global" || def?.kind === "get") return undefined;
  }
  return weak.has("Math.random") ? "Math.random" : ([...weak][0] ?? (isConstant(solver, start, seen) ? "a constant" : undefined));
}

function isConstant({ graph }: Solver, start: Node, seen: ReadonlySet<Node>): boolean {
  const ends = [...seen].filter((node) => node !== start && graph.defs[node] !== undefined);
  return ends.length > 0 && ends.every((node) => {
    const def = graph.defs[node];
    return def?.kind === "const" && typeof def.value === "string";
  });
}

/** A variable or field whose name tells what it is, and what stands right beside it. */
function fromName(code: Code, module: ModuleIr, value: Expr, target: Expr): Guessable[] {
  const held = target.kind === "var" ? target.variable : target.kind === "get" && target.key.kind === "const" ? String(target.key.value) : undefined;
  const name = typeof held === "object" ? held.name : held;
  if (held === undefined || name === undefined || !HANDLE.test(name)) return [];
  const made = weakSource(value, 8);
  if (made === undefined || /randomUUID|randomBytes|getRandomValues|nanoid|uuid/i.test(textOf(module, value))) return [];
  return [{ location: locate(module, value), what: `\`${name}\``, made, isGivenOut: isGivenOut(code, module, held) }];
}

/** Methods that answer a request, put something into an address or header, or keep something under a key. */
const GIVES = /^(?:json|send|redirect|cookie|setCookie|setHeader|header|writeHead|write|end|html|set|append)$/;
const MOST_ROUNDS = 4;

/** Somebody is known by the value: it goes into an answer, an address or a header, or is the key under which something is kept. A field is followed by its name. */
function isGivenOut(code: Code, module: ModuleIr, start: Variable | string): boolean {
  const held = new Set<Variable | FunctionIr | string>([start]);
  const holds = (expr: Expr | Spread): boolean => [...nodesIn(expr.kind === "spread" ? expr.value : expr)].some((node) => {
    if (node.kind === "var") return held.has(node.variable);
    if (node.kind === "get") return node.key.kind === "const" && held.has(String(node.key.value));
    const target = node.kind === "call" ? code.targetOf(module, node)?.fn : undefined;
    return target !== undefined && held.has(target);
  });
  const nodes = module.functions.flatMap((fn) => [...nodesIn(fn.body)].map((node) => [fn, node] as const));
  for (let round = 0, before = 0; round < MOST_ROUNDS && before < held.size; round += 1) {
    before = held.size;
    for (const [fn, node] of nodes) {
      if (node.kind === "assign" && node.target.kind === "var" && holds(node.value)) held.add(node.target.variable);
      if (node.kind === "return" && node.value !== undefined && holds(node.value)) held.add(fn);
    }
  }
  return nodes.some(([, node]) => {
    if (node.kind === "assign") return node.target.kind === "get" && node.target.key.kind !== "const" && holds(node.target.key);
    if (node.kind === "new") return node.callee.kind === "global" && node.callee.name === "Response" && node.args.some(holds);
    return node.kind === "call" && node.callee.kind === "get" && node.callee.key.kind === "const" && GIVES.test(String(node.callee.key.value)) && node.args.some(holds);
  });
}

/** What an expression is made of when it holds nothing but guessable parts and constants. */
function weakSource(expr: Expr, depth: number): string | undefined {
  if (depth === 0) return undefined;
  const inner = (one: Expr): string | undefined => weakSource(one, depth - 1);
  switch (expr.kind) {
    case "call": {
      const { callee } = expr;
      if (callee.kind !== "get" || callee.key.kind !== "const") return undefined;
      const method = String(callee.key.value);
      if (callee.object.kind === "global" && method === "random" && callee.object.name === "Math") return "Math.random";
      if (callee.object.kind === "global" && method === "now" && callee.object.name === "Date") return "the clock";
      return /^(?:toString|slice|substring|substr|padStart|replace|concat|toUpperCase)$/.test(method) ? inner(callee.object) : undefined;
    }
    case "template": {
      const parts = expr.parts.filter((part) => part.kind !== "const").map(inner);
      return parts.length === 0 || parts.includes(undefined) ? undefined : parts.includes("Math.random") ? "Math.random" : parts[0];
    }
    case "binary": {
      if (expr.op !== "+") return undefined;
      const parts = [expr.left, expr.right].filter((part) => part.kind !== "const").map(inner);
      return parts.length === 0 || parts.includes(undefined) ? undefined : parts.includes("Math.random") ? "Math.random" : parts[0];
    }
    default:
      return undefined;
  }
}
