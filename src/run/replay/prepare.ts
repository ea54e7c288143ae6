import { callFunction } from "../calls.js";
import { goOn } from "./explore.js";
import { settled } from "../expressions.js";
import { argumentsFor, type Handler } from "../handlers.js";
import type { Ran } from "../initialise.js";
import { requestsOf } from "./requests.js";
import type { Run } from "../run.js";
import type { Value } from "../values.js";
import { addressWith } from "./samples.js";
import { ADDRESSES, nameOf } from "./sending.js";
import { lettersOf } from "./words.js";
import { ORDINARY } from "../world.js";

/** So many tools are called, each with so many steps. */
const MOST_CALLED = 48;
const TOOL_STEPS = 1_500;
/** Such a tool takes back what others made. */
const ENDS = /(?:^|[^a-z])(?:close|clear|delete|drop|remove|reset|stop|kill|quit|logout|disconnect|unset|uninstall|shutdown|destroy|restart)/i;

/** Calls each tool once with harmless input, as a client does that has worked with a server: what it keeps is there for the next. Gives the names of those that came to an end. */
export function prepare(run: Run, ran: Ran, handlers: readonly Handler[], schemas: ReadonlyMap<string, Value>): string[] {
  const called: string[] = [];
  const words = new Map<string, string>();
  const word = (path: readonly string[]): string => {
    const key = path.join(".");
    const known = words.get(key) ?? `stored${lettersOf(words.size)}`;
    words.set(key, known);
    const name = nameOf(path);
    if (ADDRESSES.test(name)) return addressWith(known);
    // what is opened first is a folder
    return /(?:path|dir|directory|folder|root|cwd|workspace|project)s?$/i.test(name) ? `${ORDINARY.folder}/${known}` : known;
  };
  for (const { handler, tool } of handlers.flatMap((one) => toolsOf(one, schemas)).slice(0, MOST_CALLED)) {
    if (ENDS.test(tool.replace(/([a-z])([A-Z])/g, "$1_$2"))) continue;
    const [place] = handler.event?.row.untrusted ?? [];
    const fields = place === undefined ? [] : place.path.split(".").slice(1);
    const entry = { fn: handler.fn, param: Number(/^param\((\d+)\)/.exec(place?.path ?? "")?.[1] ?? 0), path: [...fields, "_"] };
    const [request] = requestsOf(run, ran, handler, schemas, { entry: { ...entry, others: 0 }, source: { kind: "tool", names: [tool] } });
    if (request === undefined) continue;
    const site = { module: handler.fn.module, span: handler.fn };
    const end = goOn(run, TOOL_STEPS, () => void settled(callFunction(run, handler.callee, handler.self, argumentsFor(run, request, { word, extra: "all", choice: 0, flag: true }, undefined, site), site), site));
    if (end === "value" && !called.includes(tool)) called.push(tool);
  }
  return called;
}

/** The tools that a handler serves, by name. */
function toolsOf(handler: Handler, schemas: ReadonlyMap<string, Value>): { readonly handler: Handler; readonly tool: string }[] {
  const { event, name } = handler;
  if (event === undefined || event.row.untrusted?.some(({ kind }) => kind === "tool") !== true) return [];
  return (name === undefined ? [...schemas.keys()] : [name]).map((tool) => ({ handler, tool }));
}
