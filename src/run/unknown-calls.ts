import { answerCall } from "./answered.js";
import { registerUnknown } from "./api-calls.js";
import { call, construct, type Passed } from "./calls.js";
import { possibly } from "./fork.js";
import { getMember } from "./members.js";
import type { Doubt, Run } from "./run.js";
import { isLog } from "./refusals.js";
import { isAttacked, isUnderAttack, joinAll, makeUnknown } from "./unknown.js";
import { isCallable, isHeap, type Site, type Unknown, type Value } from "./values.js";

/** Of the functions that something unknown may be, so many are tried. */
const MAX_TRIED = 8;

/**
 * A call of something unknown: what it may be runs as maybe; the functions that it is given may be called with anything.
 */
export function callUnknown(run: Run, callee: Unknown, self: Value, passed: Passed, site: Site): Value {
  const method = /\.([\w$]+)$/.exec(callee.why)?.[1];
  const told = method === undefined ? undefined : answerCall(run, self, method, passed.values);
  if (told !== undefined) return told.value;
  run.doubts += 1;
  const tried = callee.may.filter((one) => isCallable(one) || (isHeap(one) && one.tag === "api")).slice(0, MAX_TRIED);
  const result = makeUnknown(`the result of ${callee.why}`.slice(0, 200), site, { attacked: callee.attacked || isAttacked(self) || passed.values.some(isAttacked) });
  if (tried.length === 0 && !registerUnknown(run, callee, self, passed, site, result)) callBack(run, passed, site, () => []);
  // what an unknown object does with a value is its own affair; a function on its own may be there to refuse it
  if (tried.length === 0 && self === undefined && run.watch !== undefined && isUnderAttack() && !isLog(method ?? "") && passed.values.some(isAttacked)) run.watch.entrusted(callee.why);
  const results = tried.map((one) => callAsIf(run, one, self, passed, site));
  return joinAll(callee.only && tried.length === callee.may.length ? results : [result, ...results], callee.why, site);
}

/** Calls a method of something unknown: for each value that it may be, the method that this one has. */
export function callMethodOfUnknown(run: Run, object: Unknown, key: Value, passed: Passed, site: Site): Value {
  const tried = object.may.filter((one) => one !== null && one !== undefined).slice(0, MAX_TRIED);
  if (!tried.some(isHeap)) return call(run, getMember(run, object, key, site), object, passed, site);
  run.doubts += 1;
  const results = tried.map((one) => callAsIf(run, getMember(run, one, key, site), one, passed, site));
  const rest = makeUnknown(`the result of a method of ${object.why}`.slice(0, 200), site, { attacked: object.attacked || passed.values.some(isAttacked) });
  return joinAll(object.only ? results : [rest, ...results], object.why, site);
}

/** Runs the functions among the arguments once, as maybe, with what `parameters` gives for them; while the program starts, those that may lead to a registration. */
export function callBack(run: Run, passed: Passed, site: Site, parameters: (index: number) => readonly Value[], what: Doubt = "callback"): void {
  const attacked = passed.values.some(isAttacked);
  passed.values.forEach((value, index) => {
    if (!isCallable(value) || value.tag === "native" || !mayLead(run, value)) return;
    const rest = makeUnknown("what the caller of a callback hands over", site, { attacked });
    callPossibly(run, value, undefined, { values: parameters(index), rest }, site, what);
  });
}

function mayLead({ leading }: Pick<Run, "leading">, value: Value): boolean {
  if (leading === undefined || !isHeap(value)) return true;
  return value.tag === "bound" ? mayLead({ leading }, value.target) : value.tag !== "function" || leading.has(value.fn);
}

/** Calls something of which it is not known whether it is called at all; gives the result of the call as if it took place. */
export function callAsIf(run: Run, callee: Value, self: Value, passed: Passed, site: Site): Value {
  let result: Value = makeUnknown("the result of a call that may not take place", site);
  possibly(run, [], "item", site, () => {
    result = call(run, callee, self, passed, site);
    return { value: undefined, completion: undefined };
  });
  return result;
}

/** Calls something of which it is not known whether it is called at all. */
export function callPossibly(run: Run, callee: Value, self: Value, passed: Passed, site: Site, what: Doubt): Value {
  const ended = possibly(run, [], what, site, () => {
    const isClass = isHeap(callee) && callee.tag === "class";
    return { value: isClass ? construct(run, callee, passed, site) : call(run, callee, self, passed, site), completion: undefined };
  });
  return ended.value;
}
