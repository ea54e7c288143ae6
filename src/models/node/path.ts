import { model } from "../model.js";
import { pathComputes, pathGuards, pathSteps } from "../path-rows.js";

const FLAVOURS = ["", "posix.", "win32."];

export default model({
  packages: ["path", "node:path", "path/posix", "node:path/posix", "path/win32", "node:path/win32"],
  steps: FLAVOURS.flatMap(pathSteps),
  guards: FLAVOURS.flatMap(pathGuards),
  computes: ["", "posix."].flatMap(pathComputes),
  constants: [
    { path: "sep", values: ["/", "\\"] },
    { path: "delimiter", values: [":", ";"] },
    { path: "posix.sep", values: ["/"] },
    { path: "win32.sep", values: ["\\"] },
  ],
});
