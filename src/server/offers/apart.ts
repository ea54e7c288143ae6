import type { Location } from "../../finding.js";
import type { ModuleIr } from "../../ir/ir.js";
import type { Program } from "../../program/program.js";
import type { Transport } from "../view/view.js";

/**
 * Tells which registrations clients reach over a network, where a program holds several servers: a package of its own below another that shares nothing
 * with it, a second entry. Law: what some module loads together with a network transport is reached over it; only what is loaded with a transport to the
 * parent process, and with no other, is not.
 */
export function remoteTools(program: Program, transports: readonly Transport[], binds: readonly Location[], isNetwork: boolean): (location: Location) => boolean {
  const local = transports.filter(({ kind }) => kind === "stdio").map(({ location }) => location);
  if (!isNetwork || local.length === 0) return () => isNetwork;
  const loaders = loadersOf(program);
  const near = loadersOfAll(loaders, local);
  const far = loadersOfAll(loaders, [...transports.filter(({ kind }) => kind === "http" || kind === "sse").map(({ location }) => location), ...binds]);
  const known = new Map<string, boolean>();
  return ({ file }) => {
    let remote = known.get(file);
    if (remote === undefined) {
      const own = loadersOfAll(loaders, [{ file }]);
      remote = meets(own, far) || !meets(own, near);
      known.set(file, remote);
    }
    return remote;
  };
}

/** Items that are started together, and whether a place is among what is started with them. */
export interface Together<T> {
  readonly items: readonly T[];
  readonly loads: (location: Location) => boolean;
}

/**
 * Sorts items into what is started together. Law: an entry is a module that no other loads and that comes to one of the `starts`, where servers are made and
 * served; two items belong together where some entry comes to both, or where both belong together with a third. What no entry comes to is loaded by a framework, into every server.
 */
export function startedTogether<T extends { readonly location: Location }>(program: Program, items: readonly T[], starts: readonly Location[]): Together<T>[] {
  const loaders = loadersOf(program);
  const entries = new Set([...loadersOfAll(loaders, starts)].filter((one) => !loaders.has(one)));
  const known = new Map<string, ReadonlySet<string>>();
  const entriesOf = ({ file }: Location): ReadonlySet<string> => {
    let own = known.get(file);
    if (own === undefined) {
      own = new Set([...loadersOfAll(loaders, [{ file }])].filter((one) => entries.has(one)));
      known.set(file, (own = own.size === 0 ? entries : own));
    }
    return own;
  };
  const groups: { readonly entries: Set<string>; readonly items: T[] }[] = [];
  for (const item of items) {
    const own = entriesOf(item.location);
    const [first, ...others] = groups.filter((group) => own.size === 0 || meets(own, group.entries));
    const group = first ?? { entries: new Set(), items: [] };
    if (first === undefined) groups.push(group);
    for (const other of others) {
      for (const entry of other.entries) group.entries.add(entry);
      group.items.push(...other.items);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const entry of own) group.entries.add(entry);
    group.items.push(item);
  }
  return groups.map((group) => ({ items: group.items, loads: (location) => entries.size === 0 || meets(entriesOf(location), group.entries) }));
}

/** How many folders two files have in common, from the root on. */
export function sharedFolders(file: string, other: string): number {
  const folders = (path: string): string[] => path.split("/").slice(0, -1);
  const [a, b] = [folders(file), folders(other)];
  const at = a.findIndex((folder, index) => folder !== b[index]);
  return at < 0 ? a.length : at;
}

/** The modules that load a module, by its path. */
function loadersOf(program: Program): Map<string, string[]> {
  const loaders = new Map<string, string[]>();
  for (const module of program.modules.values()) {
    for (const loaded of loadedBy(program, module)) {
      const known = loaders.get(loaded);
      if (known === undefined) loaders.set(loaded, [module.path]);
      else known.push(module.path);
    }
  }
  return loaders;
}

function loadedBy(program: Program, module: ModuleIr): Set<string> {
  const loaded = new Set<string>();
  for (const { source, via } of module.requests) {
    const found = via === "type" ? undefined : program.resolve(module, source);
    if (found?.kind === "module") loaded.add(found.module.path);
  }
  return loaded;
}

/** The files themselves, and all modules that load one of them, at whatever remove. */
function loadersOfAll(loaders: ReadonlyMap<string, readonly string[]>, places: readonly Pick<Location, "file">[]): Set<string> {
  const all = new Set(places.map(({ file }) => file));
  for (const file of all) for (const loader of loaders.get(file) ?? []) all.add(loader);
  return all;
}

function meets(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
