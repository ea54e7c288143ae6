import { model } from "../model.js";

/** Middlewares that answer browsers which pages may read what comes back: of Express, Koa, Hono and Fastify. */
export default model({
  packages: ["cors", "@koa/cors", "hono/cors", "@fastify/cors"],
  registers: [
    { path: "default", what: "cors", options: "arg(0)" },
    { path: "cors", what: "cors", options: "arg(0)" },
  ],
});
