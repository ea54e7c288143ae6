import type { SinkRow } from "../model.js";
import { model } from "../model.js";

/** AppleScript, which `osascript` reads. */
const script = (path: SinkRow["path"]): SinkRow => ({ path, kind: "code", language: "osascript" });

export default model({
  packages: ["run-applescript", "@jxa/run", "node-osascript", "osascript", "applescript", "run-jxa"],
  sinks: [
    { path: "().arg(0)", kind: "code" },
    script("runAppleScript.arg(0)"),
    script("runAppleScriptSync.arg(0)"),
    { path: "sync.arg(0)", kind: "code" },
    { path: "runJxa.arg(0)", kind: "code" },
    script("execute.arg(0)"),
    { path: "executeFile.arg(0)", kind: "path" },
    script("execString.arg(0)"),
    { path: "execFile.arg(0)", kind: "path" },
    { path: "eval.arg(0)", kind: "code" },
  ],
});
