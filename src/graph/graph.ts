import type { ClassIr, Constant, FunctionIr, ModuleIr, Span, Variable } from "../ir/ir.js";
import { locate } from "../program/program.js";
import type { Location } from "../finding.js";
import { LEAST_ROOM, NodeLists, roomFor } from "./chains.js";
import { type DataOf, type Edge, type EdgeId, Edges, NO_EDGE, OP, type Op, type PlainOp } from "./edges.js";
import type { Decision, Trail } from "./trail.js";

/** A value at a place in the program: an index into the graph's tables. */
export type Node = number;
export const NO_NODE: Node = -1;

export { OP };
export type { DataOf, Edge, EdgeId, Op, PlainOp };

/** What made a node; `undefined` for plain joints. Questions about constants, tests and concatenations read these backwards. */
export type Def =
  | { readonly kind: "const"; readonly value: Constant }
  | { readonly kind: "concat"; readonly parts: readonly (string | Node)[] }
  | { readonly kind: "get"; readonly object: Node; readonly field: string; readonly key: Node }
  | { readonly kind: "call"; readonly site: CallSite }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Node>; readonly spreads: readonly Node[] }
  | { readonly kind: "array"; readonly items: readonly Argument[] }
  | { readonly kind: "function"; readonly fn: FunctionIr }
  | { readonly kind: "class"; readonly cls: ClassIr }
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string }
  | { readonly kind: "unary"; readonly op: string; readonly value: Node }
  | { readonly kind: "binary"; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "logical"; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "choice"; readonly test: Node; readonly then: Node; readonly else: Node }
  /** `of`: all inputs are this value behind different tests. `ways`: for a flag, what else was set on the ways that bring each input. */
  | { readonly kind: "phi"; readonly inputs: Node[]; readonly of: Node | undefined; readonly ways: readonly (readonly ReadonlyMap<number, Node>[])[] | undefined }
  | { readonly kind: "sigma"; readonly of: Node; readonly test: Node; readonly truth: Truth }
  /** `spread`: the list whose items the value stands for. `front`: they come first. */
  | { readonly kind: "update"; readonly base: Node; readonly field: string; readonly value: Node; readonly spread?: Node; readonly front?: boolean }
  | { readonly kind: "param"; readonly fn: FunctionIr; readonly index: number }
  | { readonly kind: "cell"; readonly variable: Variable }
  | { readonly kind: "global"; readonly name: string };

/**
 * What is known on this side of a test: that it was truthy, that it was falsy, that the call returned normally, that its promise was
 * fulfilled, or that a loop went through all items (`test` is the item as the loop's head saw it, `ends` the item at each end of the body).
 */
export type Truth = true | false | "returned" | "fulfilled" | { readonly ends: readonly Node[] };

/** A field name, or one of these. */
export const ANY_ITEM = "[]";
export const ANY_FIELD = "?";

export interface Argument {
  readonly node: Node;
  readonly spread: boolean;
}

export interface CallSite extends Span {
  readonly id: number;
  /** The result. */
  readonly node: Node;
  /** The calling function. */
  readonly fn: FunctionIr;
  readonly callee: Node;
  /** The object of a method call, or NO_NODE. */
  readonly receiver: Node;
  /** The method's name when it is written out. */
  readonly method: string | undefined;
  readonly args: readonly Argument[];
  readonly isNew: boolean;
  /** The texts of a tagged template. */
  readonly tag: readonly string[] | undefined;
  /** The parameter of the catch clause around the call, or NO_NODE. */
  readonly catcher: Node;
  /** The tests that it lies behind, as far as no join lies between; those around the function that it is written in count too. */
  readonly trail: Trail | undefined;
  /** The promise that the call gives is awaited, so that a rejection stops what follows. */
  awaited: boolean;
  /** Functions of the program that the call may run; filled by the solver. */
  targets: readonly FunctionNodes[];
}

/** One way in which a function ends normally. */
export interface Exit {
  readonly value: Node;
  /** Of what was set since the function's entry, by environment key, what tells a caller something: tested values, and what became of parameters and their members. */
  readonly changes: ReadonlyMap<number, Node>;
  /** The returned value, as far as it is known: true, false, or for an object the known booleans among its properties. */
  readonly outcome: boolean | ReadonlyMap<string, boolean> | undefined;
  /** The tests that led here. */
  readonly decisions: readonly Decision[];
  /** Those before it too whose other side ended. */
  readonly trail: Trail | undefined;
}

/** The nodes of one function. */
export interface FunctionNodes {
  readonly fn: FunctionIr;
  readonly index: number;
  /** Environment key of variable 0; variable i has key `firstKey + i`. */
  readonly firstKey: number;
  readonly params: Node[];
  readonly thisNode: Node;
  readonly returns: Node;
  readonly throws: Node;
  exits: readonly Exit[];
  /** Call sites that may run this function; filled by the solver. */
  callers: readonly CallSite[];
  /** Cells of variables that nested functions or other modules read, by variable index. */
  readonly cells: (Node | undefined)[];
  /** Stands for `arguments`, or NO_NODE. */
  argumentsNode: Node;
}

