import { model } from "../model.js";

/** Libraries that are `fetch` under another name; those that wrap a fetch give one when they are called. */
export default model({
  packages: [
    "node-fetch", "cross-fetch", "isomorphic-fetch", "isomorphic-unfetch", "unfetch", "make-fetch-happen", "minipass-fetch", "npm-registry-fetch", "node-fetch-native", "whatwg-fetch", "fetch-h2",
    "electron-fetch", "node-fetch-commonjs", "cross-fetch/*", "node-fetch-native/*",
  ],
  sinks: [
    { path: "().arg(0)", kind: "url", agents: ["().arg(1).agent"], redirects: { at: "().arg(1).redirect", unless: ["manual", "error"] } },
    { path: "fetch.arg(0)", kind: "url", agents: ["fetch.arg(1).agent"], redirects: { at: "fetch.arg(1).redirect", unless: ["manual", "error"] } },
    { path: "json.arg(0)", kind: "url" },
    { path: "defaults().arg(0)", kind: "url" },
    { path: "createFetch().arg(0)", kind: "url" },
  ],
  steps: [
    { from: "Request.new.arg(0)", to: "Request.new()", as: "identity" },
    { from: "Request.new()", to: "Request.new().url", as: "identity" },
    { from: "Request.new.arg(1).headers", to: "Request.new().headers", as: "identity" },
  ],
});
