import { model } from "../model.js";

export default model({
  packages: ["vm", "node:vm"],
  sinks: [
    { path: "runInContext.arg(0)", kind: "code" },
    { path: "runInNewContext.arg(0)", kind: "code" },
    { path: "runInThisContext.arg(0)", kind: "code" },
    { path: "compileFunction.arg(0)", kind: "code" },
    { path: "Script.new.arg(0)", kind: "code" },
    { path: "SourceTextModule.new.arg(0)", kind: "code" },
  ],
});
