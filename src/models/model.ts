import type { Danger, SinkKind, SourceKind } from "./kinds.js";

/**
 * A place in a library's API, written as one would say it, read from left to right:
 *
 *     exec.arg(0)                     argument 0 of the export `exec`
 *     default.get.arg(0)              a member of the default export
 *     ().arg(0), ()                   the module itself is called (module.exports = fn)
 *     Client.new().query.arg(0).text  property `text` of an argument of a method of an instance
 *     Client.new.arg(0)               argument 0 of the constructor call `new Client(x)` (`Client.new()` is the instance)
 *     spawn.arg(1)[*]                 any item of a list, any value of a table
 *     createServer.arg(0).param(0)[]  any item of a list or a stream, no named field
 *     spawn.arg(1..)                  argument 1 and all behind it; arg(last); arg(*)
 *     McpServer.tool.arg(last).param(0)   the first parameter of a function given as the last argument
 *     Express.use.arg(*).param(1/4..)     the second parameter of a function that declares four or more; param(0/..3): the first, of one that declares at most three
 *     createServer().address()        what a call gives; promises are looked through: `connect()` is also what `await connect()` gives
 *     Pool.query.this                 the receiver; `this.name` a member of it
 *     *.goto.arg(0)                   (first segment `*`) member `goto` of a receiver of unknown origin
 *
 * A leading `default` stands for the module itself: however a library is imported, the same rows count (see parsePath).
 *
 * A first segment that the model's `types` define means an instance of that type (`McpServer.tool`), except before `()` and `.new()`,
 * where it is the export. Subclasses and annotations of the type count as instances.
 */
export type ApiPath = string;

/** A test on another place of the same call that must hold for the row to count. Unknown values count as "may hold" unless `known` is set. */
export interface Condition {
  /** A place of the same call: `arg(2).shell`, `arg(0)`. */
  readonly at: ApiPath;
  /**
   * "set": truthy; "unset": missing or falsy; "string" / "list" / "object" / "function": the type of the value; a list: one of these constants;
   * `like`: a constant text that the regular expression matches, whatever the case of its letters.
   */
  readonly is: "set" | "unset" | "string" | "list" | "object" | "function" | readonly string[] | { readonly like: string };
  /** Only when the value is known: an unknown value fails the condition. */
  readonly known?: boolean;
}

export interface SinkRow {
  readonly path: ApiPath;
  readonly kind: SinkKind;
  readonly when?: readonly Condition[];
  /** "low" for name-only rows (`*.query`). Default "high". */
  readonly confidence?: "high" | "medium" | "low";
  /** For `kind: "arguments"`: where the program's name stands. Without it and `programName` the program is the first item of the list. */
  readonly program?: ApiPath;
  /** For `kind: "arguments"`: the program that the API itself starts, `git` for a git library. */
  readonly programName?: string;
  /**
   * For `kind: "arguments"`: how the arguments are given. list: as one list (default) · items: each value at the path is one argument, or a list of them ·
   * text: as one text that is split at blanks, the program first.
   */
  readonly form?: "list" | "items" | "text";
  /**
   * For `kind: "arguments"`: the program runs in a container or on another host, whose programs are there to be chosen from; only shells in it hurt. For `shell`: the shell is that
   * of another host, which is handed a text and no list.
   */
  readonly remote?: boolean;
  /** For `code`: the program that parses the text, where it is another one than the server: `osascript`. */
  readonly language?: string;
  /** For `code`: another program than the server runs it, such as a browser in its page. A function that stands there in place of a text runs there as well. */
  readonly elsewhere?: boolean;
  /** For `sql`: what runs here cannot write, whatever it says. */
  readonly readOnly?: boolean;
  /** For `sql`: when the driver takes several statements in one text, so that the first may end a read-only transaction. An empty list: always. */
  readonly several?: readonly Condition[];
  /** For `sql`: hurt only by what becomes part of a text that the program wrote and that reads as SQL: what the text is for is not known otherwise. */
  readonly written?: boolean;
  /**
   * What the call takes, where that is less than others of its kind do. For `path`: folder: what lies there is a folder. For `url`: socket: ws: and wss: alone · no-credentials: it refuses a URL with
   * a user before its host (https://fetch.spec.whatwg.org/#dom-request). For `sql`: statement: one statement in a text, what stands behind it is refused or left out · transactions: several, and those that end a transaction · soql: one statement of
   * Salesforce's language. For `code`: apex: a program in Salesforce's language.
   */
  readonly takes?: "folder" | "socket" | "no-credentials" | "statement" | "transactions" | "soql" | "apex";
  /** For `path`: where the flags stand; with `O_NOFOLLOW` among them no link is followed. */
  readonly flags?: ApiPath;
  /** For `path`: what is given back tells of the file; where the program only asks what sort of file it is, that is a yes or no. */
  readonly tells?: boolean;
  /** For `url`: what a relative value is resolved against, which an absolute value replaces. */
  readonly base?: ApiPath;
  /** For `url`: where what makes the connection may stand, or the function that looks the host's name up for it. */
  readonly agents?: readonly ApiPath[];
  /**
   * A program that is driven over a connection, as browsers are. started: the call starts one here · joined: one that runs at the address that stands at the path · there: what stands
   * at the path happens where it runs.
   */
  readonly driven?: "started" | "joined" | "there";
  /** For `url`: the call hands a redirect over. */
  readonly direct?: boolean;
  /** For `url`: the call follows a redirect, unless one of these constants, written as texts, stands at the place. Without this and `direct` nobody knows. */
  readonly redirects?: { readonly at?: ApiPath; readonly unless?: readonly string[] };
}

