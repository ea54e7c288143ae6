import { placeText } from "../../finding.js";
import { lazily, type Makers, once } from "../values/lazily.js";
import { EFFECTS } from "../view/effects.js";
import type { Reach, Tool } from "../view/view.js";
import type { Offered } from "./offers.js";

/** A tool as one registration makes it. */
export interface AsRegistered {
  readonly tool: Tool;
  readonly offered: Pick<Offered, "mixed" | "met" | "missed" | "handlers">;
}

/**
 * Those that speak of a tool that several registrations make. Law: each that tells of its own parts and handlers does; what is put together of several tools, runs
 * nothing that is known, or was not met where the run came by is silent beside one that is none of this.
 */
export function speaking<T extends AsRegistered>(all: readonly T[]): readonly T[] {
  const kept = (some: readonly T[], tells: (offered: T["offered"]) => boolean): readonly T[] => {
    const telling = some.filter(({ offered }) => tells(offered));
    return telling.length > 0 ? telling : some;
  };
  return kept(kept(kept(all, ({ mixed }) => !mixed), ({ handlers }) => handlers.length > 0), ({ missed }) => missed !== true);
}

/**
 * One tool of all that registrations of its name make. Law: in whatever order they come, the worst one speaks. It is guarded, asks and is annotated only where each of
 * them is; it does all that any of them does. Its texts and its input are those of the first that most is known of.
 */
export function joinSameName(all: readonly [AsRegistered, ...AsRegistered[]]): Tool {
  const [first, ...others] = all;
  if (others.length === 0) return first.tool;
  const rank = ({ offered }: AsRegistered): number => rankOf(offered);
  const best = others.reduce((known, one) => (rank(one) > rank(known) ? one : known), first);
  const said = speaking(all).map(({ tool }) => tool);
  const alike = speaking(all).filter((one) => rank(one) === rank(best)).map(({ tool }) => tool);
  const { name, title, description, location } = best.tool;
  const every = (holds: (tool: Tool) => boolean): boolean => said.every(holds);
  const head = {
    name, title, description, location,
    handlers: unique(said.flatMap(({ handlers }) => handlers), placeText),
    // the graph knows no tests
    conditions: best.tool.conditions.filter((test) => alike.every(({ conditions }) => conditions.includes(test))),
    annotations: new Map([...(said[0]?.annotations ?? [])].filter(([hint, value]) => every(({ annotations }) => annotations.get(hint) === value))),
    scopes: (said[0]?.scopes ?? []).filter((scope) => every(({ scopes }) => scopes.includes(scope))),
  };
  const offered = once(() => all.flatMap(({ tool }) => tool.offered));
  const union = <K extends keyof Reach>(key: K): Reach[K][number][] => unique(said.flatMap(({ reach }): Reach[K][number][] => [...reach[key]]), (one) => JSON.stringify(one));
  return lazily(head, {
    input: () => best.tool.input,
    mixedInput: () => best.tool.mixedInput,
    isAnnotated: () => every((tool) => tool.isAnnotated),
    asksFirst: () => every((tool) => tool.asksFirst),
    knowsCaller: () => every((tool) => tool.knowsCaller),
    bounds: () => (field) => every((tool) => tool.bounds(field)),
    guarded: () => every((tool) => tool.guarded),
    openAt: () => said.map((tool) => tool.openAt).find((place) => place !== undefined),
    guardedBy: () => (every((tool) => tool.guarded) ? unique(said.flatMap((tool) => tool.guardedBy), (one) => one) : []),
    shownToAll: () => said.some((tool) => tool.shownToAll),
    unenforced: () => said.map((tool) => tool.unenforced).find((one) => one !== undefined),
    effects: () => EFFECTS.filter((effect) => said.some(({ effects }) => effects.includes(effect))),
    isRemote: () => offered().some((one) => one.isRemote),
    offered,
    changes: () => unique(said.flatMap(({ changes }) => changes), ({ location: place, what }) => `${placeText(place)} ${what}`),
    reach: () => lazily({}, {
      commands: () => union("commands"),
      code: () => union("code"),
      files: () => union("files"),
      requests: () => union("requests"),
      databases: () => union("databases"),
      settings: () => union("settings").sort(),
      credentials: () => union("credentials").sort(),
      state: () => union("state"),
    } satisfies Makers<Reach>),
  } satisfies Makers<Omit<Tool, keyof typeof head>>);
}

/** How much is known of what is offered, for comparing. */
export function rankOf({ met, mixed }: Pick<Offered, "met" | "mixed">): number {
  return met ? 2 : mixed ? 0 : 1;
}

/** Each once, as it came first. */
function unique<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const known = new Map<string, T>();
  for (const one of all) if (!known.has(keyOf(one))) known.set(keyOf(one), one);
  return [...known.values()];
}
