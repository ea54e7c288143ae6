import { model } from "../model.js";

export default model({
  packages: ["adm-zip"],
  types: { AdmZip: ["new()", "()"] },
  sinks: [
    { path: "new.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "AdmZip.extractAllTo.arg(0)", kind: "path" },
    { path: "AdmZip.extractAllToAsync.arg(0)", kind: "path" },
    { path: "AdmZip.extractEntryTo.arg(1)", kind: "path" },
    { path: "AdmZip.addLocalFile.arg(0)", kind: "path" },
    { path: "AdmZip.addLocalFolder.arg(0)", kind: "path" },
    { path: "AdmZip.addLocalFolderPromise.arg(0)", kind: "path" },
    { path: "AdmZip.writeZip.arg(0)", kind: "path" },
    { path: "AdmZip.writeZipPromise.arg(0)", kind: "path" },
  ],
});
