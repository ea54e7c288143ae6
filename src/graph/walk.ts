import type { ClassIr, FunctionIr, Span, Variable } from "../ir/ir.js";
import type { Resolution } from "../program/program.js";
import { Environment, type Key, type Keys, variableKey } from "./environment.js";
import { ANY_FIELD, ANY_ITEM, type FunctionNodes, type Graph, NO_NODE, type Node, OP, type Truth } from "./graph.js";

/** What the builder hands to the solver besides the graph itself. */
export interface Constraints {
  /** `to` holds field `field` of the objects at `object`. */
  readonly loads: { object: Node; field: string; to: Node }[];
  /** Field `field` of the objects at `object` holds the value at `from`; `heap`: taint goes that way too. */
  readonly stores: { object: Node; field: string; from: Node; heap: boolean }[];
  /** All fields of the objects at `from`, but those of `except`, are fields of the object allocated at `to`. */
  readonly copies: { from: Node; to: Node; except: ReadonlySet<string> }[];
  /** Nodes at which an object, list, function or class is made. */
  readonly allocations: Node[];
  readonly classes: { cls: ClassIr; node: Node; superclass: Node; keys: readonly string[] }[];
  /** The node holds an instance of the class or API at `type`. */
  readonly hints: { node: Node; type: Node }[];
  readonly requires: { node: Node; fn: FunctionIr; resolution: Resolution; via: "require" | "dynamic" }[];
  readonly globals: { node: Node; name: string }[];
  /** `import()` and `require()` of something that is no constant: the node of the specifier. */
  readonly dynamicImports: Node[];
}

/** Where `break` and `continue` go. */
export interface JumpTarget {
  readonly label: string | undefined;
  /** A `break` without a label stops here. */
  readonly plain: boolean;
  readonly loop: boolean;
  readonly base: Environment | undefined;
  readonly breaks: ReadonlyMap<Key, Node>[];
  readonly continues: ReadonlyMap<Key, Node>[];
}

/** A try block that is being walked: what its catch clause may see. */
export interface TryFrame {
  /** Every version of every key set inside, in order. */
  readonly versions: Map<Key, Set<Node>>;
  readonly catcher: Node;
  /** The finalizer never ends normally: what is returned inside is lost. */
  readonly cancelsReturns: boolean;
}

/** One function while it is walked. `env` is undefined where control cannot come. */
export interface Frame {
  readonly nodes: FunctionNodes;
  readonly fn: FunctionIr;
  /** The frame in which the function was made, for captured variables; undefined for hoisted functions. */
  readonly outer: Frame | undefined;
  env: Environment | undefined;
  /** Which keys held a value (by its origin) at some time. */
  readonly holders: Map<Node, Set<Key>>;
  readonly captured: Map<Variable, Node>;
  /** For a node that stands for a captured variable: what the variable held when the function was made. */
  readonly capturedFrom: Map<Node, Node>;
  readonly jumps: JumpTarget[];
  readonly tries: TryFrame[];
}

/** The builder's state. */
export interface Walk {
  readonly graph: Graph;
  readonly keys: Keys;
  readonly constraints: Constraints;
  readonly resolve: (fn: FunctionIr, specifier: string) => Resolution;
  /** First reads of `object.field`, one node each until it is assigned. */
  readonly members: Map<Key, Node>;
  /** Members that were read of a call's result. */
  readonly parts: Map<Node, Node[]>;
  /** Writes to captured variables that are written more than once, and reads of them by closures; joined at the end. */
  readonly writes: Map<Variable, { node: Node; at: number; by: FunctionIr }[]>;
  /** Variables that functions inside their owner write, by owner, with the node that a call left them in. */
  readonly writtenInside: Map<FunctionIr, Map<Variable, Node>>;
  readonly closureReads: { variable: Variable; node: Node; at: number; by: FunctionIr }[];
  /** Values of outer variables that a function reads, as they were when it was made. */
  readonly captures: Map<FunctionIr, Node[]>;
  /** Some object of the program says itself how it is iterated over. */
  iterators: boolean;
  /** Annotated variables that others see, whose type is evaluated when all is walked. */
  readonly annotated: { variable: Variable; node: Node }[];
  /** Variables of the functions that were allocated so far. */
  variableCount: number;
}

