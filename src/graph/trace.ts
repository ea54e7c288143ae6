import type { Location, Step } from "../finding.js";
import type { Dangers } from "../models/kinds.js";
import { type CallSite, type Node, OP, type Passing } from "./graph.js";
import type { Sink } from "./sinks.js";
import type { Solver } from "./solver.js";
import type { Fact, Origin, Source } from "./taint.js";

/** The way of one danger, told from its source to the sink. */
export interface Trace {
  readonly source: Source;
  /** The input as a noun phrase: "`path` of tool `read_file`". */
  readonly input: string;
  readonly steps: readonly Step[];
}

const LONGEST = 400;

/**
 * Walks the origins of one danger back to its source. Law: a return is left by the call through which its function was entered, so that the
 * way is one that the program can take.
 */
export function describeTrace(solver: Solver, end: Fact, bits: Dangers, sink: Sink, calls: readonly CallSite[]): Trace {
  const way = walkBack(end, bits & -bits) ?? walkBack(end, 0) ?? { facts: [end], origins: [], source: undefined };
  const { graph } = solver;
  const source = way.source ?? { kind: "tool", names: [], node: end.node, path: [] };
  const facts = [...way.facts].reverse();
  const origins = [...way.origins].reverse();
  const name = nameInput(solver, source, facts, origins);
  const input = phrase(solver, source, name);
  const steps: Step[] = [];
  const say = (location: Location, text: string): void => {
    const last = steps.at(-1);
    if (last !== undefined && last.location.file === location.file && last.location.line === location.line && last.location.column === location.column) steps.pop();
    steps.push({ location, text });
  };
  say(graph.locate(firstRead(solver, facts, origins) ?? source.node), input);
  facts.forEach((fact, index) => {
    const origin = origins[index - 1];
    const text = origin === undefined ? undefined : describeEdge(solver, origin, fact);
    if (text !== undefined) say(graph.locate(placeOf(origin, fact)), text);
  });
  for (const call of calls.slice(0, -1)) say(graph.locate(call.node), "is handed on unchanged");
  say(graph.locate(sink.site.node), `reaches ${sink.callee}`);
  return { source, input, steps: dedupe(steps) };
}

function dedupe(steps: readonly Step[]): Step[] {
  return steps.filter((step, index) => {
    const next = steps[index + 1];
    return next === undefined || next.location.file !== step.location.file || next.location.line !== step.location.line || index === 0;
  });
}

interface Way {
  readonly facts: Fact[];
  /** `origins[i]` leads from facts[i + 1] to facts[i]. */
  readonly origins: Origin[];
  readonly source: Source | undefined;
}

function walkBack(end: Fact, bit: Dangers): Way | undefined {
  const facts = [end];
  const origins: Origin[] = [];
  const calls: CallSite[] = [];
  const seen = new Set<Fact>([end]);
  let at = end;
  for (let hops = 0; hops < LONGEST; hops += 1) {
    const origin = choose(at, bit, calls, seen);
    if (origin === undefined) return undefined;
    if (origin.source !== undefined) return { facts, origins, source: origin.source };
    if (origin.from === undefined) return undefined;
    if (origin.edge?.op === OP.RETURN) calls.push(origin.edge.data as CallSite);
    else if (origin.edge?.op === OP.CALL) calls.pop();
    origins.push(origin);
    at = origin.from;
    seen.add(at);
    facts.push(at);
  }
  return undefined;
}

function choose(fact: Fact, bit: Dangers, calls: readonly CallSite[], seen: ReadonlySet<Fact>): Origin | undefined {
  const entered = calls.at(-1);
  const fits = (origin: Origin): boolean => entered === undefined || origin.edge?.op !== OP.CALL || (origin.edge.data as Passing).site === entered;
  const fresh = (origin: Origin): boolean => origin.from === undefined || !seen.has(origin.from);
  const carries = (origin: Origin): boolean => (origin.bits & bit) !== 0 || bit === 0;
  return fact.origins.find((one) => fits(one) && fresh(one) && carries(one)) ?? fact.origins.find((one) => fresh(one) && carries(one)) ?? fact.origins.find(fresh);
}

