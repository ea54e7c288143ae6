import { arityOf } from "../../ir/arity.js";
import type { Api, Effects, Place } from "../../models/api.js";
import { LAST, RECEIVER, RESULT } from "../../models/api.js";
import { applyBuiltin } from "./builtins.js";
import { derive, elementField, inherit, REASON, store } from "../fields.js";
import { ANY_ITEM, type Argument, type CallSite, type FunctionNodes, type Node, NO_NODE, OP } from "../graph.js";
import type { RegisterRow, SettingRow } from "../../models/model.js";
import { isDeclared, type Segment } from "../../models/path.js";
import { parsePlace } from "../places.js";
import { withOne } from "../chains.js";
import { connectReceiver } from "../receivers.js";
import { addApi, addToken, connect, derivedNode, derivedToken, functionToken, instanceToken, objectToken, type Solver, watch } from "../solver.js";
import { newToken, type Token, type TokenOf } from "../tokens.js";

/** Resolves a call as its callee becomes known. */
export function solveCall(solver: Solver, site: CallSite): void {
  watch(solver, site.callee, (token) => invoke(solver, site, token, site.args, site.receiver));
  applyBuiltin(solver, site);
}

/** Runs one of the things that a call may call. */
export function invoke(solver: Solver, site: CallSite, token: Token, args: readonly Argument[], receiver: Node): void {
  if (!isNewCall(solver, site, token, args)) return;
  switch (token.kind) {
    case "function":
      if (site.isNew) {
        const instance = instanceToken(solver, functionToken(solver, token.fn.fn));
        addToken(solver, site.node, instance);
        addToken(solver, token.fn.thisNode, instance);
      }
      return linkFunction(solver, site, token.fn, args, site.isNew ? NO_NODE : receiver);
    case "class":
      return construct(solver, site, token, args);
    case "api":
      return invokeApi(solver, site, token.api, args);
    case "schema-method":
      return invokeSchema(solver, site, token, args);
    case "bound":
      return invoke(solver, site, token.target, [...token.args, ...args], token.receiver);
    case "invoker":
      return invokeThrough(solver, site, token, args);
    case "resolver":
      if (args[token.index] !== undefined) connect(solver, args[token.index]?.node ?? NO_NODE, token.promise, OP.RESET);
      solver.resolved.add(site);
      return;
    case "promisified":
      return invoke(solver, site, token.target, [...args, { node: lastCallback(solver, site), spread: false }], receiver);
    default:
  }
}

function isNewCall({ seenCalls, seenCallsWith }: Solver, site: CallSite, token: Token, args: readonly Argument[]): boolean {
  if (args === site.args) return seenCalls.add(site.id, token.id);
  const count = seenCallsWith.size;
  return seenCallsWith.add(`${site.id}:${token.id}:${args.map((arg) => arg.node).join()}`).size > count;
}

function invokeThrough(solver: Solver, site: CallSite, token: TokenOf<"invoker">, args: readonly Argument[]): void {
  const [self, ...rest] = args;
  if (self === undefined) return;
  if (token.how === "call") return invoke(solver, site, token.target, rest, self.node);
  if (token.how === "apply") return invoke(solver, site, token.target, rest.slice(0, 1).map((arg) => ({ node: arg.node, spread: true })), self.node);
  solver.resolved.add(site);
  addToken(solver, site.node, newToken(solver, { kind: "bound", target: token.target, receiver: self.node, args: rest }));
}

/** The callback that a promisified function gets: its second argument is the call's result. */
function lastCallback(solver: Solver, site: CallSite): Node {
  return derivedNode(solver, site.node, "%callback", (node) => addToken(solver, node, newToken(solver, { kind: "resolver", promise: site.node, index: 1 })));
}

function construct(solver: Solver, site: CallSite, token: TokenOf<"class">, args: readonly Argument[]): void {
  addToken(solver, site.node, instanceToken(solver, token));
  runConstructor(solver, site, token, args);
}

function runConstructor(solver: Solver, site: CallSite, token: TokenOf<"class">, args: readonly Argument[]): void {
  solver.resolved.add(site);
  const { ctor } = token.cls;
  const nodes = ctor === undefined ? undefined : solver.graph.functions.get(ctor);
  if (nodes !== undefined) return linkFunction(solver, site, nodes, args, NO_NODE);
  // the default constructor hands everything to the superclass
  inherit(solver, token, (base) => {
    if (base.kind === "class") runConstructor(solver, site, base, args);
    else if (base.kind === "api") recordApi(solver, site, base.api, base.api.onNew, args);
  });
}

