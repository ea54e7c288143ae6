import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { listens } from "../listen-rows.js";

const VERBS = ["Get", "Post", "Put", "Patch", "Delete", "Options", "Head", "All", "Sse"];

/** What decorated parameters hold (`@Body()`, `@Query()`, `@Param()`) is the client's, in whatever order they stand. */
const routes = VERBS.map((path): RegisterRow => ({
  path, by: "decorating", what: "route", name: "arg(0)", handler: "this", untrusted: [0, 1, 2, 3].map((at) => ({ path: `param(${at})`, kind: "http" as const })),
}));

/** Nest: routes are decorated methods, and the app listens as node's servers do. */
export default model({
  packages: ["@nestjs/common", "@nestjs/core"],
  types: { NestApplication: ["NestFactory.create()"] },
  registers: [...routes, ...listens("NestApplication.listen")],
});
