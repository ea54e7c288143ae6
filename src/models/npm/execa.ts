import { model } from "../model.js";
import type { SinkRow } from "../model.js";
import { spawnRows } from "../spawn-rows.js";

/** Commands as one text: split at blanks, without a shell unless the option says so. */
const TEXTS = ["execaCommand", "execaCommandSync", "command", "commandSync"] as const;

export default model({
  packages: ["execa"],
  sinks: [
    // Versions before 6 export the function itself.
    ...["()", "sync", "execa", "execaSync"].flatMap(spawnRows),
    ...["execaNode", "node"].flatMap((name): SinkRow[] => [{ path: `${name}.arg(0)`, kind: "module" }]),
    ...TEXTS.flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "arguments", form: "text" },
      { path: `${name}.arg(0)`, kind: "shell", when: [{ at: "arg(1).shell", is: "set" }] },
    ]),
    { path: "shell.arg(0)", kind: "shell" },
    { path: "shellSync.arg(0)", kind: "shell" },
  ],
  steps: [{ from: "parseCommandString.arg(0)", to: "parseCommandString()", as: "list" }],
});