/** `object[key] = value`. */
export interface KeyWrite extends Span {
  /** An object that is merely made on the way, `object[key] = {}`, and no value. */
  readonly isFresh: boolean;
  readonly fn: FunctionIr;
  readonly object: Node;
  readonly key: Node;
}

/** Values and how they flow. Built once, then completed by the solver. */
export class Graph {
  /** Where nodes stand in the text, and behind the last node room for more. */
  starts = new Int32Array(LEAST_ROOM);
  ends = new Int32Array(LEAST_ROOM);
  readonly owners: FunctionIr[] = [];
  /** By the node that they leave. */
  readonly edges = new Edges();
  readonly defs: (Def | undefined)[] = [];
  /** By node, the same value before all tests that it has passed. */
  private origins = new Int32Array(LEAST_ROOM);
  /** How many values there are, not counting those behind tests. */
  originCount = 0;
  readonly calls: CallSite[] = [];
  readonly functions = new Map<FunctionIr, FunctionNodes>();
  /** Writes to a field that the program names at run time. */
  readonly keyWrites: KeyWrite[] = [];
  /** Where value-preserving edges come from, by node. Their count grows with each: what was read back through them holds as long as it stands still. */
  readonly sources = new NodeLists();

  /** A new node at a place of a function. */
  add(fn: FunctionIr, span: Span, def?: Def): Node {
    const node = this.owners.length;
    if (node === this.starts.length) [this.starts, this.ends, this.origins] = [roomFor(this.starts, node), roomFor(this.ends, node), roomFor(this.origins, node)];
    this.starts[node] = span.start;
    this.ends[node] = span.end;
    this.owners.push(fn);
    this.defs.push(def);
    // what a test or a joint of tested versions stands for is there before it
    const of = def?.kind === "sigma" || def?.kind === "phi" ? def.of : undefined;
    this.origins[node] = of === undefined ? node : this.origin(of);
    if (of === undefined) this.originCount += 1;
    return node;
  }

  /** A new edge; none from a value to itself. */
  edge(from: Node, to: Node, op: PlainOp): EdgeId;
  edge<O extends Op>(from: Node, to: Node, op: O, data: DataOf<O>): EdgeId;
  edge<O extends Op>(from: Node, to: Node, op: O, data?: DataOf<O>): EdgeId {
    return from === to && op === OP.COPY ? NO_EDGE : this.link(this.use(from), to, op, data);
  }

  private link<O extends Op>(from: Node, to: Node, op: O, data: DataOf<O> | undefined): EdgeId {
    if (op === OP.COPY || op >= OP.SIGMA) this.addSource(from, to);
    return this.edges.add(from, to, op, data);
  }

  /** Somebody reads the node. Law: an edge leads to a value behind a test once it is read there; most such values never are. */
  use(node: Node): Node {
    for (let at = node; ; ) {
      const def = this.defs[at];
      if (def?.kind !== "sigma" || this.sources.first(at) !== 0) return node;
      this.link(def.of, at, OP.SIGMA, undefined);
      at = def.of;
    }
  }

  /** The edges that leave a node, as a list of its own. Where very many nodes are gone through, `edges` makes none. */
  edgesOf(node: Node): readonly Edge[] {
    return this.edges.listOf(node);
  }

  /** Whether the call hands the value at `from` to the parameter at `to`. */
  passes(from: Node, to: Node, site: CallSite): boolean {
    const { edges } = this;
    for (let edge = edges.first(from); edge !== NO_EDGE; edge = edges.next(edge)) if (edges.to(edge) === to && edges.op(edge) === OP.CALL && edges.data(edge, OP.CALL).site === site) return true;
    return false;
  }

  /** Where a node's value comes from unchanged: what constants are read back through. */
  sourcesOf(node: Node): readonly Node[] {
    return this.sources.listOf(node);
  }

  /** The value at `from` may be the value at `to`, whatever edges there are for taint. */
  addSource(from: Node, to: Node): void {
    this.sources.add(to, from);
  }

  /** The same value before all tests that it has passed. */
  origin(node: Node): Node {
    return this.origins[node] ?? node;
  }

  module(node: Node): ModuleIr {
    return this.owners[node]!.module; // owners has an entry a node
  }

  locate(node: Node): Location {
    return locate(this.module(node), { start: this.starts[node] ?? 0, end: this.ends[node] ?? 0 });
  }

  text(node: Node): string {
    return this.module(node).text.slice(this.starts[node], this.ends[node]);
  }

  /** The same on one line, cut where it grows long. */
  shortText(node: Node): string {
    const line = this.text(node).replace(/\s+/g, " ");
    return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
  }
}

const LONGEST_SHOWN = 70;
