import { placeText } from "../finding.js";
import type { FunctionIr } from "../ir/ir.js";
import { type Reach, reachedWithin } from "../graph/dispatch.js";
import type { Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";
import { locate } from "../program/program.js";
import { codeOf } from "./code.js";
import type { Tool, UncheckedInput } from "./view.js";

/** Functions that are called by a handler, and by these in turn, are where programs look at what they were sent. */
const NEAR: Reach = { depth: 3, most: 200 };

/**
 * Handlers of tools whose schema is only shown, and that look at no value's type themselves. Law: a test in any of the functions near the handler speaks for all tools
 * that it serves, as nothing tells which arguments it is about.
 */
export function findUnchecked(solver: Solver, registrations: readonly Registration[], tools: readonly Tool[]): UncheckedInput[] {
  const served = (one: Registration): Tool[] => {
    const places = new Set(one.handlers.map(({ fn }) => placeText(locate(fn.module, fn))));
    return tools.filter(({ handlers }) => handlers.some((place) => places.has(placeText(place))));
  };
  const open = registrations.filter(({ row, handlers }) => isUnheld(row) && handlers.length > 0 && !handlers.some(({ fn }) => looksAtInput(solver, fn)));
  const listed = open.filter(({ row }) => row.what === "request").map((one) => ({ location: solver.graph.locate(one.site.node), listed: true, tools: served(one) }));
  const [first, ...others] = open.filter(({ row }) => row.what === "tool");
  const given = first === undefined ? [] : [{ location: solver.graph.locate(first.site.node), listed: false, tools: [...new Set([first, ...others].flatMap(served))] }];
  return [...listed, ...given].filter((one) => one.tools.length > 0);
}

/** Nothing holds the arguments against a schema before the handler gets them. */
function isUnheld({ what, method, advertised }: Registration["row"]): boolean {
  return (what === "request" && method?.includes("tools/call") === true) || (what === "tool" && advertised === true);
}

const PARSES = /(?<!\b(?:JSON5?|path|posix|win32|url|URL|Date|ya?ml|YAML|qs|querystring|marked|parser|dotenv|semver|toml|TOML|ini|jsonc|Papa|cookie|csv)\s*)\.\s*(?:safeParse|parse)(?:Async)?\s*\(/;
const TESTS = /\btypeof\s+[\w$.?![\]"']+\s*[!=]==?|\bArray\.isArray\s*\(|\b(?:in|as)?validat\w*\s*[(.]|\bassert\w*\s*\(|\bis[A-Z]\w*\s*\(\s*(?:args|arguments|params|input|request)\b|\b[aA]jv\b|\bis[A-Z]\w*(?:Args|Arguments|Params|Input|Options)\s*\(|\b(?:z|Type|Value|yup|Joi)\.\w+\s*\(/;

function looksAtInput(solver: Solver, handler: FunctionIr): boolean {
  return [...reachedWithin(solver, handler, NEAR)].some((fn) => {
    const text = codeOf(fn);
    return PARSES.test(text) || TESTS.test(text);
  });
}