export interface SourceRow {
  readonly path: ApiPath;
  readonly kind: SourceKind;
  /** What it cannot do any more when the program gets it: `..` in the path of a URL that was parsed. */
  readonly clears?: readonly Danger[];
}

/** Taint goes from one place of a call to another, `clears` of its dangers removed. Without a row an API's result is clean. */
export interface StepRow {
  readonly from: ApiPath;
  readonly to: ApiPath;
  /** Tells overloads apart: `new URL(text)` from `new URL(text, base)`. */
  readonly when?: readonly Condition[];
  /** "all": the result is harmless (a number, a hash). */
  readonly clears?: readonly Danger[] | "all";
  /** A closed list of meanings that need more than clearing bits; the graph knows how each turns bits into bits. */
  readonly as?: StepMeaning;
}

/**
 * decode: decodeURIComponent, JSON.parse: what was escaped is back, whatever was checked before · join: path.join (later parts lose ABSOLUTE; DOTDOT becomes OUTSIDE) · resolve: path.resolve (a part after `from` 0 stays ABSOLUTE) ·
 * normalize · relative (path.relative(base, target): from target) · basename · dirname · realpath · url (new URL(text)) · url-base (new URL(text, base): from text) ·
 * host (hostname or host of a URL) · pathname · url-rest (what stands in a URL behind or before all that chooses where a request goes) · lookup (a host's name to its addresses) · stringify (JSON.stringify) · encode (encodeURIComponent) · identity (same text or object) ·
 * elements (list to its items) · list (item to a list) · join-text (list to text) ·
 * promisify (a function with a callback to one that gives a promise)
 */
export type StepMeaning =
  | "join" | "resolve" | "normalize" | "relative" | "basename" | "dirname" | "realpath" | "url" | "url-base" | "host" | "pathname" | "url-rest" | "lookup"
  | "stringify" | "encode" | "decode" | "identity" | "elements" | "list" | "join-text" | "promisify";

/** A call whose outcome says something about a value: that it gave something truthy or falsy, that it returned at all, or which text it gave. */
export interface GuardRow {
  /** The value that is judged: `isAbsolute.arg(0)`. */
  readonly path: ApiPath;
  readonly outcome: "true" | "false" | "returns" | Given;
  readonly when?: readonly Condition[];
  readonly clears?: readonly Danger[] | "all";
  /** What the outcome says of the value as a test of the language would: that it is true, or how it compares with the value at `with`. */
  readonly says?: Relation;
  /** The value that it is compared with: `strictEqual.arg(1)`. */
  readonly with?: ApiPath;
}

