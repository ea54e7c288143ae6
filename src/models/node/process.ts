import { model } from "../model.js";

export default model({
  packages: ["process", "node:process"],
  sinks: [
    { path: "loadEnvFile.arg(0)", kind: "path" },
    { path: "dlopen.arg(1)", kind: "module" },
  ],
  settings: [{ path: "env" }],
  computes: [{ path: "exit", as: "exit" }, { path: "cwd", as: "cwd" }, { path: "argv", as: "command-line" }, { path: "platform", as: "platform-value" }],
});
