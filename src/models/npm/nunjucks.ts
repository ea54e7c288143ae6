import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["nunjucks"],
  types: { Environment: ["Environment.new()", "configure()"] },
  sinks: ["", "Environment."].flatMap((receiver): SinkRow[] => [
    { path: `${receiver}renderString.arg(0)`, kind: "template" },
    { path: `${receiver}render.arg(0)`, kind: "path" },
    { path: `${receiver}getTemplate.arg(0)`, kind: "path" },
  ]).concat(
    { path: "compile.arg(0)", kind: "template" },
    { path: "precompileString.arg(0)", kind: "template" },
    { path: "Template.new.arg(0)", kind: "template" },
    { path: "configure.arg(0)", kind: "path" },
  ),
});
