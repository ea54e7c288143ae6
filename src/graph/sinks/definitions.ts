import { RAW_DANGERS } from "../../models/kinds.js";
import { ANY_FIELD, type FunctionNodes, type Node } from "../graph.js";
import type { Judge } from "../guards/judge.js";
import { moduleObject } from "../modules.js";
import { namesOf } from "../names.js";
import { ANYWHERE, type TaintSource } from "../offers/registrations.js";
import { leavesOf, readSchema } from "../guards/schemas.js";
import { type Solver, tokensAt } from "../solver.js";
import type { Token, TokenOf } from "../tokens.js";
import { cellOf } from "../build/walk.js";

/** How far definitions are looked for in what a module exports: in fields, items and results of functions. */
const REACH = 3;

/** What a package offers to whoever registers it: what is told of it, the schema of what it takes, and the functions that are left to be called. */
interface Definition {
  readonly names: readonly string[];
  readonly schemas: readonly Node[];
  readonly handlers: readonly FunctionNodes[];
}

/**
 * The first parameters of tools that a package defines and leaves to others to register. Law: a tool is an exported object that holds a `description`, a schema and
 * a function which nothing in the program calls, or an exported class of which one method gives the former two and another is not called.
 */
export function definedSources(judge: Judge): TaintSource[] {
  const { solver } = judge;
  const reader = { ...judge, shapes: { known: new Map(), choices: 0 } };
  return findDefinitions(solver).flatMap(({ names, schemas, handlers }) => {
    // a JSON Schema is only told to callers
    const shape = schemas.filter((node) => !isJsonSchema(solver, node)).map((node) => readSchema(reader, node)).find((one) => one !== undefined);
    const leaves = shape === undefined ? [{ path: [], bits: RAW_DANGERS }] : leavesOf(shape);
    return handlers.flatMap(({ params: [node] }) => (node === undefined ? [] : leaves.map(({ path, bits }): TaintSource => ({ source: { kind: "tool", names, node, path }, path, bits, dispatch: ANYWHERE }))));
  });
}

function findDefinitions(solver: Solver): Definition[] {
  const found: Definition[] = [];
  const seen = new Set<Token>();
  for (const module of solver.program.modules.values()) {
    const exported = module.exports.flatMap(({ variable }) => (variable === undefined ? [] : [cellOf(solver.walk, variable)]));
    if (module.format === "commonjs") exported.push(moduleObject(solver, module).exports);
    for (const node of exported) visit(solver, node, REACH, seen, found);
  }
  return found;
}

function visit(solver: Solver, node: Node, reach: number, seen: Set<Token>, found: Definition[]): void {
  for (const token of tokensAt(solver, node)) {
    if (seen.has(token)) continue;
    seen.add(token);
    if (token.kind === "function") {
      if (reach > 0) for (const { value } of token.fn.exits) visit(solver, value, reach - 1, seen, found);
    } else if (token.kind === "class" || (token.kind === "instance" && token.of.kind === "class")) {
      found.push(...definedByClass(solver, token.kind === "class" ? token : token.of as TokenOf<"class">));
    } else if (token.kind === "object") {
      const schemas = describedSchemas(solver, token);
      const handlers = schemas.length === 0 ? [] : fieldsOf(token).flatMap(([, value]) => functionsIn(solver, value)).filter(isLeftToCall);
      if (handlers.length > 0) found.push({ names: nameIn(solver, token), schemas, handlers });
      else if (reach > 0) for (const [, value] of fieldsOf(token, ANY_FIELD)) visit(solver, value, reach - 1, seen, found);
    }
  }
}

/** A class whose one method says what the tool is, and whose others are called by whoever has the instance. */
function definedByClass(solver: Solver, { cls, keys }: TokenOf<"class">): Definition[] {
  const methods = cls.members.flatMap(({ fn, kind, static: isStatic }, index) => {
    const nodes = isStatic || keys[index]?.startsWith("#") === true ? undefined : solver.graph.functions.get(fn);
    return nodes === undefined ? [] : [{ nodes, kind }];
  });
  const given = methods.filter(({ nodes, kind }) => kind === "get" || nodes.params.length === 0).flatMap(({ nodes }) => nodes.exits.flatMap(({ value }) => [...tokensAt(solver, value)]));
  const told = given.filter((token) => token.kind === "object").flatMap((token) => describedSchemas(solver, token));
  const handlers = told.length === 0 ? [] : methods.flatMap(({ nodes, kind }) => (kind === "method" && isLeftToCall(nodes) ? [nodes] : []));
  return handlers.length === 0 ? [] : [{ names: given.flatMap((token) => nameIn(solver, token)), schemas: told, handlers }];
}

/** The schemas that stand in an object beside a description. */
function describedSchemas(solver: Solver, token: Token): Node[] {
  if (token.kind !== "object" || !token.fields.has("description")) return [];
  return fieldsOf(token).flatMap(([, value]) => (isSchema(solver, value) ? [value] : []));
}

/** A schema of a library, a table of them, or a JSON Schema of an object. */
function isSchema(solver: Solver, node: Node): boolean {
  const isOwn = (value: Node): boolean => tokensAt(solver, value).some(({ kind }) => kind === "schema");
  if (isOwn(node) || isJsonSchema(solver, node)) return true;
  return tokensAt(solver, node).some((token) => {
    const fields = token.kind === "object" ? fieldsOf(token) : [];
    return fields.length > 0 && fields.every(([, value]) => isOwn(value));
  });
}

function isJsonSchema(solver: Solver, node: Node): boolean {
  return tokensAt(solver, node).some((token) => token.kind === "object" && token.fields.has("properties") && token.fields.has("type"));
}

function functionsIn(solver: Solver, node: Node): FunctionNodes[] {
  return tokensAt(solver, node).flatMap((token) => (token.kind === "function" ? [token.fn] : []));
}

function isLeftToCall(nodes: FunctionNodes): boolean {
  return nodes.params.length > 0 && nodes.callers.every((site) => site.fn === nodes.fn);
}

function nameIn(solver: Solver, token: Token): string[] {
  const name = token.fields.get("name");
  const { names, open } = name === undefined ? { names: new Set<string>(), open: true } : namesOf(solver, name);
  return open || names.size !== 1 ? [] : [...names];
}

/** The fields of an object that have names, and `also`. */
function fieldsOf(token: Token, also?: string): [string, Node][] {
  return [...token.fields].filter(([field]) => !field.startsWith("%") || field === also);
}
