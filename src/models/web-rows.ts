import type { ApiPath, RegisterRow, SourceRow } from "./model.js";

/** What a client decides in a request of the web platform (https://developer.mozilla.org/docs/Web/API/Request), and in what hosts add to it. */
const INPUTS = [
  "url", "headers", "headers.get()", "headers.entries()", "body", "json()", "text()", "formData()", "arrayBuffer()", "blob()", "bytes()", "nextUrl", "cookies", "params",
];

/** The request that a server on the web platform gets. Its type has a name of its own: what the program itself makes with `new Request` is no input. */
export const REQUEST = "IncomingRequest";

/** Sources of such requests, for every model that hands some out. */
export const requestSources: readonly SourceRow[] = INPUTS.map((input) => ({ path: `${REQUEST}.${input}`, kind: "http" }));

/** A handler of requests as a route. */
export function handles(path: ApiPath, handler: ApiPath, more: Partial<RegisterRow> = {}): RegisterRow {
  return { path, what: "route", handler, given: [{ path: "param(0)", type: REQUEST }], when: [{ at: handler, is: "function", known: true }], ...more };
}