/** A text that a call gave: `is` one of these, or `isNot` any of these. */
export type Given = { readonly is: readonly string[]; readonly isNot?: undefined } | { readonly isNot: readonly string[]; readonly is?: undefined };

/** `match`, `mismatch`: with a regular expression at `with`. */
export type Relation = "true" | "equal" | "unequal" | "match" | "mismatch";

/** What connections are made through. */
export interface AgentRow {
  /** The call that gives it: `Agent.new()`. */
  readonly path: ApiPath;
  /** It connects to no private address, whatever name stands for it, and whatever redirects lead there. */
  readonly refuses?: boolean;
  /** Where the function may stand that looks names up for it: `arg(0).lookup` of that call. */
  readonly lookup?: ApiPath;
}

/**
 * What methods change outside of the program, by their names: of anything that the library gives and no other row speaks of. For clients of services, whose methods are many and named
 * alike: `drive.files.delete`, `calendar.events.delete`.
 */
export interface ChangeRow {
  readonly methods: readonly string[];
  readonly effect: "deletes" | "writes";
}

/** What makes a connection unable to write. A whole statement of the caller's does no harm there. */
export interface ReadOnlyRow {
  /** The call that gives such a connection, `Database.new()`; or, with `this`, one after which the connection is in a read-only transaction: `Client.query.this`; or the place of the statements that run in one: `transaction.arg(0)[*]`. */
  readonly path: ApiPath;
  /** Only when all of these are known to hold. */
  readonly when: readonly Condition[];
}

/** What a schema builder says of the values that it admits. Chains are read call by call: a modifier keeps what its receiver said. */
export interface SchemaRow {
  /** The call: `string()`, `object()`, or for a method of any schema of this package `~.regex()`. */
  readonly path: ApiPath;
  /**
   * text: any string · scalar: number, boolean, date, bigint · closed: enum, literal, uuid (no danger left) · any · object: arg(0) is the shape ·
   * list: arg(0) is the item · record: values of the last argument · union: alternatives in arg(0) or in all arguments · wrap: arg(0) is the schema ·
   * keep: same as the receiver · open: the receiver, whose unknown fields pass as well · extend: receiver and the shape of arg(0) · optional: receiver · pattern: arg(0) is a regular expression that the text matches ·
   * check: arg(0) is a predicate that must be truthy · refuse: arg(0) gets the value and calls a method of its second parameter where it refuses · transform: the value is what arg(0) returns · prefix: text starts with arg(0) · parse: a call that enforces
   * the receiver on arg(0) and gives the value · safe-parse: the same, the value is in `.data`, `.success` tells · intersect: receiver and arg(0) ·
   * json: arg(0) is a JSON Schema, the result a predicate that enforces it when it is truthy · json-fits: the same for arg(1), at once
   */
  readonly means:
    | "text" | "scalar" | "closed" | "any" | "object" | "list" | "record" | "union" | "wrap" | "keep" | "extend" | "optional"
    | "pattern" | "check" | "refuse" | "transform" | "prefix" | "parse" | "safe-parse" | "intersect" | "pipe" | "lazy" | "shape" | "json" | "json-fits" | "open";
  readonly clears?: readonly Danger[];
  /** The format of a text, as JSON Schema names it. */
  readonly format?: SchemaFormat;
  /** arg(0), or `limit`, bounds the length of a text or list, or the size of a number. above, below: the limit itself is left out. */
  readonly bound?: SchemaBound;
  /** What becomes of the fields that arg(0), or for a builder arg(1), names: only those are left, or the others; without names all may be left out, or none. */
  readonly fields?: "pick" | "omit" | "partial" | "required";
  /** The bound that no argument gives: `positive()`. */
  readonly limit?: number;
  /** The type of a scalar in JSON Schema. */
  readonly type?: "number" | "integer" | "boolean" | "null";
  /** Where the text stands that tells the model what the value is for. */
  readonly description?: ApiPath;
  /** Where the value stands that is taken when none is given. */
  readonly default?: ApiPath;
}

