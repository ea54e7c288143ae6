import { model } from "../model.js";
import type { SettingRow } from "../model.js";

/** The function that runs a command gets its arguments and then the options. */
const ACTIONS = [0, 1, 2].map((index) => `Command.action.arg(0).param(${index})`);

/** What gives the command back, so that calls are chained. */
const CHAINED = ["option", "requiredOption", "addOption", "argument", "arguments", "name", "version", "description", "usage", "action", "parse", "parseAsync", "helpOption", "command", "allowUnknownOption", "allowExcessArguments", "exitOverride", "alias", "showHelpAfterError", "hook"];

export default model({
  packages: ["commander", "commander/*", "@commander-js/extra-typings"],
  types: {
    Command: ["Command.new()", "program", "createCommand()", ...CHAINED.map((name) => `Command.${name}()`)],
    Options: ACTIONS,
  },
  // flags, what they mean, and the default; a function that reads the value may stand before it
  settings: ["Command.option", "Command.requiredOption"].flatMap((declared) =>
    ["Command.opts()", "Command.optsWithGlobals()", "Options"].map((path): SettingRow => ({ path, declared, name: "arg(0)", default: "arg(2)" })),
  ),
});
