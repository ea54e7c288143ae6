import { dangers, type Dangers } from "../../models/kinds.js";
import { insideQuotes, scanQuotes, type Quote } from "../../text/quotes.js";
import { standsInStatement } from "../../text/sql.js";
import { leftInUrl, pathAfter } from "../../text/url.js";
import { regexOf, singleText } from "../constants.js";
import type { CallSite, Node } from "../graph.js";
import { type Solver, tokensAt } from "../solver.js";

/** A text holds no operators. */
const asText = (bits: Dangers): Dangers => bits & ~dangers("OPERATOR");

/** What is left of the dangers of part `index` of a concatenation, by what stands before and behind it. Asked when the constants are final: what stands before is read once. */
export function holeTransfers(solver: Solver): (concat: Node, index: number, bits: Dangers) => Dangers {
  const known = new Map<string, readonly (string | undefined)[]>();
  return (concat, index, bits) => {
    const key = `${concat}:${index}`;
    let left = known.get(key);
    if (left === undefined) known.set(key, (left = leftOf(solver, concat, index)));
    return leftInHole(solver, concat, index, left, bits);
  };
}

function leftInHole(solver: Solver, concat: Node, index: number, left: readonly (string | undefined)[], bits: Dangers): Dangers {
  let result = leftBehind(left, bits);
  const position = pathAfter(left);
  const def = solver.graph.defs[concat];
  const next = def?.kind === "concat" ? def.parts[index + 1] : undefined;
  const behind = typeof next === "number" ? singleText(solver, next) : next;
  const stuck = position.loneDotdotGone || (typeof behind === "string" && behind !== "" && !/^[/\\]/.test(behind));
  if (stuck && (result & dangers("SEPARATOR", "BACKSLASH")) === 0) result &= ~dangers("DOTDOT");
  // one label of a fixed domain: nothing in it can end the host
  if (typeof behind === "string" && /^\.[a-z0-9-]+\.[a-z]/i.test(behind) && (result & dangers("SEPARATOR", "BACKSLASH", "SUBSTITUTION", "SPACE")) === 0) result &= ~dangers("HOST", "ADDRESS", "NAME");
  const last = left.at(-1);
  // the first word, a program's name, is not the value's to choose
  if (/^\s*\S+\s/.test(left[0] ?? "")) result &= ~dangers("FREE");
  const own = def?.kind === "concat" ? def.parts[index] : undefined;
  // a part with text of its own before the value has settled that itself
  const startsOwn = typeof own === "number" && flatten(solver, own, 12)[0] !== undefined;
  if (!startsOwn && left.length > 0 && (last === undefined || !/[\s'"]$/.test(last))) result &= ~dangers("DASH");
  return result;
}

/** What is left behind these parts, whatever follows. */
function leftBehind(left: readonly (string | undefined)[], bits: Dangers): Dangers {
  let quote: Quote = "";
  for (const part of left) if (part !== undefined) quote = scanQuotes(part, quote);
  let result = asText(insideQuotes(bits, quote));
  if ((result & dangers("SQL")) !== 0 && standsInStatement(left)) result |= dangers("FRAGMENT");
  result = leftInUrl(result, left);
  return pathAfter(left).absoluteGone ? result & ~dangers("ABSOLUTE", "OUTSIDE", "SIBLING") : result;
}

/** What is left of a value that is put in the place of a pattern: `template.replace("{id}", id)`. Asked when the constants are final. */
export function putTransfer(solver: Solver, site: CallSite): (bits: Dangers) => Dangers {
  let left: readonly (string | undefined)[] | undefined;
  return (bits) => leftBehind((left ??= beforePlace(solver, site)), bits);
}

/** What stands before the pattern in the text; in one that is not known it stands somewhere in the middle. */
function beforePlace(solver: Solver, { receiver, args }: CallSite): readonly (string | undefined)[] {
  const [pattern] = args;
  const regex = pattern === undefined ? undefined : regexOf(solver, pattern.node)?.pattern;
  if (pattern === undefined || regex?.startsWith("^") === true) return [];
  const text = singleText(solver, receiver);
  if (text === undefined) return [undefined];
  const mark = regex === undefined ? singleText(solver, pattern.node) : /^[(]*\\?([^\w\s[\]().*+?|\\])/.exec(regex)?.[1];
  const at = mark === undefined ? 0 : text.indexOf(mark);
  return at <= 0 ? [] : [text.slice(0, at)];
}

/** What stands before a part, flattened through concatenations that were built up step by step; undefined for what is not known. */
export function leftOf(solver: Solver, concat: Node, index: number): readonly (string | undefined)[] {
  const def = solver.graph.defs[concat];
  return def?.kind === "concat" ? def.parts.slice(0, index).flatMap((part) => flatten(solver, part, 12)) : [];
}

/** The parts of a text, those of texts that it was built of in their place; undefined for what is not known. */
export function flatten(solver: Solver, part: string | Node, reach: number): (string | undefined)[] {
  if (typeof part === "string") return part === "" ? [] : [part];
  const text = singleText(solver, part);
  if (text !== undefined) return text === "" ? [] : [text];
  const { graph } = solver;
  const def = graph.defs[graph.origin(part)];
  if (def?.kind === "concat" && reach > 0) return def.parts.flatMap((one) => flatten(solver, one, reach - 1));
  if (def?.kind === "phi" && reach > 0) {
    // text grown under a condition or in a loop: all versions start alike, the first tells how
    const start = def.inputs[0];
    return start === undefined ? [undefined] : [...flatten(solver, start, reach - 4), undefined];
  }
  return def?.kind === "get" && isScheme(solver, def) ? [undefined, ":"] : [undefined];
}

/** The scheme of a parsed URL ends in a colon, whatever it is. */
function isScheme(solver: Solver, { object, field }: { readonly object: Node; readonly field: string }): boolean {
  return field === "protocol" && tokensAt(solver, object).some((token) => token.kind === "api" && token.api.members.has(field));
}
