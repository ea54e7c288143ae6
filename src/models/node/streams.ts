import { model } from "../model.js";

export default model({
  packages: ["stream", "node:stream", "stream/promises", "node:stream/promises"],
  steps: [
    { from: "Readable.from.arg(0)", to: "Readable.from()", as: "identity" },
    { from: "Readable.fromWeb.arg(0)", to: "Readable.fromWeb()", as: "identity" },
  ],
});
