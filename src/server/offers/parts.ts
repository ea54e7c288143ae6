import type { Location } from "../../finding.js";
import type { Constant, FunctionIr } from "../../ir/ir.js";
import type { Asked } from "../../graph/guards/asked.js";
import { mayCall } from "../../graph/flows/called.js";
import { standsIn } from "../../graph/enclosing.js";
import type { FunctionNodes } from "../../graph/graph.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import { namesOf } from "../../graph/names.js";
import type { ApiCall, Solver } from "../../graph/solver.js";
import type { TransportKind } from "../../models/model.js";
import { locate } from "../../program/program.js";
import { type Checks, type ComesTo, isConditional, isGuarded, reachedFrom } from "../reach/authorization.js";
import { codeOf } from "../values/code.js";
import { type ChangeReader, type Changes, changesOf, onlyOf } from "../reach/changes.js";
import { type EffectsOf, effectsOf } from "../reach/effects.js";
import { type InsideReader, readReach } from "../reach/reach.js";
import { lazily, type Makers, once } from "../values/lazily.js";
import type { Offered } from "./offers.js";
import { comparedIn } from "./compared-names.js";
import { joinSameName, type AsRegistered, speaking } from "./same-name.js";
import { readSchema } from "./schema.js";
import { type KnownTexts, textsIn } from "./texts.js";
import { alternatives, fieldOf, isWhole, joined, readable, textOf, type Value } from "../values/value.js";
import type { Offering, Prompt, Property, Resource, Route, Schema, ShownText, Tool } from "../view/view.js";

/** What is asked of tools: who runs them when they are merely listed, what functions check and do. */
export interface ToolReader {
  readonly solver: Solver;
  /** The names that dispatching handlers are asked for. */
  readonly names: Asked | undefined;
  readonly dispatchers: readonly FunctionNodes[];
  /** What answers which tools there are. */
  readonly listers: readonly FunctionNodes[];
  readonly checks: () => Checks;
  readonly effects: () => EffectsOf;
  readonly changes: () => ChangeReader;
  /** Every tool that is read is put in, and each place that most of them change something at, or do not. */
  readonly changing: { readonly tools: Changing[]; readonly common: Map<ApiCall, boolean> };
  readonly inside: () => InsideReader;
  /** Over what the servers are reached on which something is registered, where that is known of all of them. */
  readonly kindsOf: () => (registration: Registration) => ReadonlySet<TransportKind> | undefined;
  /** Whether what is registered at a place is loaded together with what clients reach over a network. */
  readonly isRemote: (location: Location) => boolean;
  /** The grants that are asked for in front of a function, by registrations of their own. */
  readonly asked: ReadonlyMap<FunctionNodes, Value>;
}

/** A tool with each of the registrations that make it; those that say nothing of their own are told apart by `speaking`. */
export interface ReadTool {
  readonly tool: Tool;
  readonly registered: readonly [AsRegistered, ...AsRegistered[]];
}

/** A tool that one registration makes, or several of the same name. */
export function readTool(reader: ToolReader, offers: readonly [Offered, ...Offered[]]): ReadTool {
  const [first, ...others] = offers;
  const one = (offered: Offered): Read => ({ ...readOne(reader, offered), offered });
  const all = [one(first), ...others.map(one)] as const;
  const said = speaking(all).map(({ changing }) => changing);
  const [only] = said;
  reader.changing.tools.push(only !== undefined && said.length === 1 ? only : {
    reached: once(() => said.flatMap(({ reached }) => reached())),
    own: once(() => ({ found: said.flatMap(({ own }) => own().found), isCut: said.some(({ own }) => own().isCut) })),
    calls: once(() => new Set(said.flatMap(({ calls }) => [...calls()]))),
    only: (changes) => said.some((own) => own.only(changes)),
  });
  return { tool: joinSameName([...all]), registered: [...all] };
}

interface Read extends AsRegistered {
  readonly changing: Changing;
}

