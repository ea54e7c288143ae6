import type { Source } from "../dangers/facts.js";
import type { Trace } from "./trace.js";

/** What is known of the tools of a program. */
export interface OfferedTools {
  readonly has: (name: string) => boolean;
  /** The tool takes an argument of that name, as far as its schema tells. */
  readonly takes: (name: string, argument: string) => boolean;
}

/** The sources that belong to what is offered; all where none does. */
export function offeredOf(offered: OfferedTools | undefined, sources: ReadonlySet<Source>): ReadonlySet<Source> {
  return offered === undefined ? sources : only(sources, (name) => offered.has(name));
}

/** Of the tools that one handler serves, those that take the argument; all sources where none does. */
export function takersOf(offered: OfferedTools | undefined, sources: ReadonlySet<Source>, { source, name: argument }: Trace): ReadonlySet<Source> {
  const field = argument === undefined ? undefined : /^[^.[]+/.exec(argument)?.[0];
  return offered === undefined || field === undefined ? sources : only(sources, (name, { node }) => node !== source.node || offered.takes(name, field));
}

/** The sources of tools of which one name is good; all where none is. */
function only(sources: ReadonlySet<Source>, isGood: (name: string, of: Source) => boolean): ReadonlySet<Source> {
  const good = [...sources].filter((one) => one.kind !== "tool" || one.names.length === 0 || one.names.some((name) => isGood(name, one)));
  return good.length === 0 || good.length === sources.size ? sources : new Set(good);
}
