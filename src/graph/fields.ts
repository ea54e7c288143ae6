import type { ClassMember } from "../ir/ir.js";
import { type Api, memberOf } from "../models/api.js";
import type { Segment } from "../models/path.js";
import { ANY_FIELD, ANY_ITEM, type Node, NO_NODE, OP } from "./graph.js";
import { addExport } from "./modules.js";
import { addApi, addToken, connect, derivedNode, derivedToken, fieldOf, functionToken, instanceToken, objectToken, share, type Solver, tokensAt, watch, watchFields } from "./solver.js";
import type { Token, TokenOf } from "./tokens.js";

const INDEX = /^\d+$/;

/** The pairs of a Map, which iteration gives. */
export const ENTRY = "%entry";
/** What a promise is rejected with. */
export const REASON = "%reason";
/** What a generator is sent by `next`. */
export const SENT = "%sent";
/** Stands for the value itself, and for what it has under names that are not known, when its fields are copied one by one; no field is written under this name. */
export const WHOLE = "%whole";
/** The method that iteration calls. */
export const ITERATOR = "@@iterator";

/** Whether a read of field `wanted` may see what was written to field `written`. Fields that start with `%` are the analysis' own. */
export function matchesField(wanted: string, written: string): boolean {
  if (wanted === written) return true;
  if (written === ENTRY) return wanted === ANY_ITEM || INDEX.test(wanted);
  if (wanted.startsWith("%") || written.startsWith("%")) return false;
  if (wanted === ANY_FIELD || written === ANY_FIELD) return true;
  return (wanted === ANY_ITEM && INDEX.test(written)) || (written === ANY_ITEM && INDEX.test(wanted));
}

/** The fields that a place of the models leads through, the outermost first; what is called or passed on the way is left out. */
export function fieldsAlong(path: readonly Segment[]): string[] {
  return path.flatMap((segment) => (segment.kind === "member" ? [segment.name] : segment.kind === "element" ? [elementField(segment)] : []));
}

/** The field under which the values lie that such a part of a place means. */
export function elementField({ listed }: Extract<Segment, { kind: "element" }>): string {
  return listed === true ? ANY_ITEM : ANY_FIELD;
}

/** `to` holds field `field` of whatever `object` holds. */
export function load(solver: Solver, object: Node, field: string, to: Node): void {
  watch(solver, object, (token) => loadFrom(solver, token, field, to));
}

function loadFrom(solver: Solver, token: Token, field: string, to: Node): void {
  if (solver.walk.iterators && (field === ANY_ITEM || INDEX.test(field))) iterate(solver, token, to);
  switch (token.kind) {
    case "api":
      addApi(solver, to, memberOf(token.api, field));
      if (token.api.handed) watchOwnFields(solver, token, field, to);
      if (INVOKERS.has(field) && !token.api.members.has(field)) addInvoker(solver, token, field, to);
      return;
    case "namespace":
      return addExport(solver, token.module, field, to);
    case "schema":
      return loadSchemaMember(solver, token, field, to);
    case "class":
      watchOwnFields(solver, token, field, to);
      return loadClassMember(solver, token, token, field, to);
    case "instance":
      watchOwnFields(solver, token, field, to);
      if (token.of.kind === "class") loadInstanceMember(solver, token, token.of, field, to, new Set());
      else loadPrototype(solver, token.of, field, to);
      return;
    case "function":
      if (field === "%get") return connect(solver, token.fn.returns, to, OP.RESET);
      if (field === "name") connect(solver, nameOf(solver, token), to, OP.RESET);
      if (INVOKERS.has(field)) addInvoker(solver, token, field, to);
      if (field === "prototype") addToken(solver, fieldOf(solver, token, field), objectToken(solver, fieldOf(solver, token, field)));
      watchOwnFields(solver, token, field, to);
      return;
    case "bound":
      if (INVOKERS.has(field)) addInvoker(solver, token, field, to);
      return;
    default:
      watchOwnFields(solver, token, field, to);
  }
}

/** What a function is called, as its text says. */
function nameOf(solver: Solver, { fn: { thisNode, fn } }: TokenOf<"function">): Node {
  return derivedNode(solver, thisNode, "%name", (node) => {
    if (fn.name !== "") solver.graph.defs[node] = { kind: "const", value: fn.name };
  });
}

const INVOKERS = new Set(["call", "apply", "bind"]);

