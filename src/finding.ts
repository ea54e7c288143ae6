/** A stretch of source. Lines and columns are 1-based, columns count UTF-16 units, the end is exclusive. */
export interface Location {
  /** Relative to the program's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place as texts show it, and by which places are told apart. */
export function placeText({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/** The order of places: by file, then from the top down. */
export function comparePlaces(a: Location, b: Location): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}

/** One station of a flow, from the source to the sink. */
export interface Step {
  readonly location: Location;
  /** What happens here, as a noun phrase: "argument `path` of tool `read_file`". */
  readonly text: string;
}

/** Something that has to be so outside of the server for an input to pass. Paths are absolute: `/srv/project` stands for the server's folder. */
export type Need =
  /** A file or a folder lies there. */
  | { readonly what: "file"; readonly path: string }
  /** Nothing lies there. */
  | { readonly what: "no file"; readonly path: string }
  /** What a look-up of the name gives. */
  | { readonly what: "address"; readonly host: string; readonly address: string }
  /** Where the server whose address the input is sends a request on to. */
  | { readonly what: "redirect"; readonly to: string }
  /** These tools were called before with harmless input: one of them keeps what is needed. */
  | { readonly what: "calls"; readonly tools: readonly string[] };

/** Plain data, as JSON has it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** What came of running a flow on hostile input. Law: nothing is dropped on "unknown". */
export type Replay =
  /**
   * The input broke out at the sink, and no unknown condition that depends on it was needed. `how` completes "the input …"; `needs` tells what has to be so outside, where
   * something has; `tool` is the one that was called, and `arguments` the whole of what is sent, where more than the input is: what the tool's arguments are, or the parameter of
   * another function.
   */
  | { readonly verdict: "proved"; readonly input: string; readonly how: string; readonly needs?: readonly Need[]; readonly tool?: string; readonly arguments?: Plain }
  /** A harmless input reaches the sink, and each of so many hostile ones is turned away or arrives harmless. */
  | { readonly verdict: "refuted"; readonly tried: number }
  /** Why nothing can be said, as a clause. */
  | { readonly verdict: "unknown"; readonly why: string };

/** What has to be so outside, as a clause that goes on behind "`<input>` passes"; empty where nothing has to. */
export function needsText(input: string, needs: readonly Need[] = []): string {
  const named = (path: string): string => (path === input || path.endsWith(`/${input}`) || input.endsWith(path) ? "of that name" : `\`${shownText(path)}\``);
  const said = needs.map((need) => {
    switch (need.what) {
      case "file":
        return `a file ${named(need.path)} lies`;
      case "no file":
        return `no file ${named(need.path)} lies`;
      case "address":
        return `\`${shownText(need.host)}\` stands for ${need.address}`;
      case "calls":
        return "the server's other tools were used before";
      default:
        return `its server redirects to \`${shownText(need.to)}\``;
    }
  });
  return said.length === 0 ? "" : ` where ${said.join(" and ")}`;
}

const LONGEST_SHOWN = 60;

/** Line breaks and the like, and what would end the code span around a text. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/u;

/** A text on one line, and short: as it is, or where that cannot be shown as a text of a program writes it. */
export function shownText(text: string): string {
  const escaped = UNSHOWN.test(text) ? JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/`/g, "\\x60") : text;
  return escaped.length > LONGEST_SHOWN ? `${escaped.slice(0, LONGEST_SHOWN)}…` : escaped;
}

export type Severity = "error" | "warn";
export type Confidence = "high" | "medium" | "low";
/** Presets are cumulative: strict holds recommended, audit holds strict. */
export type Preset = "recommended" | "strict" | "audit";

/** A change that mends a finding, where it is plain what to write. Editors offer it; nothing makes it unasked. */
export interface Suggestion {
  /** What it does, as an order: "Listen on 127.0.0.1". */
  readonly text: string;
  readonly location: Location;
  /** Source that stands at the location once, and what is put in its place. Where it is not there, or twice, there is nothing to offer. */
  readonly from: string;
  readonly to: string;
}

/** One place where a rule holds. */
export interface Finding {
  /** The rule's id without a namespace: `no-shell-injection`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  /** Where to mend: for a flow the sink call, or the call of a function that is itself a sink. */
  readonly location: Location;
  /** From the source to the real sink; empty when the finding is not about a flow. */
  readonly steps: readonly Step[];
  /** Names of the tools from which the place is reached, sorted. */
  readonly tools: readonly string[];
  /** Something else reaches it too: a resource, a prompt, a tool whose name is not known. What tools are declared to do says nothing of that. */
  readonly beyondTools?: boolean;
  /** For a flow: where others stand that have the same cause, and that this finding speaks for. */
  readonly alike?: readonly Location[];
  /** For a flow: what its replay came to. */
  readonly replay?: Replay;
  readonly suggestion?: Suggestion;
  /** The narrowest preset that shows it: its rule's, or one that holds that. */
  readonly preset: Preset;
  /** For a flow: what it reaches, a name of SINK_KINDS in models/kinds.ts. */
  readonly sink?: string;
  /** Stable over moved lines and names of variables: a hash of the rule, the sink, the tools and the shape of the code there. Unique in its file. */
  readonly fingerprint: string;
}

/** Why something could not be seen. */
export type GapKind =
  | "parse"        // a file that does not parse
  | "read"         // a file that cannot be read, or is too large
  | "import"       // an import that does not resolve
  | "dynamic"      // import(), require() or eval of something unknown
  | "handler"      // a registration whose handler could not be resolved
  | "tool"         // a registration whose name or description could not be resolved
  | "syntax"       // a construct that is not modelled
  | "bound";       // a bound of the analysis was spent

/** One thing that the analysis could not see. */
export interface Gap {
  readonly kind: GapKind;
  /** A clause without a full stop. */
  readonly message: string;
  /** What would let it be seen, in a sentence without a full stop. */
  readonly help?: string;
  readonly location: Location;
}

/** The order of findings: by file, line, column, rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.location, b.location) || compareText(a.rule, b.rule);
}

/** The order of gaps: by file, line, column, message. */
export function compareGaps(a: Gap, b: Gap): number {
  return comparePlaces(a.location, b.location) || compareText(a.message, b.message);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
