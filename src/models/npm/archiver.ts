import { model } from "../model.js";

export default model({
  packages: ["archiver", "yazl"],
  types: { Archiver: ["()", "create()", "ZipFile.new()"] },
  sinks: [
    { path: "Archiver.file.arg(0)", kind: "path" },
    { path: "Archiver.directory.arg(0)", kind: "path" },
    { path: "Archiver.glob.arg(0)", kind: "path" },
    { path: "Archiver.glob.arg(1).cwd", kind: "path" },
    { path: "Archiver.addFile.arg(0)", kind: "path" },
  ],
});
