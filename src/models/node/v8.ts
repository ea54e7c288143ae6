import { model } from "../model.js";

export default model({
  packages: ["v8", "node:v8"],
  sinks: [{ path: "writeHeapSnapshot.arg(0)", kind: "path" }],
  steps: [
    { from: "serialize.arg(0)", to: "serialize()", as: "identity" },
    { from: "deserialize.arg(0)", to: "deserialize()", as: "identity" },
  ],
});
