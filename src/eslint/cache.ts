import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { analyze, createParseCache } from "../analyze.js";
import type { Analysis } from "../analyze.js";
import { openBaseline } from "../policy/baseline.js";
import { createFates, type FateOf } from "./policy.js";
import { type Config, readConfig } from "../config/config.js";
import { isInside } from "../program/disk.js";
import { findProject } from "../program/root.js";
import { placesBeside, stampOf } from "../config/stamps.js";

/** An analysis, and the path under which it knows the asked file. */
export interface Answer {
  readonly analysis: Analysis;
  readonly path: string;
  /** What the configuration and the baseline make of a finding. */
  readonly fateOf: FateOf;
  /** The rules that were asked; undefined: all. */
  readonly rules: ReadonlySet<string> | undefined;
}

/** The last analysis of one project: a workspace or a package. */
interface State {
  readonly analysis: Analysis;
  readonly rules: ReadonlySet<string> | undefined;
  readonly fateOf: FateOf;
  /** What the disk held when the analysis was made, by absolute path; "open" where an editor's text was taken instead. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Files asked for since the disk was last looked at. */
  readonly asked: Set<string>;
  /** Files that the analysis was offered and that do not belong to the program. */
  readonly strangers: Set<string>;
}

/** Projects whose analyses are kept at a time. */
const MAX_STATES = 8;

/**
 * Analyses that all rules and files of a run share, one a project. The text of the asked file is the host's. The rest of the disk is looked at
 * only when a file is asked for a second time: a run over many files asks for each once, an editor asks at every keystroke. A new analysis asks the rules that are given alone; one that asked fewer is made anew.
 */
export function createCache(): (file: string, text: string, rules?: ReadonlySet<string>) => Answer {
  const roots = new Map<string, string>();
  const states = new Map<string, State>();
  const cache = createParseCache();

  const renew = (key: string, root: string, file: string, text: string, alone: boolean, strangers: Set<string>, rules: ReadonlySet<string> | undefined): State => {
    // The strictest preset: which of its rules run is the host's to say.
    const config = readConfig(root);
    const paths = alone ? [file] : config.paths?.filter((path) => isInside(root, path));
    const analysis = analyze({ ...config.analysis, root, ...(paths === undefined || paths.length === 0 ? {} : { paths }), preset: "audit", ...(rules === undefined ? {} : { rules }), texts: new Map([[file, text]]), cache });
    const baseline = openBaseline(config.baseline);
    const state: State = { analysis, rules, fateOf: createFates(config.policy, baseline), stamps: stampAll(root, analysis, config, file, text), asked: new Set(), strangers };
    if (analysis.text(toModulePath(root, file)) === undefined) strangers.add(file);
    states.delete(key);
    states.set(key, state);
    const [oldest] = states.keys();
    if (states.size > MAX_STATES && oldest !== undefined) states.delete(oldest);
    return state;
  };

  return (name, text, rules) => {
    // Text without a file, as an editor's new buffer or a code block of a document, is a program of its own.
    const alone = !existsSync(name);
    const file = alone ? resolve(name) : realpathSync(name);
    const folder = dirname(file);
    const root = roots.get(folder) ?? findProject(file);
    roots.set(folder, root);
    const path = toModulePath(root, file);
    const key = alone ? file : root;

    let state = states.get(key);
    if (state === undefined) state = renew(key, root, file, text, alone, new Set(), rules);
    const again = state.asked.has(file);
    const known = state.analysis.text(path);
    if (known !== undefined ? !sameText(known, text) : again && !state.strangers.has(file)) state = renew(key, root, file, text, alone, state.strangers, rules);
    else if (again) state = isStale(state, file) ? renew(key, root, file, text, alone, new Set(), rules) : startRound(state);
    if (!holdsAll(state.rules, rules)) state = renew(key, root, file, text, alone, state.strangers, rules);
    state.asked.add(file);
    return { analysis: state.analysis, path, fateOf: state.fateOf, rules: state.rules };
  };
}

/** Whether the rules that were asked hold all of others; undefined stands for every rule. */
function holdsAll(asked: ReadonlySet<string> | undefined, wanted: ReadonlySet<string> | undefined): boolean {
  return asked === undefined || (wanted !== undefined && [...wanted].every((id) => asked.has(id)));
}

/** A path as modules carry it. */
function toModulePath(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}

function startRound(state: State): State {
  state.asked.clear();
  return state;
}

/** Hosts take a byte-order mark off. */
function sameText(known: string, text: string): boolean {
  return known.replace(/^\ufeff/, "") === text.replace(/^\ufeff/, "");
}

/** What the disk holds of each module and of the folders in which new ones would lie, as far as time and size tell. */
function stampAll(root: string, analysis: Analysis, config: Config, open: string, text: string): Map<string, string> {
  const files = [...analysis.files.map((file) => join(root, file)), open, ...placesBeside(root, analysis.files, config)];
  const stamps = new Map(files.map((file) => [file, stampOf(file)]));
  if (analysis.text(toModulePath(root, open)) !== undefined && existsSync(open) && !sameText(readFileSync(open, "utf8"), text)) stamps.set(open, "open");
  return stamps;
}

/** Whether any module besides `file`, whose text was compared already, is another on the disk now; a stranger may belong to the program once it is saved. */
function isStale(state: State, file: string): boolean {
  for (const [other, stamp] of state.stamps) if ((other !== file || state.strangers.has(file)) && stampOf(other) !== stamp) return true;
  return false;
}