/** A tool as one registration makes it; of one that is merely listed the handlers are those that dispatch. */
function readOne({ solver, dispatchers, listers, checks, effects, changes, changing, inside, kindsOf, isRemote, asked, names }: ToolReader, offered: Offered): Omit<Read, "offered"> {
  const { part, name, binding, registration, location } = offered;
  const place = once((): Offering => ({ location, transports: kindsOf()(registration), isRemote: isReachedRemotely({ kindsOf, isRemote }, registration, location) }));
  const isListed = offered.handlers.length === 0;
  const comesTo: ComesTo = (site, target) => !isListed || names === undefined || name === undefined || mayCall(solver, names, name, site, target);
  const scopes = joined([part("scopes"), ...offered.handlers.map((fn) => asked.get(fn))].filter((one) => one !== undefined));
  const handlers = offered.handlers.length > 0 ? offered.handlers : dispatchers;
  const reached = once(() => handlers.map((handler) => reachedFrom(solver, handler, binding, comesTo)));
  const somewhere = (holds: (fn: FunctionIr) => boolean): boolean => reached().some((functions) => [...functions].some(holds));
  const own = once(() => changesOf(changes(), handlers, binding, comesTo));
  const itself: Changing = { reached, own, calls: once(() => new Set(own().found.map(({ call }) => call))), only: (reader) => changesOf(reader, handlers, binding, comesTo).found.length > 0 };
  const guardedBy = once(() => {
    const by = [[scopes !== undefined && isThere(scopes), "registration"], [isGuarded(checks(), reached), "handler"], [isConditional(checks(), registration), "condition"]] as const;
    return by.flatMap(([holds, who]) => (holds ? [who] : []));
  });
  const head = { ...readHead(offered, handlers), annotations: constantsOf(part("annotations")), scopes: scopes === undefined ? [] : [...textsWithin(scopes)] };
  const tool = lazily(head, {
    input: () => (offered.isMixed("schema") ? undefined : located(readSchema(part("schema")), once(() => readSchema(offered.written("schema"))))),
    mixedInput: () => (offered.isMixed("schema") ? readSchema(part("schema")) : undefined),
    isAnnotated: () => {
      const hints = part("annotations");
      return hints !== undefined && isThere(hints);
    },
    asksFirst: () => somewhere((fn) => ASKS.test(codeOf(fn))),
    knowsCaller: () => somewhere((fn) => CALLER.test(codeOf(fn))),
    bounds: () => (field) => somewhere((fn) => comparedIn(fn).has(field)),
    guarded: () => guardedBy().length > 0,
    openAt: () => (guardedBy().length > 0 ? undefined : location),
    offered: () => [place()],
    isRemote: () => place().isRemote,
    guardedBy,
    shownToAll: () => guardedBy().join() === "handler" && !(isListed && isGuarded(checks(), () => listers.map((lister) => reachedFrom(solver, lister, binding, () => true)))),
    unenforced: () => {
      if (scopes !== undefined && isThere(scopes) && registration.row.trusting === true) return "trusting";
      const shown = [part("shown"), fieldOf(part("meta"), "securitySchemes")].filter((one) => one !== undefined);
      return shown.some(asksForToken) && guardedBy().length === 0 ? "shown" : undefined;
    },
    effects: () => effectsOf(effects(), reached(), comesTo),
    changes: () => own().found.filter(({ call }) => !isCommon(changing, changes(), call)),
    reach: () => readReach(inside(), effects(), reached(), binding, comesTo),
  } satisfies Makers<Omit<Tool, keyof typeof head>>);
  return { tool, changing: itself };
}

/** Clients reach over a network what is registered: the servers are connected so, or as far as that is not known loaded so. */
export function isReachedRemotely({ kindsOf, isRemote }: Pick<ToolReader, "kindsOf" | "isRemote">, registration: Registration, location: Location): boolean {
  const kinds = kindsOf()(registration);
  return kinds === undefined ? isRemote(location) : kinds.has("http") || kinds.has("sse");
}

/** A resource, or a template of resources. */
export function readResource(offered: Offered): Resource {
  const uri = offered.part("uri");
  const template = uri === undefined ? undefined : readable(uri) ?? [...textsWithin(uri)][0];
  return { ...readHead(offered, offered.handlers), uri: template, isTemplate: template?.includes("{") === true };
}

/** A prompt with the arguments that it takes. */
export function readPrompt(offered: Offered): Prompt {
  return lazily(readHead(offered, offered.handlers), { input: () => readSchema(offered.part("schema")) });
}

