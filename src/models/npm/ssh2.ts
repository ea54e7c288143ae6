import { model } from "../model.js";

export default model({
  packages: ["ssh2", "ssh2-promise", "ssh2/*"],
  types: {
    Client: ["Client.new()", "new()"],
    Sftp: ["Client.sftp.arg(last).param(1)", "Client.sftp()"],
    Shell: ["Client.shell.arg(last).param(1)", "Client.shell()"],
  },
  sinks: [
    { path: "Client.exec.arg(0)", kind: "shell", remote: true },
    { path: "Client.spawn.arg(0)", kind: "shell", remote: true },
    { path: "Client.connect.arg(0).host", kind: "url" },
    // A shell's stream is a terminal: what is written is run.
    { path: "Shell.write.arg(0)", kind: "shell", remote: true },
    { path: "Shell.end.arg(0)", kind: "shell", remote: true },
    { path: "Sftp.fastGet.arg(1)", kind: "path" },
    { path: "Sftp.fastPut.arg(0)", kind: "path" },
  ],
});
