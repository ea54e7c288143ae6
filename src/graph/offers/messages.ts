import { ANY_FIELD, type FunctionNodes, type Node } from "../graph.js";
import type { Solver } from "../solver.js";

/** A value that a request, or a part of it, comes in as. */
export interface Message {
  readonly node: Node;
  /** Where the request stands in the value: `body` of an HTTP request. */
  readonly within: readonly string[];
  /** Where the value stands in the request: `params`. */
  readonly part: readonly string[];
}

/** The fields of a request (https://www.jsonrpc.org/specification, 4): what is asked for, and with what. */
const METHOD = "method";
const PARAMS = "params";

/** What a message has besides, which a request is written as. */
const WRITTEN = ["jsonrpc", "id"] as const;

const MOST_NODES = 400;

/**
 * The requests whose method a value is: what its `method` was read from. Where nothing was, the value is what a function was given, and the request's parameters are
 * among what it is given besides.
 */
export function messagesFrom({ graph }: Solver, asked: Node): Message[] {
  const messages = new Map<Node, Message>();
  const given = new Map<Node, Message>();
  const seen = new Set<Node>();
  const work = [asked];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_NODES; at = work.pop()) {
    const node = graph.origin(at);
    if (seen.has(node)) continue;
    seen.add(node);
    const def = graph.defs[node];
    switch (def?.kind) {
      case "get":
        if (def.field === METHOD) note(messages, holderOf(graph, def.object));
        else work.push(...graph.sourcesOf(node));
        break;
      case "logical":
        work.push(def.left, def.right);
        break;
      case "choice":
        work.push(def.then, def.else);
        break;
      case "phi":
        work.push(...def.inputs);
        break;
      case "call":
        // what a text is made of: `String(method)`, `method.trim()`
        if (def.site.targets.length === 0) work.push(...[def.site.receiver, ...def.site.args.map((arg) => arg.node)].filter((one) => one >= 0));
        else work.push(...graph.sourcesOf(node));
        break;
      case "param": {
        const nodes = graph.functions.get(def.fn);
        if (nodes !== undefined) for (const message of besides(nodes, def.index)) note(given, message);
        work.push(...graph.sourcesOf(node));
        break;
      }
      default:
        work.push(...graph.sourcesOf(node));
    }
  }
  return [...(messages.size > 0 ? messages : given).values()];
}

function note(found: Map<Node, Message>, message: Message): void {
  if (!found.has(message.node)) found.set(message.node, message);
}

/** The value in which an object stands, as far out as it was not made here. */
function holderOf(graph: Solver["graph"], object: Node): Message {
  let node = graph.origin(object);
  const within: string[] = [];
  for (let hops = 0; hops < 12; hops += 1) {
    const def = graph.defs[node];
    if (def?.kind === "get" && !def.field.startsWith("%") && def.field !== ANY_FIELD) {
      within.unshift(def.field);
      node = graph.origin(def.object);
    } else {
      // a variable that an inner function reads
      const from: readonly Node[] = def === undefined || def.kind === "cell" ? graph.sourcesOf(node) : [];
      if (from.length !== 1 || from[0] === undefined) break;
      node = graph.origin(from[0]);
    }
  }
  return { node, within, part: [] };
}

function besides({ params }: FunctionNodes, index: number): Message[] {
  return params.flatMap((node, position) => (position === index ? [] : [{ node, within: [], part: [PARAMS] }]));
}

/** What a function is given that stands beside a method's name: the request, or its parameters. */
export function parametersOf({ params }: FunctionNodes): Message[] {
  return params.flatMap((node) => [{ node, within: [], part: [] }, { node, within: [], part: [PARAMS] }]);
}

/** What is written as the method of a message that is built here: `{ jsonrpc, id, method }`; undefined of any other object. */
export function writtenMethod(fields: ReadonlyMap<string, Node>): Node | undefined {
  return WRITTEN.some((name) => fields.has(name)) ? fields.get(METHOD) : undefined;
}

/** Where values come from that are written as a message's method: a parameter among them is of a function that sends requests. */
export function writtenFrom({ graph }: Solver, methods: readonly Node[]): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const work = [...methods];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_NODES; at = work.pop()) {
    const node = graph.origin(at);
    if (seen.has(node)) continue;
    seen.add(node);
    work.push(...graph.sourcesOf(node));
  }
  return seen;
}
