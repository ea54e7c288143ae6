import { model } from "../model.js";

export default model({
  packages: ["node-pty", "@lydell/node-pty", "node-pty-prebuilt-multiarch", "@homebridge/node-pty-prebuilt-multiarch", "@homebridge/node-pty-prebuilt", "bun-pty"],
  sinks: [
    { path: "spawn.arg(0)", kind: "program" },
    { path: "spawn.arg(1)", kind: "arguments", program: "spawn.arg(0)" },
    { path: "fork.arg(0)", kind: "program" },
    { path: "fork.arg(1)", kind: "arguments", program: "fork.arg(0)" },
    // What a terminal is sent is typed into the shell that it runs.
    { path: "spawn().write.arg(0)", kind: "shell", confidence: "medium" },
  ],
});
