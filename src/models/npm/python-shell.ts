import { model } from "../model.js";

export default model({
  packages: ["python-shell"],
  sinks: [
    { path: "PythonShell.runString.arg(0)", kind: "code" },
    { path: "PythonShell.run.arg(0)", kind: "module" },
    { path: "PythonShell.new.arg(0)", kind: "module" },
    { path: "run.arg(0)", kind: "module" },
    { path: "PythonShell.run.arg(1).pythonPath", kind: "program" },
  ],
});
