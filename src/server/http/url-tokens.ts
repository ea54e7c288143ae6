import { namesOf } from "../../graph/names.js";
import type { Def, Node } from "../../graph/graph.js";
import { nodesOf, readsOf } from "../../graph/nodes-of.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { isPrivateName } from "../../text/credential-names.js";
import type { HeldAt } from "../values/held.js";
import type { UrlToken } from "../view/view.js";

const QUERY = /^(?:query|searchParams|nextUrl)$|[Ss]earchParams$/;
/** What services call a credential in a URL besides; read from one, these mean other things as well. */
const SERVICES = /^(?:key|auth|appid|app_?key)$/i;
const SENT = /[?&]([\w-]+)=$/;

/** Paths of links that are mailed: the token in them is for that one act, and can stand nowhere else. */
const MAILED = /unsubscribe|opt-?out|confirm|activat|reset|invit|magic|verify-?e?-?mail|e?-?mail-?verif/i;

/** Credentials in query strings: such as the program reads, and such as it sends. */
export function findUrlTokens(solver: Solver, sent: HeldAt, registrations: readonly Registration[]): UrlToken[] {
  const { graph } = solver;
  const found: UrlToken[] = [];
  const read = readsOfQueries(solver);
  for (const node of nodesOf(graph, "concat")) {
    const def = graph.defs[node];
    const parts = def?.kind === "concat" ? def.parts : [];
    parts.forEach((part, index) => {
      const value = parts[index + 1];
      const name = typeof part === "string" ? SENT.exec(part)?.[1] : undefined;
      if (name !== undefined && isParameter(name) && typeof value === "number" && isSecret(solver, value)) found.push({ location: graph.locate(node), parameter: name, way: "sent" });
    });
  }
  for (const site of graph.calls) {
    const [name, value] = site.args;
    if (name === undefined || value === undefined || site.method === undefined || !/^(?:set|append)$/.test(site.method) || !QUERY.test(lastName(graph.text(site.receiver)))) continue;
    const parameter = [...namesOf(solver, name.node).names].find(isParameter);
    if (parameter !== undefined && isSecret(solver, value.node)) found.push({ location: graph.locate(site.node), parameter, way: "sent" });
  }
  const mailed = new Set(registrations.filter(({ row, names }) => row.what === "route" && names.length > 0 && names.every((name) => MAILED.test(name))).flatMap(({ handlers }) => handlers.map(({ fn }) => fn)));
  const isMailed = (node: Node): boolean => {
    for (let owner = graph.owners[node]; owner !== undefined; owner = owner.parent) if (mailed.has(owner)) return true;
    return false;
  };
  const known = sent(read.map(({ node }) => node));
  const asked = merelyAsked(solver, read);
  return [...found, ...read.filter((one) => known.has(one.node) && !isMailed(one.node) && !asked.has(one.node) && !isAddressed(solver, one)).map(({ node, parameter }): UrlToken => ({ location: graph.locate(node), parameter, way: "read" }))];
}

/** What a value goes through of which nobody makes anything: what a call is given counts as taken. */
const JOINTS: ReadonlySet<string> = new Set(["call", "logical", "choice", "phi", "sigma"]);

/** Reads of which no more is made than a test whether there is a credential, where the same one is read again and taken. */
function merelyAsked({ graph }: Solver, read: readonly QueryRead[]): ReadonlySet<Node> {
  if (read.length < 2) return new Set();
  const taken = new Set(graph.calls.flatMap(({ args, receiver }) => [...args.map((arg) => arg.node), receiver]));
  const asked = new Set<Node>();
  for (const def of graph.defs) {
    if (def?.kind === "binary") taken.add(def.left).add(def.right);
    else if (def?.kind === "unary" && def.op === "!") asked.add(def.value);
  }
  const isAsked = ({ node }: QueryRead): boolean => {
    const reached = [...around([node], (at) => graph.edgesOf(at).map(({ to }) => to))];
    return reached.some((at) => asked.has(at)) && reached.every((at) => !taken.has(at) && (at === node || JOINTS.has(graph.defs[at]?.kind ?? "")));
  };
  const [merely, others] = [read.filter(isAsked), new Set(read.filter((one) => !isAsked(one)).map(({ parameter }) => parameter))];
  return new Set(merely.filter(({ parameter }) => others.has(parameter)).map(({ node }) => node));
}

/** What is called a secret, and becomes a segment of the address of a request, belongs to the thing that it leads to: a shared link, an upload. Tokens and keys stand in paths as well; and what is compared lets a caller in. */
function isAddressed(solver: Solver, { node, parameter }: QueryRead): boolean {
  if (!/^secret$/i.test(parameter)) return false;
  const { graph } = solver;
  const reached = around([node], (at) => graph.edgesOf(at).map(({ to }) => to));
  if (nodesOf(graph, "binary").some((at) => isOperand(graph.defs[at], reached))) return false;
  if (graph.calls.some(({ callee, args }) => args.some((arg) => reached.has(arg.node)) && COMPARES.test(graph.text(callee)))) return false;
  return [...reached].some((at) => {
    const def = graph.defs[at];
    return def?.kind === "concat" && isAddress(solver, def.parts[0]) && def.parts.some((part, index) => typeof part === "number" && reached.has(part) && endsSegment(def.parts[index - 1]));
  });
}

function isOperand(def: Def | undefined, nodes: ReadonlySet<Node>): boolean {
  return def?.kind === "binary" && (nodes.has(def.left) || nodes.has(def.right));
}