/** Arguments flow to parameters, what is returned to the result, what is thrown to the catch clause around the call. */
function linkFunction(solver: Solver, site: CallSite, nodes: FunctionNodes, args: readonly Argument[], receiver: Node): void {
  const { fn } = nodes;
  site.targets = withOne(site.targets, nodes);
  nodes.callers = withOne(nodes.callers, site);
  solver.resolved.add(site);
  if (receiver !== NO_NODE) connectReceiver(solver, site, receiver, nodes);
  const firstSpread = args.findIndex((arg) => arg.spread);
  args.forEach((arg, index) => {
    const spread = firstSpread >= 0 && index >= firstSpread;
    const any = (): Node => (arg.spread ? derive(solver, arg.node, ANY_ITEM) : arg.node);
    fn.params.forEach((param, position) => {
      const to = nodes.params[position];
      if (to === undefined) return;
      if (param.rest) {
        if (index >= position || spread) passItem(solver, site, any(), to, spread ? ANY_ITEM : String(index - position));
      } else if (position === index || (spread && position > index)) {
        // the first spread list begins at a known position
        const node = index === firstSpread ? derive(solver, arg.node, String(position - index)) : any();
        connect(solver, node, to, OP.CALL, { site, put: undefined });
      }
    });
    if (nodes.argumentsNode !== NO_NODE) passItem(solver, site, any(), nodes.argumentsNode, spread ? ANY_ITEM : String(index));
  });
  if (!(site.isNew && fn.kind === "constructor")) connect(solver, nodes.returns, site.node, OP.RETURN, site);
  connect(solver, nodes.throws, site.catcher, OP.RESET);
  if (fn.async && !fn.generator) solver.graph.edge(rejection(solver, nodes), site.node, OP.PUT, REASON);
}

/** What the promise of an async function is rejected with. */
function rejection(solver: Solver, nodes: FunctionNodes): Node {
  return derivedNode(solver, nodes.throws, REASON, (node) => connect(solver, nodes.throws, node, OP.RESET));
}

function passItem(solver: Solver, site: CallSite, from: Node, to: Node, field: string): void {
  connect(solver, from, to, OP.CALL, { site, put: field });
  addToken(solver, to, objectToken(solver, to));
  store(solver, to, field, from, false);
}

/** A call of a library's function: its result, its callbacks' parameters, and the record for sinks, steps and registrations. */
function invokeApi(solver: Solver, site: CallSite, api: Api, args: readonly Argument[]): void {
  const effects = site.isNew ? api.onNew : api.onCall;
  const result = site.isNew ? (api.constructed ?? api.called) : (api.called ?? api.constructed);
  // what the program itself puts on an instance is kept there: fields, listeners
  if (site.isNew) addToken(solver, site.node, objectToken(solver, site.node));
  if (effects.schema !== undefined) addToken(solver, site.node, schemaToken(solver, site, api));
  else addApi(solver, site.node, result ?? api.library.opaque);
  recordApi(solver, site, api, effects, args);
}

export function recordApi(solver: Solver, site: CallSite, api: Api, effects: Effects, args: readonly Argument[]): void {
  if (!api.opaque) solver.resolved.add(site);
  solver.apiCalls.push({ site, api, effects, args });
  for (const { place, type } of effects.instances) for (const node of placeNodes(solver, site, args, place)) addApi(solver, node, type);
  for (const { from, to, row } of effects.steps) {
    if (row.as === "promisify") {
      for (const source of placeNodes(solver, site, args, from)) for (const target of placeNodes(solver, site, args, to)) promisify(solver, source, target);
    }
    if (row.as !== "identity" && row.as !== "list" && row.as !== "elements") continue;
    for (const source of placeNodes(solver, site, args, from)) {
      for (const target of placeNodes(solver, site, args, to)) shareThrough(solver, source, target);
    }
  }
  for (const place of placesOfEffects(effects)) placeNodes(solver, site, args, place);
}

const placesKnown = new WeakMap<Effects, readonly Place[]>();

/** All places that the rows speak of: they are read when the solver is done, so their nodes are made now. */
function placesOfEffects(effects: Effects): readonly Place[] {
  let places = placesKnown.get(effects);
  if (places === undefined) {
    const { registers, settings, sinks, steps, sources } = effects;
    const paths = [...registers.flatMap(placesOfRegister), ...settings.flatMap(placesOfSetting), ...sinks.flatMap(({ row }) => row.agents ?? [])];
    places = [...paths.map(parsePlace), ...sinks.map(({ place }) => place), ...steps.map(({ from }) => from), ...sources.map(({ place }) => place)];
    placesKnown.set(effects, places);
  }
  return places;
}

function placesOfRegister(row: RegisterRow): string[] {
  const paths = [row.name, row.title, row.description, row.schema, row.annotations, row.scopes, row.handler, row.uri, ...(row.host ?? []), ...(row.port ?? []), ...(row.when ?? []).map((condition) => condition.at)];
  return [...paths.filter((path) => path !== undefined), ...(row.handler === undefined ? [] : [`${row.handler}[*]`])];
}

function placesOfSetting({ name, default: value, table }: SettingRow): string[] {
  return [name, value, table].filter((path) => path !== undefined);
}

function promisify(solver: Solver, source: Node, target: Node): void {
  watch(solver, source, (token) => {
    if (token.kind === "api") addToken(solver, target, token);
    else if (token.kind === "function" || token.kind === "bound") addToken(solver, target, derivedToken(solver, token, "%promisified", { kind: "promisified", target: token }));
  });
}

