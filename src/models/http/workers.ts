import { model } from "../model.js";
import { handles, requestSources } from "../web-rows.js";

/** Workers of Cloudflare: a module whose default export has `fetch`, and the classes that have it. */
export default model({
  packages: ["wrangler", "@cloudflare/workers-types", "cloudflare:workers"],
  types: { IncomingRequest: [] },
  registers: [
    handles("default", "this.default.fetch", { by: "exporting", files: ["**"] }),
    ...["WorkerEntrypoint", "DurableObject"].map((path) => handles(path, "this.fetch", { by: "extending" })),
  ],
  sources: requestSources,
});