const COMPARES = /equal|compare|verif|check|match|valid|includes|has$/i;

/** What begins an address: its scheme, or a value that is called the base of one. */
function isAddress({ graph }: Solver, first: string | Node | undefined): boolean {
  if (typeof first === "string") return /^https?:\/\//.test(first);
  return first !== undefined && /(?:ur[il]|origin|endpoint|base|host)$/i.test(lastName(graph.text(first)));
}

const endsSegment = (before: string | Node | undefined): boolean => typeof before === "string" && /\/[\w-]+\/$/.test(before);

interface QueryRead {
  readonly node: Node;
  /** The query as a whole. */
  readonly query: Node;
  readonly parameter: string;
}

const queryReads = new WeakMap<Solver, readonly QueryRead[]>();

/** Reads of credentials out of a query string; found once a program. */
function readsOfQueries(solver: Solver): readonly QueryRead[] {
  let found = queryReads.get(solver);
  if (found === undefined) queryReads.set(solver, (found = findReads(solver)));
  return found;
}

function findReads(solver: Solver): QueryRead[] {
  const { graph } = solver;
  const isQuery = (node: Node): boolean => QUERY.test(lastName(graph.text(node))) || isSearchParams(solver, node);
  const fields = readsOf(graph, isPrivateName).flatMap((node): QueryRead[] => {
    const def = graph.defs[node];
    return def?.kind === "get" && isQuery(def.object) ? [{ node, query: def.object, parameter: def.field }] : [];
  });
  const calls = graph.calls.flatMap(({ node, method, receiver, args: [name] }): QueryRead[] => {
    if (method !== "get" || name === undefined || !isQuery(receiver)) return [];
    return [...namesOf(solver, name.node).names].filter(isPrivateName).slice(0, 1).map((parameter) => ({ node, query: receiver, parameter }));
  });
  return [...fields, ...calls];
}

/** `url.searchParams` under a name of its own, or handed to the function that reads it. */
function isSearchParams({ graph }: Solver, node: Node): boolean {
  const at = graph.origin(node);
  const defs = [graph.defs[at], ...(graph.defs[at]?.kind === "param" ? graph.sourcesOf(at) : []).map((from) => graph.defs[graph.origin(from)])];
  return defs.some((def) => def?.kind === "get" && def.field === "searchParams");
}

const URLS = new Set(["url", "originalUrl", "href"]);
const MOST_NODES = 600;

/** The URLs of requests out of which the program reads a credential: whoever sees the whole sees that, too. */
export function urlsWithCredentials(solver: Solver): { readonly node: Node; readonly parameter: string }[] {
  const { graph } = solver;
  const found = new Map<Node, string>();
  for (const { query, parameter } of readsOfQueries(solver)) {
    const before = around([query], (node) => {
      const def = graph.defs[node];
      const inputs = def?.kind === "get" ? [def.object] : def?.kind === "sigma" ? [def.of] : def?.kind === "logical" ? [def.left, def.right] : def?.kind === "choice" ? [def.then, def.else] : def?.kind === "phi" ? def.inputs : def?.kind === "concat" ? def.parts.filter((part) => typeof part === "number") : [];
      return [...inputs, ...(def?.kind === "call" && def.site.isNew ? def.site.args.map((arg) => arg.node) : []), ...graph.sourcesOf(node)];
    });
    const requests = [...before].flatMap((node) => {
      const def = graph.defs[node];
      return def?.kind === "get" && (URLS.has(def.field) || def.field === "query") ? [def.object] : [];
    });
    const same = around(requests, (node) => [...graph.edgesOf(node).map(({ to }) => to), ...(graph.defs[node] === undefined || graph.defs[node]?.kind === "param" || graph.defs[node]?.kind === "sigma" ? graph.sourcesOf(node) : []), graph.origin(node)]);
    for (const node of readsOf(graph, (field) => URLS.has(field))) {
      const def = graph.defs[node];
      if (def?.kind === "get" && same.has(def.object)) found.set(node, parameter);
    }
  }
  return [...found].map(([node, parameter]) => ({ node, parameter }));
}

function around(nodes: readonly Node[], next: (node: Node) => readonly Node[]): Set<Node> {
  const seen = new Set(nodes);
  for (const node of seen) {
    if (seen.size > MOST_NODES) break;
    for (const one of next(node)) seen.add(one);
  }
  return seen;
}

function isParameter(name: string): boolean {
  return isPrivateName(name) || SERVICES.test(name);
}

const LONGEST_NAME = 200;

function lastName(text: string): string {
  // a parameter stands with its type, which may be that of the body of a form
  return /^([\w$]+)\??\s*:/.exec(text)?.[1] ?? /(\w+)\s*(?:\?\.)?$/.exec(text.slice(-LONGEST_NAME))?.[1] ?? "";
}

/** The value is called a secret where it comes from: a variable, a field, a setting. */
function isSecret({ graph }: Solver, start: Node): boolean {
  const seen = new Set<Node>([start]);
  for (const node of seen) {
    if (seen.size > 60) return false;
    const def = graph.defs[node];
    const name = def?.kind === "get" ? def.field : def?.kind === "cell" ? def.variable.name : lastName(graph.text(node));
    if (isPrivateName(name)) return true;
    for (const from of graph.sourcesOf(node)) seen.add(from);
    if (def?.kind === "sigma") seen.add(def.of);
    if (def?.kind === "logical") seen.add(def.left);
    if (def?.kind === "call") for (const arg of def.site.args) seen.add(arg.node);
  }
  return false;
}
