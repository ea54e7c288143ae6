import { dangers, type Dangers } from "../../models/kinds.js";
import { ANY_FIELD, ANY_ITEM, type Node } from "../graph.js";
import type { TaintInput } from "./taint.js";
import { SEGMENT_DOTDOT } from "../dangers/transfers.js";

/** Tests that the value has passed, on the field that is read; also those that it passed before a closure captured it. */
export function fieldsClearedBefore({ graph, clearedAt }: TaintInput, value: Node, field: string): Dangers {
  let bits = 0;
  let node = value;
  for (let hops = 0; hops < 64; hops += 1) {
    const def = graph.defs[node];
    if (def?.kind === "sigma") {
      for (const [name, cleared] of clearedAt?.(node).fields ?? []) if (coversField(name, field)) bits |= cleared;
      node = def.of;
    } else {
      const from = def === undefined ? graph.sourcesOf(node) : undefined;
      if (from?.length !== 1 || from[0] === undefined) break;
      node = from[0];
    }
  }
  return bits;
}

/** What the tests clear that a value is behind, of itself. */
export function clearedBefore({ graph, clearedAt }: TaintInput, value: Node): Dangers {
  let bits = 0;
  for (let node = value, hops = 0; hops < 64; hops += 1) {
    const def = graph.defs[node];
    if (def?.kind !== "sigma") break;
    bits |= clearedAt?.(node).self ?? 0;
    node = def.of;
  }
  return bits;
}

/** Whether what is known of field `known` holds for every value that a read of `field` may give. */
export function coversField(known: string, field: string): boolean {
  return known === field || (known === ANY_ITEM && (field === ANY_FIELD || /^\d+$/.test(field)));
}

/** A value that is not ".." and has no separators has no dot-dot segment. */
export function withSegments(cleared: Dangers, bits: Dangers): Dangers {
  const separator = dangers("SEPARATOR", "BACKSLASH");
  return (cleared & SEGMENT_DOTDOT) !== 0 && (bits & ~cleared & separator) === 0 ? cleared | dangers("DOTDOT") : cleared;
}
