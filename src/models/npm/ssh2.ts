import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const transfers = ["Client.sftp.arg(0).param(1)", "Client.sftp.arg(1).param(1)"].flatMap((sftp): SinkRow[] => [
  { path: `${sftp}.fastGet.arg(1)`, kind: "path" },
  { path: `${sftp}.fastPut.arg(0)`, kind: "path" },
]);

export default model({
  packages: ["ssh2", "ssh2-promise", "ssh2/*"],
  types: { Client: ["Client.new()", "new()"] },
  sinks: [
    { path: "Client.exec.arg(0)", kind: "shell" },
    { path: "Client.spawn.arg(0)", kind: "shell" },
    { path: "Client.connect.arg(0).host", kind: "url" },
    // A shell's stream is a terminal: what is written is run.
    { path: "Client.shell.arg(last).param(1).write.arg(0)", kind: "shell" },
    { path: "Client.shell.arg(last).param(1).end.arg(0)", kind: "shell" },
    ...transfers,
  ],
});
