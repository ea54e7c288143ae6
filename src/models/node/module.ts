import { model } from "../model.js";

export default model({
  packages: ["module", "node:module"],
  sinks: [
    { path: "createRequire().arg(0)", kind: "module" },
    { path: "_load.arg(0)", kind: "module" },
    { path: "Module._load.arg(0)", kind: "module" },
    { path: "register.arg(0)", kind: "module" },
    { path: "Module.new()._compile.arg(0)", kind: "code" },
  ],
});