export type SchemaBound = "least" | "most" | "exact" | "above" | "below";

export type SchemaFormat = "uuid" | "uri" | "email" | "ipv4" | "ipv6" | "date" | "date-time" | "time" | "hostname";

/**
 * What a registration adds to a server. `server`: it makes the server itself, whose description are its instructions · `connect`: it ties the
 * server, its receiver, to the transport that it is given · `serve`: it hands a request to a transport · `check`: what it gives asks requests for something, see `checks` · `scope`: grants that are
 * asked for in front of the handler, or, where the row has none, of every tool · `cors`: it tells browsers which pages may read what is answered · `verify`: it checks a token by its signature · `decode`: it reads a token as it
 * is · `verifier`: it is given the function that says whether a token holds · `limiter`: what it gives turns
 * away whoever asks too often · `endpoint`: the library itself hands requests on, at the address that is its name.
 */
export type Registered = "server" | "tool" | "resource" | "prompt" | "completion" | "request" | "route" | "middleware" | "listen" | "transport" | "connect" | "serve" | "check" | "scope" | "cors" | "verify" | "decode" | "verifier" | "limiter" | "endpoint";

/** caller: who sends a request · host: that its Host or Origin header names this server, or a page that is let in · origin: that its Origin header, where it has one, does. */
export type Checked = "caller" | "host" | "origin";

/** What clients and server talk over. */
export type TransportKind = "stdio" | "http" | "sse" | "memory";

/**
 * What else than a call registers something. decorating: `path` names a decorator, written `@path` or `@path(…)`; the arguments are the decorator's own, `this` is the method
 * or class that it stands on · extending: `path` names a class; `this` is an instance of a class of the program that extends it · exporting: a module exports what the handler's
 * place begins with (`this.default`) and lies where `files` say, in a package that depends on one of the model's; `this` is the module, `arg(0)` the name of its file ·
 * answering: the program tells itself whether the `method` of a request is one of the row's; `path` is `*`, `this` the request, `arg(0)` the method, `arg(1)` the function that answers, and `arg(2)` what
 * the answer has in the field `listed`
 */
export type Act = "decorating" | "extending" | "exporting" | "answering";

