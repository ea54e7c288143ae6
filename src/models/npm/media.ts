import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["fluent-ffmpeg", "ffprobe"],
  types: { Ffmpeg: ["()", "Ffmpeg.input()", "Ffmpeg.output()", "Ffmpeg.outputOptions()", "Ffmpeg.inputOptions()", "Ffmpeg.on()"] },
  sinks: [
    { path: "().arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    ...["input", "output", "save", "saveToFile", "mergeToFile", "addInput", "addOutput"].map((name): SinkRow => ({ path: `Ffmpeg.${name}.arg(0)`, kind: "path" })),
    { path: "Ffmpeg.outputOptions.arg(*)", kind: "arguments", programName: "ffmpeg", form: "items", confidence: "medium" },
    { path: "Ffmpeg.inputOptions.arg(*)", kind: "arguments", programName: "ffmpeg", form: "items", confidence: "medium" },
    { path: "ffprobe.arg(0)", kind: "path" },
  ],
});