/** Elicitation, and the names that servers give to a second step. */
const ASKS = /elicit|confirm|approv|dry_?run|consent|are you sure/i;
/** Where frameworks keep who it is that asks, and how programs call that. */
const CALLER = /\bauthInfo\b|\bauth\w*\s*\??\.|\b(?:session|principal|identity|claims|caller)\b\s*\??[.[]|\b(?:ctx|context|req|request|extra|this)\s*\??\.\s*(?:user|props|state|session|auth)\b|current_?User|\bgetStore\s*\(/i;
const FEW = 4;

/** A tool with the functions that it comes to, what it changes, and by which calls; `only`: whether it changes anything as far as the reader tells. */
interface Changing {
  readonly reached: () => readonly ReadonlySet<FunctionIr>[];
  readonly own: () => Changes;
  readonly calls: () => ReadonlySet<ApiCall>;
  readonly only: (reader: ChangeReader) => boolean;
}

/** More than half of several tools change something by this call: that is how the program serves them. */
function isCommon({ tools, common }: ToolReader["changing"], reader: ChangeReader, call: ApiCall): boolean {
  const known = common.get(call);
  if (known !== undefined) return known;
  const reaching = tools.filter(({ reached }) => reached().some((functions) => standsIn(call.site.fn, functions)));
  const most = tools.length / 2;
  let count = 0;
  if (tools.length >= FEW && reaching.length > most) {
    const alone = once(() => onlyOf(reader, call));
    // where a tool's calls are too many to follow them all, those are followed that lead there
    for (const { own, calls, only } of reaching) if (count <= most && (calls().has(call) || (own().isCut && only(alone())))) count += 1;
  }
  common.set(call, count > most);
  return count > most;
}

/**
 * The schema with its properties where the other one has those of the same names: values of a run do not remember where they were written. The graph may have to
 * read a great deal for that, so it is asked once somebody wants to know a place.
 */
function located(schema: Schema | undefined, written: () => Schema | undefined): Schema | undefined {
  if (schema === undefined) return undefined;
  const places = once(() => new Map((written()?.properties ?? []).map((one) => [one.name, one])));
  return {
    ...schema,
    items: located(schema.items, () => written()?.items),
    properties: schema.properties?.map((one) => {
      const place = (): Property | undefined => places().get(one.name);
      return {
        ...one, ...located(one, place),
        get location() {
          return place()?.location ?? one.location;
        },
      };
    }),
  };
}

function readHead({ name, location, conditions, part }: Offered, handlers: readonly FunctionNodes[]): Pick<Tool, "name" | "title" | "description" | "location" | "handlers" | "conditions"> {
  return {
    name, location,
    title: told(part("title")),
    description: told(part("description")),
    handlers: handlers.map(({ fn }) => locate(fn.module, fn)),
    conditions,
  };
}

/** A text for readers: the only one, or the first that is known of several. */
function told(value: Value | undefined): string | undefined {
  return readable(value) ?? (value === undefined ? undefined : [...alternatives(value)].map(readable).find((text) => text !== undefined));
}

/** A route with its method, which is the last name of the call. */
export function readRoute(solver: Solver, registration: Registration): Route {
  const { row, site } = registration;
  const [path] = nodesAt(solver, registration, row.name).flatMap((node) => [...namesOf(solver, node).names]);
  return { method: site.method?.toUpperCase(), path, location: solver.graph.locate(site.node) };
}

/** Texts that were read, by the value that they stand in and by themselves. */
export interface ReadTexts {
  readonly values: Map<Value, readonly ShownText[]>;
  readonly contents: KnownTexts;
}

/** All texts of what is offered; those of a value that several share only the first time. */
export function textsOf({ values, ran, written, name: own, mixed }: Offered, what: "server" | "tool" | "resource" | "prompt", known: ReadTexts): ShownText[] {
  const name = mixed ? undefined : own;
  const phrase = what === "server" ? "the server" : name === undefined ? `a ${what}` : `${what} \`${name}\``;
  const owner = { phrase, tool: what === "tool" ? name : undefined };
  const named = [["name", "the name"], ["title", "the title"], ["description", what === "server" ? "the instructions" : "the description"], ["uri", "the address"], ["schema", "the input schema"], ["annotations", "the annotations"]] as const;
  const texts: ShownText[] = [];
  const told = new Set<string>();
  for (const [key, words] of named) {
    // what the run knows whole the graph knows better in one thing alone: where it is written
    const own = ran(key);
    const whole = own !== undefined && tellsAll(own) ? own : undefined;
    for (const value of whole === undefined ? values(key) : [whole]) {
      const shared = known.values.get(value);
      const read = shared ?? textsIn(value, words, owner, known.contents, whole === undefined ? undefined : () => written(key));
      known.values.set(value, read);
      for (const shown of read) {
        // the engines read the same text: the graph comes first, and knows better where it is written
        const secrets = shown.secrets.filter(({ masked }) => !told.has(masked));
        for (const { masked } of secrets) told.add(masked);
        if (shared === undefined) texts.push(secrets.length === shown.secrets.length ? shown : { ...shown, secrets });
      }
    }
  }
  return texts;
}

/** No text of it is left open. What stands at the fields of a class the run does not tell, nor whether a part that is not handed over is set in another way. */
function tellsAll(value: Value): boolean {
  return value.kind !== "function" && !(value.kind === "constant" && value.value === undefined) && isWhole(value);
}

/** A field holds something: a constant that is true, or anything that is no constant. One that no object has is read as unknown, with nothing that it may be or was computed from. */
function isThere(value: Value): boolean {
  if (value.kind === "unknown") return value.from.length > 0 || value.may.some(isThere);
  return value.kind !== "constant" || Boolean(value.value);
}

/** One of the schemes is another than that nothing is needed. */
function asksForToken(schemes: Value): boolean {
  return [...alternatives(schemes)].some((one) => one.kind === "list" && one.items.length > 0 && one.items.every((item) => readable(fieldOf(item, "type")) !== "noauth"));
}

function constantsOf(value: Value | undefined): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  if (value?.kind === "object") for (const [name, field] of value.fields) if (field.kind === "constant") constants.set(name, field.value);
  return constants;
}

/** The texts in a value, in a list of it, or in what it was computed from. */
function* textsWithin(value: Value): Iterable<string> {
  for (const one of alternatives(value)) {
    const text = textOf(one);
    if (text !== undefined) yield text;
    else if (one.kind === "list") for (const item of one.items) yield* textsWithin(item);
  }
  if (value.kind === "unknown") for (const one of value.from) yield* textsWithin(one);
}