/** One registration: where the parts stand. Feeds both the Server view and the taint sources. */
export interface RegisterRow {
  /** The call: `McpServer.registerTool`, `Server.setRequestHandler`. Argument-shape tests tell overloads apart. */
  readonly path: ApiPath;
  readonly what: Registered;
  /** What a program does to register; default: it calls `path`. `this` is then what it does it to, see `Act`. */
  readonly by?: Act;
  /** For `exporting`: where such modules lie in their package, as patterns of paths without the file's ending: `src/tools/**`. */
  readonly files?: readonly string[];
  /**
   * For `exporting`: a file of settings, as `files` name it, and where in what it exports the folder stands in which such modules lie instead: `default.paths.tools`. False there
   * means none.
   */
  readonly folder?: { readonly file: string; readonly at: ApiPath };
  /** For `answering`: the field of an answer that holds what is offered. */
  readonly listed?: string;
  /** For `request`, and for what is answered: the constants of arg(0) that select this row, as exported schema names or method strings. */
  readonly method?: readonly string[];
  readonly when?: readonly Condition[];
  readonly name?: ApiPath;
  readonly title?: ApiPath;
  readonly description?: ApiPath;
  /** The address of a resource, or its template. */
  readonly uri?: ApiPath;
  /** The input schema, enforced before the handler runs unless `advertised`. A raw shape or a schema. */
  readonly schema?: ApiPath;
  readonly advertised?: boolean;
  readonly annotations?: ApiPath;
  readonly scopes?: ApiPath;
  /** Whoever brings no credential is not asked for scopes; of a `verifier`: is let through, unless the call is a `check` as well. */
  readonly trusting?: boolean;
  /** Grants that clients are told of, and that nobody asks for. */
  readonly shown?: ApiPath;
  /** What clients are told besides, which may hold such grants as `securitySchemes`. */
  readonly meta?: ApiPath;
  /** The function that runs with untrusted input. */
  readonly handler?: ApiPath;
  /** Of a handler that serves several offers: where the name of the one that is asked for stands, `param(0).params.name`. */
  readonly asked?: ApiPath;
  /** Which of its parameters are untrusted, `param(0)`, `param(0).params.arguments`, and of which kind. */
  readonly untrusted?: readonly SourceRow[];
  /** The untrusted places that the schema speaks of; default: the first parameter. */
  readonly input?: readonly ApiPath[];
  /** What the handler is given: its parameter `path` is an instance of `type`, one of the model's. */
  readonly given?: readonly { readonly path: ApiPath; readonly type: string }[];
  /** Only when a schema was given is param(0) the arguments; otherwise it is the context. */
  readonly needsSchema?: boolean;
  readonly transport?: TransportKind;
  /** For `transport` over standard input and output: the library sends what the console writes to standard error. */
  readonly divertsConsole?: boolean;
  /** For `transport`: the option of arg(0) that names sessions; without it the transport has none. */
  readonly sessions?: string;
  /** Where the options stand: for `cors` those that name the origins, for `verify` what else than the signature is checked. */
  readonly options?: ApiPath;
  /** For `verify` and `decode`: where the token stands; for `verifier` which of the handler's parameters it is. */
  readonly value?: ApiPath;
  /** For `verify`: where the key stands. */
  readonly key?: ApiPath;
  /** For `check`, and for a `route` in front of which the library asks: what is asked for. What the call gives is a middleware, an app, a transport or a server that asks, or the call itself answers. */
  readonly checks?: Checked;
  /** For `listen`: where the host may stand; the first that is there counts. */
  readonly host?: readonly ApiPath[];
  readonly port?: readonly ApiPath[];
  /** For `listen`: where it listens when no host is given. */
  readonly unbound?: "everywhere" | "loopback";
}

/** An object whose fields are settings of whoever starts the program: the environment, the options of a command line. */
export interface SettingRow {
  /** Where the object stands: `process.env`, `Command.opts()`. */
  readonly path: ApiPath;
  /** The call that declares a setting, with its name (`--host <host>` is `host`) and the value that it has when nobody sets it. */
  readonly declared?: ApiPath;
  readonly name?: ApiPath;
  readonly default?: ApiPath;
  /** Settings declared as the fields of one object, whose fields hold the default under this name: `{ host: { default: "localhost" } }`; "" when the field is the default itself. */
  readonly table?: ApiPath;
  readonly field?: string;
}

/** A function whose meaning the interpreter knows: it is called for real where its arguments are known. */
export interface ComputeRow {
  /** The function itself: `join`, `process.exit`. */
  readonly path: ApiPath;
  readonly as: Computation;
}

/**
 * join, resolve, normalize, relative, basename, dirname, extname, is-absolute: of POSIX paths · file-url-to-path, path-to-file-url · read-text: the text of a
 * file, where the project has it · identity: what comes in · global: no function but the host's global of the same name · exit: the program ends · is-ip, is-ipv4, is-ipv6, is-address (true or false): of addresses written out · promisify ·
 * parsed-address: nothing but that it throws for what is no address; of an address that was parsed so, address-range: the name of its range, carried-range: the same, of the IPv4 address
 * that a mapped one carries, address-kind: "ipv4" or "ipv6", address-text: as it was given, is-mapped: it carries one so, carried-address: that one, parsed
 *
 * What a scenario alone knows: cwd, home, temp, platform · command-line: no function but the list of a program's arguments, as platform-value is no function · exists, access, stat, lstat,
 * realpath: of files · address, addresses: of a host's name. A meaning of these, and read-text, may say how its answer is given: `-promise`, or `-callback` for the last argument.
 */
