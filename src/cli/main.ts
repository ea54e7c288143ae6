import { commandOf, runCommand } from "./commands.js";
import { HELP, parseCli } from "./options.js";
import type { Outcome } from "./output.js";
import { UserError } from "../errors.js";
import { readPackage } from "../package.js";
import { escapeText } from "../report/escape.js";

/** What the command line sees of its process. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  /** The standard error is a terminal. */
  readonly isErrTTY?: boolean;
  /** Milliseconds since 1970, as `Date.now` gives them, which is the default. */
  readonly now?: () => number;
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command line and gives the exit code. What a run needs is loaded when it is known that there is one. */
export async function main(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2 | 3> {
  try {
    const now = terminal.now ?? Date.now;
    const surroundings = { cwd: terminal.cwd, colour: wantsColour(terminal), today: new Date(now()).toISOString().slice(0, 10), now, showProgress: terminal.isErrTTY === true && terminal.env["TERM"] !== "dumb" ? (text: string) => terminal.err(`\r\x1b[2K${text}`) : undefined };
    const command = commandOf(args[0]);
    if (command !== undefined) return tell(await runCommand(command, args.slice(1), surroundings), terminal);
    const options = parseCli(args);
    if (options.help || options.version) {
      terminal.out(options.help ? HELP : `${readPackage().version}\n`);
      return 0;
    }
    if (options.watch) return await (await import("./watch.js")).watchCli(options, surroundings, { isTTY: terminal.isTTY, tell: (outcome) => tell(outcome, terminal) });
    if (options.cache) return tell(await (await import("./cache.js")).runCached(options, surroundings), terminal);
    const { runCli } = await import("./run.js");
    return tell(await runCli(options, surroundings), terminal);
  } catch (error) {
    const words = escapeText(error instanceof Error ? error.message : String(error));
    terminal.err(`mcp-boundary: ${error instanceof UserError ? words : `internal failure: ${words}`}\n`);
    if (!(error instanceof UserError) && terminal.env["MCP_BOUNDARY_DEBUG"] !== undefined && error instanceof Error) terminal.err(`${error.stack ?? ""}\n`);
    return 2;
  }
}

function tell(outcome: Outcome, terminal: Terminal): Outcome["code"] {
  terminal.out(outcome.stdout);
  for (const line of outcome.stderr) terminal.err(`${line}\n`);
  return outcome.code;
}

/** https://no-color.org, and FORCE_COLOR as Node itself reads it, which wins. */
function wantsColour({ env, isTTY }: Terminal): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
