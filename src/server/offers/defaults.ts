import type { Node } from "../../graph/graph.js";
import { NO_NODE } from "../../graph/graph.js";
import { tokensAt } from "../../graph/solver.js";
import { type GraphReader, valueAt } from "../values/graph-values.js";
import { defaultIn } from "./schema.js";
import type { Value } from "../values/value.js";

const MOST_STEPS = 600;

interface Step {
  readonly node: Node;
  /** The fields that were read on the way back, the outermost first. */
  readonly path: readonly string[];
}

/** What a schema puts in the place of a value that is not given: the value is a part of what the schema was held against. */
export function schemaDefaults(reader: GraphReader, start: Node): Value[] {
  const found: Value[] = [];
  const seen = new Set<string>();
  const work: Step[] = [{ node: start, path: [] }];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_STEPS; at = work.pop()) {
    const key = `${at.node}.${at.path.join(".")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const schema = schemaOf(reader, at.node);
    if (schema !== undefined) {
      const value = defaultIn(valueAt(reader, schema), at.path[0] === "data" ? at.path.slice(1) : at.path);
      if (value !== undefined) found.push(value);
      continue;
    }
    work.push(...stepsBack(reader, at));
  }
  return found;
}

/** The schema that a call holds its argument against. */
function schemaOf({ binding }: GraphReader, node: Node): Node | undefined {
  const { solver } = binding;
  const def = solver.graph.defs[node];
  if (def?.kind !== "call" || def.site.receiver === NO_NODE) return undefined;
  for (const token of tokensAt(solver, def.site.callee)) {
    if (token.kind !== "schema-method" || token.of.kind !== "schema") continue;
    const means = token.of.api.library.schemaMethods.get(token.name)?.means;
    if (means === "parse" || means === "safe-parse") return def.site.receiver;
  }
  return undefined;
}

function stepsBack({ binding }: GraphReader, { node, path }: Step): Step[] {
  const { graph } = binding.solver;
  const def = graph.defs[node];
  const same = (nodes: readonly Node[]): Step[] => nodes.map((one) => ({ node: one, path }));
  switch (def?.kind) {
    case "get":
      return def.field.startsWith("%") ? [] : [{ node: def.object, path: [def.field, ...path] }];
    case "sigma":
      return same([def.of]);
    case "choice":
      return same([def.then, def.else]);
    case "logical":
      return same([def.left, def.right]);
    case "object": {
      const [field, ...rest] = path;
      const value = field === undefined ? undefined : def.fields.get(field);
      return value === undefined ? def.spreads.map((one) => ({ node: one, path })) : [{ node: value, path: rest }];
    }
    default:
      return same(graph.sourcesOf(node));
  }
}
