import { model } from "../model.js";

/** Modules of Node that neither reach outside with what they are given nor hand it on as text. */
export default model({
  packages: [
    "async_hooks", "console", "constants", "diagnostics_channel", "domain", "events", "perf_hooks", "punycode", "readline",
    "readline/promises", "stream/consumers", "stream/web", "sys", "timers", "trace_events", "tty", "util/types", "zlib",
  ].flatMap((name) => [name, `node:${name}`]).concat("node:test", "node:test/reporters"),
});