function shareThrough(solver: Solver, source: Node, target: Node): void {
  watch(solver, source, (token) => {
    // what stands off the trie, or belongs to a schema, is not handed on by an unknown function
    if (token.kind !== "api" || !token.api.opaque) addToken(solver, target, token);
  });
}

/** The nodes that stand at a place of a call. Parameters of callbacks come when the callbacks are known. */
export function placeNodes(solver: Solver, site: CallSite, args: readonly Argument[], place: Place): Node[] {
  let nodes: Node[];
  if (place.from === RECEIVER) nodes = site.receiver === NO_NODE ? [] : [site.receiver];
  else if (place.from === RESULT) nodes = [site.node];
  else {
    const from = place.from === LAST ? args.length - 1 : place.from;
    const to = place.to === LAST ? args.length - 1 : Math.min(place.to, args.length - 1);
    nodes = [];
    const firstSpread = args.findIndex((arg) => arg.spread);
    args.forEach((arg, index) => {
      const spread = firstSpread >= 0 && index >= firstSpread;
      if (arg.spread && index === firstSpread && place.from >= index && place.from === place.to) nodes.push(derive(solver, arg.node, String(place.from - index)));
      else if ((index >= from && index <= to) || (arg.spread && index <= to) || (spread && index >= from)) nodes.push(arg.spread ? derive(solver, arg.node, ANY_ITEM) : arg.node);
    });
  }
  return place.path.length === 0 ? nodes : nodes.flatMap((node) => reach(solver, node, place.path));
}

/** Goes from a node along members, items, parameters of functions and results of functions. */
export function reach(solver: Solver, node: Node, path: readonly Segment[]): Node[] {
  let nodes = [node];
  for (const segment of path) {
    if (segment.kind === "member") nodes = nodes.map((one) => derive(solver, one, segment.name));
    else if (segment.kind === "element") nodes = nodes.map((one) => derive(solver, one, elementField(segment)));
    else if (segment.kind === "call") nodes = nodes.map((one) => collect(solver, one, "%returns", (fn) => fn.returns));
    else if (segment.kind === "param") nodes = nodes.map((one) => parameter(solver, one, segment));
  }
  return nodes;
}

/** A node that stands for one node of every function that `functions` holds. */
function collect(solver: Solver, functions: Node, name: string, pick: (fn: FunctionNodes) => Node | undefined): Node {
  return derivedNode(solver, functions, name, (node) =>
    watch(solver, functions, (token) => {
      const picked = token.kind === "function" ? pick(token.fn) : undefined;
      if (picked !== undefined) connect(solver, picked, node, OP.RESET);
    }),
  );
}

/** A node from which everything goes to that parameter of every function that `functions` holds. */
function parameter(solver: Solver, functions: Node, place: Extract<Segment, { kind: "param" }>): Node {
  const { index, of } = place;
  return derivedNode(solver, functions, `%param${index}${of === undefined ? "" : `/${of.least}..${of.most}`}`, (node) =>
    watch(solver, functions, (token) => {
      let target = token;
      let position = index;
      while (target.kind === "bound") {
        position += target.args.length;
        if (target.target.kind === "function") bindArguments(solver, target, target.target.fn);
        target = target.target;
      }
      const [params, arity] = target.kind === "function" ? [target.fn.params, arityOf(target.fn.fn)] : [[], 0];
      const param = params[position];
      if (param !== undefined && isDeclared(place, arity - position + index)) connect(solver, node, param, OP.RESET);
    }),
  );
}

/** A bound function that a library calls: its receiver and first arguments are those it was bound to. */
function bindArguments(solver: Solver, bound: TokenOf<"bound">, fn: FunctionNodes): void {
  connect(solver, bound.receiver, fn.thisNode, OP.RESET);
  bound.args.forEach((arg, index) => connect(solver, arg.node, fn.params[index] ?? NO_NODE, OP.RESET));
}

function schemaToken(solver: Solver, site: CallSite, api: Api): Token {
  let token = solver.schemas.get(site);
  if (token === undefined) solver.schemas.set(site, (token = newToken(solver, { kind: "schema", site, api })));
  return token;
}

/** A method of a schema: another schema, or the enforcement of this one. */
function invokeSchema(solver: Solver, site: CallSite, token: TokenOf<"schema-method">, args: readonly Argument[]): void {
  if (token.of.kind !== "schema") return;
  solver.resolved.add(site);
  const row = token.of.api.library.schemaMethods.get(token.name);
  if (row?.means === "parse" || row?.means === "safe-parse") {
    solver.apiCalls.push({ site, api: token.of.api, effects: NOTHING, args });
    const value = args[0];
    if (value !== undefined) {
      if (row.means === "parse") watch(solver, value.node, (one) => addToken(solver, site.node, one));
      else {
        addToken(solver, site.node, objectToken(solver, site.node));
        store(solver, site.node, "data", value.node, false);
      }
    }
    return;
  }
  addToken(solver, site.node, schemaToken(solver, site, token.of.api));
}

const NOTHING: Effects = { sinks: [], steps: [], guards: [], readOnly: [], registers: [], sources: [], instances: [], settings: [], schema: undefined, computes: undefined };
