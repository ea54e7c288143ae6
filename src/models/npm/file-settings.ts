import { model } from "../model.js";

/** Libraries that keep data or settings in a file whose name they are given. */
export default model({
  packages: ["dotenv", "lowdb", "lowdb/*", "nedb", "@seald-io/nedb", "nedb-promises", "conf", "electron-store", "node-persist", "cosmiconfig", "level", "classic-level", "lmdb", "keyv-file", "gray-matter", "properties-reader", "vectra"],
  sinks: [
    { path: "config.arg(0).path", kind: "path" },
    { path: "config.arg(0).path[*]", kind: "path" },
    { path: "JSONFile.new.arg(0)", kind: "path" },
    { path: "JSONFileSync.new.arg(0)", kind: "path" },
    { path: "TextFile.new.arg(0)", kind: "path" },
    { path: "JSONFilePreset.arg(0)", kind: "path" },
    { path: "new.arg(0).filename", kind: "path" },
    { path: "create.arg(0).filename", kind: "path" },
    { path: "new.arg(0).cwd", kind: "path" },
    { path: "Level.new.arg(0)", kind: "path" },
    { path: "ClassicLevel.new.arg(0)", kind: "path" },
    { path: "open.arg(0).path", kind: "path" },
    { path: "cosmiconfig().load.arg(0)", kind: "module" },
    { path: "cosmiconfigSync().load.arg(0)", kind: "module" },
    { path: "read.arg(0)", kind: "path" },
    { path: "LocalIndex.new.arg(0)", kind: "path" },
    { path: "KeyvFile.new.arg(0).filename", kind: "path" },
  ],
});
