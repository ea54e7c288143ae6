import { comparePlaces, type Location } from "../finding.js";
import type { FlowGraph } from "../graph/flows/flows.js";
import { type ForeignServer, foreignServers } from "./http/foreign-servers.js";
import { type Registration, SERVED } from "../graph/offers/registrations.js";
import type { Registered } from "../models/model.js";
import type { Ran } from "../run/initialise.js";
import { remoteTools, sharedFolders, startedTogether } from "./offers/apart.js";
import { connectedKinds } from "./http/connected.js";
import { findChecks } from "./reach/authorization.js";
import { readBind } from "./http/binds.js";
import { readChanges } from "./reach/changes.js";
import { findClashes } from "./offers/clashes.js";
import { findEffects } from "./reach/effects.js";
import { readCode } from "./values/code.js";
import { findOpenOrigins } from "./http/cors.js";
import { findInsecureTls } from "./http/insecure-tls.js";
import { openInside } from "./reach/reach.js";
import { findCompared, findDevelopmentVerifiers } from "./http/compared-credentials.js";
import { servedFunctions } from "../graph/sinks/credentials.js";
import { findUnbounded, isLimited } from "./http/limits.js";
import { followFrom, heldBy } from "./values/held.js";
import { findEndpoints, type Listening } from "./http/endpoints.js";
import { findGuessable } from "./http/guessable.js";
import { findInherited } from "./http/inherited-env.js";
import { findUrlTokens } from "./http/url-tokens.js";
import { findShared } from "./http/instances.js";
import { lazily, type Makers, once } from "./values/lazily.js";
import { type Offered, offersOf } from "./offers/offers.js";
import { isReachedRemotely, readPrompt, readResource, readRoute, type ReadTool, readTool, textsOf } from "./offers/parts.js";
import { unseen } from "./offers/ran-offers.js";
import { joinSameName, rankOf, type AsRegistered, speaking } from "./offers/same-name.js";
import { isRecorded } from "./reach/records.js";
import { ownDispatches } from "./http/own-protocol.js";
import { requestFunctions } from "./http/request-reach.js";
import { findSettings, type SettingsOf } from "./values/settings.js";
import { findStdoutWrites } from "./reach/stdout.js";
import { findLooseChecks } from "./http/token-checks.js";
import { findUnchecked } from "./offers/unchecked-input.js";
import type { KnownTexts } from "./offers/texts.js";
import { type UnknownPart, unknownParts } from "./offers/unknown-parts.js";
import type { Value } from "./values/value.js";
import { findWrittenSecrets } from "./flows/written-secrets.js";
import type { Program } from "../program/program.js";
import type { Bind, Judgements, Server, ShownText, Started, Tool, Transport } from "./view/view.js";

/** The view of a program, with what only its makers need. */
export interface ServerOfProgram extends Server {
  /** Places at which a handler is registered, and how many of them name a function of the program. */
  readonly handlers: number;
  readonly handlersResolved: number;
  /** Registrations whose handler is not known. */
  readonly unresolved: readonly Registration[];
  /** Texts and schemas that are given to registrations and are not known. */
  readonly unknown: readonly UnknownPart[];
  /** Servers that are connected here, and made elsewhere. */
  readonly foreign: readonly ForeignServer[];
  /** It offers resources, prompts or completions and registers nothing that would be a tool. */
  readonly withoutTools: boolean;
}

const OTHERS = new Set<string>(["resource", "prompt", "completion"]);

