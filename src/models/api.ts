import type { AgentRow, ChangeRow, Computation, GuardRow, Model, ReadOnlyRow, RegisterRow, SchemaRow, SettingRow, SinkRow, SourceRow, StepRow } from "./model.js";
import type { SinkKind } from "./kinds.js";
import { parsePath, type Segment } from "./path.js";

/** A place of a call: an argument (or the receiver, or the result) and the way from there. */
export interface Place {
  /** Index range of arguments; -1 for the last, -2 for the receiver, -3 for the result. */
  readonly from: number;
  readonly to: number;
  /** Members, items and parameters behind it. */
  readonly path: readonly Segment[];
}

export const LAST = -1;
export const RECEIVER = -2;
export const RESULT = -3;

/** What the models say of one call. */
export interface Effects {
  readonly sinks: { place: Place; row: SinkRow }[];
  readonly steps: { from: Place; to: Place; row: StepRow }[];
  readonly guards: { place: Place; row: GuardRow }[];
  readonly readOnly: { of: "result" | "receiver" | Place; row: ReadOnlyRow }[];
  readonly registers: RegisterRow[];
  readonly sources: { place: Place; row: SourceRow }[];
  /** Instances of types that stand at a place of the call: callback parameters. */
  readonly instances: { place: Place; type: Api }[];
  /** The call declares settings. */
  readonly settings: SettingRow[];
  schema: SchemaRow | undefined;
  /** The call is computed from its arguments. */
  computes: Computation | undefined;
}

/** A place in the trie of what the models know of a library. Off the trie a value is only "something of package P". */
export interface Api {
  readonly name: string;
  readonly library: Library;
  /** Off the trie. */
  readonly opaque: boolean;
  readonly members: Map<string, Api>;
  called: Api | undefined;
  constructed: Api | undefined;
  /** Types that a value here is an instance of. */
  readonly types: Api[];
  /** A type whose values the library hands to functions of the program, which leave on them, under names that are written out, what is meant for the next one: the request of a web server. */
  handed: boolean;
  readonly onCall: Effects;
  readonly onNew: Effects;
  /** What is registered when it decorates something, or when a class of the program extends it. */
  onDecorate: Effects | undefined;
  onExtend: Effects | undefined;
  /** A value here is untrusted. */
  source: SourceRow | undefined;
  /** How this member follows from its object: `URL.new()` to `URL.new().hostname`. */
  read: StepRow | undefined;
  /** Connections are made through a value here. */
  agent: AgentRow | undefined;
  /** The texts that a value here may be: `path.sep`. */
  constants: readonly string[] | undefined;
  /** Whoever starts the program decides on the fields of a value here. */
  readonly settings: SettingRow[];
}

/** All that the models say of the specifiers of one library. */
export interface Library {
  readonly name: string;
  readonly root: Api;
  readonly opaque: Api;
  readonly types: Map<string, Api>;
  /** Methods of every schema of the library, by name. */
  readonly schemaMethods: Map<string, SchemaRow>;
  /** What modules register by lying in their place, a row each. */
  readonly conventions: { readonly row: RegisterRow; readonly effects: Effects }[];
  /** What methods change of anything that it gives and no other row speaks of. */
  readonly changes: ChangeRow[];
  /** The kinds of its sinks: of these the models name all that the library has. */
  readonly kinds: Set<SinkKind>;
}

function newEffects(): Effects {
  return { sinks: [], steps: [], guards: [], readOnly: [], registers: [], sources: [], instances: [], settings: [], schema: undefined, computes: undefined };
}

function newApi(name: string, library: Library, opaque: boolean): Api {
  return { name, library, opaque, members: new Map(), called: undefined, constructed: undefined, types: [], handed: false, onCall: newEffects(), onNew: newEffects(), onDecorate: undefined, onExtend: undefined, source: undefined, read: undefined, agent: undefined, constants: undefined, settings: [] };
}

/** A library that no model knows is opaque from its root on. */
function newLibrary(name: string, modelled: boolean): Library {
  const library = { name, types: new Map<string, Api>(), schemaMethods: new Map<string, SchemaRow>(), conventions: [] as Library["conventions"], changes: [] as ChangeRow[], kinds: new Set<SinkKind>() } as { -readonly [K in keyof Library]: Library[K] };
  library.opaque = newApi(name, library, true);
  library.root = modelled ? newApi(name, library, false) : library.opaque;
  return library;
}

