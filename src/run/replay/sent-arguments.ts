import type { Plain } from "../../finding.js";
import { toPlain } from "./arrivals.js";
import { argumentsFor, fieldsIn, partAt } from "../handlers.js";
import { type Input, type Target, textsOf } from "./sending.js";

/** Longer ones are nothing to show. */
const LONGEST = 4_000;

/** What is asked, and all that is sent with an input, as a client would write it: the tool and its arguments, or the parameter of another function. No arguments where the input is all, or where they are long. */
export function sentWith({ run, site, words }: Target, input: Input, filled: ReadonlyMap<string, string> = new Map()): { readonly tool?: string; readonly arguments?: Plain } {
  const { request, text, extra, choice, flag } = input;
  const { handler, path, param } = request;
  // what a schema makes of it is not what is sent
  const args = argumentsFor(run, { ...request, isEnforced: false }, { word: textsOf(input, words), extra, choice, flag }, text, site);
  const before = path.slice(0, path.length - fieldsIn(handler, path).length);
  const sent = toPlain(partAt(args[param], before));
  const isOfTool = handler.event?.row.untrusted?.some(({ kind }) => kind === "tool") === true;
  const asked = isOfTool && request.tool !== undefined ? { tool: request.tool } : {};
  if (typeof sent !== "object" || sent === null) return asked;
  const json = JSON.stringify(Array.isArray(sent) ? sent : { ...Object.fromEntries(filled), ...sent });
  return json.length > LONGEST ? asked : { ...asked, arguments: JSON.parse(json) as Plain }; // what is written as JSON is such
}
