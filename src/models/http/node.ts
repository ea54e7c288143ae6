import { model } from "../model.js";
import type { SourceRow } from "../model.js";
import { listens } from "../listen-rows.js";

/** What a client decides in a request of the bare node server. */
const INPUTS = ["url", "headers", "headersDistinct", "rawHeaders", "on.arg(1).param(0)", "addListener.arg(1).param(0)", "[]", "read()", "body"];

const path = (root: string, input: string): string => `${root}${input.startsWith("[") ? "" : "."}${input}`;
const untrusted: SourceRow[] = INPUTS.map((input) => ({ path: path("param(0)", input), kind: "http" }));

/** Request handlers of node:http, node:https and node:http2; what these modules send belongs to the model of node's clients. */
export default model({
  packages: ["node:http", "http", "node:https", "https", "node:http2", "http2"],
  types: {
    Server: ["createServer()", "createSecureServer()", "Server.new()"],
    IncomingMessage: ["createServer.arg(last).param(0)", "createSecureServer.arg(last).param(0)", "Server.on.arg(1).param(0)"],
  },
  registers: [
    { path: "createServer", what: "route", handler: "arg(last)", untrusted },
    { path: "createSecureServer", what: "route", handler: "arg(last)", untrusted },
    { path: "Server.on", what: "route", when: [{ at: "arg(0)", is: ["request"] }], handler: "arg(1)", untrusted },
    ...listens("Server.listen"),
  ],
  sources: INPUTS.map((input) => ({ path: path("IncomingMessage", input), kind: "http" })),
});
