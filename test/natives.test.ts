import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeRealm } from "../src/run/realm.js";
import { isHeap } from "../src/run/values.js";
import { openExpressions, showEvaluated } from "./natives/evaluate.js";
import { evaluateOnHost } from "./natives/show.js";
import { projectRoot } from "./programs.js";

const folder = join(projectRoot, "test/natives");

/** The lines of a table: an expression each, those after `~ ` still with another answer than the host's; `# ` says why. */
function linesOf(file: string): string[] {
  return readFileSync(join(folder, file), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("# "));
}

const tables = readdirSync(folder).filter((file) => file.endsWith(".txt") && file !== "with-unknown.txt").sort();

describe("the interpreter and the host agree on", () => {
  test.each(tables.map((file) => [file.replace(".txt", ""), file] as const))("%s", async (_name, file) => {
    const differences: string[] = [];
    const lines = linesOf(file);
    const expressions = lines.map((line) => line.replace(/^~ /, ""));
    const evaluate = openExpressions(expressions);
    for (const [index, line] of lines.entries()) {
      const [ours, host] = [showEvaluated(evaluate(index)), await evaluateOnHost(expressions[index] ?? "")];
      if ((ours === host) === line.startsWith("~ ")) differences.push(`${line}\n  interpreter: ${ours}\n  host:        ${host}`);
    }
    expect(differences, `\n${differences.join("\n")}\n`).toEqual([]);
  });
});

/** What the host has and the interpreter leaves out, because programs hardly use it; one that does reads undefined. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  Object: ["__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"],
  String: ["length", "blink", "fontcolor", "fontsize", "fixed", "small", "strike"],
  Array: ["length"],
  // in fields of the values
  RegExp: ["flags", "source", "compile"],
  // inherited from Map and Set
  WeakMap: ["delete", "get", "set", "has"], WeakSet: ["delete", "has", "add"],
  console: ["_stdout", "_stderr", "_stdoutErrorHandler", "_stderrErrorHandler", "_ignoreErrors", "_times", "Console", "context", "createTask"],
  Math: ["f16round", "sumPrecise"],
};

/** Objects of the host, of which more is unknown than missing. */
const OF_HOST = new Set(["Buffer", "Uint8Array", "TextEncoder", "TextDecoder", "DOMException"]);

describe("the interpreter has the members that the host has", () => {
  const { globals } = makeRealm();
  const names = [...globals.fields.keys()].filter((name) => typeof name === "string" && !["globalThis", "global", "window", "self"].includes(name));

  test.each(names)("%s", (name) => {
    const ours = globals.fields.get(name)?.value;
    const host: unknown = Reflect.get(globalThis, String(name));
    if (!isHeap(ours) || ((typeof host !== "object" || host === null) && typeof host !== "function")) return;
    const prototype = ours.fields.get("prototype")?.value;
    const hostPrototype: unknown = OF_HOST.has(String(name)) ? undefined : Reflect.get(host, "prototype");
    const missing = [
      // what a constructor does not have is unknown
      ...(typeof host === "function" ? [] : Object.getOwnPropertyNames(host).filter((member) => !ours.fields.has(member))),
      ...(isHeap(prototype) && typeof hostPrototype === "object" && hostPrototype !== null ? Object.getOwnPropertyNames(hostPrototype).filter((member) => !prototype.fields.has(member)) : []),
    ];
    expect(missing.filter((member) => LEFT_OUT[String(name)]?.includes(member) !== true)).toEqual([]);
  });
});