/** Reads the server off the registrations of a solved program, and off the run of its initialisers as far as that came. */
export function readServer({ solver, registrations: seen, asked: names, carried, taint, spreading }: Pick<FlowGraph, "solver" | "registrations" | "asked" | "carried" | "taint" | "spreading">, ran?: Ran): ServerOfProgram {
  const registrations = [...seen, ...(ran === undefined ? [] : unseen(solver, ran, seen))];
  const settings = findSettings(solver);
  const locate = ({ site }: Registration): Location => solver.graph.locate(site.node);
  const inOrder = [...registrations].sort((a, b) => comparePlaces(locate(a), locate(b)));
  const of = (what: Registered): Registration[] => inOrder.filter(({ row }) => row.what === what);
  const offers = (what: Registered): Offered[] => of(what).flatMap((registration) => offersOf(solver, settings, ran, registration));
  const byName = sameNames(offers("tool").filter(({ registration, name }) => name !== undefined || isShown(registration, registrations)));
  const tools = byName.map(best);
  const [resources, prompts, servers] = [sameNames(offers("resource")).map(best), sameNames(offers("prompt")).map(best), offers("server")];
  const dispatchers = registrations.filter(isDispatcher).flatMap(({ handlers }) => handlers);
  const asked = new Map(of("scope").flatMap((one) => offersOf(solver, settings, undefined, one)).flatMap(({ registration, handlers, part }) => {
    const scopes = part("scopes");
    return scopes === undefined ? [] : (registration.wantsHandler ? handlers : byName.flat().flatMap((tool) => tool.handlers)).map((fn) => [fn, scopes] as const);
  }));
  const listers = registrations.filter(({ row }) => row.what === "request" && row.method?.includes("tools/list") === true).flatMap(({ handlers }) => handlers);
  const handled = registrations.filter(({ row, wantsHandler }) => wantsHandler && SERVED.has(row.what));
  const unresolved = handled.filter(({ handlers }) => handlers.length === 0);
  const transports = of("transport").flatMap((one) => (one.row.transport === undefined ? [] : [{ kind: one.row.transport, location: locate(one) }]));
  const listening = of("listen").flatMap((one) => {
    const bind = readBind(solver, settings, ran, one);
    return bind === undefined ? [] : [{ site: one.site, bind }];
  });
  const isServer = handled.length > 0 || tools.length > 0 || ownDispatches(solver).length > 0;
  const isNetwork = isServer && (transports.some(({ kind }) => kind === "http" || kind === "sse") || (of("listen").length > 0 && !transports.some(({ kind }) => kind === "stdio")));
  const reader = { solver, dispatchers, listers, asked, names, checks: once(() => findChecks(solver, spreading.sources, (nodes) => followFrom(spreading, nodes))), effects: once(() => findEffects(solver)), changes: once(() => readChanges(solver, settings)), changing: { tools: [], common: new Map() }, inside: once(() => openInside(solver, settings)), kindsOf: once(() => (new Set(transports.map(({ kind }) => kind)).size > 1 ? connectedKinds(solver, registrations) : () => undefined)), isRemote: remoteTools(solver.program, transports, listening.map(({ bind }) => bind.location), isNetwork) };
  const read = byName.map((offered) => readTool(reader, offered));
  const shown = read.map(({ tool }) => tool);
  const made = of("server").map((registration) => ({ location: locate(registration), isRemote: () => isReachedRemotely(reader, registration, locate(registration)), isConnected: () => (reader.kindsOf()(registration)?.size ?? 0) > 0 }));
  const locations = made.map(({ location }) => location);
  return lazily({
    isServer,
    isNetwork,
    locations,
    asksCallers: registrations.some(({ row }) => row.what === "check" && row.checks === "caller"),
    lenientGates: of("verifier").filter((one) => one.row.trusting === true && !registrations.some(({ row, site }) => site === one.site && row.what === "check")).map(locate),
    endpointScopes: registrations.some(({ row }) => row.what === "middleware" && row.scopes !== undefined),
    tools: shown,
    registered: read.flatMap(({ registered }) => speaking(registered).map(({ tool }) => tool)),
    resources: resources.map(readResource),
    prompts: prompts.map(readPrompt),
    completions: of("completion").map(locate),
    routes: of("route").map((one) => readRoute(solver, one)),
    middlewares: of("middleware").map(locate),
    transports,
    binds: listening.map(({ bind }) => bind),
    texts: textsOfAll({ server: servers, tool: tools, resource: resources, prompt: prompts }),
    handlers: handled.length,
    handlersResolved: handled.length - unresolved.length,
    unresolved,
    unknown: [...unknownParts("tool", tools), ...unknownParts("resource", resources), ...unknownParts("prompt", prompts)],
    foreign: foreignServers(solver, registrations),
    withoutTools: isWithoutTools(registrations),
  }, { ...judgements({ solver, registrations, settings, ran, listening, carried, taint, tools: shown }), started: () => findStarted(solver.program, read, made, transports, listening.map(({ bind }) => bind)) });
}

/** Where a server is made, whether it is reached over a network, and whether it is seen to be connected to something. */
interface Made {
  readonly location: Location;
  readonly isRemote: () => boolean;
  readonly isConnected: () => boolean;
}

/** Sorts tools by what starts them and over what. Of the places at which their server may be made, those that are served likewise stand first, of these the ones that are seen to be connected. */
function findStarted(program: Program, tools: readonly ReadTool[], made: readonly Made[], transports: readonly Transport[], binds: readonly Bind[]): Started[] {
  const offered = tools.flatMap((tool) => tool.registered.flatMap((one) => one.tool.offered.map((place) => ({ ...place, tool, one }))));
  return startedTogether(program, offered, [...made, ...transports, ...binds].map(({ location }) => location)).flatMap(({ items, loads }) => {
    const near = made.filter(({ location }) => loads(location));
    return [true, false].flatMap((isRemote): Started[] => {
      const own = items.filter((one) => one.isRemote === isRemote);
      const rank = (one: Made): number => (one.isRemote() !== isRemote ? 2 : one.isConnected() ? 0 : 1);
      const locations = [0, 1, 2].flatMap((place) => near.filter((one) => rank(one) === place)).map(({ location }) => location);
      const kinds = own.map(({ transports: over }) => over);
      return own.length === 0 ? [] : [{ tools: joined(own), isRemote, locations, transports: nearestFirst(kinds.includes(undefined) ? transports : transports.filter(({ kind }) => kinds.some((over) => over?.has(kind))), locations[0]) }];
    });
  });
}

