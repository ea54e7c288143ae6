import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Commands that act on files, with their path positions. */
const FILES: Readonly<Record<string, string>> = {
  cat: "arg(*)", cd: "arg(0)", chmod: "arg(1..)", cp: "arg(*)", find: "arg(*)", head: "arg(*)", ln: "arg(*)", ls: "arg(*)", mkdir: "arg(*)", mv: "arg(*)", pushd: "arg(*)", rm: "arg(*)",
  sort: "arg(*)", tail: "arg(*)", touch: "arg(*)", uniq: "arg(*)", grep: "arg(1..)", sed: "arg(2..)",
};

export default model({
  packages: ["shelljs", "shelljs/*"],
  sinks: [
    { path: "exec.arg(0)", kind: "shell" },
    { path: "cmd.arg(0)", kind: "program" },
    { path: "cmd.arg(1..)", kind: "arguments", program: "cmd.arg(0)", form: "items" },
    ...Object.entries(FILES).map(([name, at]): SinkRow => ({ path: `${name}.${at}`, kind: "path" })),
    ...["to", "toEnd"].flatMap((name): SinkRow[] => ["cat()", "echo()", "exec()", "sed()", "grep()"].map((made) => ({ path: `${made}.${name}.arg(0)`, kind: "path" }))),
  ],
});