/** The nodes of a function; every function of the program is allocated before any is walked. */
export function nodesOf(walk: Walk, fn: FunctionIr): FunctionNodes {
  const nodes = walk.graph.functions.get(fn);
  if (nodes === undefined) throw new Error(`function ${fn.name} was not allocated`);
  return nodes;
}

/** The node that holds all values of a variable over time: what other functions and modules see. */
export function cellOf(walk: Walk, variable: Variable): Node {
  const nodes = nodesOf(walk, variable.owner);
  let cell = nodes.cells[variable.index];
  if (cell === undefined) {
    cell = walk.graph.add(variable.owner, variable.owner, { kind: "cell", variable });
    nodes.cells[variable.index] = cell;
    if (variable.hint !== undefined && variable.kind !== "param") walk.annotated.push({ variable, node: cell });
  }
  return cell;
}

/** Remembers that `key` holds `node`. */
export function bind(walk: Walk, frame: Frame, key: Key, node: Node): void {
  const env = frame.env;
  if (env === undefined) return;
  for (const entry of frame.tries) {
    let versions = entry.versions.get(key);
    if (versions === undefined) {
      const before = env.get(key);
      entry.versions.set(key, (versions = new Set(before === undefined ? [] : [before])));
    }
    versions.add(node);
  }
  env.set(key, node);
  hold(walk, frame, key, node);
}

function hold(walk: Walk, frame: Frame, key: Key, node: Node): void {
  const origin = walk.graph.origin(node);
  const keys = frame.holders.get(origin);
  if (keys === undefined) frame.holders.set(origin, new Set([key]));
  else keys.add(key);
}

/** A write to a variable by the function at hand. */
export function writeVariable(walk: Walk, frame: Frame, variable: Variable, node: Node): void {
  const { graph } = walk;
  if (variable.owner === frame.fn) bind(walk, frame, variableKey(frame.nodes, variable), node);
  else {
    frame.captured.delete(variable);
    const written = walk.writtenInside.get(variable.owner);
    if (written === undefined) walk.writtenInside.set(variable.owner, new Map([[variable, NO_NODE]]));
    else if (!written.has(variable)) written.set(variable, NO_NODE);
  }
  if (variable.captured || variable.owner !== frame.fn || variable.owner.kind === "module") {
    graph.edge(node, cellOf(walk, variable), OP.RESET);
    if (variable.writes > 1) {
      const write = { node, at: graph.starts[node] ?? 0, by: frame.fn };
      const list = walk.writes.get(variable);
      if (list === undefined) walk.writes.set(variable, [write]);
      else list.push(write);
    }
  }
}

/** A call may have run functions that write variables of the function at hand: from here on they hold either value. */
export function seeWritesInside(walk: Walk, frame: Frame, span: Span): void {
  const { graph } = walk;
  const written = walk.writtenInside.get(frame.fn);
  for (const [variable, merged] of written ?? []) {
    const key = variableKey(frame.nodes, variable);
    const before = frame.env?.get(key);
    if (before === undefined || graph.origin(before) === merged) continue;
    const node = graph.add(frame.fn, { start: span.start, end: span.start }, { kind: "phi", inputs: [before], of: undefined, ways: undefined });
    graph.edge(before, node, OP.COPY);
    walk.closureReads.push({ variable, node, at: Infinity, by: frame.fn });
    written?.set(variable, node);
    bind(walk, frame, key, node);
  }
}