function addInvoker(solver: Solver, target: Token, field: string, to: Node): void {
  const how = field === "call" ? "call" : field === "apply" ? "apply" : "bind";
  addToken(solver, to, derivedToken(solver, target, how, { kind: "invoker", target, how }));
}

function watchOwnFields(solver: Solver, token: Token, field: string, to: Node): void {
  const isMethod = MAP_METHODS.has(field) && isMap(solver, token);
  watchFields(token, (written, node) => {
    if (isMethod ? field === written : matchesField(field, written)) connect(solver, node, to, OP.RESET);
  });
}

/** What every Map has itself, whatever is kept in it. */
const MAP_METHODS = new Set(["get", "set", "has", "delete", "clear", "forEach", "keys", "values", "entries", "size"]);
const MAPS = new Set(["Map", "WeakMap"]);

/** Whether the object is made as a Map. */
export function isMap({ graph }: Solver, token: Token): boolean {
  const def = token.kind === "object" ? graph.defs[token.node] : undefined;
  const callee = def?.kind === "call" && def.site.isNew ? graph.defs[def.site.callee] : undefined;
  return callee?.kind === "global" && MAPS.has(callee.name);
}

/** `to` holds what the object's own iterator gives: the items of a generator, or the values that `next` returns. */
function iterate(solver: Solver, token: Token, to: Node): void {
  if (token.kind !== "object" && token.kind !== "instance") return;
  let method = solver.iterators.get(token);
  if (method === undefined) {
    solver.iterators.set(token, (method = fieldOf(solver, token, "%iterator")));
    loadFrom(solver, token, ITERATOR, method);
  }
  watch(solver, method, (one) => {
    if (one.kind !== "function") return;
    addToken(solver, one.fn.thisNode, token);
    connect(solver, derive(solver, one.fn.returns, ANY_ITEM), to, OP.RESET);
    if (one.fn.fn.generator) return;
    watch(solver, derive(solver, one.fn.returns, "next"), (next) => {
      if (next.kind === "function") connect(solver, derive(solver, next.fn.returns, "value"), to, OP.RESET);
    });
  });
}

/** The functions that stand on `Foo.prototype`, for constructors that are plain functions. */
function loadPrototype(solver: Solver, constructor: Token, field: string, to: Node): void {
  const key = `${constructor.id} ${to} ${field}`;
  if (solver.prototypeReads.has(key)) return;
  solver.prototypeReads.add(key);
  watchFields(constructor, (written, node) => {
    if (written === "prototype") load(solver, node, field, to);
  });
}

function addMember(solver: Solver, receiver: Token, member: ClassMember, to: Node): void {
  const nodes = solver.graph.functions.get(member.fn);
  if (nodes === undefined) return;
  if (member.kind === "method") addToken(solver, to, functionToken(solver, member.fn));
  else if (member.kind === "get") {
    addToken(solver, nodes.thisNode, receiver);
    connect(solver, nodes.returns, to, OP.RESET);
  }
}

function loadClassMember(solver: Solver, receiver: Token, cls: TokenOf<"class">, field: string, to: Node): void {
  if (field === "%constructor") return addToken(solver, to, cls);
  let found = false;
  cls.cls.members.forEach((member, index) => {
    const key = cls.keys[index] ?? ANY_FIELD;
    if (!member.static || !matchesField(field, key)) return;
    found = true;
    addMember(solver, receiver, member, to);
  });
  if (field.startsWith("%super:")) return loadSuper(solver, receiver, cls, field.slice("%super:".length), to);
  if (!found) inherit(solver, cls, (base) => (base.kind === "class" ? loadFrom(solver, base, field, to) : addApiMember(solver, base, false, field, to)));
}

/** Reads from the class that `super` names: its constructor, or one of its methods for the instance at hand. */
function loadSuper(solver: Solver, receiver: Token, base: TokenOf<"class">, name: string, to: Node): void {
  if (name === "%constructor") return addToken(solver, to, base);
  loadInstanceMember(solver, instanceToken(solver, base), base, name, to, new Set());
  loadClassMember(solver, receiver, base, name, to);
}

