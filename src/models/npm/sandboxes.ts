import { model } from "../model.js";

export default model({
  packages: ["vm2", "isolated-vm", "quickjs-emscripten", "quickjs-emscripten-core", "@sebastianwessel/quickjs", "ses", "@jitl/quickjs-wasmfile-release-sync"],
  types: { Isolate: ["Isolate.new()"], Context: ["Isolate.createContext()", "Isolate.createContextSync()"], QuickJS: ["getQuickJS().newContext()", "newQuickJSWASMModule().newContext()", "newAsyncContext()"] },
  sinks: [
    { path: "VM.new().run.arg(0)", kind: "code" },
    { path: "VM.new().runFile.arg(0)", kind: "module" },
    { path: "NodeVM.new().run.arg(0)", kind: "code" },
    { path: "NodeVM.new().runFile.arg(0)", kind: "module" },
    { path: "NodeVM.code.arg(0)", kind: "code" },
    { path: "VMScript.new.arg(0)", kind: "code" },
    // An isolate shares nothing with the host unless references are handed in.
    { path: "Isolate.compileScript.arg(0)", kind: "code", confidence: "low" },
    { path: "Isolate.compileScriptSync.arg(0)", kind: "code", confidence: "low" },
    { path: "Isolate.compileModule.arg(0)", kind: "code", confidence: "low" },
    { path: "Context.eval.arg(0)", kind: "code", confidence: "low" },
    { path: "Context.evalSync.arg(0)", kind: "code", confidence: "low" },
    { path: "Context.evalClosure.arg(0)", kind: "code", confidence: "low" },
    { path: "Context.evalClosureSync.arg(0)", kind: "code", confidence: "low" },
    { path: "QuickJS.evalCode.arg(0)", kind: "code", confidence: "low" },
    { path: "QuickJS.evalCodeAsync.arg(0)", kind: "code", confidence: "low" },
    { path: "getQuickJS().evalCode.arg(0)", kind: "code", confidence: "low" },
    { path: "Compartment.new().evaluate.arg(0)", kind: "code", confidence: "low" },
  ],
});
