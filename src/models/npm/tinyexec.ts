import { model } from "../model.js";
import type { SinkRow } from "../model.js";
import { shellRows } from "../spawn-rows.js";

export default model({
  packages: ["tinyexec"],
  sinks: ["x", "exec", "xSync"].flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0)`, kind: "program" },
    { path: `${name}.arg(1)`, kind: "arguments", program: `${name}.arg(0)` },
    ...shellRows(name, "arg(2).nodeOptions.shell"),
  ]),
});