/** `to` holds what an instance of a class of the program has under a name: of its class, or of one that this extends. */
export function loadInstanceMember(solver: Solver, instance: Token, cls: TokenOf<"class">, field: string, to: Node, seen: Set<Token>): void {
  if (seen.has(cls)) return;
  seen.add(cls);
  let found = false;
  cls.cls.members.forEach((member, index) => {
    if (member.static || !matchesField(field, cls.keys[index] ?? ANY_FIELD)) return;
    found = true;
    addMember(solver, instance, member, to);
  });
  if (!found || field === ANY_FIELD) {
    inherit(solver, cls, (base) => (base.kind === "class" ? loadInstanceMember(solver, instance, base, field, to, seen) : addApiMember(solver, base, true, field, to)));
  }
}

function addApiMember(solver: Solver, base: Token, isInstance: boolean, field: string, to: Node): void {
  if (base.kind !== "api") return;
  const places: Api[] = isInstance ? instancesOf(base.api) : [base.api];
  for (const place of places) addApi(solver, to, memberOf(place, field));
}

/** What `new` of a place gives: its own rows and those of its types. */
export function instancesOf(api: Api): Api[] {
  if (api.constructed === undefined) return [api.library.opaque];
  return [api.constructed, ...api.constructed.types];
}

/** Hears of the class's direct superclass, as far as it is known. */
export function inherit(solver: Solver, cls: TokenOf<"class">, hear: (base: Token) => void): void {
  if (cls.superclass !== NO_NODE) watch(solver, cls.superclass, (token) => (token.kind === "api" || (token.kind === "class" && !isBelow(solver, token, cls)) ? hear(token) : undefined));
}

const MOST_GENERATIONS = 50;
const MOST_ANCESTORS = 200;

/** Whether `cls` is an ancestor of `base`, as far as is known: such a program does not run, and a walk up would not end. */
function isBelow(solver: Solver, base: Token, cls: Token): boolean {
  const seen = new Set<Token>([base]);
  let generation: Token[] = [base];
  for (let age = 0; generation.length > 0; age += 1) {
    if (generation.includes(cls) || age >= MOST_GENERATIONS || seen.size > MOST_ANCESTORS) return true;
    const parents: Token[] = [];
    for (const token of generation) {
      if (token.kind !== "class" || token.superclass === NO_NODE) continue;
      for (const parent of tokensAt(solver, token.superclass)) {
        if (parent.kind !== "class" || seen.has(parent)) continue;
        seen.add(parent);
        parents.push(parent);
      }
    }
    generation = parents;
  }
  return false;
}

function loadSchemaMember(solver: Solver, token: TokenOf<"schema">, field: string, to: Node): void {
  if (field === "shape") {
    const shape = token.site.args[0];
    if (shape !== undefined) connect(solver, shape.node, to, OP.RESET);
    return;
  }
  if (field === ANY_FIELD || field === "data") return;
  addToken(solver, to, derivedToken(solver, token, field, { kind: "schema-method", of: token, name: field }));
}

/** Field `field` of whatever `object` holds is what `from` holds; `heap`: taint takes this way, at any time. */
export function store(solver: Solver, object: Node, field: string, from: Node, heap: boolean): void {
  watch(solver, object, (token) => storeInto(solver, token, field, from, heap));
}

function storeInto(solver: Solver, token: Token, field: string, from: Node, heap: boolean): void {
  if ((token.kind === "api" && (!token.api.handed || field === ANY_FIELD)) || token.kind === "schema" || token.kind === "schema-method" || token.kind === "resolver") return;
  const to = fieldOf(solver, token, field);
  if (heap) connect(solver, from, to, OP.RESET);
  else shareObjects(solver, from, to);
  if (token.kind === "instance" && token.of.kind === "class") {
    token.of.cls.members.forEach((member, index) => {
      if (member.kind !== "set" || token.of.kind !== "class" || token.of.keys[index] !== field) return;
      const nodes = solver.graph.functions.get(member.fn);
      const param = nodes?.params[0];
      if (param !== undefined) connect(solver, from, param, OP.RESET);
    });
  }
}

/** Objects go from one node to another, taint does not: it goes by the edges of the literal. */
export function shareObjects(solver: Solver, from: Node, to: Node): void {
  share(solver, from, to);
  solver.graph.addSource(from, to);
}

/** A node that holds field `field` of what `object` holds; one an object and field, for taint too. */
export function derive(solver: Solver, object: Node, field: string): Node {
  const { graph } = solver;
  return derivedNode(solver, object, field, (node) => {
    graph.defs[node] = { kind: "get", object, field, key: NO_NODE };
    graph.edge(object, node, OP.GET, field);
    load(solver, object, field, node);
  });
}
