import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["ofetch", "ohmyfetch"],
  sinks: ["()", "ofetch", "$fetch", "fetch", "ofetch.raw", "$fetch.raw", "ofetch.native", "$fetch.native", "ofetch.create()", "$fetch.create()"].flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0)`, kind: "url", takes: "no-credentials", base: `${name}.arg(1).baseURL`, redirects: { at: `${name}.arg(1).redirect`, unless: ["manual", "error"] } },
    { path: `${name}.arg(1).baseURL`, kind: "url" },
  ]).concat({ path: "ofetch.create.arg(0).baseURL", kind: "url" }, { path: "$fetch.create.arg(0).baseURL", kind: "url" }),
});
