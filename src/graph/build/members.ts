import type { Span } from "../../ir/ir.js";
import { ANY_FIELD, ANY_ITEM, type Node, OP } from "../graph.js";
import { type Frame, hold, type Walk } from "./walk.js";

/** Reads `object.field`: one node until the field or the object is written. */
export function readMember(walk: Walk, frame: Frame, object: Node, field: string, span: Span, keyNode: Node): Node {
  const { graph } = walk;
  const key = field === ANY_FIELD || field === ANY_ITEM ? undefined : walk.keys.member(object, field);
  if (key !== undefined) {
    const known = frame.env?.get(key) ?? walk.keys.readOf(key);
    if (known !== undefined && graph.owners[known] === frame.fn) return graph.use(known);
  }
  const tested = key === undefined ? undefined : readCapturedMember(walk, frame, object, field);
  if (tested !== undefined && key !== undefined) {
    const node = graph.add(frame.fn, span);
    graph.edge(tested, node, OP.CAPTURE);
    walk.keys.setRead(key, node);
    hold(walk, frame, key, node);
    return node;
  }
  const node = graph.add(frame.fn, span, { kind: "get", object, field, key: keyNode });
  graph.edge(object, node, OP.GET, field);
  walk.constraints.loads.push({ object, field, to: node });
  if (key !== undefined) {
    walk.keys.setRead(key, node);
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
