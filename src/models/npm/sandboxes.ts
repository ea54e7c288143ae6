import { model } from "../model.js";

/**
 * vm2 and its kin share objects with the host, and are left through them. An isolate, a compartment or an engine of its own shares nothing unless references are handed
 * in: what runs there is no danger, so these libraries have no rows, and no name-only rows either.
 */
export default model({
  packages: ["vm2", "isolated-vm", "quickjs-emscripten", "quickjs-emscripten-core", "@sebastianwessel/quickjs", "ses", "@jitl/quickjs-wasmfile-release-sync"],
  sinks: [
    { path: "VM.new().run.arg(0)", kind: "code" },
    { path: "VM.new().runFile.arg(0)", kind: "module" },
    { path: "NodeVM.new().run.arg(0)", kind: "code" },
    { path: "NodeVM.new().runFile.arg(0)", kind: "module" },
    { path: "NodeVM.code.arg(0)", kind: "code" },
    { path: "VMScript.new.arg(0)", kind: "code" },
  ],
});
