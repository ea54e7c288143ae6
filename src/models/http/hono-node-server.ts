import { serves } from "../listen-rows.js";
import { model } from "../model.js";

/** What serves an app of Hono on Node. */
export default model({
  packages: ["@hono/node-server", "@hono/node-server/*"],
  registers: serves("serve"),
});