/** Finds the rows of a specifier; libraries are built when they are first asked for. */
export interface ApiIndex {
  /** The library of an import specifier; one without rows when no model knows it. */
  library(specifier: string): Library;
  /** What a user's own model says of an export of the program: the library that stands for the module. `path` is the module's, from the program's root. */
  own(path: string, name: string): Library | undefined;
  /** Rows on members of receivers of unknown origin, by member name. */
  readonly unknown: ReadonlyMap<string, Api>;
  readonly models: readonly Model[];
  /** The models by which modules register something by lying in their place. */
  readonly conventions: readonly Model[];
  /** What a program registers by telling requests apart itself, by the method that it asks for. */
  readonly answers: ReadonlyMap<string, Effects>;
}

const indexes = new WeakMap<readonly Model[], ApiIndex>();

/** The index of a list of models; kept as long as the list. */
export function indexModels(models: readonly Model[]): ApiIndex {
  let index = indexes.get(models);
  if (index === undefined) indexes.set(models, (index = createIndex(models)));
  return index;
}

function createIndex(models: readonly Model[]): ApiIndex {
  const exact = new Map<string, Model[]>();
  const prefixes: { prefix: string; model: Model }[] = [];
  for (const model of models) {
    for (const name of model.packages) {
      if (name.endsWith("/*")) prefixes.push({ prefix: name.slice(0, -1), model });
      else exact.set(name, [...(exact.get(name) ?? []), model]);
    }
  }
  const built = new Map<string, Library>();
  const unknownLibrary = newLibrary("unknown", true);
  for (const model of models) addRows(unknownLibrary, model, true);

  const asked = new Map<string, Library>();
  const library = (specifier: string): Library => {
    const known = asked.get(specifier);
    if (known !== undefined) return known;
    const found = [...(exact.get(specifier) ?? []), ...prefixes.filter(({ prefix }) => specifier.startsWith(prefix)).map(({ model }) => model)];
    const bare = specifier.replace(/^node:/, "");
    const name = (found.find(({ packages }) => packages[0] === bare) ?? found[0])?.packages[0] ?? packageName(specifier);
    const key = found.length === 0 ? name : [name, ...found.map(({ packages }) => packages.join())].join("\0");
    let entry = built.get(key);
    if (entry === undefined) {
      entry = newLibrary(shownName(name), found.length > 0);
      built.set(key, entry);
      for (const model of new Set(found)) {
        addRows(entry, model, false);
        for (const [name, specifier] of Object.entries(model.reexports ?? {})) entry.root.members.set(name, library(specifier).root);
      }
    }
    asked.set(specifier, entry);
    return entry;
  };
  const named = new Map<string, Set<string>>();
  for (const model of models) {
    for (const path of model.packages) if (path.startsWith("./")) named.set(path, new Set([...(named.get(path) ?? []), ...exportsNamed(model)]));
  }
  const own = (path: string, name: string): Library | undefined => (named.get(`./${path}`)?.has(name) === true ? library(`./${path}`) : undefined);
  return { library, own, unknown: unknownLibrary.root.members, models, conventions: models.filter(({ registers }) => registers?.some(({ by }) => by === "exporting")), answers: answersOf(models) };
}

function answersOf(models: readonly Model[]): Map<string, Effects> {
  const answers = new Map<string, Effects>();
  for (const row of models.flatMap(({ registers = [] }) => registers)) {
    if (row.by !== "answering") continue;
    for (const method of row.method ?? []) {
      const effects = answers.get(method) ?? newEffects();
      answers.set(method, effects);
      effects.registers.push(row);
    }
  }
  return answers;
}

/** A library as messages name it; a file of the project by its name alone. */
function shownName(name: string): string {
  return name.startsWith("./") ? name.replace(/^.*\/|\.\w+$/g, "") : name.replace(/^node:/, "").replace(/\/\*$/, "");
}

/** The exports that the rows of a model speak of. */
function exportsNamed({ types = {}, registers = [], sources = [], sinks = [], steps = [], sanitizers = [], guards = [], readOnly = [], agents = [], schemas = [], constants = [] }: Model): string[] {
  const paths = [...Object.values(types).flat(), ...[...registers, ...sources, ...sinks, ...guards, ...readOnly, ...agents, ...schemas, ...constants].map(({ path }) => path), ...[...steps, ...sanitizers].map(({ from }) => from)];
  return [...Object.keys(types), ...paths.map((path) => /^[\w$]+/.exec(path)?.[0] ?? "default")];
}

/** `@scope/name` or `name` of a specifier with a subpath. */
function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

