import { type CandidateFlow, findFlows, type FlowGraph } from "../../graph/flows/flows.js";
import type { Fact } from "../../graph/dangers/facts.js";
import { type Node, OP } from "../../graph/graph.js";
import type { Sink } from "../../graph/sinks/sinks.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import { DANGERS, SINK_KINDS } from "../../models/kinds.js";
import { isPrivateName } from "../../text/credential-names.js";

/** Input that stands as it is in the path of a request whose host is fixed, with what the request carries besides. */
export function requestPathFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver, sinks } = graph;
  const urls = sinks.filter(({ kind, row }) => kind === "url" && row.written !== true && !/\.(?:host|hostname|baseURL|prefixUrl|origin)$/.test(row.path))
    .map((sink): Sink => ({ ...sink, kind: "segment", hurts: SINK_KINDS.segment.hurts, unless: SINK_KINDS.url.hurts }));
  const asked = [...urls, ...sinks.filter(({ kind }) => kind === "segment")];
  const bySpan = new Map(asked.map((sink) => [`${sink.site.fn.module.path}:${sink.site.start}:${sink.site.end}`, sink]));
  return [...findFlows(graph, asked), ...encodedFlows(graph, asked)].map((flow) => {
    const sink = bySpan.get(`${flow.start.module.path}:${flow.start.span.start}:${flow.start.span.end}`);
    const credential = sink === undefined ? undefined : (credentialOf(solver, sink) ?? credentialAround(solver, flow));
    return credential === undefined ? flow : { ...flow, credential };
  });
}

/** What a URL parser takes for `..`: alone as a segment, and behind one. */
const ENCODED = ["%2e%2e", "x/%2e%2e/%2e%2e"] as const;

/** Where tests refuse `..` and let its encoded form through, which a URL parser takes for the same (https://url.spec.whatwg.org/#double-dot-path-segment). The form stands in `harm`. */
function encodedFlows(graph: FlowGraph, asked: readonly Sink[]): CandidateFlow[] {
  let left = asked.filter(({ node }) => {
    const facts = (graph.taint.facts[node] ?? []).filter(({ path }) => path === undefined);
    return facts.length > 0 && facts.every(({ bits }) => (bits & DANGERS.DOTDOT) === 0) && facts.some(isRefused);
  });
  const flows: CandidateFlow[] = [];
  for (const text of ENCODED) {
    if (left.length === 0) break;
    const taint = graph.spreadAs(text);
    taint.demand(left.map(({ node }) => node));
    const found = findFlows({ ...graph, taint }, left.map((sink) => ({ ...sink, harm: text })));
    flows.push(...found);
    left = left.filter(({ node }) => taint.facts[node]?.some(({ bits }) => (bits & DANGERS.DOTDOT) !== 0) !== true);
  }
  return flows;
}

const MOST_FACTS = 300;

/** A test or a schema took `..` from the value, which may still hold a percent sign: what is no name, SQL being all beyond names. */
function isRefused(fact: Fact): boolean {
  if ((fact.bits & DANGERS.SQL) === 0) return false;
  const seen = new Set<Fact>([fact]);
  for (const one of seen) {
    if (seen.size > MOST_FACTS) break;
    for (const { from, edge } of one.origins) {
      if (from === undefined || ((from.bits & DANGERS.DOTDOT) !== 0 && edge?.op === OP.SIGMA)) return true;
      // what a step took away is not there any more in whatever form
      if ((from.bits & DANGERS.DOTDOT) === 0) seen.add(from);
    }
  }
  return false;
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

/** The same where the request is sent for others by a function that knows of none: what they say where they hand the address over. */
function credentialAround({ program }: Solver, { location }: CandidateFlow): string | undefined {
  const text = program.modules.get(location.file)?.text ?? "";
  return SIGNED_IN.test(text) ? "the server's credential" : undefined;
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
