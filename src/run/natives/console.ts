import type { Builtin } from "../native.js";

const FUNCTIONS = [
  "assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "error", "group", "groupCollapsed", "groupEnd", "info", "log", "table", "time", "timeEnd", "timeLog", "timeStamp",
  "profile", "profileEnd", "trace", "warn",
];

/** What is printed is of no use to a program. */
export const consoles: readonly Builtin[] = [{ name: "console", statics: Object.fromEntries(FUNCTIONS.map((name) => [name, () => undefined])) }];
