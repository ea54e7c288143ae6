import { unbound } from "../../graph/solve/binding.js";
import type { Ran } from "../../run/initialise.js";
import { eventsAt } from "../offers/ran-offers.js";
import { schemaDefaults } from "../offers/defaults.js";
import { isGated } from "./gate.js";
import { nameOfFile } from "../../program/conventions.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { valueAt } from "../values/graph-values.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, readable, unknownAt, type Value } from "../values/value.js";
import type { Bind, Host } from "../view/view.js";

/** A call that makes the program listen; undefined when it listens on a file. */
export function readBind(solver: Solver, settings: SettingsOf, ran: Ran | undefined, registration: Registration): Bind | undefined {
  const { row, site } = registration;
  const reader = { binding: unbound(solver), settings };
  const valuesAt = (paths: readonly string[]): Value[] => paths.flatMap((path) => nodesAt(solver, registration, path).map((node) => valueAt(reader, node)));
  const ports = valuesAt(row.port ?? []);
  if (ports.some(isFile)) return undefined;
  const location = solver.graph.locate(site.node);
  const given = (row.host ?? []).flatMap((path) => hostAt(path, valuesAt).map((value) => withDefaults(value, nodesAt(solver, registration, path).flatMap((node) => schemaDefaults(reader, node)))));
  const seen = given.length === 0 ? [{ address: undefined, unless: [], location }] : given.flatMap((value) => hostsIn(value, []));
  const met = ran === undefined ? undefined : hostsMet(ran, registration);
  const hosts = met?.map((address) => seen.find((host) => host.address === address) ?? { address, unless: [], location }) ?? seen;
  return {
    callee: nameOf(solver, registration),
    location,
    hosts: unique(hosts).map((host) => ({ ...host, everywhere: host.address === undefined ? row.unbound !== "loopback" : EVERYWHERE.has(host.address.trim()) })),
    gated: isGated(solver, registration),
    open: met === undefined && given.some((value) => [...alternatives(value)].length === 0 || value.kind === "unknown"),
    port: ports.map(readable).find((port) => port !== undefined && /^\d+$/.test(port)),
  };
}

/** What a schema puts in the place of a setting that nobody sets. */
function withDefaults(value: Value, defaults: readonly Value[]): Value {
  if (value.kind !== "unknown" || defaults.length === 0) return value;
  return { ...value, may: [...value.may, ...defaults] };
}

/** How all interfaces are written. */
const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0", "::", "[::]", "", "0", "::0", "[::0]", "0:0:0:0:0:0:0:0", "*"]);

type Given = Omit<Host, "everywhere">;

/** The hosts that the run came to, when it knows all of them. */
function hostsMet(ran: Ran, registration: Registration): (string | undefined)[] | undefined {
  const events = eventsAt(ran, registration);
  const hosts = events.map((event) => {
    const values = (registration.row.host ?? []).flatMap((path) => ran.read(event, path));
    if (values.some((value) => typeof value === "object" && value !== null && (value.tag === "unknown" || value.tag === "api"))) return UNKNOWN;
    return values.find((value) => typeof value === "string");
  });
  return hosts.length === 0 || hosts.includes(UNKNOWN) ? undefined : hosts.map((host) => (host === UNKNOWN ? undefined : host));
}

const UNKNOWN = Symbol("unknown");

/** What is given as host at a place: an argument, or a field of an object of options. */
function hostAt(path: string, valuesAt: (paths: readonly string[]) => Value[]): Value[] {
  const field = /^(.+)\.(\w+)$/.exec(path);
  const [, options, name] = field ?? [];
  if (options === undefined || name === undefined) return valuesAt([path]).filter(isHost);
  return valuesAt([options]).flatMap((value) => {
    const known = [...alternatives(value)];
    // of what is computed from something, or is a setting, at least that much is known: it is no object
    if (known.length === 0) return value.kind === "unknown" && value.from.length === 0 && value.setting === undefined ? [value] : [];
    return known.flatMap((one) => (one.kind === "object" ? (one.fields.get(name) ?? (one.open ? [unknownAt(one.location)] : [])) : [])).filter(isHost);
  });
}

/** A callback, a number or nothing at all may stand where the host does. */
function isHost(value: Value): boolean {
  if (value.kind === "function" || value.kind === "object" || value.kind === "list" || value.kind === "schema") return false;
  if (value.kind === "constant") return typeof value.value === "string";
  if (value.kind === "unknown" && value.may.length > 0 && value.setting === undefined) return value.may.some(isHost);
  return value.kind === "text" || value.kind === "unknown";
}

/** A socket file, or a pipe of Windows. */
function isFile(value: Value): boolean {
  return [...alternatives(value)].some((one) => /[/\\]/.test(readable(one) ?? ""));
}

/** The hosts that a value may be. What a setting is falls back to nothing when nobody sets it, unless something stands in for it. */
function hostsIn(value: Value, unless: readonly string[]): Given[] {
  if (value.kind === "unknown") {
    const settings = [...unless, ...settingsIn(value)];
    const known = value.may.filter((one) => one.kind !== "unknown" || one.may.length > 0);
    if (value.setting !== undefined && known.length === 0) return [{ address: undefined, unless: [...new Set(settings)], location: value.location }];
    return known.flatMap((one) => hostsIn(one, settings));
  }
  const address = value.kind === "constant" && value.value === undefined ? undefined : readable(value);
  return address === undefined && value.kind !== "constant" ? [] : [{ address, unless: [...new Set(unless)], location: value.location }];
}

function settingsIn(value: Value): string[] {
  if (value.kind !== "unknown") return [];
  return [...(value.setting === undefined ? [] : [value.setting]), ...value.may.flatMap(settingsIn)];
}

function unique(hosts: readonly Given[]): Given[] {
  const seen = new Map<string, Given>();
  for (const host of hosts) if (!seen.has(`${host.address}`)) seen.set(`${host.address}`, host);
  return [...seen.values()];
}

function nameOf(solver: Solver, { row, site }: Registration): string {
  if (row.by === "exporting") return nameOfFile(site.fn.module);
  const receiver = row.path.replace(/\.[^.]+$/, "");
  return site.method === undefined ? row.path : `${receiver === row.path ? "" : `${receiver}.`}${site.method}`;
}
