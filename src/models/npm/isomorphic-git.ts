import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["isomorphic-git"],
  sinks: ["clone", "fetch", "pull", "push", "init", "add", "commit", "checkout", "readBlob", "log", "status", "statusMatrix", "remove", "listFiles"]
    .map((name): SinkRow => ({ path: `${name}.arg(0).dir`, kind: "path" }))
    .concat(["clone", "fetch", "pull", "push", "getRemoteInfo", "listServerRefs"].map((name): SinkRow => ({ path: `${name}.arg(0).url`, kind: "url" }))),
});
