import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Libraries that start one program and hand it the input as an argument. */
export default model({
  packages: ["youtube-dl-exec", "yt-dlp-wrap", "ytdlp-nodejs", "ping"],
  sinks: [
    ...["()", "exec", "new().exec", "new().execPromise", "new().execStream", "YtDlp.new().execAsync"].map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "arguments", programName: "yt-dlp", form: "items" })),
    { path: "promise.probe.arg(0)", kind: "arguments", programName: "ping", form: "items" },
    { path: "sys.probe.arg(0)", kind: "arguments", programName: "ping", form: "items" },
  ],
});
