import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../errors.js";

type Flags = NonNullable<ParseArgsConfig["options"]>;
type Read<T extends Flags> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>>;

/** Reads flags and paths. Throws UserError on what is not known; `command` is what its help is asked of. */
export function readFlags<const T extends Flags>(args: readonly string[], options: T, command = "mcp-boundary"): Read<T> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // parseArgs appends advice on `--` in further sentences: the first says all.
    throw new UserError(`${(error.message.split(/\.\s/)[0] ?? error.message).replace(/\.$/, "")}; see ${command} --help.`);
  }
}

/** The value of a flag that takes one of a few words. Throws UserError on another. */
export function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw new UserError(`${flag} does not know "${value}": it takes ${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1) ?? ""}.`);
  return found;
}
