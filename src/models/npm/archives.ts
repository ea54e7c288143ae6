import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["unzipper", "extract-zip", "decompress", "yauzl", "yauzl-promise", "node-stream-zip", "tar-fs", "compressing", "zip-lib", "cross-zip", "node-7z"],
  sinks: [
    { path: "Extract.arg(0).path", kind: "path" },
    { path: "Open.file.arg(0)", kind: "path" },
    { path: "Open.file().extract.arg(0).path", kind: "path" },
    { path: "Open.url.arg(0)", kind: "url" },
    { path: "().arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "().arg(1)", kind: "path", when: [{ at: "arg(1)", is: "string" }] },
    { path: "().arg(1).dir", kind: "path" },
    { path: "open.arg(0)", kind: "path" },
    { path: "new.arg(0).file", kind: "path" },
    { path: "async.new.arg(0).file", kind: "path" },
    { path: "new().extract.arg(1)", kind: "path" },
    { path: "async.new().extract.arg(1)", kind: "path" },
    ...["extract", "pack", "unzip", "zip", "zipSync", "unzipSync", "zip.uncompress", "tgz.uncompress", "tar.uncompress", "zip.compressFile", "zip.compressDir", "archiveFolder", "archiveFile"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "path", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${name}.arg(1)`, kind: "path", when: [{ at: "arg(1)", is: "string" }] },
    ]),
  ],
});
