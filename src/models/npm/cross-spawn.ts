import { model } from "../model.js";
import { spawnRows } from "../spawn-rows.js";

export default model({
  packages: ["cross-spawn", "cross-spawn-promise", "@npmcli/promise-spawn", "spawn-please", "spawn-async", "@expo/spawn-async", "child-process-promise"],
  sinks: [
    ...["()", "spawn", "sync", "execFile"].flatMap(spawnRows),
    { path: "exec.arg(0)", kind: "shell" },
    { path: "open.arg(0)", kind: "url" },
  ],
});
