import type { Outcome, Surroundings } from "./output.js";

/** Commands besides the lint run, which has no name. */
export const COMMANDS = ["tools", "trace", "baseline", "merge", "init", "rules", "explain"] as const;
export type Command = (typeof COMMANDS)[number];

/** The command that the first argument names. */
export function commandOf(argument: string | undefined): Command | undefined {
  return COMMANDS.find((name) => name === argument);
}

/** Runs a command with the arguments behind its name. Only its code is loaded. Throws UserError on wrong use. */
export async function runCommand(command: Command, args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  switch (command) {
    case "tools":
      return (await import("./tools.js")).runTools(args, surroundings);
    case "trace":
      return (await import("./trace.js")).runTrace(args, surroundings);
    case "rules":
      return (await import("./rules.js")).runRules(args, surroundings);
    case "init":
      return (await import("./init.js")).runInit(args, surroundings);
    case "merge":
      return (await import("./merge.js")).runMerge(args, surroundings);
    case "baseline":
      return (await import("./baseline.js")).runBaseline(args, surroundings);
    default:
      return (await import("./rules.js")).runExplain(args, surroundings);
  }
}
