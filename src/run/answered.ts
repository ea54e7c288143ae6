import type { Run } from "./run.js";
import { isAttacked } from "./unknown.js";
import { isHeap, isUnknown, type Value } from "./values.js";

const STATUS = 302;
const NO_REDIRECT: { readonly value: Value } | undefined = undefined;

/** What an answer says under a name in a world in which servers redirect: the status and the place, however a library hands them over. Undefined for all else. */
export function answerMember(run: Run, object: Value, name: string): { readonly value: Value } | undefined {
  const redirect = run.world?.redirect;
  if (redirect === undefined || !isOutside(object)) return NO_REDIRECT;
  switch (name.toLowerCase()) {
    case "location":
      return { value: redirect };
    case "status":
    case "statuscode":
      return { value: STATUS };
    case "ok":
      return { value: false };
    default:
      return NO_REDIRECT;
  }
}

/** The same of `headers.get("location")` and `headers.has("location")`. */
export function answerCall(run: Run, object: Value, method: string, [name]: readonly Value[]): { readonly value: Value } | undefined {
  const place = (method === "get" || method === "has") && typeof name === "string" && name.toLowerCase() === "location" ? answerMember(run, object, name) : NO_REDIRECT;
  return place === undefined || method === "get" ? place : { value: true };
}

/** What one library says by a property, another says by a method of that name. */
export function answerGiven(run: Run, callee: Value): { readonly value: Value } | undefined {
  const redirect = run.world?.redirect;
  return redirect !== undefined && (callee === redirect || callee === STATUS || callee === false) ? { value: callee } : NO_REDIRECT;
}

/** It comes from what an attacker chose, and the program does not have it in hand. */
function isOutside(value: Value): boolean {
  return (isUnknown(value) || (isHeap(value) && value.tag === "api")) && isAttacked(value);
}
