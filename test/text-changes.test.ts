import { describe, expect, it } from "vitest";
import { beginsHarmlessly, changeOfCommand, changeOfStatement, commandMayChange } from "../src/text/changes.js";

describe("beginsHarmlessly", () => {
  it.each(["SELECT * FROM t", "  with a as (select 1) select", "PRAGMA user_version", "CREATE TABLE t (a)"])("tells that nothing becomes of %s", (text) => {
    expect(beginsHarmlessly(text)).toBe(true);
    expect(changeOfStatement(text)).toBeUndefined();
  });

  it.each(["", "SELECTED", "DELETE FROM t", "-- SELECT\nDELETE FROM t", "/* SELECT */ UPDATE t"])("leaves %s open", (text) => {
    expect(beginsHarmlessly(text)).toBe(false);
  });
});

describe("commandMayChange", () => {
  it.each([
    ["git", ["log", undefined]],
    ["/usr/bin/git", ["-C", undefined, "--no-pager", "blame", undefined]],
    ["tsc", [undefined]],
    ["kubectl", ["get", undefined]],
  ] as const)("tells that nothing becomes of %s %j", (program, words) => {
    expect(commandMayChange(program, words)).toBe(false);
  });

  it.each([
    ["git", ["push", "--force"]],
    ["git", ["-C", ".", "commit"]],
    ["git", ["branch", "-D", "x"]],
    ["git.exe", ["stash", "drop"]],
    ["rm", ["-rf", "x"]],
    ["rm", []],
    ["gh", ["release", "delete"]],
    ["systemctl", ["nginx", "restart"]],
    ["docker", ["compose", "down"]],
  ] as const)("leaves %s %j open, which changes something", (program, words) => {
    expect(commandMayChange(program, words)).toBe(true);
    if (words.length > 0) expect(changeOfCommand([program, ...words].join(" "))).toBeDefined();
  });

  it.each([["git", [undefined, "log"]], ["git", ["-C"]], ["git", []]] as const)("leaves %s %j open, of which the first word is not known", (program, words) => {
    expect(commandMayChange(program, words)).toBe(true);
  });
});