function addRows(library: Library, model: Model, unknown: boolean): void {
  // asked before a path is parsed: the rows on unknown receivers are few, and are looked for in all models at every start
  const wanted = (path: string): boolean => path.startsWith("*") === unknown;
  if (!unknown) {
    for (const name of Object.keys(model.types ?? {})) typeOf(library, name);
    for (const [name, paths] of Object.entries(model.types ?? {})) {
      const type = typeOf(library, name);
      if (/^[A-Za-z_$][\w$]*$/.test(name)) link(child(child(library.root, { kind: "member", name }), { kind: "new" }), type);
      for (const path of paths) {
        const { api, isNew, place } = walk(library, parsePath(path));
        if (place === undefined) link(api, type);
        else {
          (isNew ? api.onNew : api.onCall).instances.push({ place, type });
          type.handed ||= place.path.some(({ kind }) => kind === "param");
        }
      }
    }
    library.changes.push(...(model.changes ?? []));
    for (const row of model.schemas ?? []) {
      const segments = parsePath(row.path);
      const last = segments.at(-1);
      if (segments[0]?.kind === "schema") {
        const method = segments[1];
        if (method?.kind === "member") library.schemaMethods.set(method.name, row);
      } else if (last !== undefined) {
        const { api } = walk(library, segments.slice(0, -1));
        (last.kind === "new" ? api.onNew : api.onCall).schema = row;
      }
    }
  }
  for (const row of unknown ? [] : (model.constants ?? [])) walk(library, parsePath(row.path)).api.constants = row.values;
  for (const row of unknown ? [] : (model.settings ?? [])) addSetting(library, row);
  for (const row of unknown ? [] : (model.agents ?? [])) walk(library, parsePath(row.path)).api.agent = row;
  for (const row of unknown ? [] : (model.computes ?? [])) walk(library, parsePath(row.path)).api.onCall.computes = row.as;
  for (const row of model.sinks ?? []) {
    if (!wanted(row.path)) continue;
    const segments = parsePath(row.path);
    const { effects, place } = callAt(library, segments);
    if (place !== undefined) effects.sinks.push({ place, row });
    library.kinds.add(row.kind);
  }
  for (const row of [...(model.steps ?? []), ...(model.sanitizers ?? [])]) {
    if (!wanted(row.from)) continue;
    const from = parsePath(row.from);
    if (!from.some((segment) => segment.kind === "arg" || segment.kind === "this")) {
      addRead(library, from, row);
      continue;
    }
    const start = callAt(library, from);
    const end = walk(library, parsePath(row.to), from);
    if (start.place !== undefined) start.effects.steps.push({ from: start.place, to: end.place ?? { from: RESULT, to: RESULT, path: end.rest }, row });
  }
  for (const row of model.guards ?? []) {
    if (!wanted(row.path)) continue;
    const segments = parsePath(row.path);
    const { effects, place } = callAt(library, segments);
    if (place !== undefined) effects.guards.push({ place, row });
  }
  for (const row of model.readOnly ?? []) {
    if (!wanted(row.path)) continue;
    const segments = parsePath(row.path);
    const last = segments.at(-1)?.kind;
    const call = last === "call" ? segments.slice(0, -1) : segments;
    const isPlace = segments.some(({ kind }) => kind === "arg" || kind === "this");
    const { effects, place } = callAt(library, isPlace ? segments : [...call, { kind: "arg", from: 0, to: 0 }]);
    effects.readOnly.push({ of: last === "this" ? "receiver" : isPlace && place !== undefined ? place : "result", row });
  }
  for (const row of model.registers ?? []) {
    if (!wanted(row.path) || row.by === "answering") continue;
    const segments = parsePath(row.path);
    const effects = effectsOf(library, row, segments);
    effects.registers.push(row);
    for (const { path, type } of row.given ?? []) {
      const { place } = walk(library, parsePath(`${row.handler}.${path}`));
      if (place !== undefined) effects.instances.push({ place, type: typeOf(library, type) });
    }
  }
  for (const row of model.sources ?? []) {
    if (!wanted(row.path)) continue;
    const segments = parsePath(row.path);
    const { api, isNew, place } = walk(library, segments);
    if (place === undefined) api.source = row;
    else (isNew ? api.onNew : api.onCall).sources.push({ place, row });
  }
}

/** Where a registration's row stands. */
function effectsOf(library: Library, row: RegisterRow, segments: readonly Segment[]): Effects {
  if (row.by === "exporting") {
    const effects = newEffects();
    library.conventions.push({ row, effects });
    return effects;
  }
  const last = segments.at(-1);
  const callee = last?.kind === "call" || last?.kind === "new" ? segments.slice(0, -1) : segments;
  const [first] = callee;
  // what is called, decorates or is extended is the export, though a type may have its name
  const isExport = callee.length === 1 && (callee !== segments || row.by !== undefined);
  const api = isExport && first !== undefined ? child(library.root, first) : walk(library, callee).api;
  if (row.by === "decorating") return (api.onDecorate ??= newEffects());
  if (row.by === "extending") return (api.onExtend ??= newEffects());
  return last?.kind === "new" ? api.onNew : api.onCall;
}

