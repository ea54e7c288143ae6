import { model } from "../model.js";
import type { SettingRow } from "../model.js";

const CHAINED = [
  "option", "options", "usage", "command", "help", "alias", "version", "demandCommand", "demandOption", "strict", "strictOptions", "env", "scriptName", "epilogue", "example", "check", "coerce", "conflicts", "implies",
  "middleware", "default", "describe", "boolean", "string", "number", "array", "group", "wrap", "parserConfiguration", "exitProcess", "recommendCommands", "showHelpOnFail", "config", "positional",
];
const READS = ["Argv.argv", "Argv.parse()", "Argv.parseSync()", "Argv.parseAsync()", "argv"];

/** The parsers of command lines that declare options with an object each, and read them as one. */
export default model({
  packages: ["yargs", "yargs/*"],
  types: { Argv: ["()", "new()", "default", "yargs()", ...CHAINED.map((name) => `Argv.${name}()`)] },
  settings: READS.flatMap((path): SettingRow[] => [
    { path, declared: "Argv.option", name: "arg(0)", default: "arg(1).default" },
    { path, declared: "Argv.options", table: "arg(0)", field: "default" },
    { path, declared: "Argv.default", name: "arg(0)", default: "arg(1)" },
  ]),
});
