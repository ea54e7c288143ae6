import type { SinkRow, StepRow } from "./model.js";

/**
 * Sinks of Bun's API (https://bun.sh/docs), which stands on the global `Bun` and in the module `bun` alike.
 *
 * @param prefix `Bun.` for the global, nothing for the module.
 */
export function bunSinks(prefix: string): SinkRow[] {
  return [
    ...["spawn", "spawnSync"].flatMap((name): SinkRow[] => [
      { path: `${prefix}${name}.arg(0)`, kind: "arguments", when: [{ at: "arg(0)", is: "list" }] },
      { path: `${prefix}${name}.arg(0).cmd`, kind: "arguments" },
    ]),
    { path: `${prefix}$.arg(1..).raw`, kind: "shell" },
    { path: `${prefix}file.arg(0)`, kind: "path" },
    { path: `${prefix}write.arg(0)`, kind: "path" },
    { path: `${prefix}connect.arg(0).hostname`, kind: "url" },
    { path: `${prefix}fetch.arg(0)`, kind: "url" },
    { path: `${prefix}sql.unsafe.arg(0)`, kind: "sql" },
    { path: `${prefix}sql.file.arg(0)`, kind: "path" },
    { path: `${prefix}SQL.new().unsafe.arg(0)`, kind: "sql" },
    { path: `${prefix}Glob.new().scan.arg(0).cwd`, kind: "path" },
    { path: `${prefix}Glob.new().scanSync.arg(0).cwd`, kind: "path" },
    { path: `${prefix}plugin.arg(0)`, kind: "module" },
  ];
}

/** Texts that Bun's helpers hand on. */
export function bunSteps(prefix: string): StepRow[] {
  return [
    { from: `${prefix}fileURLToPath.arg(0)`, to: `${prefix}fileURLToPath()`, as: "resolve" },
    { from: `${prefix}pathToFileURL.arg(0)`, to: `${prefix}pathToFileURL()`, as: "identity" },
    { from: `${prefix}escapeHTML.arg(0)`, to: `${prefix}escapeHTML()`, clears: ["SINGLE_QUOTE", "DOUBLE_QUOTE"] },
    { from: `${prefix}inspect.arg(0)`, to: `${prefix}inspect()`, as: "identity" },
  ];
}
