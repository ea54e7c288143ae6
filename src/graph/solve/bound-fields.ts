import type { FunctionIr, ModuleIr } from "../../ir/ir.js";
import { type Binding, type Gathered, heldAt, placeOf } from "./binding.js";
import { matchesField } from "../fields.js";
import { ANY_FIELD, ANY_ITEM, type Def, type Node, NO_NODE } from "../graph.js";
import { namesUnder } from "./names-under.js";
import { functionToken, tokensAt } from "../solver.js";
import type { Token, TokenOf } from "../tokens.js";
import { cellOf } from "../build/walk.js";

const INDEX = /^\d+$/;
const MOST_CHOICES = 200;

/** Two reads of such a field need not give the same value. */
export function isEntryOf(field: string): boolean {
  return field === ANY_FIELD || field === ANY_ITEM || field.startsWith("%");
}

/**
 * The nodes that a read of a field comes from under a binding; objects that stand in no node are added to `held`. Undefined when the objects
 * are not all of a kind whose fields are told apart.
 */
export function readField(binding: Binding, def: Extract<Def, { kind: "get" }>, held: Gathered): readonly Node[] | undefined {
  const { tokens } = heldAt(binding, def.object);
  if (tokens.size === 0) return undefined;
  const fields = fieldsRead(binding, def);
  openSplit(binding, def.object, tokens, fields);
  const next: Node[] = [];
  for (const token of tokens) {
    for (const field of fields) if (!readFrom(binding, token, field, next, held, 4)) return undefined;
  }
  return next;
}

/** Objects of one place whose fields are read are a choice: one of them at a time. */
function openSplit(binding: Binding, object: Node, tokens: ReadonlySet<Token>, fields: readonly string[]): void {
  const several = [...tokens].filter((token) => (token.kind === "object" && token.fields.size > 0) || token.kind === "instance");
  if (several.length < 2 || several.length > MOST_CHOICES || areListsOfObjects(binding, several, fields)) return;
  // the methods of lists are the same for all
  if (several.every((token) => token.kind === "object" && !hasField(binding, token, fields))) return;
  const place = placeOf(binding, object);
  if (!binding.objects.has(place)) binding.splits.set(`objects ${place}`, { kind: "objects", place, tokens: several });
}

function hasField({ solver }: Binding, token: TokenOf<"object">, fields: readonly string[]): boolean {
  const def = solver.graph.defs[token.node];
  return (def?.kind === "object" && def.spreads.length > 0) || [...token.fields.keys()].some((written) => fields.some((field) => matchesField(field, written)));
}

/** Which list an item came from matters less than which item it is, when the items are objects: that is the choice then. */
function areListsOfObjects({ solver }: Binding, lists: readonly Token[], fields: readonly string[]): boolean {
  if (fields.length !== 1 || fields[0] !== ANY_ITEM) return false;
  return lists.every((list) => [...list.fields].some(([written, node]) => matchesField(ANY_ITEM, written) && tokensAt(solver, node).some(({ kind }) => kind === "object" || kind === "instance")));
}

/** The fields that a read may mean: those of a chosen entry, or those that its key is known to name. */
function fieldsRead(binding: Binding, { object, field, key }: Extract<Def, { kind: "get" }>): readonly string[] {
  if (field !== ANY_FIELD) return [field];
  if (key !== NO_NODE) {
    const { names, open } = namesUnder(binding, key);
    return open || names.size === 0 ? [field] : [...names];
  }
  const chosen = binding.entries.get(placeOf(binding, object));
  if (chosen !== undefined) return [chosen];
  openEntries(binding, object);
  return [field];
}

/** A table whose entries are read is a choice: one entry at a time, its key and its value. */
export function openEntries(binding: Binding, object: Node): void {
  const fields = membersOf(binding, object);
  if (fields.length < 2 || fields.length > MOST_CHOICES) return;
  const place = placeOf(binding, object);
  binding.splits.set(`entries ${place}`, { kind: "entries", place, fields });
}

