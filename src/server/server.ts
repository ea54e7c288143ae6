import type { Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";
import type { Location } from "../finding.js";

/** A tool as the program registers or lists it. */
export interface Tool {
  /** Undefined when the name is computed from something unknown. */
  readonly name: string | undefined;
  readonly location: Location;
}

/** What a program offers to a model, as far as registrations and listings tell. */
export interface Server {
  /** By name, sorted; unnamed ones last. */
  readonly tools: readonly Tool[];
  /** Places at which a handler is registered, and how many of them name a function of the program. */
  readonly handlers: number;
  readonly handlersResolved: number;
  /** Registrations whose handler is not known. */
  readonly unresolved: readonly Registration[];
  /** It offers resources, prompts or completions and registers nothing that would be a tool. */
  readonly withoutTools: boolean;
}

const HANDLED = new Set(["tool", "resource", "prompt", "completion", "request"]);

const OTHERS = new Set<string>(["resource", "prompt", "completion"]);

/** Reads the server off the registrations of a solved program. */
export function readServer(solver: Solver, registrations: readonly Registration[]): Server {
  const tools = new Map<string, Tool>();
  const unnamed: Tool[] = [];
  const unresolved: Registration[] = [];
  let handlers = 0;
  let resolved = 0;
  // a listing that names nothing, beside a dispatcher, shows tools of which nothing is known
  const dispatches = registrations.some(({ row }) => row.what === "request" && row.method?.includes("tools/call") === true);
  for (const registration of registrations) {
    const { row, site } = registration;
    if (row.what === "tool") {
      const location = solver.graph.locate(site.node);
      for (const name of registration.names) if (!tools.has(name)) tools.set(name, { name, location });
      if (registration.names.length === 0 && row.name !== undefined && (registration.wantsHandler || dispatches)) unnamed.push({ name: undefined, location });
    }
    if (!registration.wantsHandler || !HANDLED.has(row.what)) continue;
    handlers += 1;
    if (registration.handlers.length > 0) resolved += 1;
    else unresolved.push(registration);
  }
  const named = [...tools.values()].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  return { tools: [...named, ...unnamed], handlers, handlersResolved: resolved, unresolved, withoutTools: isWithoutTools(registrations) };
}

function isWithoutTools(registrations: readonly Registration[]): boolean {
  return !registrations.some(({ row }) => row.what === "tool") && registrations.some(({ row }) => OTHERS.has(row.what) || row.untrusted?.some(({ kind }) => OTHERS.has(kind)));
}
