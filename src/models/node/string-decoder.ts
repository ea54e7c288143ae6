import { model } from "../model.js";

export default model({
  packages: ["string_decoder", "node:string_decoder"],
  steps: [
    { from: "StringDecoder.new().write.arg(0)", to: "StringDecoder.new().write()", as: "identity" },
    { from: "StringDecoder.new().end.arg(0)", to: "StringDecoder.new().end()", as: "identity" },
  ],
});
