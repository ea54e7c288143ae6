import type { ClassIr, Expr, FieldIr, FunctionIr, Variable } from "../../ir/ir.js";
import type { Resolution } from "../../program/program.js";
import type { Environment, Key, Keys } from "../environment.js";
import { withOne } from "../chains.js";
import type { FunctionNodes, Graph, Node, Truth } from "../graph.js";
import type { Names } from "./made-here.js";

/** What the builder hands to the solver besides the graph itself. */
export interface Constraints {
  /** `to` holds field `field` of the objects at `object`. */
  readonly loads: { object: Node; field: string; to: Node }[];
  /** Field `field` of the objects at `object` holds the value at `from`; `heap`: taint goes that way too, at "loop" unless all who know the object read its versions. */
  readonly stores: { object: Node; field: string; from: Node; heap: boolean | "loop" }[];
  /** All fields of the objects at `from`, but those of `except`, are fields of the object allocated at `to`. */
  readonly copies: { from: Node; to: Node; except: ReadonlySet<string> }[];
  /** Nodes at which an object, list, function or class is made. */
  readonly allocations: Node[];
  readonly classes: { cls: ClassIr; node: Node; superclass: Node; keys: readonly string[] }[];
  /** What the decorators of a field are. */
  readonly marks: Map<FieldIr, readonly Node[]>;
  /** What a decorator is, and the function or class that it stands on. */
  readonly decorators: { decorator: Node; target: Node }[];
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
  /** Something inside may have thrown by now. */
  mayThrow: boolean;
  /** Keys that were first set before anything could throw: what they held before the block, a finalizer does not see. */
  readonly setFirst: Set<Key>;
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
  readonly holders: Map<Node, readonly Key[]>;
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
  /** Members that were read of a call's result. */
  readonly parts: Map<Node, Node[]>;
  /** Writes to captured variables that are written more than once, and reads of them by closures; joined at the end. */
  readonly writes: Map<Variable, { node: Node; at: number; by: FunctionIr }[]>;
  /** Variables that functions inside their owner write, by owner, with the node that a call left them in. */
  readonly writtenInside: Map<FunctionIr, Map<Variable, Node>>;
  readonly closureReads: { variable: Variable; node: Node; at: number; by: FunctionIr }[];
  /** Values of outer variables that a function reads, as they were when it was made. */
  readonly captures: Map<FunctionIr, Node[]>;
  /** Names of the functions that the program's classes and literals hold, as far as they are written out. */
  readonly methodNames: ReadonlySet<string>;
  /** Some object of the program says itself how it is iterated over. */
  iterators: boolean;
  /** Annotated variables that others see, whose type is evaluated when all is walked. */
  readonly annotated: { variable: Variable; node: Node }[];
  /** What the classes that were walked so far extend, or NO_NODE. */
  readonly superclasses: Map<ClassIr, Node>;
  /** Which variable each literal was given to. */
  readonly names: Names;
  /** Variables of the functions that were allocated so far. */
  variableCount: number;
  /** Expressions that somebody asks about, with the node of each; NO_NODE until it is walked. */
  readonly noted: Map<Expr, Node>;
}

/** What others read of the builder's state once all is walked. */
export type Walked = Pick<Walk, "graph" | "keys" | "constraints" | "captures" | "iterators" | "annotated" | "noted" | "names">;

/** The nodes of a function; every function of the program is allocated before any is walked. */
export function nodesOf(walk: Pick<Walk, "graph">, fn: FunctionIr): FunctionNodes {
  const nodes = walk.graph.functions.get(fn);
  if (nodes === undefined) throw new Error(`function ${fn.name} was not allocated`);
  return nodes;
}

/** The node that holds all values of a variable over time: what other functions and modules see. */
export function cellOf(walk: Pick<Walk, "graph" | "annotated">, variable: Variable): Node {
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
      if (before !== undefined && !entry.mayThrow) entry.setFirst.add(key);
    }
    versions.add(node);
  }
  env.set(key, node);
  hold(walk, frame, key, node);
}

/** What runs here may throw, so that the catch clauses and finalizers around see what is so now. */
export function noteThrow(frame: Frame): void {
  for (const entry of frame.tries) entry.mayThrow = true;
}

/** Remembers that `key` held this value at some time: the value itself, or a choice of it and others, `value || "none"`. */
export function hold(walk: Walk, frame: Frame, key: Key, node: Node): void {
  const { graph } = walk;
  const origin = graph.origin(node);
  holdAs(frame, key, origin);
  for (const one of choicesOf(graph, origin)) holdAs(frame, key, one);
}

function holdAs({ holders }: Frame, key: Key, value: Node): void {
  const keys = holders.get(value);
  if (keys === undefined) holders.set(value, [key]);
  else if (!keys.includes(key)) holders.set(value, withOne(keys, key));
}

/** The values one of which a value is, before all tests that they have passed; none where it is no choice. */
export function choicesOf(graph: Graph, node: Node): readonly Node[] {
  const def = graph.defs[node];
  switch (def?.kind) {
    case "logical":
      return (def.op === "&&" ? [def.right] : [def.left, def.right]).map((one) => graph.origin(one));
    case "choice":
      return [graph.origin(def.then), graph.origin(def.else)];
    case "phi":
      return def.inputs.length > MOST_CHOICES ? NO_CHOICES : def.inputs.map((one) => graph.origin(one));
    default:
      return NO_CHOICES;
  }
}

const MOST_CHOICES = 4;
const NO_CHOICES: readonly Node[] = [];

/** Puts a test between the value of `key` and what follows. */
export function refine(walk: Walk, frame: Frame, key: Key, test: Node, truth: Truth): void {
  const { graph } = walk;
  const of = frame.env?.get(key) ?? walk.keys.readOf(key);
  if (of === undefined || frame.env === undefined) return;
  const def = graph.defs[of];
  if (def?.kind === "sigma" && def.test === test && def.truth === truth) return;
  const node = graph.add(frame.fn, { start: graph.starts[test] ?? 0, end: graph.ends[test] ?? 0 }, { kind: "sigma", of, test, truth });
  bind(walk, frame, key, node);
}
