import { model } from "../model.js";

/** Libraries that load code from a path. */
export default model({
  packages: ["jiti", "bundle-require", "importx", "tsx/esm/api", "tsx/cjs/api", "import-fresh", "import-from"],
  sinks: [
    { path: "().arg(0)", kind: "module" },
    { path: "()().arg(0)", kind: "module" },
    { path: "tsImport.arg(0)", kind: "module" },
    { path: "require.arg(0)", kind: "module" },
    { path: "import.arg(0)", kind: "module" },
    { path: "createJiti().arg(0)", kind: "module" },
    { path: "createJiti().import.arg(0)", kind: "module" },
    { path: "bundleRequire.arg(0).filepath", kind: "module" },
  ],
});
