import type { ApiPath, Condition, SinkRow } from "./model.js";

/** As the tag of a template the same function gets a list first, and quotes what is put in. */
const CALLED: Condition = { at: "arg(0)", is: "string" };

/**
 * Rows of a function shaped like `spawn(program, arguments, options)`, where the arguments may be left out and `options.shell` turns program and arguments into
 * the text of a shell.
 *
 * @param callee how the function is reached, `spawn`; `()` when the module itself is the function.
 */
export function spawnRows(callee: ApiPath): SinkRow[] {
  const program: ApiPath = `${callee}.arg(0)`;
  const list: ApiPath = `${callee}.arg(1)`;
  return [
    { path: program, kind: "program" },
    { path: list, kind: "arguments", program, when: [CALLED, { at: "arg(1)", is: "list" }] },
    ...shellRows(callee, "arg(2).shell"),
    { path: program, kind: "shell", when: [{ at: "arg(1).shell", is: "set" }] },
  ];
}

/** Rows of a spawn-like function for the case that the option at `at` makes it run a shell. */
export function shellRows(callee: ApiPath, at: ApiPath): SinkRow[] {
  return [
    { path: `${callee}.arg(0)`, kind: "shell", when: [CALLED, { at, is: "set", known: true }] },
    { path: `${callee}.arg(0)`, kind: "shell", confidence: "medium", when: [CALLED, { at, is: "set" }] },
    { path: `${callee}.arg(1)[*]`, kind: "shell", when: [CALLED, { at, is: "set", known: true }] },
    { path: `${callee}.arg(1)[*]`, kind: "shell", confidence: "medium", when: [CALLED, { at, is: "set" }] },
  ];
}
