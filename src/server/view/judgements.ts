import type { Location } from "../../finding.js";
import type { Tool } from "./view.js";
import type { Endpoint } from "./view.js";

/** A place that lets pages of every origin read what the server answers. */
export interface OpenOrigin {
  readonly location: Location;
  /** star: `*` is written out · reflected: whatever Origin a request has is repeated · by default: nothing is said, and the library then lets everybody in. */
  readonly how: "star" | "reflected" | "by default";
  /** A library's middleware says so, for all of an app; otherwise a header does, where it is written. */
  readonly everywhere: boolean;
}

/** A server that many clients are connected to at once. */
export interface Shared {
  readonly what: "server" | "transport";
  /** The call that connects it for each of them, or that hands it the request of each of them. */
  readonly location: Location;
  /** Where it was made. */
  readonly made: Location;
  /** The variable or field in which it outlives a request; undefined: it is made once, when the program starts. */
  readonly keptIn: string | undefined;
}

/** A credential that is written in the program's text. */
export interface WrittenSecret {
  /** A noun phrase without an article: "GitHub token". */
  readonly name: string;
  /** Its first characters and its length. */
  readonly masked: string;
  /** The variable, field or header that it is given to. */
  readonly calledAs: string | undefined;
  /** The setting that it stands in for when nobody sets that. */
  readonly fallbackOf: string | undefined;
  readonly location: Location;
}

/** A check of a token that lets through what was not made out to this server. */
export interface LooseCheck {
  readonly location: Location;
  /** The call, or what it is given to: `jwtVerify`. */
  readonly callee: string;
  /**
   * audience: an issuer's signature is checked, not for whom the token is · expired: it may have expired · unsigned: one without a signature passes · decoded: it is read without a check ·
   * accepted: every text passes · asked: another service is asked whether it knows the token, not for whom it is.
   */
  readonly flaw: "audience" | "expired" | "unsigned" | "decoded" | "accepted" | "asked";
}

/** A connection whose other side is not told from whoever sits in between. */
export interface InsecureTls {
  readonly location: Location;
  /** What says so: `rejectUnauthorized: false`. */
  readonly setting: string;
  /** unchecked: no certificate is checked · old: a version with known breaks is spoken · clear: a credential is sent without TLS. */
  readonly how: "unchecked" | "old" | "clear";
}

/** Tools of one server whose names clients cannot tell apart, or do not take. */
export interface NameClash {
  readonly name: string;
  readonly location: Location;
  /** The name of the other one: the same, or one that looks alike. */
  readonly other: string;
  /** Where the other one stands, where that is known. */
  readonly first: Location | undefined;
}

/** A write to the standard output of a server that speaks its protocol there. */
export interface StdoutWrite {
  /** As the program writes it: `console.log`. */
  readonly callee: string;
  readonly location: Location;
  /** The tools whose handlers come to it, `?` for what serves several or is no tool; empty where only the start does. */
  readonly tools: readonly string[];
  /** It runs when the server starts. */
  readonly starts: boolean;
}

/** Something by which somebody is known, and that others can work out. */
export interface Guessable {
  readonly location: Location;
  /** The beginning of a sentence: "The session id", "`state`". */
  readonly what: string;
  /** What it is made of: "Math.random", "the clock", "a constant". */
  readonly made: string;
  /** It is seen to go into an answer, an address or a header, to be a key, or to be a transport's session id; otherwise the name alone tells. */
  readonly isGivenOut: boolean;
}

/** A credential in a query string. */
export interface UrlToken {
  readonly location: Location;
  readonly parameter: string;
  /** The program takes it from a request, or puts it into one. */
  readonly way: "read" | "sent";
}

/** A program that is started with the whole environment of the server. */
export interface InheritedEnvironment {
  readonly location: Location;
  readonly callee: string;
  /** The secrets that the server reads from there, sorted. */
  readonly secrets: readonly string[];
  /** It is handed on in so many words; otherwise nothing is said, which does the same. */
  readonly written: boolean;
}

/** A credential of a caller's that is compared by an operator of the language. */
export interface ComparedCredential {
  readonly location: Location;
  /** What it is compared with, as it is written. */
  readonly with: string;
}

/** Something that takes as long, or as much, as others like. */
export interface Unbounded {
  readonly location: Location;
  /** body: a request's body is gathered, however long it is · request: a tool waits for an answer, however long that takes. */
  readonly what: "body" | "request";
  /** So many other places like it. */
  readonly others: number;
}

/** A handler that takes what clients send as it comes. */
export interface UncheckedInput {
  readonly location: Location;
  /** A low-level server shows the schemas in a list; otherwise they are given to the registration, which does no more than show them. */
  readonly listed: boolean;
  /** The tools that it serves. */
  readonly tools: readonly Tool[];
}

/** What rules ask a server for: each part is worked out when it is first read. */
export interface Judgements {
  readonly openOrigins: readonly OpenOrigin[];
  readonly endpoints: readonly Endpoint[];
  readonly shared: readonly Shared[];
  readonly secrets: readonly WrittenSecret[];
  readonly looseChecks: readonly LooseCheck[];
  readonly insecureTls: readonly InsecureTls[];
  readonly guessable: readonly Guessable[];
  readonly urlTokens: readonly UrlToken[];
  readonly inheritedEnvironments: readonly InheritedEnvironment[];
  readonly comparedCredentials: readonly ComparedCredential[];
  /** Verifiers for development, with the tokens that they take written out. */
  readonly developmentVerifiers: readonly { readonly location: Location; readonly callee: string }[];
  /** Something turns away whoever asks too often. */
  readonly limited: boolean;
  readonly unbounded: readonly Unbounded[];
  /** Something writes down that tools are called. */
  readonly recorded: boolean;
  readonly uncheckedInputs: readonly UncheckedInput[];
  readonly clashes: readonly NameClash[];
  readonly stdoutWrites: readonly StdoutWrite[];
}
