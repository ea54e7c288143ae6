import { model } from "../model.js";

export default model({
  packages: ["util", "node:util"],
  steps: [
    { from: "promisify.arg(0)", to: "promisify()", as: "promisify" },
    { from: "callbackify.arg(0)", to: "callbackify()", as: "identity" },
    { from: "deprecate.arg(0)", to: "deprecate()", as: "identity" },
    { from: "format.arg(*)", to: "format()", as: "identity" },
    { from: "formatWithOptions.arg(1..)", to: "formatWithOptions()", as: "identity" },
    { from: "inspect.arg(0)", to: "inspect()", as: "identity" },
    { from: "stripVTControlCharacters.arg(0)", to: "stripVTControlCharacters()", as: "identity" },
    { from: "toUSVString.arg(0)", to: "toUSVString()", as: "identity" },
    { from: "TextEncoder.new().encode.arg(0)", to: "TextEncoder.new().encode()", as: "identity" },
    { from: "TextDecoder.new().decode.arg(0)", to: "TextDecoder.new().decode()", as: "identity" },
  ],
  computes: [{ path: "promisify", as: "promisify" }],
  settings: [{ path: "parseArgs().values", declared: "parseArgs", table: "arg(0).options", field: "default" }],
});