/** The tools that these registrations make. */
function joined(items: readonly { readonly tool: ReadTool; readonly one: AsRegistered }[]): Tool[] {
  const own = new Map<ReadTool, [AsRegistered, ...AsRegistered[]]>();
  for (const { tool, one } of items) own.set(tool, [...(own.get(tool) ?? []), one] as [AsRegistered, ...AsRegistered[]]); // it has this one at least
  return [...own].map(([{ tool, registered }, some]) => (some.length === registered.length ? tool : joinSameName(some)));
}

/** In the order of how near they are to where the server is made: an example that starts it too stands further off than its own entry. */
function nearestFirst(transports: readonly Transport[], made: Location | undefined): readonly Transport[] {
  return made === undefined ? transports : [...transports].sort((a, b) => sharedFolders(b.location.file, made.file) - sharedFolders(a.location.file, made.file));
}

/** What it takes to judge a server. */
interface Judging extends Pick<FlowGraph, "solver" | "registrations" | "carried" | "taint"> {
  readonly settings: SettingsOf;
  readonly ran: Ran | undefined;
  readonly listening: readonly Listening[];
  readonly tools: readonly Tool[];
}

/** What is worked out when a rule asks for it. */
function judgements({ solver, registrations, settings, ran, listening, carried, taint, tools }: Judging): Makers<Judgements> {
  const code = once(() => readCode(solver));
  const callers = heldBy(carried?.taint);
  const sent = heldBy(taint);
  const openOrigins = once(() => findOpenOrigins(solver, settings, registrations));
  return {
    openOrigins,
    endpoints: () => findEndpoints(code(), registrations, ran, listening, openOrigins().length > 0),
    shared: () => findShared(solver, registrations, requestFunctions(solver, registrations), settings),
    secrets: () => findWrittenSecrets(solver.program),
    looseChecks: () => findLooseChecks(solver, settings, registrations, callers),
    insecureTls: () => findInsecureTls(code()),
    guessable: () => findGuessable(code(), registrations),
    urlTokens: () => findUrlTokens(solver, sent, registrations),
    inheritedEnvironments: () => findInherited(solver, servedFunctions(solver, registrations)),
    limited: () => isLimited(code(), registrations),
    unbounded: () => findUnbounded(code(), servedFunctions(solver, registrations)),
    recorded: () => isRecorded(solver, registrations),
    uncheckedInputs: () => findUnchecked(solver, taint, registrations, tools),
    clashes: () => findClashes(solver, ran, registrations, tools),
    stdoutWrites: () => findStdoutWrites(code(), registrations),
    developmentVerifiers: () => findDevelopmentVerifiers(solver),
    comparedCredentials: () => findCompared(solver, callers, sent),
  };
}

/** Texts of values that several offers of a kind share are told once. */
function textsOfAll(offers: Readonly<Record<"server" | "tool" | "resource" | "prompt", readonly Offered[]>>): ShownText[] {
  const contents: KnownTexts = new Map();
  return Object.entries(offers).flatMap(([what, all]) => {
    const known = { values: new Map<Value, readonly ShownText[]>(), contents };
    return all.flatMap((one) => textsOf(one, what as keyof typeof offers, known)); // its own keys
  });
}

/** A listing that names nothing shows tools of which nothing is known when a dispatcher stands beside it. */
function isShown(registration: Registration, all: readonly Registration[]): boolean {
  return registration.row.name !== undefined && (registration.wantsHandler || all.some(isDispatcher));
}

function isDispatcher({ row }: Registration): boolean {
  return row.what === "request" && row.method?.includes("tools/call") === true;
}

/** Named ones by name, those of one name together. Those without a name behind them. */
function sameNames(offers: readonly Offered[]): [Offered, ...Offered[]][] {
  const named = new Map<string, [Offered, ...Offered[]]>();
  for (const one of offers) {
    const known = one.name === undefined ? undefined : named.get(one.name);
    if (known !== undefined) known.push(one);
    else if (one.name !== undefined) named.set(one.name, [one]);
  }
  return [...[...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => same), ...offers.flatMap((one): [Offered][] => (one.name === undefined ? [[one]] : []))];
}

/** The first of those that most is known of, which tells of the others. */
function best(same: readonly [Offered, ...Offered[]]): Offered {
  return same.reduce((known, one) => (rankOf(one) > rankOf(known) ? one : known));
}

function isWithoutTools(registrations: readonly Registration[]): boolean {
  return !registrations.some(({ row }) => row.what === "tool") && registrations.some(({ row }) => OTHERS.has(row.what) || row.untrusted?.some(({ kind }) => OTHERS.has(kind)));
}
