import { main } from "../src/cli/main.js";

/** Runs the command line in a folder, without a terminal. */
export async function run(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(args, { cwd, env: {}, isTTY: false, out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

/** Adds the names of all fields in JSON data to `names`; `opaque`: fields whose own names the data chooses. */
export function collectNames(value: unknown, names: Set<string>, opaque: readonly string[]): void {
  if (Array.isArray(value)) for (const item of value) collectNames(item, names, opaque);
  else if (typeof value === "object" && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      names.add(name);
      if (name === "properties") for (const inner of Object.values(field as object)) collectNames(inner, names, opaque);
      else if (!opaque.includes(name)) collectNames(field, names, opaque);
    }
  }
}
