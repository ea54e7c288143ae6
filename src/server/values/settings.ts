import type { Node } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { namesOf } from "../../graph/names.js";
import { parsePlace } from "../../graph/places.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { SettingRow } from "../../models/model.js";

/** The values that settings have when nobody sets them, by name; the names are those under which the program reads them. */
export type SettingsOf = ReadonlyMap<string, readonly Node[]>;

/** A setting that the program reads. */
export interface Setting {
  readonly name: string;
  readonly defaults: readonly Node[];
}

/** The settings that the program declares. */
export function findSettings(solver: Solver): SettingsOf {
  const settings = new Map<string, Node[]>();
  const add = (name: string, nodes: readonly Node[]): void => {
    settings.set(name, [...(settings.get(name) ?? []), ...nodes]);
  };
  for (const { site, args, effects } of solver.apiCalls) {
    const nodesAt = (path: string | undefined): Node[] => (path === undefined ? [] : placeNodes(solver, site, args, parsePlace(path)));
    for (const row of effects.settings) {
      for (const node of nodesAt(row.name)) for (const flag of namesOf(solver, node).names) add(nameOfFlag(flag), nodesAt(row.default));
      for (const table of nodesAt(row.table)) readTable(solver, table, row, add);
    }
  }
  return settings;
}

function readTable(solver: Solver, table: Node, { field }: SettingRow, add: (name: string, nodes: readonly Node[]) => void): void {
  for (const token of tokensAt(solver, table)) {
    if (token.kind !== "object") continue;
    for (const [name, node] of token.fields) {
      if (name.startsWith("%")) continue;
      if (field === undefined || field === "") add(name, [node]);
      else add(name, [...tokensAt(solver, node)].flatMap((one) => one.fields.get(field) ?? []));
    }
  }
}

/** `-H, --host <host>` is read as `host`, `--bind-address` as `bindAddress`; a negated flag has the name without `no`. */
function nameOfFlag(flag: string): string {
  const long = /--(?:no-)?([\w-]+)/.exec(flag)?.[1] ?? /^[\w-]+/.exec(flag.replace(/^-+/, ""))?.[0] ?? flag;
  return camelCase(long);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** The setting that field `field` of what a node holds is, if it is one. */
export function settingAt(settings: SettingsOf, solver: Solver, object: Node, field: string): Setting | undefined {
  for (const token of tokensAt(solver, object)) {
    if (token.kind !== "api" || token.api.settings.length === 0) continue;
    const declared = token.api.settings.some((row) => row.declared !== undefined || row.table !== undefined);
    return { name: field, defaults: declared ? (settings.get(camelCase(field)) ?? settings.get(field) ?? []) : [] };
  }
  return undefined;
}

