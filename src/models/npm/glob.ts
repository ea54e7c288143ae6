import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const FUNCTIONS = [
  "()", "glob", "globSync", "sync", "stream", "globStream", "globStreamSync", "globIterate", "globIterateSync", "async", "globby", "globbySync", "globbyStream", "glob.sync", "glob.stream", "glob.iterate",
  "glob.glob", "Glob.new",
];

export default model({
  packages: ["glob", "fast-glob", "globby", "tinyglobby", "tiny-glob", "fdir", "readdirp", "recursive-readdir", "klaw", "klaw-sync", "walkdir", "glob-promise", "readdir-glob"],
  sinks: [
    ...FUNCTIONS.flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "path" },
      { path: `${name}.arg(0)[*]`, kind: "path" },
      { path: `${name}.arg(1).cwd`, kind: "path" },
      { path: `${name}.arg(1).root`, kind: "path" },
    ]),
    { path: "glob.arg(0).cwd", kind: "path" },
    { path: "glob.arg(0).patterns[*]", kind: "path" },
    { path: "fdir.new().crawl.arg(0)", kind: "path" },
    { path: "fdir.new().withFullPaths().crawl.arg(0)", kind: "path" },
    { path: "readdirp.arg(0)", kind: "path" },
    { path: "readdirpPromise.arg(0)", kind: "path" },
  ],
});
