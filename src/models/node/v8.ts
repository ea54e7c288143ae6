import { model } from "../model.js";

export default model({
  packages: ["v8", "node:v8"],
  sinks: [{ path: "writeHeapSnapshot.arg(0)", kind: "path" }, { path: "deserialize.arg(0)", kind: "object", confidence: "medium" }],
  steps: [
    { from: "serialize.arg(0)", to: "serialize()", as: "identity" },
    { from: "deserialize.arg(0)", to: "deserialize()", as: "identity" },
  ],
});
