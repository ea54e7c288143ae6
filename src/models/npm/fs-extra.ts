import { fileSinks, fileSteps, linkGuards, takenBy } from "../file-rows.js";
import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const ACTS = [
  "readJson", "readJSON", "writeJson", "writeJSON", "outputFile", "outputJson", "outputJSON", "remove", "emptyDir", "emptydir", "ensureDir", "ensureFile", "createFile", "mkdirs", "mkdirp",
] as const;
const PAIRS = ["copy", "move", "ensureLink", "ensureSymlink", "createLink", "createSymlink"] as const;
const twins = (name: string): string[] => [name, `${name}Sync`];

export default model({
  packages: ["fs-extra", "fs-extra/esm"],
  sinks: [
    ...fileSinks("", "callbacks"),
    ...fileSinks("promises.", "promises"),
    ...ACTS.flatMap(twins).map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path", ...takenBy(name) })),
    ...PAIRS.flatMap(twins).flatMap((name): SinkRow[] => [{ path: `${name}.arg(0)`, kind: "path" }, { path: `${name}.arg(1)`, kind: "path" }]),
  ],
  steps: [...fileSteps("", "callbacks"), ...fileSteps("promises.", "promises")],
  guards: [...linkGuards("", "callbacks"), ...linkGuards("promises.", "promises")],
});
