import { ANY_FIELD, type Node, NO_NODE } from "../../graph/graph.js";
import { readsOf } from "../../graph/nodes-of.js";
import type { Solver } from "../../graph/solver.js";
import type { TaintInput } from "../../graph/taint/taint.js";
import { inWords } from "../../text/credential-names.js";

/** What the SDKs and servers call the grants in an identity. */
const GRANTS = new Set(["scopes", "scope", "scp", "permission", "permissions", "role", "roles", "group", "groups", "claims", "grants", "entitlements", "privileges", "isAdmin"]);
/** What says that an object is an identity: a word of a name under which it is kept. Who wrote something is none. */
const IDENTITY = /^(?:o?auth(?!or(?!i))|user|identit|principal|claims|jwt|token|caller)|(?:auth|users?|identity|principal|claims|jwt|tokens?|caller)$/i;
const KEPT = /\bprops\b|\bsession\b/i;
/** What gives one: a check of a token, and the context of a request, in which a middleware left it. What is only decoded is what anybody wrote. */
const GIVES = /^(?!.*decode).*(?:verif|introspect|authenticate|jwt|getStore$|getSession|getUser|currentUser|getAuth)/i;
/** What a table is called that says what each caller was granted. */
const TABLE = /scope|permission|role|group|grant|entitlement|privilege|\bacl|allowed/i;
/** Who it is, where the object is what the SDKs verified: servers keep lists of those whom they let in. */
const NAMES = new Set(["clientId", "email", "login", "sub"]);
const VERIFIED = /\bauthInfo\b|\bprops\b/;
/** What a server asks its own callers for, or another service, is no grant of theirs. */
const CONFIGURED = /(?:^|[a-z_.#])(?:config(?:uration)?|settings|metadata|defaults)$/i;
const LONGEST_NAME = 80;
const MOST_NODES = 200;

/** The places at which what a client sends begins. */
export type Inputs = TaintInput["sources"];

/**
 * The reads that give what a caller was granted. Law: a name alone makes no grant: the object that it is read from is called an identity, or was given by something that verified
 * one; it is no part of a tool's input, which the caller writes, nor written out in the program.
 */
export function grantsIn(solver: Solver, inputs: Inputs): Node[] {
  const { graph } = solver;
  const tables = graph.calls.filter((site) => site.method === "get" && site.args[0] !== undefined && TABLE.test(graph.text(site.receiver)) && isVerifiedName(solver, site.args[0].node)).map(({ node }) => node);
  const reads = readsOf(graph, (field) => GRANTS.has(field) || NAMES.has(field)).filter((node) => {
    const def = graph.defs[node];
    if (def?.kind !== "get") return false;
    const object = calledAt(solver, def.object);
    if (NAMES.has(def.field)) return VERIFIED.test(object);
    const origin = originOf(solver, def.object);
    const isIdentity = isIdentityName(object) || origin.given || [...origin.fields].some((field) => VERIFIED.test(field));
    return isIdentity && !CONFIGURED.test(object) && !isInput(inputs, def.field, origin) && !isWrittenOut(solver, node, origin);
  });
  return [...reads, ...tables];
}

function isIdentityName(name: string): boolean {
  return KEPT.test(name) || inWords(name).split(/[^a-z]+/i).some((word) => IDENTITY.test(word));
}

/** By it a Map is asked what somebody was granted, as a plain table is. */
function isVerifiedName(solver: Solver, node: Node): boolean {
  const fields = [...originOf(solver, node).fields];
  return fields.some((field) => NAMES.has(field)) && fields.some((field) => VERIFIED.test(field));
}

/** What a value is called where it stands, or the function that gives it: what that is given says nothing of it. */
function calledAt({ graph }: Solver, node: Node): string {
  const def = graph.defs[graph.origin(node)];
  const text = graph.text(def?.kind === "call" ? def.site.callee : node).slice(-LONGEST_NAME);
  return def?.kind === "call" ? (/[\w$.?!]*$/.exec(text)?.[0] ?? "") : text;
}

/** Where a value comes from. */
interface Origin {
  readonly nodes: ReadonlySet<Node>;
  /** The fields that it was read from on its way. */
  readonly fields: ReadonlySet<string>;
  /** Something that checks a token gave it, or that was asked with the caller's own. */
  readonly given: boolean;
}

function originOf({ graph }: Solver, start: Node): Origin {
  const nodes = new Set<Node>([start]);
  const fields = new Set<string>();
  let given = false;
  // a Set's iteration takes in what is added on the way
  for (const node of nodes) {
    if (nodes.size > MOST_NODES) break;
    const def = graph.defs[node];
    const add = (next: readonly Node[]): void => {
      for (const one of next) if (one !== NO_NODE) nodes.add(one);
    };
    add(graph.sourcesOf(node));
    if (graph.origin(node) !== node) nodes.add(graph.origin(node));
    if (def?.kind === "get") {
      fields.add(def.field);
      add([def.object]);
    } else if (def?.kind === "sigma") add([def.of]);
    else if (def?.kind === "logical") add([def.left, def.right]);
    else if (def?.kind === "choice") add([def.then, def.else]);
    else if (def?.kind === "phi") add(def.inputs);
    else if (def?.kind === "call") {
      given ||= GIVES.test(def.site.method ?? graph.text(def.site.callee).slice(-LONGEST_NAME)) || def.site.args.some(({ node: arg }) => VERIFIED.test(graph.text(arg)));
      if (def.site.targets.length === 0) add([def.site.receiver]);
    }
  }
  return { nodes, fields, given };
}

/** The caller of a tool writes it: all of a parameter is its input, or the field of it that the value was read from. */
function isInput(inputs: Inputs, read: string, { nodes, fields }: Origin): boolean {
  return inputs.some(({ source, path: [field] }) => source.kind === "tool" && nodes.has(source.node) && (field === undefined || field === read || fields.has(field)));
}

/** All that it may be stands in the program, and is no entry of a table in which somebody is looked up. */
function isWrittenOut({ graph }: Solver, read: Node, { nodes: objects, fields }: Origin): boolean {
  if (fields.has(ANY_FIELD) || [...objects].some((node) => graph.defs[node]?.kind === "call")) return false;
  const nodes = new Set<Node>(graph.sourcesOf(read));
  if (nodes.size === 0) return false;
  for (const node of nodes) {
    if (nodes.size > MOST_NODES) return false;
    const def = graph.defs[node];
    if (def?.kind === "const" || def?.kind === "array") continue;
    const from = def?.kind === "sigma" ? [def.of] : def === undefined || def.kind === "cell" ? graph.sourcesOf(node) : [];
    if (from.length === 0) return false;
    for (const one of from) nodes.add(one);
  }
  return true;
}
