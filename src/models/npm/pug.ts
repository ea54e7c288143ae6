import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["pug", "jade"],
  sinks: [
    ...["compile", "compileClient", "render"].map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "template" })),
    ...["compileFile", "compileFileClient", "renderFile"].map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path" })),
  ],
});
