import { model } from "../model.js";

export default model({
  packages: ["querystring", "node:querystring"],
  steps: [
    { from: "stringify.arg(0)", to: "stringify()", as: "encode" },
    { from: "encode.arg(0)", to: "encode()", as: "encode" },
    { from: "escape.arg(0)", to: "escape()", as: "encode" },
    { from: "parse.arg(0)", to: "parse()", as: "identity" },
    { from: "decode.arg(0)", to: "decode()", as: "identity" },
    { from: "unescape.arg(0)", to: "unescape()", as: "decode" },
  ],
});
