import { dangers, type Dangers, NO_DANGERS, SINK_KINDS, type SinkKind } from "../../models/kinds.js";
import type { SinkRow } from "../../models/model.js";
import { namesProgram, quotedList } from "./argument-lists.js";
import { argumentSinks, shellWordSinks } from "./argument-sinks.js";
import { runsWithOthers } from "./driven.js";
import type { CallSite, Node } from "../graph.js";
import { isAskedForSort } from "./file-sorts.js";
import { placeNodes } from "../solve/invoke.js";
import { holds, parsePlace } from "../places.js";
import { refusesLinks } from "./links-followed.js";
import { readingOf } from "./read-only.js";
import { type ApiCall, type Solver, tokensAt } from "../solver.js";
import type { Place } from "../../models/api.js";

/** A node at which dangers hurt. */
export interface Sink {
  readonly node: Node;
  readonly kind: SinkKind;
  readonly hurts: Dangers;
  readonly site: CallSite;
  /** As one would call it: `child_process.exec`. */
  readonly callee: string;
  readonly confidence: "high" | "medium" | "low";
  /** What the program makes of a leading dash, for an operand. */
  readonly harm?: string;
  /** The calls through which a list that is written in another function comes to the program's start, that one last. */
  readonly through?: readonly CallSite[];
  /** The call follows no link. */
  readonly noFollow?: boolean;
  /** For an item of a list: the list as it arrives, which may have been judged as a whole since. */
  readonly list?: Node;
  /** Where one of these is left, another sink tells of the value. */
  readonly unless?: Dangers;
  /** A statement in a transaction that only reads, and that a statement before it in the same text ends. */
  readonly ended?: boolean;
  /** The finding stands here, whoever handed the value on. */
  readonly stays?: boolean;
  /** Only what becomes part of a text that reads as SQL. */
  readonly written?: boolean;
  /** Where the sink is a member of an argument that is a sink as a whole as well: the argument. */
  readonly within?: Node;
  /** For code: the program that parses it, where it is another one than the server. */
  readonly language?: string;
  /** For a shell: it is that of another host. */
  readonly remote?: boolean;
  /** It happens in a program that runs with others, by what the addresses of all that are joined look like. */
  readonly elsewhere?: boolean;
  readonly row: SinkRow;
}

/** All sinks of the program's calls, argument lists taken apart. */
export function findSinks(solver: Solver): Sink[] {
  const programs = solver.index.models.flatMap((model) => model.programs ?? []);
  const options = solver.index.models.flatMap((model) => model.options ?? []);
  const sinks: Sink[] = [];
  let elsewhere: boolean | undefined;
  for (const call of solver.apiCalls) {
    for (const { place, row } of call.effects.sinks) {
      if (!applies(solver, call, row) || isRefused(solver, call, row)) continue;
      // what a browser of others is sent to, it reaches from where it runs
      const isElsewhere = row.driven === "there" && (elsewhere ??= runsWithOthers(solver));
      const callee = nameCall(call);
      if (row.tells === true && isAskedForSort(solver, call.site)) continue;
      if (row.kind === "script" && !isWritten(solver, call, place)) continue;
      const nodes = placeNodes(solver, call.site, call.args, place);
      if (row.kind === "arguments") sinks.push(...argumentSinks(solver, call, row, nodes, { programs, options }, callee));
      else {
        const isMember = place.path.length > 0 && place.from >= 0 && call.effects.sinks.some((other) => other.place.path.length === 0 && other.place.from === place.from && applies(solver, call, other.row));
        const within = isMember ? placeNodes(solver, call.site, call.args, { ...place, path: [] })[0] : undefined;
        const reading = row.kind === "sql" ? readingOf(solver, call, row) : "open";
        const hurts = reading === "only" ? dangers("FRAGMENT") : SINK_KINDS[row.kind].hurts | (isRedirected(solver, call, row) ? dangers("HOST") : NO_DANGERS);
        if (row.kind === "shell") {
          for (const node of nodes) {
            sinks.push(...shellWordSinks(solver, call, row, node, options, callee));
            const list = quotedList(solver, node);
            // which program it is another row says
            if (list !== undefined) sinks.push(...argumentSinks(solver, call, { path: row.path, kind: "arguments" }, [list], { programs, options }, callee).filter(({ kind }) => kind !== "program"));
          }
        }
        for (const node of row.kind === "program" ? nodes.flatMap((one) => namesProgram(solver, one)) : nodes) sinks.push({ node, kind: row.kind, hurts, site: call.site, callee, row, confidence: row.confidence ?? "high", ...(within === undefined ? {} : { within }), ...(refusesLinks(solver, call, row) ? { noFollow: true } : {}), ...(reading === "ended" ? { ended: true } : {}), ...(row.written === true ? { written: true } : {}), ...(row.language === undefined ? {} : { language: row.language }), ...(row.kind === "shell" && row.remote === true ? { remote: true } : {}), ...(isElsewhere ? { elsewhere: true } : {}) });
      }
    }
  }
  return sinks;
}

/** The connection is made through something that refuses private addresses. */
function isRefused(solver: Solver, { site, args }: ApiCall, { agents }: SinkRow): boolean {
  return agents?.some((path) => placeNodes(solver, site, args, parsePlace(path)).some((node) => tokensAt(solver, node).some((token) => token.kind === "api" && token.api.agent?.refuses === true))) === true;
}

/** Whoever chooses a host chooses what its server answers, and with it where the request goes next. Law: what is not known is taken not to follow. */
function isRedirected(solver: Solver, { site, args }: ApiCall, { redirects }: SinkRow): boolean {
  if (redirects?.at === undefined || redirects.unless === undefined) return redirects !== undefined;
  return !holds(solver, site, args, { at: redirects.at, is: redirects.unless });
}

function applies(solver: Solver, { site, args }: ApiCall, row: SinkRow): boolean {
  return row.when?.every((condition) => holds(solver, site, args, condition)) ?? true;
}

/** Some object at the place has the member under its own name; one that has keys of the caller's is a query object as a whole. */
export function isWritten(solver: Solver, { site, args }: Pick<ApiCall, "site" | "args">, place: Place): boolean {
  const last = place.path.at(-1);
  if (last?.kind !== "member") return true;
  const objects = placeNodes(solver, site, args, { ...place, path: place.path.slice(0, -1) });
  return objects.some((node) => tokensAt(solver, node).some((token) => token.fields.has(last.name)));
}

/** The call as one would write it: the library's place, or for a receiver of unknown origin the text of the callee. */
function nameCall({ site, api }: ApiCall): string {
  const name = api.name.replace(/^globals\./, "");
  return api.library.name === "unknown" ? (site.method ?? name.replace(/^unknown\./, "")) : name;
}