/** The name of the input: the field that the schema declares, or the first that the program reads. */
function nameInput(solver: Solver, source: Source, facts: readonly Fact[], origins: readonly Origin[]): string | undefined {
  if (source.path.length > 0) return readable(source.path);
  for (let index = 0; index < origins.length; index += 1) {
    const before = facts[index];
    const edge = origins[index]?.edge;
    if (before === undefined || edge === undefined) break;
    if (edge.op === OP.GET && before.path === undefined && typeof edge.data === "string" && /^[A-Za-z_$][\w$-]*$/.test(edge.data)) return edge.data;
    if (edge.op === OP.HOLE || edge.op === OP.MAP || edge.op === OP.PUT) break;
  }
  const def = solver.graph.defs[source.node];
  const param = def?.kind === "param" ? def.fn.params[def.index]?.variable.name : undefined;
  return source.kind !== "tool" && param !== undefined && !param.startsWith("%") ? param : undefined;
}

function firstRead(solver: Solver, facts: readonly Fact[], origins: readonly Origin[]): Node | undefined {
  for (let index = 0; index < origins.length; index += 1) {
    const edge = origins[index]?.edge;
    if (edge?.op === OP.GET) {
      if (facts[index]?.path === undefined || facts[index + 1]?.path === undefined) return edge.to;
    } else if (edge?.op !== OP.COPY && edge?.op !== OP.SIGMA && edge?.op !== OP.CAPTURE && edge?.op !== OP.MAP) return undefined;
  }
  void solver;
  return undefined;
}

function readable(path: readonly string[]): string {
  return path.map((field, index) => (field === "[]" || field === "?" ? "[]" : index === 0 ? field : `.${field}`)).join("").replaceAll(".[]", "[]");
}

function phrase(solver: Solver, source: Source, name: string | undefined): string {
  const named = name === undefined ? undefined : `\`${name}\``;
  const [owner] = source.names.length === 1 ? source.names : [];
  switch (source.kind) {
    case "tool":
      if (owner !== undefined) return `${named ?? "the arguments"} of tool \`${owner}\``;
      return named === undefined ? "the arguments of a tool" : `tool argument ${named}`;
    case "resource":
      return `${named ?? "the URI"} of ${owner === undefined ? "a resource" : `resource \`${owner}\``}`;
    case "prompt":
      return `${named ?? "the arguments"} of ${owner === undefined ? "a prompt" : `prompt \`${owner}\``}`;
    case "completion":
      return `${named ?? "the value"} of a completion request`;
    case "http":
      return `${named ?? "a part"} of an HTTP request`;
    case "client":
      return "the client's answer";
    case "export": {
      const def = solver.graph.defs[source.node];
      const fn = def?.kind === "param" ? def.fn.name : "";
      return `parameter ${named ?? ""} of exported \`${fn}\``.replace("  ", " ");
    }
    default:
      return named ?? "untrusted input";
  }
}

function placeOf(origin: Origin | undefined, fact: Fact): Node {
  if (origin?.edge?.op === OP.CALL) return (origin.edge.data as Passing).site.node;
  return fact.node;
}

function describeEdge(solver: Solver, origin: Origin, fact: Fact): string | undefined {
  const { graph } = solver;
  switch (origin.edge?.op) {
    case OP.CALL: {
      const fn = graph.owners[fact.node];
      return fn === undefined ? undefined : `is passed to ${fn.name === "" ? "a function" : `\`${fn.name}\``}`;
    }
    case OP.HOLE:
      return "becomes part of a text";
    case OP.MAP: {
      const def = graph.defs[fact.node];
      return def?.kind === "call" && def.site.method !== undefined ? `goes through \`${def.site.method}\`` : "goes through a call";
    }
    case OP.RETURN:
      return "is returned";
    default:
      return undefined;
  }
}
