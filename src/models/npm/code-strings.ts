import { model } from "../model.js";

/** Libraries that run the text that they are given. */
export default model({
  packages: ["require-from-string", "node-eval", "safe-eval", "notevil", "safer-eval", "static-eval", "eval5", "sval", "sandboxjs", "@nyariv/sandboxjs", "pyodide", "lua-in-js", "fengari", "wasmoon"],
  sinks: [
    { path: "().arg(0)", kind: "code" },
    { path: "evaluate.arg(0)", kind: "code" },
    { path: "eval.arg(0)", kind: "code" },
    { path: "Interpreter.new().evaluate.arg(0)", kind: "code" },
    { path: "new().run.arg(0)", kind: "code" },
    { path: "new().compile.arg(0)", kind: "code" },
    { path: "loadPyodide().runPython.arg(0)", kind: "code" },
    { path: "loadPyodide().runPythonAsync.arg(0)", kind: "code" },
    { path: "LuaFactory.new().createEngine().doString.arg(0)", kind: "code" },
  ],
});
