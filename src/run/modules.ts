import { dirname } from "node:path/posix";
import type { ExportIr, ImportIr, ModuleIr, Variable } from "../ir/ir.js";
import { type Activation } from "./activation.js";
import { importApi } from "./apis.js";
import { callFunction } from "./calls.js";
import { truthOf } from "./conversions.js";
import { valueOf } from "./fork.js";
import { type Frame, makeFrame } from "./frame.js";
import { getMember } from "./members.js";
import { addGap, dropConditions, Exited, type Run, Spent, Thrown, withOwnSteps } from "./run.js";
import { runBlock } from "./statements.js";
import { alternatives, makeUnknown } from "./unknown.js";
import { describe } from "./describe.js";
import { setField } from "./own-fields.js";
import { asTag, isUnknown, makeNative, makeObject, makePromise, type ObjectValue, type Site, type Value } from "./values.js";

/** A module of the program as it runs. */
export interface LoadedModule {
  readonly module: ModuleIr;
  readonly frame: Frame;
  /** The object `module` of CommonJS. */
  readonly object: ObjectValue;
  readonly imports: ReadonlyMap<Variable, ImportIr>;
  /** By name, the first of each; without those of all names. */
  readonly exports: ReadonlyMap<string, ExportIr>;
  namespace: ObjectValue | undefined;
  meta: ObjectValue | undefined;
}

/** Runs a module's initialiser, those of its imports first; each runs once. In a cycle the one that is under way is seen as far as it got. */
export function loadModule(run: Run, module: ModuleIr): LoadedModule {
  const known = run.modules.get(module);
  if (known !== undefined) return known;
  const object = makeObject();
  setField(object, "exports", { value: makeObject() });
  const loaded: LoadedModule = {
    module, frame: makeFrame(module.root, undefined), object, imports: new Map(module.imports.map((one) => [one.variable, one])), exports: exportsOf(module), namespace: undefined, meta: undefined,
  };
  run.modules.set(module, loaded);
  for (const request of module.requests) {
    if (request.via !== "import" && request.via !== "export") continue;
    const resolution = run.program.resolve(module, request.source);
    if (resolution.kind === "module") loadModule(run, resolution.module);
  }
  initialise(run, loaded);
  return loaded;
}

function exportsOf({ exports }: ModuleIr): Map<string, ExportIr> {
  return new Map(exports.filter(({ name }) => name !== "*").map((one) => [one.name, one] as const).reverse());
}

function initialise(run: Run, { module, frame, object }: LoadedModule): void {
  const { root } = module;
  const self = module.format === "commonjs" ? object.fields.get("exports")?.value : undefined;
  const act: Activation = { fn: root, frame, self, newTarget: undefined, home: undefined, yields: undefined, escapes: [] };
  const { length } = run.conditions;
  run.called.add(root);
  try {
    const completion = withOwnSteps(run, run.limits.moduleDoubtful, () => runBlock(run, act, root.body, false));
    if (completion !== undefined) valueOf({ value: undefined, completion });
  } catch (error) {
    giveUp(run, module, error);
  } finally {
    dropConditions(run, length);
  }
}

/** An initialiser that ends early leaves what it has done; the others run on. */
function giveUp(run: Run, module: ModuleIr, error: unknown): void {
  const start: Site = { module, span: { start: 0, end: 0 } };
  if (error instanceof Thrown) addGap(run, error.site, `the initialiser of this module throws here: ${describe(messageOf(run, error))}`);
  else if (error instanceof RangeError) addGap(run, start, "the run of this module was stopped: nested too deeply");
  else if (!(error instanceof Exited) && !(error instanceof Spent)) throw error;
}

function messageOf(run: Run, { value, site }: Thrown): Value {
  return asTag(value, "object")?.sort === "Error" ? getMember(run, value, "message", site) : value;
}

/** What an imported name stands for right now. */
export function readImport(run: Run, variable: Variable, site: Site): Value {
  const { module } = variable.owner;
  const entry = loadModule(run, module).imports.get(variable);
  if (entry === undefined) return makeUnknown(`\`${variable.name}\``, site);
  return readFrom(run, module, entry.source, entry.imported, site, new Set());
}

function readFrom(run: Run, module: ModuleIr, source: string, name: string, site: Site, seen: Set<ModuleIr>): Value {
  const resolution = run.program.resolve(module, source);
  switch (resolution.kind) {
    case "package": {
      const library = libraryOf(run, resolution.name);
      return name === "*" ? library : getMember(run, library, name, site);
    }
    case "module":
      return name === "*" ? namespaceOf(run, resolution.module) : readExport(run, resolution.module, name, site, seen);
    case "asset": {
      const data = resolution.path?.endsWith(".json") === true ? readJson(run, resolution.path, site) : undefined;
      if (data !== undefined) return name === "*" || name === "default" ? data : getMember(run, data, name, site);
      return makeUnknown(source, site);
    }
    default:
      return makeUnknown(`${name === "*" || name === "default" ? "" : `${name} of `}${source}`, site);
  }
}

/** The value of a JSON file of the project: one object however often it is asked for. */
function readJson(run: Run, path: string, site: Site): Value {
  if (run.data.has(path)) return run.data.get(path);
  const text = run.program.readText(path);
  const parse = getMember(run, run.realm.globals.fields.get("JSON")?.value, "parse", site);
  const value = text === undefined ? undefined : callFunction(run, parse, undefined, [text], site);
  run.data.set(path, value);
  return value;
}

