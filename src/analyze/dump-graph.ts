import { placeText } from "../finding.js";
import type { FlowGraph } from "../graph/flows/flows.js";
import { type CallSite, type Def, type Edge, type Node, NO_NODE, OP } from "../graph/graph.js";
import type { FunctionIr } from "../ir/ir.js";
import { dangerNames } from "../models/kinds.js";
import { locate, type Program } from "../program/program.js";
import { type Solver, tokensAt } from "../graph/solver.js";
import type { Token } from "../graph/tokens.js";
import type { Fact, Path } from "../graph/dangers/facts.js";

const OPS = new Map<number, string>(Object.entries(OP).map(([name, op]) => [op, name.toLowerCase()]));

/** Every node by module and function: what made it, where its value goes, what it may be, and what of it is untrusted. */
export function dumpGraph(program: Program, { solver, taint }: FlowGraph): string[] {
  const { graph } = solver;
  taint.demand(graph.defs.keys());
  const byFunction = new Map<FunctionIr, Node[]>();
  graph.owners.forEach((fn, node) => {
    const list = byFunction.get(fn);
    if (list === undefined) byFunction.set(fn, [node]);
    else list.push(node);
  });
  const lines = [`graph of ${graph.defs.length} nodes, ${graph.edges.count} edges, ${graph.calls.length} calls, ${solver.tokens.length} objects`];
  for (const module of program.modules.values()) {
    lines.push(`module ${module.path}`);
    for (const fn of module.functions) {
      lines.push(`  ${fn.kind} ${fn.name === "" ? "(no name)" : fn.name}`);
      for (const node of byFunction.get(fn) ?? []) lines.push(...nodeLines(solver, node, taint.facts[node] ?? []));
    }
  }
  return lines;
}

function nodeLines(solver: Solver, node: Node, facts: readonly Fact[]): string[] {
  const { graph } = solver;
  const { line, column } = graph.locate(node);
  const def = graph.defs[node];
  const objects = [...tokensAt(solver, node)].map((token) => nameToken(solver, token)).sort();
  return [
    `    n${node} ${line}:${column}${def === undefined ? "" : ` ${describeDef(def)}`}`,
    ...graph.edgesOf(node).map((edge) => `      ${OPS.get(edge.op) ?? edge.op}${describeData(edge)} to n${edge.to}`),
    ...(objects.length === 0 ? [] : [`      may be ${objects.join(", ")}`]),
    ...taintLines(facts),
  ];
}

/** The contexts of a fact are left out: one line a field path, the dangers of all contexts together. */
function taintLines(facts: readonly Fact[]): string[] {
  const dangers = new Map<string, number>();
  for (const { path, bits } of facts) dangers.set(pathText(path), (dangers.get(pathText(path)) ?? 0) | bits);
  return [...dangers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bits]) => `      untrusted${path} ${dangerNames(bits).join(" ")}`);
}

function pathText(path: Path | undefined): string {
  return path === undefined ? "" : `${path.field.startsWith("[") ? "" : "."}${path.field}${pathText(path.rest)}`;
}

function describeDef(def: Def): string {
  switch (def.kind) {
    case "const":
      return `const ${typeof def.value === "string" ? JSON.stringify(def.value) : String(def.value)}`;
    case "concat":
      return `concat ${def.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : name(part))).join(" ")}`;
    case "get":
      return `get ${name(def.object)} ${def.field}`;
    case "call":
      return `call ${describeCall(def.site)}`;
    case "object":
      return `object ${[...def.fields].map(([field, value]) => `${field}: ${name(value)}`).concat(def.spreads.map((spread) => `...${name(spread)}`)).join(" ")}`.trimEnd();
    case "array":
      return `array ${def.items.map((item) => (item.spread ? "..." : "") + name(item.node)).join(" ")}`.trimEnd();
    case "function":
      return `function ${def.fn.name}`.trimEnd();
    case "class":
      return `class ${def.cls.name}`.trimEnd();
    case "regex":
      return `regex /${def.pattern}/${def.flags}`;
    case "unary":
      return `unary ${def.op} ${name(def.value)}`;
    case "binary":
    case "logical":
      return `${def.kind} ${name(def.left)} ${def.op} ${name(def.right)}`;
    case "choice":
      return `choice ${name(def.then)} ${name(def.else)}`;
    case "phi":
      return `phi ${def.inputs.map(name).join(" ")}`.trimEnd();
    case "sigma":
      return `sigma ${name(def.of)} where ${name(def.test)} is ${typeof def.truth === "object" ? `passed by all, ends ${def.truth.ends.map(name).join(" ")}` : String(def.truth)}`;
    case "update":
      return `update ${name(def.base)} ${def.field} = ${name(def.value)}`;
    case "param":
      return `param ${def.index}`;
    case "cell":
      return `cell ${def.variable.name}`;
    case "global":
      return `global ${def.name}`;
  }
}

function describeCall(site: CallSite): string {
  const args = site.args.map((arg) => (arg.spread ? "..." : "") + name(arg.node)).join(" ");
  const targets = site.targets.map(({ fn }) => `${fn.name === "" ? "(no name)" : fn.name} of ${fn.module.path}`);
  return `c${site.id} ${site.isNew ? "new " : ""}${name(site.callee)}(${args})${site.receiver === NO_NODE ? "" : ` on ${name(site.receiver)}`}${targets.length === 0 ? "" : ` runs ${targets.sort().join(", ")}`}`;
}

function describeData({ data }: Edge): string {
  if (data === undefined) return "";
  if (typeof data !== "object") return ` ${data}`;
  if ("take" in data) return ` ${data.take}${data.put.length === 0 ? "" : ` into ${data.put.join(".")}`}`;
  return "site" in data ? ` c${data.site.id}${data.put === undefined ? "" : ` as ${data.put}`}` : ` c${data.id}`;
}

function nameToken(solver: Solver, token: Token): string {
  switch (token.kind) {
    case "object":
      return token.node === 0 && token === solver.globalObject ? "the global object" : `object n${token.node}`;
    case "function":
      return `function ${token.fn.fn.name === "" ? `(no name) ${where(token.fn.fn)}` : token.fn.fn.name}`;
    case "class":
      return `class ${token.cls.name}`.trimEnd();
    case "instance":
    case "bound":
    case "invoker":
    case "promisified": {
      const of = token.kind === "instance" ? token.of : token.target;
      return `${token.kind === "invoker" ? token.how : token.kind} of ${nameToken(solver, of)}`;
    }
    case "api":
      return `api ${token.api.name}${token.api.opaque ? " (not modelled)" : ""}`;
    case "schema":
      return `schema ${token.api.name} c${token.site.id}`;
    case "schema-method":
      return `${token.name} of ${nameToken(solver, token.of)}`;
    case "resolver":
      return `resolver of n${token.promise}`;
    case "namespace":
      return `namespace ${token.module.path}`;
  }
}

function where(fn: FunctionIr): string {
  return placeText(locate(fn.module, fn));
}

function name(node: Node): string {
  return node === NO_NODE ? "-" : `n${node}`;
}
