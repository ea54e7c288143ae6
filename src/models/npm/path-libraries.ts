import { model } from "../model.js";
import { pathGuards, pathSteps } from "../path-rows.js";

/** Libraries with the functions of node:path. */
export default model({
  packages: ["pathe", "upath", "path-browserify", "@std/path", "@std/path/*", "path-browserify-esm"],
  steps: [
    ...pathSteps(""),
    ...pathSteps("posix."),
    { from: "toUnix.arg(0)", to: "toUnix()", as: "identity" },
    { from: "normalizeSafe.arg(0)", to: "normalizeSafe()", as: "normalize" },
    { from: "joinSafe.arg(*)", to: "joinSafe()", as: "join" },
    { from: "fromFileUrl.arg(0)", to: "fromFileUrl()", as: "identity" },
  ],
  guards: pathGuards(""),
});
