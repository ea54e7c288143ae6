import { type Location, placeText } from "../../finding.js";
import { heldAt, unbound } from "../../graph/solve/binding.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { locate } from "../../program/program.js";
import type { Ran } from "../../run/initialise.js";
import type { RunEvent } from "../../run/run.js";
import { asTag } from "../../run/values.js";
import { once } from "../values/lazily.js";
import { eventsAt, ranOffers } from "./ran-offers.js";
import { valueOfRun } from "../values/run-values.js";
import { textOf } from "../values/value.js";
import type { NameClash, Tool } from "../view/view.js";

/** Letters of other scripts that look like Latin ones: the lower-case rows of https://www.unicode.org/Public/security/latest/confusables.txt. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: "a", е: "e", о: "o", р: "p", с: "c", у: "y", х: "x", ѕ: "s", і: "i", ј: "j", ԁ: "d", ԛ: "q", ԝ: "w", һ: "h", ӏ: "l", ո: "n", ս: "u", α: "a", ε: "e", ο: "o", ρ: "p", ν: "v", ι: "i", κ: "k", τ: "t", υ: "u", ı: "i", ɡ: "g", ɑ: "a",
};

/**
 * Tools that a client cannot tell apart. Law: two of one name clash when one run of the program puts both on the same server, or into the same list, whatever
 * the outside does; names that merely look alike clash where both are known to come to one server, or for neither it is known to which.
 */
export function findClashes(solver: Solver, ran: Ran | undefined, registrations: readonly Registration[], tools: readonly Tool[]): NameClash[] {
  return [...(ran === undefined ? [] : registrations.filter(({ row }) => row.what === "tool").flatMap((one) => sameInList(solver, ran, one))), ...(ran === undefined ? [] : sameOnServer(solver, ran)), ...alike(tools, receivers(ran))];
}

/** Names that one list shows twice. */
function sameInList(solver: Solver, ran: Ran, registration: Registration): NameClash[] {
  const list = /^(.*\[\*\])\.(\w+)$/.exec(registration.row.name ?? "");
  const [, path, field] = list ?? [];
  if (path === undefined || field === undefined) return [];
  const clashes = new Map<string, NameClash>();
  const places = once(() => placesOf(solver, registration));
  for (const event of eventsAt(ran, registration)) {
    const seen = new Set<string>();
    // one object twice is what the run merged
    for (const item of new Set(ran.read(event, path))) {
      const named = asTag(asTag(item, "promise")?.value ?? item, "object")?.fields.get(field);
      const name = named === undefined || named.hidden === true || named.get !== undefined ? undefined : textOf(valueOfRun(named.value, locate(event.site.module, event.site.span)));
      if (name === undefined) continue;
      const [first, second] = seen.has(name) ? (places().get(name) ?? []) : [];
      if (second !== undefined) clashes.set(name, { name, other: name, location: second, first });
      seen.add(name);
    }
  }
  return [...clashes.values()];
}

/** The places where names are written out. */
function placesOf(solver: Solver, registration: Registration): Map<string, Location[]> {
  const { graph } = solver;
  const places = new Map<string, Location[]>();
  const makers = new Set(nodesAt(solver, registration, registration.row.name).flatMap((node) => [...heldAt(unbound(solver), node).makers]));
  for (const maker of [...makers].sort((a, b) => a - b)) {
    const def = graph.defs[maker];
    if (def?.kind !== "const" || typeof def.value !== "string") continue;
    const known = places.get(def.value);
    if (known === undefined) places.set(def.value, [graph.locate(maker)]);
    else known.push(graph.locate(maker));
  }
  return places;
}

/** Names that two calls give to the same server, neither under a test that nothing is known of. */
function sameOnServer(solver: Solver, ran: Ran): NameClash[] {
  const clashes = new Map<string, NameClash>();
  const known = new Map<unknown, Map<string, RunEvent>>();
  for (const event of ran.events) {
    const { row, receiver, site } = event;
    if (row.what !== "tool" || row.name?.includes("[*]") !== false || event.conditions.length > 0 || typeof receiver !== "object" || receiver === null || receiver.tag === "unknown") continue;
    const [offer] = ranOffers(solver, ran, event);
    if (offer?.name === undefined) continue;
    const names = known.get(receiver) ?? new Map<string, RunEvent>();
    known.set(receiver, names);
    const before = names.get(offer.name);
    if (before === undefined) names.set(offer.name, event);
    else if (before.site.span !== site.span || before.site.module !== site.module) clashes.set(offer.name, { name: offer.name, other: offer.name, location: locate(site.module, site.span), first: placeOf(before) });
  }
  return [...clashes.values()];
}

function placeOf({ site }: RunEvent): Location {
  return locate(site.module, site.span);
}

/** The servers that a run puts the tools of a place on. */
function receivers(ran: Ran | undefined): ReadonlyMap<string, ReadonlySet<unknown>> {
  const places = new Map<string, Set<unknown>>();
  for (const { row, receiver, site } of ran?.events ?? []) {
    if (row.what !== "tool" || typeof receiver !== "object" || receiver === null || receiver.tag === "unknown") continue;
    const key = placeText(locate(site.module, site.span));
    places.set(key, (places.get(key) ?? new Set()).add(receiver));
  }
  return places;
}

const UNKNOWN: ReadonlySet<unknown> = new Set([undefined]);

function alike(tools: readonly Tool[], places: ReadonlyMap<string, ReadonlySet<unknown>>): NameClash[] {
  const known = new Map<unknown, Map<string, { readonly name: string; readonly location: Location }>>();
  return tools.flatMap(({ name, location }) => {
    if (name === undefined) return [];
    const skeleton = name.normalize("NFKC").toLowerCase().replace(/./gu, (letter) => LOOK_ALIKES[letter] ?? letter);
    const clashes: NameClash[] = [];
    for (const receiver of places.get(placeText(location)) ?? UNKNOWN) {
      const names = known.get(receiver) ?? new Map<string, { readonly name: string; readonly location: Location }>();
      known.set(receiver, names);
      const other = names.get(skeleton);
      if (other === undefined) names.set(skeleton, { name, location });
      else clashes.push({ name, location, other: other.name, first: other.location });
    }
    return clashes.slice(0, 1);
  });
}
