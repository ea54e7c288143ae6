import { takenBy } from "../file-rows.js";
import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Small libraries whose function takes a path, or a list of paths, and acts on it. */
const FUNCTIONS = [
  "()", "sync", "rimraf", "rimrafSync", "rimraf.sync", "mkdirp", "mkdirpSync", "mkdirp.sync", "makeDirectory", "makeDirectorySync", "deleteAsync", "deleteSync", "loadJsonFile", "loadJsonFileSync",
  "writeFile", "writeFileSync", "writeJsonFile", "writeJsonFileSync", "readFile", "readFileSync", "trash", "watch", "lock", "lockSync", "readPackage", "readPackageSync", "moveFile", "moveFileSync", "copyFile", "copyFileSync",
  "fromFile", "fileTypeFromFile", "imageSizeFromFile", "manual", "native",
];

export default model({
  packages: [
    "rimraf", "mkdirp", "make-dir", "del", "load-json-file", "write-json-file", "write-file-atomic", "jsonfile", "trash", "chokidar", "proper-lockfile", "cpy", "cp-file", "copy-file", "move-file", "read-pkg",
    "file-type", "image-size", "get-folder-size", "atomically", "steno", "n-readlines", "line-by-line", "ncp", "recursive-copy", "read-last-lines", "md5-file",
  ],
  sinks: [
    ...FUNCTIONS.flatMap((name): SinkRow[] => [{ path: `${name}.arg(0)`, kind: "path", ...takenBy(name) }, { path: `${name}.arg(0)[*]`, kind: "path" }]),
    { path: "new.arg(0)", kind: "path" },
    ...["()", "moveFile", "moveFileSync", "copyFile", "copyFileSync"].map((name): SinkRow => ({ path: `${name}.arg(1)`, kind: "path", when: [{ at: "arg(1)", is: "string" }] })),
    { path: "read.arg(0)", kind: "path" },
    { path: "Writer.new.arg(0)", kind: "path" },
    { path: "strict.arg(0)", kind: "path" },
    { path: "loose.arg(0)", kind: "path" },
  ],
});
