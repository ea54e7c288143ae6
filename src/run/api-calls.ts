import type { Api, Effects } from "../models/api.js";
import { answerCall } from "./answered.js";
import { describeApi, resultOfApi } from "./apis.js";
import { admit, enforce } from "./admit.js";
import { compute } from "./computes.js";
import type { Passed } from "./calls.js";
import { placeOf, rowsThatFit, valuesAt } from "./places.js";
import type { Run, RunEvent } from "./run.js";
import { callBack } from "./unknown-calls.js";
import { mayRefuse } from "./refusals.js";
import { isAttacked, isUnderAttack, join, makeUnknown } from "./unknown.js";
import { type ApiValue, isHeap, makeObject, type Site, type Unknown, type Value } from "./values.js";

/** A call of something of a library: an event when a model says that it registers something, else a value that remembers the call. */
export function callApi(run: Run, callee: ApiValue, self: Value, passed: Passed, isNew: boolean, site: Site): Value {
  const { values } = passed;
  const effects = callee.places.map((place) => (isNew ? place.onNew : place.onCall));
  const computed = isNew ? undefined : (compute(run, callee, values, site) ?? answered(run, callee, values));
  if (computed !== undefined) return computed.value;
  run.doubts += 1;
  if (run.watch !== undefined && isUnderAttack() && mayRefuse(callee, effects) && values.some(isAttacked)) run.watch.entrusted(describeApi(callee));
  const promised = settle(run, callee, passed, site);
  if (promised !== undefined) return promised;
  const result = resultOfApi(callee, { kind: isNew ? "new" : "call", callee, self, args: values, site });
  const handlers = record(run, effects, { api: callee, receiver: self, args: values, result, site });
  callBack(run, { ...passed, values: values.filter((value, index) => !handlers.has(value) && !isWrittenOut(effects, index)) }, site, () => [], EVENTS.has(nameOfCalled(callee)) ? "event" : "callback");
  return isNew ? result : enforced(run, callee, effects, values, result, site);
}

/** Another program runs what stands at this place of the call: a function as well is written out for it, and never runs here. */
function isWrittenOut(effects: readonly Effects[], index: number): boolean {
  return effects.some(({ sinks }) => sinks.some(({ place, row }) => row.elsewhere === true && place.path.length === 0 && index >= place.from && index <= place.to));
}

/** Methods that wait for an event, as every emitter and every event target has them. https://nodejs.org/api/events.html, https://dom.spec.whatwg.org/#interface-eventtarget */
const EVENTS: ReadonlySet<string> = new Set(["on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener"]);

function answered(run: Run, { origin }: ApiValue, args: readonly Value[]): { readonly value: Value } | undefined {
  return origin.kind === "member" ? answerCall(run, origin.object, origin.name, args) : undefined;
}

function nameOfCalled({ origin }: ApiValue): string {
  return origin.kind === "member" ? origin.name : "";
}

/** What a schema gives for a value that it admits: often the value itself, though it may add defaults and take other forms. */
function enforced(run: Run, callee: ApiValue, effects: readonly Effects[], args: readonly Value[], result: ApiValue, site: Site): Value {
  const { origin, library } = callee;
  const method = origin.kind === "member" ? library.schemaMethods.get(origin.name) : undefined;
  const means = effects.find((one) => one.schema !== undefined)?.schema?.means ?? method?.means;
  if (means !== "parse" && means !== "safe-parse") return result;
  const [schema, given] = method?.means === means && origin.kind === "member" ? [origin.object, args[0]] : [args[0], args[1]];
  if (run.world !== undefined) return admitted(run, schema, given, means, site);
  const value = join(result, given, "what a schema admits", site);
  if (means === "parse") return value;
  const success = makeUnknown("whether a schema admits a value", site, { type: "boolean", may: [true, false], only: true });
  return makeObject([["success", success], ["data", value], ["error", makeUnknown("what a schema says against a value", site)]]);
}

/** The same where the schema is run. */
function admitted(run: Run, schema: Value, given: Value, means: "parse" | "safe-parse", site: Site): Value {
  if (means === "parse") return enforce(run, schema, given, site);
  const found = admit(run, schema, given, site);
  if (found !== undefined) return makeObject([["success", true], ["data", found.value], ["error", undefined]]);
  return makeObject([["success", false], ["data", undefined], ["error", makeUnknown("what a schema says against a value", site, { attacked: true })]]);
}

/** What a library gives may be a promise: `.then(f)` runs f with what it gives. */
function settle(run: Run, callee: ApiValue, passed: Passed, site: Site): Value {
  const { origin, places } = callee;
  if (origin.kind !== "member" || places.length > 0 || (origin.object.origin.kind !== "call" && origin.object.origin.kind !== "new")) return undefined;
  if (origin.name === "then") {
    callBack(run, passed, site, () => [origin.object]);
    return makeUnknown("what a promise gives", site, { attacked: isAttacked(origin.object) });
  }
  if (origin.name !== "catch" && origin.name !== "finally") return undefined;
  callBack(run, passed, site, () => []);
  return origin.object;
}

/** A call of an unknown value's method whose name tells what it does. */
export function registerUnknown(run: Run, callee: Unknown, self: Value, passed: Passed, site: Site, result: Value): boolean {
  const method = /\.([\w$]+)$/.exec(callee.why)?.[1];
  const place: Api | undefined = method === undefined ? undefined : run.index.unknown.get(method);
  if (place === undefined) return false;
  const handlers = record(run, [place.onCall], { api: undefined, receiver: self, args: passed.values, result, site });
  callBack(run, { ...passed, values: passed.values.filter((value, index) => !handlers.has(value) && !isWrittenOut([place.onCall], index)) }, site, () => []);
  return true;
}

/** Notes the registrations that a call makes; gives the handlers among its arguments, which a client's request will run. */
export function record(run: Run, effects: readonly Effects[], call: Omit<RunEvent, "row" | "conditions">): Set<Value> {
  const handlers = new Set<Value>();
  const rows = effects.flatMap((one) => one.registers);
  if (rows.length === 0) return handlers;
  for (const row of rowsThatFit(run, [...new Set(rows)], call)) {
    run.events.push({ ...call, row, conditions: [...run.conditions] });
    if (row.handler === undefined) continue;
    for (const value of valuesAt(run, call, placeOf(row.handler))) if (isHeap(value)) handlers.add(value);
  }
  return handlers;
}