/** What a variable holds here. */
export function readVariable(walk: Walk, frame: Frame, variable: Variable, span: Span): Node {
  const { graph } = walk;
  if (variable.owner === frame.fn) {
    const node = frame.env?.get(variableKey(frame.nodes, variable));
    if (node !== undefined) return node;
    // a var is read before it is written, and nobody else writes it
    if (variable.kind === "var" && !variable.captured && frame.jumps.length === 0) return graph.add(frame.fn, span, { kind: "const", value: undefined });
    const cell = cellOf(walk, variable);
    if (frame.env !== undefined) bind(walk, frame, variableKey(frame.nodes, variable), cell);
    return cell;
  }
  const here = frame.env?.get(variableKey(nodesOf(walk, variable.owner), variable));
  if (here !== undefined) return here;
  const known = frame.captured.get(variable);
  if (known !== undefined) return known;
  const node = captureVariable(walk, frame, variable, span);
  frame.captured.set(variable, node);
  if (frame.env !== undefined) bind(walk, frame, variableKey(nodesOf(walk, variable.owner), variable), node);
  return node;
}

/**
 * A closure reads an outer variable as it was when the closure was made, with the tests that it had passed by then; of a variable that is
 * written again later, the later writes as well.
 */
function captureVariable(walk: Walk, frame: Frame, variable: Variable, span: Span): Node {
  const { graph } = walk;
  const key = variableKey(nodesOf(walk, variable.owner), variable);
  let outer = frame.outer;
  let made: Node | undefined;
  while (outer !== undefined && made === undefined) {
    made = outer.env?.get(key);
    outer = outer.outer;
  }
  if (made === undefined && variable.kind === "param" && frame.outer !== undefined) {
    const nodes = nodesOf(walk, variable.owner);
    made = nodes.params[variable.owner.params.findIndex((param) => param.variable === variable)];
  }
  if (made === undefined) return cellOf(walk, variable);
  const node = graph.add(frame.fn, span);
  graph.edge(made, node, OP.CAPTURE);
  frame.capturedFrom.set(node, made);
  const captures = walk.captures.get(frame.fn);
  if (captures === undefined) walk.captures.set(frame.fn, [made]);
  else captures.push(made);
  if (variable.writes > 1) walk.closureReads.push({ variable, node, at: frame.fn.start, by: frame.fn });
  return node;
}

/** Reads `object.field`: one node until the field or the object is written. */
export function readMember(walk: Walk, frame: Frame, object: Node, field: string, span: Span, keyNode: Node): Node {
  const { graph } = walk;
  const key = field === ANY_FIELD || field === ANY_ITEM ? undefined : walk.keys.member(object, field);
  if (key !== undefined) {
    const known = frame.env?.get(key) ?? walk.members.get(key);
    if (known !== undefined && graph.owners[known] === frame.fn) return known;
  }
  const tested = key === undefined ? undefined : readCapturedMember(walk, frame, object, field);
  if (tested !== undefined && key !== undefined) {
    const node = graph.add(frame.fn, span);
    graph.edge(tested, node, OP.CAPTURE);
    walk.members.set(key, node);
    hold(walk, frame, key, node);
    return node;
  }
  const node = graph.add(frame.fn, span, { kind: "get", object, field, key: keyNode });
  graph.edge(object, node, OP.GET, field);
  walk.constraints.loads.push({ object, field, to: node });
  if (key !== undefined) {
    walk.members.set(key, node);
    rememberPart(walk, object, node);
    hold(walk, frame, key, node);
  }
  return node;
}

/** `const { ok, path } = check(x)`: a test of one part says something of the others. */
function rememberPart({ graph, parts }: Walk, object: Node, part: Node): void {
  const whole = graph.origin(object);
  if (graph.defs[whole]?.kind !== "call") return;
  const known = parts.get(whole);
  if (known === undefined) parts.set(whole, [part]);
  else known.push(part);
}

/** A member of a captured variable that was tested or written before the closure was made. */
function readCapturedMember(walk: Walk, frame: Frame, object: Node, field: string): Node | undefined {
  const made = frame.capturedFrom.get(object);
  const key = made === undefined ? undefined : walk.keys.member(made, field);
  if (key === undefined) return undefined;
  for (let outer = frame.outer; outer !== undefined; outer = outer.outer) {
    const node = outer.env?.get(key);
    if (node !== undefined) return node;
  }
  return undefined;
}

