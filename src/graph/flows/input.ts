import { ANY_FIELD, ANY_ITEM, type Edge, type Node, OP } from "../graph.js";
import { KEY } from "../names.js";
import type { Solver } from "../solver.js";
import type { Fact, Origin, Source } from "../dangers/facts.js";

/** The input of a flow as its author knows it. */
export interface Input {
  /** A singular noun phrase: "`path` of tool `read_file`", "what a caller sends to a tool". */
  readonly phrase: string;
  /** The name alone, where it has one. */
  readonly name: string | undefined;
  /** Where the program first has it in hand. */
  readonly node: Node;
  /** Fields that lead to it from the value at the source, outermost first, as far as they are told: `["params", "arguments", "path"]`. */
  readonly path: readonly string[];
}

/** Tells an input from the way that it takes: `facts` from the source on, `origins[i]` leading from facts[i] to facts[i + 1]. */
export function describeInput(solver: Solver, source: Source, facts: readonly Fact[], origins: readonly Origin[]): Input {
  const found = source.path.length > 0 ? (readOff(source, facts, origins) ?? within(source, readable(source.path), facts, origins, 0)) : findName(solver, source, facts, origins);
  return { phrase: phrase(solver, source, found), name: found, node: firstRead(source, facts, origins) ?? source.node, path: fieldsRead(facts, origins) };
}

/** Where the taint began within the value, and what the program reads off it before it makes something else of it. */
function fieldsRead([first, ...facts]: readonly Fact[], origins: readonly Origin[]): string[] {
  const path = first === undefined ? [] : pathOf(first);
  let before = first;
  for (const [index, { edge }] of origins.entries()) {
    const after = facts[index];
    if (before === undefined || after === undefined || edge === undefined || edge.op === OP.HOLE) break;
    if (edge.op === OP.GET && before.path === undefined && typeof edge.data === "string") path.push(edge.data);
    if (edge.op === OP.MAP) {
      if (edge.data.leaves === undefined) break;
      if (before.path === undefined) path.push(...pathOf(after).slice(edge.data.put.length));
    }
    before = after;
  }
  return path;
}

const NAME = /^[A-Za-z_$][\w$-]*$/;

/** The field that a schema on the way declares, or the first that the program reads off the whole. */
function findName(solver: Solver, source: Source, facts: readonly Fact[], origins: readonly Origin[]): string | undefined {
  if (source.kind === "completion") return undefined;
  // each field of it was taken by a name that is worked out, as where keys are respelled
  let isCopied = false;
  for (const [index, { edge }] of origins.entries()) {
    const [before, after] = [facts[index], facts[index + 1]];
    if (before === undefined || after === undefined || edge === undefined) break;
    const field = fieldRead(edge, before) ?? (isCopied ? fieldOfCopy(solver, edge, after) : undefined);
    isCopied ||= edge.op === OP.GET && before.path === undefined && edge.data === ANY_FIELD;
    if (field !== undefined) return source.kind === "resource" && isUri(solver, source) ? "uri" : within(source, field, facts, origins, index + 1);
    if (edge.op === OP.MAP) {
      const { leaves, put, take } = edge.data;
      const path = leaves === undefined ? undefined : pathOf(after).slice(put.length);
      if (path !== undefined && path.length > 0) return readable(path);
      if (leaves === undefined && take !== "same") break;
    }
    // the protocol's own field: the path that the source began with
    if (edge.op === OP.GET && after.path === undefined && source.kind === "resource" && edge.data === "uri") return "uri";
    if (edge.op === OP.HOLE) break;
  }
  if (source.kind === "resource" && isUri(solver, source)) return "uri";
  const def = solver.graph.defs[source.node];
  const param = def?.kind === "param" ? def.fn.params[def.index]?.variable.name : undefined;
  const isOwn = source.kind === "export" || source.kind === "http";
  return isOwn && param !== undefined && !param.startsWith("%") ? param : undefined;
}

/** The field that is read where the source's own was no longer told apart from all the others: off the whole, or off a part that stands for any. */
function readOff(source: Source, facts: readonly Fact[], origins: readonly Origin[]): string | undefined {
  const expected = [...source.path];
  for (const [index, { edge }] of origins.entries()) {
    const before = facts[index];
    if (before === undefined || edge === undefined || expected.length === 0) return undefined;
    const put = edge.op === OP.PUT ? edge.data : edge.op === OP.CALL ? edge.data.put : undefined;
    if (put !== undefined) expected.unshift(put);
    else if (!(STAYS.has(edge.op) || PASSES.has(edge.op))) return undefined;
    if (edge.op !== OP.GET) continue;
    if (before.path === undefined) return fieldRead(edge, before);
    const [field = ""] = expected;
    // the list of arguments around the whole is no part of the path
    if (NAME.test(field) && !NAME.test(edge.data)) continue;
    if (NAME.test(field) && field !== edge.data) return edge.data;
    expected.shift();
  }
  return undefined;
}

const PASSES: ReadonlySet<number> = new Set([OP.GET, OP.CALL, OP.RETURN]);