export type Computation =
  | "join" | "resolve" | "normalize" | "relative" | "basename" | "dirname" | "extname" | "is-absolute" | "file-url-to-path" | "path-to-file-url"
  | "identity" | "global" | "exit" | "is-ip" | "is-ipv4" | "is-ipv6" | "is-address" | "promisify"
  | "parsed-address" | "address-range" | "carried-range" | "address-kind" | "address-text" | "is-mapped" | "carried-address" | Asked | `${Asked}-promise` | `${Asked}-callback`;

/** What depends on the world outside the program. */
export type Asked =
  | "read-text" | "cwd" | "home" | "temp" | "platform" | "platform-value" | "command-line" | "exists" | "access" | "stat" | "lstat" | "realpath" | "address" | "addresses";

/** A text that a library exports: `path.sep`. Several values: it depends on the platform, the first is POSIX's. */
export interface ConstantRow {
  readonly path: ApiPath;
  readonly values: readonly string[];
}

/** Programs whose arguments are parsed again. */
export interface ProgramRow {
  /** Base names, without directory and `.exe`. */
  readonly names: readonly string[];
  /** Flags behind which the next argument is text of this kind: `sh -c`, `python -c`, `osascript -e`. */
  readonly flags: readonly string[];
  readonly kind: SinkKind;
  /** The text may stand in any argument behind the flag, joined by blanks (cmd /c, ssh host). */
  readonly rest?: boolean;
  /** This positional argument (from 0, options left out) is such text without a flag: ssh's second. */
  readonly operand?: number;
  /** The text is run on another host. */
  readonly remote?: boolean;
}

/** A program among whose options some do harm, so that an argument which may start with a dash does. */
export interface OptionRow {
  /** Base names, without directory and `.exe`. */
  readonly names: readonly string[];
  /** The option that does most harm, as one would write it, for messages. */
  readonly harm: string;
  /** Options without a value: what stands behind one is an argument of its own. */
  readonly switches: readonly string[];
  /** Words behind which the next operand starts another program, to which the rest belongs: `docker exec`. An empty one: the first operand is that program. */
  readonly handsOver?: readonly string[];
  /** `--` does not end this program's options. */
  readonly endless?: boolean;
  /** Without dashes, the options that a list must name to deny all that do harm; left out where none can, since the program takes options cut short. */
  readonly denied?: readonly string[];
  /** Of a program whose first operand says what it does: what does most harm to each of these; no option of another one does any. */
  readonly commands?: readonly { readonly names: readonly string[]; readonly harm: string }[];
}

/** What one library means. Rows survive JSON: users write the same shape in their config. */
export interface Model {
  /**
   * Import specifiers; the first names the library. `x/*` takes in every subpath: all subpaths share one namespace.
   * "globals" stands for the language's and host's global objects.
   */
  readonly packages: readonly string[];
  /** Type name to the places that give an instance: `{ Client: ["Client.new()", "Pool.new().connect()"] }`. */
  readonly types?: Readonly<Record<string, readonly ApiPath[]>>;
  /** Exports that are another library's: `{ z: "zod" }`. */
  readonly reexports?: Readonly<Record<string, string>>;
  readonly registers?: readonly RegisterRow[];
  readonly sources?: readonly SourceRow[];
  readonly sinks?: readonly SinkRow[];
  readonly steps?: readonly StepRow[];
  readonly sanitizers?: readonly StepRow[];
  readonly guards?: readonly GuardRow[];
  readonly readOnly?: readonly ReadOnlyRow[];
  readonly agents?: readonly AgentRow[];
  readonly changes?: readonly ChangeRow[];
  readonly schemas?: readonly SchemaRow[];
  readonly programs?: readonly ProgramRow[];
  readonly options?: readonly OptionRow[];
  readonly constants?: readonly ConstantRow[];
  readonly settings?: readonly SettingRow[];
  readonly computes?: readonly ComputeRow[];
}

/** Checks a model's type where it is written, and keeps it as it is. */
export function model(rows: Model): Model {
  return rows;
}
