import { model } from "../model.js";

export default model({
  packages: ["mongo-sanitize", "express-mongo-sanitize"],
  sanitizers: [
    { from: "().arg(0)", to: "()", clears: ["OPERATOR"] },
    { from: "sanitize.arg(0)", to: "sanitize()", clears: ["OPERATOR"] },
  ],
});