/** Puts a test between the value of `key` and what follows. */
export function refine(walk: Walk, frame: Frame, key: Key, test: Node, truth: Truth): void {
  const { graph } = walk;
  const of = frame.env?.get(key) ?? walk.members.get(key);
  if (of === undefined || frame.env === undefined) return;
  const def = graph.defs[of];
  if (def?.kind === "sigma" && def.test === test && def.truth === truth) return;
  const node = graph.add(frame.fn, { start: graph.starts[test] ?? 0, end: graph.ends[test] ?? 0 }, { kind: "sigma", of, test, truth });
  graph.edge(of, node, OP.SIGMA);
  bind(walk, frame, key, node);
}

/** Control comes from all of `ways` (changes since `base`): what differs becomes a phi. Undefined when nothing comes. */
export function join(walk: Walk, frame: Frame, base: Environment | undefined, ways: readonly ReadonlyMap<Key, Node>[], span: Span): Environment | undefined {
  if (ways.length === 0) return undefined;
  const env = new Environment(base);
  frame.env = env;
  const [first] = ways;
  if (ways.length === 1 && first !== undefined) {
    for (const [key, node] of first) env.set(key, node);
    return env;
  }
  const keys = new Set<Key>();
  for (const way of ways) for (const key of way.keys()) keys.add(key);
  for (const key of keys) {
    const before = base?.get(key) ?? walk.members.get(key);
    const inputs: Node[] = [];
    const waysOf: ReadonlyMap<Key, Node>[][] = [];
    for (const way of ways) {
      const node = way.get(key) ?? before;
      if (node === undefined) continue;
      const at = inputs.indexOf(node);
      if (at >= 0) waysOf[at]?.push(way);
      else {
        inputs.push(node);
        waysOf.push([way]);
      }
    }
    const node = merge(walk, frame, inputs, before, span, waysOf);
    if (node !== undefined) bind(walk, frame, key, node);
  }
  return env;
}

/** Several values into one. Versions of one value that differ only in the tests that they have passed are the least tested of them. */
export function merge(walk: Walk, frame: Frame, inputs: readonly Node[], before: Node | undefined, span: Span, ways?: readonly (readonly ReadonlyMap<Key, Node>[])[]): Node | undefined {
  const { graph } = walk;
  const [a, b] = inputs;
  if (a === undefined) return undefined;
  if (b === undefined) return a;
  const least = leastTested(walk, inputs);
  if (least !== undefined) return least;
  if (before !== undefined && inputs.length === 2) {
    const left = graph.defs[a];
    const right = graph.defs[b];
    if (left?.kind === "sigma" && right?.kind === "sigma" && left.test === right.test && left.of === before && right.of === before && left.truth !== right.truth) return before;
  }
  const node = graph.add(frame.fn, { start: span.start, end: span.start }, { kind: "phi", inputs: [...inputs], of: commonOrigin(walk, inputs), ways: inputs.some((input) => isFlag(walk, input)) ? ways : undefined });
  for (const input of inputs) graph.edge(input, node, OP.COPY);
  return node;
}

/** A value that a later test decides by: `allowed = true`, `problems = []`. */
function isFlag({ graph }: Walk, node: Node): boolean {
  const def = graph.defs[node];
  if (def?.kind === "array") return def.items.length === 0;
  return def?.kind === "const" && (typeof def.value === "boolean" || def.value === null || def.value === undefined);
}

function commonOrigin({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  const origins = new Set(inputs.map((input) => graph.origin(input)));
  const [origin] = origins;
  return origins.size === 1 ? origin : undefined;
}

/** The input that all others are behind tests of. */
function leastTested({ graph }: Walk, inputs: readonly Node[]): Node | undefined {
  return inputs.find((candidate) =>
    inputs.every((input) => {
      let at = input;
      while (at !== candidate) {
        const def = graph.defs[at];
        if (def?.kind !== "sigma") return false;
        at = def.of;
      }
      return true;
    }),
  );
}