function addSetting(library: Library, row: SettingRow): void {
  walk(library, parsePath(row.path)).api.settings.push(row);
  if (row.declared !== undefined) walk(library, parsePath(row.declared)).api.onCall.settings.push(row);
}

/** A step from an object to its member, or to what its method gives. */
function addRead(library: Library, from: readonly Segment[], row: StepRow): void {
  const to = parsePath(row.to);
  const isCall = to.length === from.length + 2 && to.at(-1)?.kind === "call";
  const { api } = walk(library, isCall ? to.slice(0, -1) : to);
  if (isCall) api.onCall.steps.push({ from: { from: RECEIVER, to: RECEIVER, path: [] }, to: { from: RESULT, to: RESULT, path: [] }, row });
  else api.read = row;
}

function typeOf(library: Library, name: string): Api {
  let type = library.types.get(name);
  if (type === undefined) library.types.set(name, (type = newApi(name, library, false)));
  return type;
}

function link(api: Api, type: Api): void {
  if (!api.types.includes(type) && api !== type) api.types.push(type);
}

function callAt(library: Library, segments: readonly Segment[]): { effects: Effects; place: Place | undefined } {
  const { api, isNew, place } = walk(library, segments);
  return { effects: isNew ? api.onNew : api.onCall, place };
}

/**
 * Walks a path through the trie up to the call whose argument it speaks of. With `origin` (the `from` of a step) the path is cut where
 * that call's result begins: `parse().dir` is the result's member `dir`.
 */
function walk(library: Library, segments: readonly Segment[], origin?: readonly Segment[]): { api: Api; isNew: boolean; place: Place | undefined; rest: readonly Segment[] } {
  let at = 0;
  let api = library.root;
  const [first, second] = segments;
  if (first?.kind === "any") at = 1;
  if (first?.kind === "member" && second?.kind !== "call" && second?.kind !== "new") {
    const type = library.types.get(first.name);
    if (type !== undefined) {
      api = type;
      at = 1;
    }
  }
  const callee = origin === undefined ? -1 : origin.findIndex((segment) => segment.kind === "arg" || segment.kind === "this");
  let isNew = false;
  for (; at < segments.length; at += 1) {
    const segment = segments[at];
    if (segment === undefined) break;
    if (segment.kind === "new" && segments[at + 1]?.kind === "arg") {
      isNew = true;
      continue;
    }
    if (origin !== undefined && (segment.kind === "call" || segment.kind === "new")) {
      const start = origin[callee - 1]?.kind === "new" ? callee - 1 : callee;
      if (at === start) return { api, isNew: segment.kind === "new", place: undefined, rest: segments.slice(at + 1) };
    }
    if (segment.kind === "arg") return { api, isNew, place: { from: segment.from, to: segment.to, path: segments.slice(at + 1) }, rest: [] };
    if (segment.kind === "this") return { api, isNew, place: { from: RECEIVER, to: RECEIVER, path: segments.slice(at + 1) }, rest: [] };
    api = child(api, segment);
  }
  return { api, isNew, place: undefined, rest: [] };
}

function child(api: Api, segment: Segment): Api {
  switch (segment.kind) {
    case "call":
      return (api.called ??= newApi(api.name, api.library, false));
    case "new":
      return (api.constructed ??= newApi(api.name, api.library, false));
    case "member":
    case "element": {
      const name = segment.kind === "member" ? segment.name : ITEM;
      let next = api.members.get(name);
      if (next === undefined) api.members.set(name, (next = newApi(api.opaque ? name : `${api.name}.${name}`, api.library, false)));
      return next;
    }
    default:
      return api;
  }
}

const ITEM = "[]";

/** Member `field` of a value: one place of the trie, or none. `default` of a module is the module, a number is an item. */
export function memberOf(api: Api, field: string): Api {
  if (api.opaque) return api;
  const member = api.members.get(/^\d+$/.test(field) ? ITEM : field) ?? (field === "default" && api === api.library.root ? api : undefined);
  return member ?? api.library.opaque;
}

/** A place and the types that its values are instances of. */
export function withTypes(api: Api | undefined): Api[] {
  const found = new Set<Api>();
  const add = (one: Api): void => {
    if (one.opaque || found.has(one)) return;
    found.add(one);
    one.types.forEach(add);
  };
  if (api !== undefined) add(api);
  return [...found];
}
