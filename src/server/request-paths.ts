import { type CandidateFlow, findFlows, type FlowGraph } from "../graph/flows.js";
import type { Node } from "../graph/graph.js";
import type { Sink } from "../graph/sinks.js";
import { type Solver, tokensAt } from "../graph/solver.js";
import { SINK_KINDS } from "../models/kinds.js";
import { isPrivateName } from "../text/credential-names.js";

/** Input that stands as it is in the path of a request whose host is fixed, with what the request carries besides. */
export function requestPathFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver, sinks } = graph;
  const urls = sinks.filter(({ kind, row }) => kind === "url" && row.written !== true && !/\.(?:host|hostname|baseURL|prefixUrl|origin)$/.test(row.path))
    .map((sink): Sink => ({ ...sink, kind: "segment", hurts: SINK_KINDS.segment.hurts, unless: SINK_KINDS.url.hurts }));
  const asked = [...urls, ...sinks.filter(({ kind }) => kind === "segment")];
  const bySpan = new Map(asked.map((sink) => [`${sink.site.fn.module.path}:${sink.site.start}:${sink.site.end}`, sink]));
  return findFlows(graph, asked).map((flow) => {
    const sink = bySpan.get(`${flow.start.module.path}:${flow.start.span.start}:${flow.start.span.end}`);
    const credential = sink === undefined ? undefined : credentialOf(solver, sink);
    return credential === undefined ? flow : { ...flow, credential };
  });
}

const DEEPEST = 4;
/** Headers that say who asks. */
const HEADER = /^(?:authorization|proxy-authorization|cookie|auth|bearer)$/i;
/** How programs write that they sign in, where the request does not show it. */
const SIGNED_IN = /\b(?:authorization|bearer\b|x-[\w-]*(?:api-?key|token)|private-token|api[_-]?key|(?:access|auth)[_-]?token)\b/i;

/** What a request carries that not everybody has: a header or field of its options, or what its module says of all of its requests. */
function credentialOf(solver: Solver, { site, node }: Sink): string | undefined {
  const others = site.args.flatMap((arg) => (arg.node === node ? [] : [arg.node]));
  const name = others.map((one) => credentialIn(solver, one, DEEPEST, new Set())).find((one) => one !== undefined);
  if (name !== undefined) return `\`${name}\``;
  return SIGNED_IN.test(site.fn.module.text) ? "the server's credential" : undefined;
}

function credentialIn(solver: Solver, node: Node, depth: number, seen: Set<Node>): string | undefined {
  if (depth === 0 || seen.has(node)) return undefined;
  seen.add(node);
  for (const { fields } of tokensAt(solver, node)) {
    for (const name of fields.keys()) if (HEADER.test(name) || isPrivateName(name)) return name;
    for (const field of fields.values()) {
      const inner = credentialIn(solver, field, depth - 1, seen);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