/** The name of a tool's input, where it is a field of the one that is named: what is read off that in turn. */
function within(source: Source, name: string, facts: readonly Fact[], origins: readonly Origin[], start: number): string {
  let found = name;
  for (let index = start; index < origins.length && source.kind === "tool" && !name.endsWith(KEY); index += 1) {
    const [before, edge] = [facts[index], origins[index]?.edge];
    if (before === undefined || edge === undefined || !(STAYS.has(edge.op) || PASSES.has(edge.op) || edge.op === OP.PUT)) break;
    if (edge.op !== OP.GET || before.path !== undefined) continue;
    if (edge.data === ANY_ITEM || edge.data === ANY_FIELD || /^\d+$/.test(edge.data)) found += "[]";
    else if (NAME.test(edge.data)) found += `.${edge.data}`;
    else break;
  }
  return found;
}

function fieldRead(edge: Edge, before: Fact): string | undefined {
  return edge.op === OP.GET && before.path === undefined && typeof edge.data === "string" && NAME.test(edge.data) ? edge.data : undefined;
}

/** The field of the copy that is read. */
function fieldOfCopy({ graph }: Solver, edge: Edge, after: Fact): string | undefined {
  const def = edge.op === OP.RESET ? graph.defs[graph.origin(after.node)] : undefined;
  return def?.kind === "get" && NAME.test(def.field) ? def.field : undefined;
}

/** The first parameter of a resource's handler is its address. */
function isUri(solver: Solver, source: Source): boolean {
  const def = solver.graph.defs[source.node];
  return def?.kind === "param" && def.index === 0 && source.names.length > 0;
}

function pathOf(fact: Fact): string[] {
  const path: string[] = [];
  for (let at = fact.path; at !== undefined; at = at.rest) path.push(at.field);
  return path;
}

/** The read that gives the input its name, or the last one before the value is handed on. */
function firstRead(source: Source, facts: readonly Fact[], origins: readonly Origin[]): Node | undefined {
  let last: Node | undefined;
  for (const [index, { edge }] of origins.entries()) {
    const before = facts[index];
    if (before === undefined || edge === undefined) break;
    if (edge.op === OP.GET) {
      last = edge.to;
      if (fieldRead(edge, before) !== undefined || (source.path.length > 0 && facts[index + 1]?.path === undefined)) return last;
    } else if (!STAYS.has(edge.op)) break;
  }
  return last;
}

const STAYS: ReadonlySet<number> = new Set([OP.COPY, OP.FIELDS, OP.SIGMA, OP.CAPTURE, OP.EXCEPT, OP.RESET]);

/** `attachments[].link`, or for a name in a record "a key of `data`". */
function readable(path: readonly string[]): string {
  return path
    .filter((field) => field !== KEY)
    .map((field, index) => (field === ANY_ITEM || field === ANY_FIELD || /^\d+$/.test(field) ? "[]" : index === 0 ? field : `.${field}`))
    .join("")
    .concat(path.includes(KEY) ? KEY : "");
}

function phrase(solver: Solver, source: Source, name: string | undefined): string {
  const named = name === undefined ? undefined : name.endsWith(KEY) ? `a key of \`${name.slice(0, -KEY.length)}\`` : `\`${name}\``;
  const owner = source.names.length === 1 ? `\`${source.names[0] ?? ""}\`` : undefined;
  switch (source.kind) {
    case "tool":
      if (named === undefined) return owner === undefined ? "what a caller sends to a tool" : `what a caller sends to tool ${owner}`;
      return owner === undefined ? `${named.startsWith("a key") ? "" : "argument "}${named} of a tool` : `${named} of tool ${owner}`;
    case "resource":
      return `${named ?? "the URI"} of ${owner === undefined ? "a resource" : `resource ${owner}`}`;
    case "prompt":
      return `${named ?? "what a caller sends"} ${named === undefined ? "to" : "of"} ${owner === undefined ? "a prompt" : `prompt ${owner}`}`;
    case "completion":
      return "the value to complete";
    case "http":
      return `${named ?? "a part"} of an HTTP request`;
    case "credential":
      return named === undefined ? "the caller's token" : `the caller's ${named}`;
    case "archive":
      return owner === undefined ? "the name of an entry" : `the name ${owner} of an entry`;
    case "secret":
      // what a tool's input calls a secret has that input's name
      if (source.path.length > 0) return phrase(solver, { ...source, kind: "tool" }, name);
      return source.names[0] ?? "what is read";
    case "error":
    case "whole":
      return source.names[0] ?? "what is read";
    case "remote":
      return named ?? (owner === undefined ? "a secret" : owner.replace(/\s+/g, " "));
    case "client":
      return "the client's answer";
    case "export": {
      const def = solver.graph.defs[source.node];
      return `parameter ${named ?? ""} of exported \`${def?.kind === "param" ? def.fn.name : ""}\``.replace("  ", " ");
    }
    default:
      return named ?? "untrusted input";
  }
}