function libraryOf(run: Run, specifier: string): Value {
  let library = run.libraries.get(specifier);
  if (library === undefined) run.libraries.set(specifier, (library = importApi(run.index, specifier)));
  return library;
}

/** What a module exports under a name. */
export function readExport(run: Run, module: ModuleIr, name: string, site: Site, seen: Set<ModuleIr> = new Set()): Value {
  const missing = (): Value => makeUnknown(`the export ${name} of ${module.path}`, site);
  if (seen.has(module)) return missing();
  seen.add(module);
  const loaded = loadModule(run, module);
  if (run.index.own(module.path, name) !== undefined) return getMember(run, libraryOf(run, `./${module.path}`), name, site);
  const entry = loaded.exports.get(name);
  if (entry !== undefined) return readEntry(run, loaded, entry, site, seen);
  if (module.format === "commonjs" || module.exports.length === 0) return readCommonJs(run, loaded, name, site);
  for (const star of module.exports) {
    if (star.name !== "*" || star.source === undefined || name === "default") continue;
    const value = readFrom(run, module, star.source, name, site, seen);
    // a module of types alone, or one that lacks the name, gives nothing
    if (value === undefined ? isNamedIn(run, module, star.source, name) : !isUnknown(value) || value.may.length > 0) return value;
  }
  return missing();
}

/** A module of the program says that it exports the name. */
function isNamedIn(run: Run, module: ModuleIr, source: string, name: string): boolean {
  const resolution = run.program.resolve(module, source);
  return resolution.kind === "module" && exportedNames(run, resolution.module, new Set()).has(name);
}

function readEntry(run: Run, { module, frame }: LoadedModule, entry: ExportIr, site: Site, seen: Set<ModuleIr>): Value {
  const { variable, source } = entry;
  if (source !== undefined) return readFrom(run, module, source, entry.imported ?? entry.name, site, seen);
  if (variable?.kind === "import") return readImport(run, variable, site);
  const cell = variable === undefined ? undefined : frame.cells[variable.index];
  // a module that is still under way may have more to say
  if (cell === undefined || cell.empty) return makeUnknown(`the export ${entry.name} of ${module.path}`, site);
  return cell.value;
}

/** `module.exports`, which compiled ESM fills with a `default` of its own. */
function readCommonJs(run: Run, { object }: LoadedModule, name: string, site: Site): Value {
  const exports = getMember(run, object, "exports", site);
  if (name !== "default") return getMember(run, exports, name, site);
  return truthOf(getMember(run, exports, "__esModule", site)) === true ? getMember(run, exports, "default", site) : exports;
}

/** The whole module, as `import * as` and `require` give it. */
export function namespaceOf(run: Run, module: ModuleIr): Value {
  const loaded = loadModule(run, module);
  const site: Site = { module, span: { start: 0, end: 0 } };
  if (module.format === "commonjs" || module.exports.length === 0) return getMember(run, loaded.object, "exports", site);
  if (loaded.namespace !== undefined) return loaded.namespace;
  loaded.namespace = makeObject();
  for (const name of [...exportedNames(run, module, new Set())].sort()) setField(loaded.namespace, name, { value: undefined, get: makeNative(name, () => readExport(run, module, name, site)) });
  return loaded.namespace;
}

function exportedNames(run: Run, module: ModuleIr, seen: Set<ModuleIr>): Set<string> {
  const names = new Set<string>();
  if (seen.has(module)) return names;
  seen.add(module);
  for (const { name, source } of module.exports) {
    if (name !== "*") names.add(name);
    const resolution = name === "*" && source !== undefined ? run.program.resolve(module, source) : undefined;
    if (resolution?.kind === "module") for (const inner of exportedNames(run, resolution.module, seen)) if (inner !== "default") names.add(inner);
  }
  return names;
}

/** `require(x)` and `import(x)`. */
export function loadImport(run: Run, act: Activation, source: Value, via: "require" | "dynamic", site: Site): Value {
  const [only] = alternatives(source);
  if (typeof only !== "string") {
    run.doubts += 1;
    return makeUnknown("a module that is computed", site);
  }
  const value = readFrom(run, act.fn.module, only, "*", site, new Set());
  if (asTag(value, "api") !== undefined) run.doubts += 1;
  return via === "dynamic" ? makePromise(value) : value;
}

/** A name that each module has for itself. */
export function moduleGlobal(run: Run, module: ModuleIr, name: string): { readonly value: Value } | undefined {
  switch (name) {
    case "__filename":
      return { value: run.root + module.path };
    case "__dirname":
      return { value: dirname(run.root + module.path) };
    case "module":
      return module.format === "commonjs" ? { value: loadModule(run, module).object } : undefined;
    case "exports":
      return module.format === "commonjs" ? { value: loadModule(run, module).object.fields.get("exports")?.value } : undefined;
    default:
      return undefined;
  }
}

/** `import.meta`. */
export function metaOf(run: Run, module: ModuleIr): Value {
  const loaded = loadModule(run, module);
  if (loaded.meta === undefined) {
    const path = run.root + module.path;
    loaded.meta = makeObject([["url", `file://${path}`], ["filename", path], ["dirname", dirname(path)]]);
    loaded.meta.open = makeUnknown("a property of import.meta", { module, span: { start: 0, end: 0 } });
  }
  return loaded.meta;
}
