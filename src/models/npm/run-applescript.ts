import { model } from "../model.js";

export default model({
  packages: ["run-applescript", "@jxa/run", "node-osascript", "osascript", "applescript", "run-jxa"],
  sinks: [
    { path: "().arg(0)", kind: "code" },
    { path: "runAppleScript.arg(0)", kind: "code" },
    { path: "runAppleScriptSync.arg(0)", kind: "code" },
    { path: "sync.arg(0)", kind: "code" },
    { path: "runJxa.arg(0)", kind: "code" },
    { path: "execute.arg(0)", kind: "code" },
    { path: "executeFile.arg(0)", kind: "path" },
    { path: "execString.arg(0)", kind: "code" },
    { path: "execFile.arg(0)", kind: "path" },
    { path: "eval.arg(0)", kind: "code" },
  ],
});
