import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["tar"],
  sinks: ["x", "extract", "c", "create", "t", "list", "r", "replace", "u", "update"]
    .flatMap((name): SinkRow[] => ["file", "f", "cwd", "C"].map((option) => ({ path: `${name}.arg(0).${option}`, kind: "path" })))
    .concat(["c", "create", "r", "replace", "u", "update"].map((name): SinkRow => ({ path: `${name}.arg(1)[*]`, kind: "path" }))),
});