/** The fields that the objects of a node have by name. */
export function membersOf(binding: Binding, object: Node): string[] {
  const fields = new Set<string>();
  for (const token of heldAt(binding, object).tokens) {
    if (token.kind === "namespace") for (const { name } of token.module.exports) if (name !== "*") fields.add(name);
    for (const field of token.fields.keys()) if (!isEntryOf(field) && !INDEX.test(field)) fields.add(field);
  }
  return [...fields];
}

function readFrom(binding: Binding, token: Token, field: string, next: Node[], held: Gathered, depth: number): boolean {
  const { graph } = binding.solver;
  if (token.kind === "instance" && token.of.kind === "class") return readInstance(binding, token, token.of, field, next, held);
  if (token.kind === "function" && (field === "call" || field === "apply" || field === "bind")) return false;
  if (token.kind === "namespace") return field !== ANY_FIELD && readExport(binding, token.module, field, next, 8);
  if (token.kind !== "object") return token.kind === "function";
  const def = graph.defs[token.node];
  const spreads = def?.kind === "object" ? def.spreads : [];
  const own = def?.kind === "object" ? def.fields : undefined;
  const copied = spreads.length > 0 && own !== undefined;
  for (const [written, node] of token.fields) if (matchesField(field, written) && !(copied && !own.has(written))) next.push(node);
  if (!copied || own.has(field)) return true;
  // a field that came with a spread is that of the object at hand
  if (depth === 0) return false;
  return spreads.every((spread) => {
    const { tokens } = heldAt(binding, spread);
    openSplit(binding, spread, tokens, [field]);
    return tokens.size > 0 && [...tokens].every((one) => readFrom(binding, one, field, next, held, depth - 1));
  });
}

/** The variable that a module exports under a name, through modules that hand it on. */
function readExport(binding: Binding, module: ModuleIr, name: string, next: Node[], depth: number): boolean {
  const { program, walk } = binding.solver;
  if (depth === 0) return false;
  const from = (source: string, wanted: string): boolean => {
    const resolution = program.resolve(module, source);
    return resolution.kind === "module" && wanted !== "*" && readExport(binding, resolution.module, wanted, next, depth - 1);
  };
  const entry = module.exports.find((one) => one.name === name);
  if (entry?.variable !== undefined) {
    next.push(cellOf(walk, entry.variable));
    return true;
  }
  if (entry?.source !== undefined) return from(entry.source, entry.imported ?? name);
  return module.exports.some((one) => one.name === "*" && one.source !== undefined && from(one.source, name));
}

function readInstance(binding: Binding, token: TokenOf<"instance">, cls: TokenOf<"class">, field: string, next: Node[], held: Gathered): boolean {
  const { solver } = binding;
  for (const [written, node] of token.fields) if (matchesField(field, written)) next.push(node);
  const seen = new Set<Token>();
  for (let at: TokenOf<"class"> | undefined = cls; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const here: TokenOf<"class"> = at;
    const found = here.cls.members.filter((member, index) => !member.static && matchesField(field, here.keys[index] ?? ANY_FIELD));
    for (const member of found) {
      if (member.kind === "method") held.tokens.add(functionToken(solver, member.fn));
      else if (member.kind === "get") pushReturns(binding, member.fn, next);
    }
    if (found.length > 0 && field !== ANY_FIELD) return true;
    const bases: Token[] = here.superclass === NO_NODE ? [] : [...tokensAt(solver, here.superclass)];
    const [base] = bases;
    if (bases.length === 0) return true;
    if (bases.length > 1 || base?.kind !== "class") return false;
    at = base;
  }
  return true;
}

function pushReturns(binding: Binding, fn: FunctionIr, next: Node[]): void {
  const nodes = binding.solver.graph.functions.get(fn);
  if (nodes !== undefined) next.push(nodes.returns);
}
