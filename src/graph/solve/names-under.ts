import { type Binding, DEEPEST, heldAt, placeOf } from "./binding.js";
import { membersOf, openEntries } from "./bound-fields.js";
import type { Node } from "../graph.js";
import { KEY } from "../names.js";

/** What a node may be called under a binding; `open`: there may be other names. */
export function namesUnder(binding: Binding, node: Node, depth = DEEPEST): { names: Set<string>; open: boolean } {
  const { graph } = binding.solver;
  const names = new Set<string>();
  let open = false;
  for (const maker of heldAt(binding, node).makers) {
    const def = graph.defs[maker];
    if (def?.kind === "const" && typeof def.value === "string") names.add(def.value);
    else if (def?.kind === "concat" && depth > 0) {
      const texts = textsUnder(binding, def.parts, depth - 1);
      if (texts.length === 0) open = true;
      for (const text of texts) names.add(text);
    } else if (def?.kind === "get" && def.field === KEY) {
      const keys = keysUnder(binding, def.object);
      if (keys.length === 0) open = true;
      for (const key of keys) names.add(key);
    } else open = true;
  }
  return { names, open };
}

const MOST_TEXTS = 200;

function textsUnder(binding: Binding, parts: readonly (string | Node)[], depth: number): string[] {
  let texts = [""];
  for (const part of parts) {
    const all = typeof part === "string" ? [part] : [...namesUnder(binding, part, depth).names];
    if (texts.length * all.length > MOST_TEXTS || binding.effort.left < 0) return [];
    binding.effort.left -= texts.length * all.length;
    texts = texts.flatMap((text) => all.map((more) => text + more));
  }
  return texts;
}

function keysUnder(binding: Binding, object: Node): string[] {
  const chosen = binding.entries.get(placeOf(binding, object));
  if (chosen !== undefined) return [chosen];
  openEntries(binding, object);
  return membersOf(binding, object);
}
