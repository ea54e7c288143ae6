import type { Location } from "../../finding.js";
import type { Constant } from "../../ir/ir.js";
import type { TransportKind } from "../../models/model.js";
import type { Judgements } from "./judgements.js";
import type { Reach } from "./reach.js";
import type { Schema } from "./schema.js";

export type { Location };
export type { Limits, Property, Schema } from "./schema.js";
export type { Command, Execution, FileUse, Given, Reach, Request, StateUse } from "./reach.js";
export type * from "./judgements.js";

/** What tools, resources and prompts have alike. Undefined is what is not there or not known. */
interface Offer {
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** Where it is registered or listed. */
  readonly location: Location;
  /** Where the functions stand that serve it. */
  readonly handlers: readonly Location[];
  /** Tests that nothing is known of and under which it is registered. */
  readonly conditions: readonly string[];
}

/** What the handlers of a tool do to the world, the most dangerous first. */
export type Effect = "executes" | "deletes" | "writes" | "queries" | "sends" | "reads";

/** A call by which a tool surely changes something outside of the program. */
export interface Change {
  readonly effect: "deletes" | "writes";
  /** What it does, as a predicate: "sends a DELETE request with fetch". */
  readonly what: string;
  readonly location: Location;
  /** What is changed is said by the caller, or written in the call; otherwise it may be the program's own. */
  readonly chosen: boolean;
}

/** A tool; one that several registrations of its name make is told of by the worst of them: it is guarded where each is, and does what any does. */
export interface Tool extends Offer {
  readonly input: Schema | undefined;
  /** What stands for it where nothing tells which of the inputs of several tools is its own: all of these in one. */
  readonly mixedInput: Schema | undefined;
  readonly annotations: ReadonlyMap<string, Constant>;
  /** Annotations are given, known or not. */
  readonly isAnnotated: boolean;
  /** Its handlers ask somebody, or take a sign that somebody was asked. Computed when it is first read. */
  readonly asksFirst: boolean;
  /** Its handlers, or what they call, look at who asks. Computed when it is first read. */
  readonly knowsCaller: boolean;
  /** Its handlers, or what they call, compare a value of this name with another one, or cut it down. */
  readonly bounds: (name: string) => boolean;
  /** What a caller must be granted, as far as names are written out; see `guarded`. */
  readonly scopes: readonly string[];
  /** A scope, role or permission is asked for, by the framework or by the code that runs. */
  readonly guarded: boolean;
  /** Where it is registered without that; of several registrations of its name the first such one. */
  readonly openAt: Location | undefined;
  /** Who asks for it: what the framework is told at the registration, code that the handlers run, or code around the registration. */
  readonly guardedBy: readonly ("registration" | "handler" | "condition")[];
  /** It is asked for when the tool is called, and its listing is the same for everybody. */
  readonly shownToAll: boolean;
  /** shown: clients are told of grants that nobody asks for · trusting: whoever brings no credential is not asked for the scopes · undefined: what is declared is asked for. */
  readonly unenforced: "shown" | "trusting" | undefined;
  readonly effects: readonly Effect[];
  /** Clients reach it over a network: of several servers of a program, that of this tool may be one that talks to its parent process alone. */
  readonly isRemote: boolean;
  /** Where it is offered: by each server of the program that has a tool of this name. */
  readonly offered: readonly Offering[];
  /** What its handlers surely change, but for what most tools of a server do. Computed when it is first read. */
  readonly changes: readonly Change[];
  /** Computed when it is first read. */
  readonly reach: Reach;
}

/** A tool as one server offers it. */
export interface Offering {
  readonly location: Location;
  /** Over what the server is reached; undefined where it is not known what the server is connected to. */
  readonly transports: ReadonlySet<TransportKind> | undefined;
  readonly isRemote: boolean;
}

export interface Resource extends Offer {
  /** The address, or the template of addresses. */
  readonly uri: string | undefined;
  readonly isTemplate: boolean;
}

export interface Prompt extends Offer {
  readonly input: Schema | undefined;
}

export interface Route {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly location: Location;
}

export interface Transport {
  readonly kind: TransportKind;
  readonly location: Location;
}

/** What a listening server is bound to. */
export interface Host {
  /** The address; undefined: none is given, so that the library decides. */
  readonly address: string | undefined;
  /** Settings on which it depends that this is the host: it is what is left when none of them is set. */
  readonly unless: readonly string[];
  /** Every interface of the machine. */
  readonly everywhere: boolean;
  readonly location: Location;
}

