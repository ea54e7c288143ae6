import { Chains, LEAST_ROOM, roomFor } from "./chains.js";
import type { Mapping, Passing } from "./edge-data.js";
import type { CallSite, Node } from "./graph.js";

/**
 * What an edge does to a taint fact (dangers of the value at a field path). Points-to follows COPY, RESET, CAPTURE, SIGMA, CALL and RETURN
 * edges; fields go through loads and stores instead.
 */
export const OP = {
  /** The same value. */
  COPY: 0,
  /** Reads field `data`. */
  GET: 1,
  /** The value becomes field `data` of the target. */
  PUT: 2,
  /** The same object, but field `data` was written anew. */
  EXCEPT: 3,
  /** Part `data` (an index) of a concatenation. */
  HOLE: 4,
  /** The value becomes another one; `data` is a Mapping. */
  MAP: 5,
  /** Fields of the value become those of the same names of the target, each past the tests that `data` is behind, which stands for any of them. */
  FIELDS: 6,
  /** The same value behind a test. */
  SIGMA: 7,
  /** An argument becomes a parameter; `data` is a Passing. */
  CALL: 8,
  /** A returned value becomes a call's result; `data` is the call site. */
  RETURN: 9,
  /** The same value, read at a time that no call order tells: the heap, a module's variable. */
  RESET: 10,
  /** The same value, read by a nested function. */
  CAPTURE: 11,
} as const;

export type Op = (typeof OP)[keyof typeof OP];

/** What an edge of each sort says besides. */
interface EdgeData {
  readonly [OP.COPY]: undefined;
  readonly [OP.GET]: string;
  readonly [OP.PUT]: string;
  readonly [OP.EXCEPT]: string;
  readonly [OP.HOLE]: number;
  readonly [OP.MAP]: Mapping;
  readonly [OP.FIELDS]: Node;
  readonly [OP.SIGMA]: undefined;
  readonly [OP.CALL]: Passing;
  readonly [OP.RETURN]: CallSite;
  readonly [OP.RESET]: undefined;
  readonly [OP.CAPTURE]: undefined;
}

/** An edge: an index into the graph's tables, from 1 on. */
export type EdgeId = number;
export const NO_EDGE: EdgeId = 0;

/** A way that values take, as read from the tables. */
export type Edge = { readonly [O in Op]: { readonly id: EdgeId; readonly to: Node; readonly op: O; readonly data: EdgeData[O] } }[Op];

export type DataOf<O extends Op> = EdgeData[O];
/** The sorts of edges that say nothing besides. */
export type PlainOp = { readonly [O in Op]: EdgeData[O] extends undefined ? O : never }[Op];

/** The edges of a graph, in chains by the node that they leave. */
export class Edges extends Chains {
  private targets = new Int32Array(LEAST_ROOM);
  private ops = new Uint8Array(LEAST_ROOM);
  /** What those that say something say, by edge. */
  private readonly said: EdgeData[Op][] = [undefined];

  add<O extends Op>(from: Node, to: Node, op: O, data: DataOf<O> | undefined): EdgeId {
    const edge = this.append(from);
    if (edge >= this.targets.length) [this.targets, this.ops] = [roomFor(this.targets, edge), roomFor(this.ops, edge)];
    this.targets[edge] = to;
    this.ops[edge] = op;
    this.said.push(data);
    return edge;
  }

  /** Lets an edge do something else between the same nodes. */
  replace<O extends Op>(edge: EdgeId, op: O, data: DataOf<O>): void {
    this.ops[edge] = op;
    this.said[edge] = data;
  }

  to(edge: EdgeId): Node {
    return this.targets[edge] ?? 0;
  }

  op(edge: EdgeId): Op {
    // none but these were put in
    return this.ops[edge] as Op;
  }

  /** What the edge says besides, for whoever has seen what sort it is. */
  data<O extends Op>(edge: EdgeId, _op: O): DataOf<O> {
    // what was put in with this sort of edge
    return this.said[edge] as DataOf<O>;
  }

  read(edge: EdgeId): Edge {
    // the data fits the sort of edge, which the compiler cannot follow through two tables
    return { id: edge, to: this.to(edge), op: this.op(edge), data: this.said[edge] } as Edge;
  }

  listOf(node: Node): Edge[] {
    const edges: Edge[] = [];
    for (let edge = this.first(node); edge !== 0; edge = this.next(edge)) edges.push(this.read(edge));
    return edges;
  }
}
