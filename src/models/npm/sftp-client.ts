import { model } from "../model.js";

export default model({
  packages: ["ssh2-sftp-client", "basic-ftp"],
  types: { Client: ["new()", "Client.new()"] },
  sinks: [
    { path: "Client.connect.arg(0).host", kind: "url" },
    { path: "Client.access.arg(0).host", kind: "url" },
    { path: "Client.get.arg(1)", kind: "path" },
    { path: "Client.put.arg(0)", kind: "path" },
    { path: "Client.fastGet.arg(1)", kind: "path" },
    { path: "Client.fastPut.arg(0)", kind: "path" },
    { path: "Client.uploadDir.arg(0)", kind: "path" },
    { path: "Client.downloadDir.arg(1)", kind: "path" },
    { path: "Client.uploadFrom.arg(0)", kind: "path" },
    { path: "Client.downloadTo.arg(0)", kind: "path" },
    { path: "Client.uploadFromDir.arg(0)", kind: "path" },
    { path: "Client.downloadToDir.arg(0)", kind: "path" },
  ],
});