export interface Bind {
  /** The call as one would say it: `express.listen`. */
  readonly callee: string;
  readonly location: Location;
  /** The hosts that are known, of which one is meant; empty when nothing is known. */
  readonly hosts: readonly Host[];
  /** It may be another host as well. */
  readonly open: boolean;
  /** The program refuses to start on some hosts. */
  readonly gated: boolean;
  readonly port: string | undefined;
}

/** A test of the program that a request passes without what it should bring. */
export interface PassedTest {
  /** As the program writes it, and how it comes out. */
  readonly text: string;
  readonly truth: boolean;
  /** What it is about: a setting of whoever starts the program, the session, or anything else that a request brings. */
  readonly on: "setting" | "session" | "path" | "request" | "unknown";
  readonly location: Location;
}

/** A way to an endpoint on which nobody is asked, with the tests that let it be; none: nothing asks at all. */
export interface OpenWay {
  readonly tests: readonly PassedTest[];
}

/** A route at which requests are handed to MCP. */
export interface Endpoint {
  /** As the first words of a sentence: "`POST /mcp`", or "The endpoint" where the path is not known. */
  readonly name: string;
  readonly route: Route;
  /** The calls that hand them on. */
  readonly serves: readonly Location[];
  /** Where the transports are made that it hands them to, as far as that is known. */
  readonly made: readonly Location[];
  /** Where the app listens; empty: something else does that for it. */
  readonly binds: readonly Bind[];
  /** Ways on which a request is served that brings no credential. */
  readonly unasked: readonly OpenWay[];
  /** Ways on which a request is served whatever its Host and Origin say. */
  readonly unchecked: readonly OpenWay[];
  /** Ways on which a request is served whatever its Origin says; looked for where pages of other origins are let in at all. */
  readonly foreign: readonly OpenWay[];
}

/** A text that the model is shown. */
export interface ShownText {
  /** Parts that are not known stand as `${…}`. */
  readonly text: string;
  /** What it is, as a noun phrase: "the description of tool `read_file`". */
  readonly what: string;
  readonly location: Location;
  readonly tool: string | undefined;
  /** The credentials in it. */
  readonly secrets: readonly ShownSecret[];
  /** What is in it that describes nothing. Computed when it is asked for. */
  readonly poison: () => readonly Poison[];
  /** What is in it that belongs to the inside of a house. Computed when it is asked for. */
  readonly internals: () => readonly Internal[];
}

/** Something in a text for models that is not there to describe what the text stands beside. */
export interface Poison {
  /** What it is, as a noun phrase with its article. */
  readonly what: string;
  /** The part of the text, on one line and without what readers cannot see. */
  readonly shown: string;
  /** It may also be guidance that an author meant well. */
  readonly doubtful: boolean;
}

/** An address, a host, a person or a note: a noun phrase with its article, and the text itself. */
export interface Internal {
  readonly what: string;
  readonly shown: string;
}

/** A credential in a text. */
export interface ShownSecret {
  /** A noun phrase without an article: "GitHub token". */
  readonly name: string;
  /** Its first characters and its length. */
  readonly masked: string;
  /** Where it is written, as far as the parts of the text tell. */
  readonly location: Location;
  /** Offset in the text. */
  readonly start: number;
}

/** Tools that are served together. */
export interface Started {
  readonly tools: readonly Tool[];
  /** Clients reach them over a network. */
  readonly isRemote: boolean;
  /** Where their server is made, the first first; empty where that is not among what is started with them. */
  readonly locations: readonly Location[];
  /** The transports over which they are reached; all of the program's where that is not known. */
  readonly transports: readonly Transport[];
}

/** What a program offers to a model, and over what. */
export interface Server extends Judgements {
  /** Something of a server's is registered here: a program without is no MCP server. */
  readonly isServer: boolean;
  /** Clients reach it over a network. */
  readonly isNetwork: boolean;
  /** Scopes are asked for in front of the whole endpoint. */
  readonly endpointScopes: boolean;
  /** Something asks callers who they are. */
  readonly asksCallers: boolean;
  /** Places at which tokens are checked, and whoever brings none is let through. */
  readonly lenientGates: readonly Location[];
  /** Where servers are made, the first first. */
  readonly locations: readonly Location[];
  /** The tools by what is started together, over a network or not: of several entries that share none, each is a server of its own. */
  readonly started: readonly Started[];
  /** By name, sorted; unnamed ones last. */
  readonly tools: readonly Tool[];
  /** The same as each registration makes them, several of one name where servers of the program share it: for what one fact says of another. */
  readonly registered: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly prompts: readonly Prompt[];
  readonly completions: readonly Location[];
  readonly routes: readonly Route[];
  readonly middlewares: readonly Location[];
  readonly transports: readonly Transport[];
  readonly binds: readonly Bind[];
  readonly texts: readonly ShownText[];
}
