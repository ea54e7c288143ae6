import { model } from "../model.js";

/** Libraries that cut a command line into words. */
export default model({
  packages: ["string-argv", "yargs-parser", "minimist", "argv-split"],
  steps: [
    { from: "().arg(0)", to: "()", as: "list" },
    { from: "parseArgsStringToArgv.arg(0)", to: "parseArgsStringToArgv()", as: "list" },
    { from: "parse.arg(0)", to: "parse()", as: "list" },
  ],
  settings: [{ path: "()", declared: "default", table: "arg(1).default" }],
});
