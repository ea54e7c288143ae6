import { isIP } from "node:net";
import type { SinkRow } from "../../models/model.js";
import { describeLocalHost } from "../../text/addresses.js";
import type { Arrived } from "../../text/oracle.js";
import { callFunction } from "../calls.js";
import { getMember } from "../members.js";
import { type Called, placeOf, valuesAt } from "../places.js";
import { type Run, Thrown } from "../run.js";
import { asTag, makeNative, makeObject, type Value } from "../values.js";

/** What came of a look-up by a function of the program: it refused the name, a local address, another one, or nobody knows. */
export type LookedUp = "refused" | "public" | "unknown" | { readonly address: string };

/**
 * Looks a request's host up with the function that the program gives for it; undefined where it gives none. Node asks such a function for names alone: an
 * address is connected to as it is. https://nodejs.org/api/net.html#socketconnectoptions-connectlistener
 */
export function lookUp(run: Run, { agents = [] }: SinkRow, call: Called, target: Arrived): LookedUp | undefined {
  if (typeof target !== "string") return undefined;
  const host = URL.canParse(target) ? new URL(target).hostname : target;
  if (isIP(host.replace(/^\[|\]$/g, "")) !== 0) return undefined;
  const [lookup] = agents.flatMap((path) => valuesAt(run, call, placeOf(path)).flatMap((value) => lookupsOf(run, value)));
  if (lookup === undefined) return undefined;
  let answer: LookedUp = "unknown";
  const callback = makeNative("callback", ({ args: [error, found] }) => {
    answer = error !== null && error !== undefined ? "refused" : judge(addressIn(run, found, call));
    return undefined;
  });
  try {
    callFunction(run, lookup, undefined, [host, makeObject([["all", false]]), callback], call.site);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return "refused";
  }
  return answer;
}

/** The function that an agent was made with, or the value itself where it is one. */
function lookupsOf(run: Run, value: Value): Value[] {
  if (asTag(value, "function") !== undefined) return [value];
  const api = asTag(value, "api");
  if (api === undefined || (api.origin.kind !== "new" && api.origin.kind !== "call")) return [];
  const { args, self, site } = api.origin;
  return api.places.flatMap(({ agent }) => (agent?.lookup === undefined ? [] : valuesAt(run, { receiver: self, args, result: undefined, site }, placeOf(agent.lookup)).filter((one) => asTag(one, "function") !== undefined)));
}

/** The address that a callback is given: by itself, or the first of a list of addresses or of objects that hold one. */
function addressIn(run: Run, found: Value, { site }: Called): Value {
  const list = asTag(found, "list");
  const first = list === undefined ? found : list.items[0];
  return asTag(first, "object") === undefined ? first : getMember(run, first, "address", site);
}

function judge(address: Value): LookedUp {
  if (typeof address !== "string" || isIP(address) === 0) return "unknown";
  return describeLocalHost(address) === undefined ? "public" : { address };
}
