import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";
import { listens } from "../listen-rows.js";

const VERBS = ["get", "post", "put", "patch", "del", "delete", "head", "options", "all"];

/** What a client decides in a request, as the context gives it. */
const INPUTS = [
  "request.body", "request.query", "request.headers", "request.header", "request.url", "request.path", "request.querystring", "request.rawBody", "request.files",
  "query", "querystring", "params", "headers", "header", "url", "originalUrl", "path", "href", "host", "hostname", "search", "cookies.get()", "get()", "req.url", "req.headers",
];

const untrusted: SourceRow[] = INPUTS.map((input) => ({ path: `param(0).${input}`, kind: "http" }));

const registers: RegisterRow[] = [
  { path: "Koa.use", what: "middleware", handler: "arg(0)", untrusted },
  ...listens("Koa.listen"),
  ...VERBS.map((verb): RegisterRow => ({ path: `Router.${verb}`, what: "route", name: "arg(0)", handler: "arg(1..)", untrusted })),
  { path: "Router.use", what: "middleware", handler: "arg(*)", untrusted },
];

/** Koa with its routers. */
export default model({
  packages: ["koa", "@koa/router", "koa-router"],
  types: {
    Koa: ["new()"],
    Router: ["new()", "()", "Router.new()"],
    Context: ["Koa.use.arg(0).param(0)", ...VERBS.map((verb) => `Router.${verb}.arg(1..).param(0)`), "Router.use.arg(*).param(0)"],
  },
  registers,
  sources: INPUTS.map((input) => ({ path: `Context.${input}`, kind: "http" })),
});
