import { model } from "../model.js";

export default model({
  packages: ["node-ssh"],
  types: { NodeSSH: ["NodeSSH.new()", "new()", "NodeSSH.connect()"] },
  sinks: [
    { path: "NodeSSH.execCommand.arg(0)", kind: "shell", remote: true },
    // The words of `exec` are quoted, its command is not.
    { path: "NodeSSH.exec.arg(0)", kind: "shell", remote: true },
    { path: "NodeSSH.connect.arg(0).host", kind: "url" },
    { path: "NodeSSH.connect.arg(0).privateKeyPath", kind: "path" },
    { path: "NodeSSH.getFile.arg(0)", kind: "path" },
    { path: "NodeSSH.putFile.arg(0)", kind: "path" },
    { path: "NodeSSH.putFiles.arg(0)[*].local", kind: "path" },
    { path: "NodeSSH.putDirectory.arg(0)", kind: "path" },
    { path: "NodeSSH.getDirectory.arg(0)", kind: "path" },
  ],
});
