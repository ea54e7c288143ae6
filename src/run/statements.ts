import type { Block, Expr, Stmt } from "../ir/ir.js";
import { absorb, type Activation, type Completion, siteOf } from "./activation.js";
import { truthOf } from "./conversions.js";
import { evaluate } from "./expressions.js";
import { type Arm, branch, possibly } from "./fork.js";
import { cellOf, refreshFrame } from "./frame.js";
import { likelyOfIf } from "./likely.js";
import { runEach, runLoop } from "./loops.js";
import { binary } from "./operators.js";
import { Exited, noteClosure, type Run, step, Thrown } from "./run.js";
import { touch } from "./state.js";
import { makeUnknown } from "./unknown.js";
import { makeFunction, type Value } from "./values.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

/** Runs a statement; how it ended when it did not go on. */
export function runStatement(run: Run, act: Activation, stmt: Stmt): Completion | undefined {
  step(run, siteOf(act, stmt));
  switch (stmt.kind) {
    case "block":
      return runBlock(run, act, stmt, true);
    case "expr":
      evaluate(run, act, stmt.value);
      return undefined;
    case "if":
      return runIf(run, act, stmt);
    case "loop":
      return runLoop(run, act, stmt, undefined);
    case "each":
      return runEach(run, act, stmt, undefined);
    case "switch":
      return runSwitch(run, act, stmt);
    case "return":
      return { kind: "return", value: stmt.value === undefined ? undefined : evaluate(run, act, stmt.value) };
    case "throw":
      return { kind: "throw", error: new Thrown(evaluate(run, act, stmt.value), siteOf(act, stmt)) };
    case "break":
    case "continue":
      return { kind: stmt.kind, label: stmt.label };
    case "label":
      return runLabel(run, act, stmt);
    case "try":
      return runTry(run, act, stmt);
  }
}

/** Runs a block. The body of a function has its variables from the call already. */
export function runBlock(run: Run, act: Activation, block: Block, fresh: boolean): Completion | undefined {
  const outer = act.frame;
  if (fresh) freshen(act, block.variables);
  bindFunctions(run, act, block.functions);
  try {
    return runAll(run, act, block.body);
  } finally {
    act.frame = outer;
  }
}

/** Variables that a closure may hold get cells of their own, the others start anew. */
export function freshen(act: Activation, variables: Block["variables"]): void {
  if (variables.some((variable) => variable.captured)) {
    act.frame = refreshFrame(act.frame, variables);
    return;
  }
  for (const variable of variables) {
    const cell = act.frame.cells[variable.index];
    if (cell !== undefined) cell.value = undefined;
  }
}

function bindFunctions(run: Run, act: Activation, functions: Block["functions"]): void {
  for (const { variable, fn } of functions) {
    const cell = cellOf(act.frame, variable);
    if (cell === undefined) continue;
    const made = makeFunction(fn, act.frame, undefined, undefined);
    noteClosure(run, made);
    touch(run.state, cell);
    cell.value = made;
    cell.empty = false;
  }
}

function runAll(run: Run, act: Activation, body: readonly Stmt[]): Completion | undefined {
  for (const stmt of body) {
    const completion = runStatement(run, act, stmt);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

/** A statement as an arm of an unknown condition. */
function armOf(act: Activation, body: () => Completion | undefined): Arm {
  return () => {
    const outer = act.frame;
    try {
      return { value: undefined, completion: body() };
    } finally {
      act.frame = outer;
    }
  };
}

/** Runs one of two ways, or both where the test is unknown. */
function either(run: Run, act: Activation, test: Value, at: Expr | Stmt, then: () => Completion | undefined, otherwise: () => Completion | undefined, likely?: boolean): Completion | undefined {
  const truth = truthOf(test);
  if (truth !== undefined) return truth ? then() : otherwise();
  return branch(run, act.escapes, test, siteOf(act, at), armOf(act, then), armOf(act, otherwise), likely).completion;
}

function runIf(run: Run, act: Activation, stmt: Of<"if">): Completion | undefined {
  const { then, else: otherwise } = stmt;
  const likely = likelyOfIf(stmt, act.fn, run.toward);
  const test = evaluate(run, act, stmt.test);
  return either(run, act, test, stmt.test, () => runStatement(run, act, then), () => (otherwise === undefined ? undefined : runStatement(run, act, otherwise)), likely);
}

function runLabel(run: Run, act: Activation, { label, body }: Of<"label">): Completion | undefined {
  const since = act.escapes.length;
  let completion: Completion | undefined;
  if (body.kind === "loop") completion = runLoop(run, act, body, label);
  else if (body.kind === "each") completion = runEach(run, act, body, label);
  else completion = runStatement(run, act, body);
  const leadsHere = (one: Completion): boolean => one.kind === "break" && one.label === label;
  absorb(run, act, since, siteOf(act, body), leadsHere);
  return completion !== undefined && leadsHere(completion) ? undefined : completion;
}

/** Cases from the one that fits on, up to a break; where that is unknown, each case that may fit is an arm. */
function runSwitch(run: Run, act: Activation, stmt: Of<"switch">): Completion | undefined {
  const value = evaluate(run, act, stmt.value);
  const outer = act.frame;
  const since = act.escapes.length;
  freshen(act, stmt.variables);
  bindFunctions(run, act, stmt.functions);
  try {
    const completion = runCases(run, act, stmt, value, 0);
    const leadsHere = (one: Completion): boolean => one.kind === "break" && one.label === undefined;
    absorb(run, act, since, siteOf(act, stmt), leadsHere);
    return completion !== undefined && leadsHere(completion) ? undefined : completion;
  } finally {
    act.frame = outer;
  }
}

function runCases(run: Run, act: Activation, stmt: Of<"switch">, value: Value, from: number): Completion | undefined {
  for (let index = from; index < stmt.cases.length; index += 1) {
    const one = stmt.cases[index];
    if (one?.test === undefined) continue;
    const test = binary(run, "===", value, evaluate(run, act, one.test), siteOf(act, one));
    const truth = truthOf(test);
    if (truth === false) continue;
    if (truth === true) return runFrom(run, act, stmt, index);
    return either(run, act, test, one.test, () => runFrom(run, act, stmt, index), () => runCases(run, act, stmt, value, index + 1));
  }
  const otherwise = stmt.cases.findIndex((one) => one.test === undefined);
  return otherwise < 0 ? undefined : runFrom(run, act, stmt, otherwise);
}

function runFrom(run: Run, act: Activation, stmt: Of<"switch">, index: number): Completion | undefined {
  for (const one of stmt.cases.slice(index)) {
    const completion = runAll(run, act, one.body);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

/** The handler runs on what is known to be thrown, and as maybe on what a call into the unknown may throw. */
function runTry(run: Run, act: Activation, stmt: Of<"try">): Completion | undefined {
  const outer = act.frame;
  const doubts = run.doubts;
  let completion = guarded(() => runBlock(run, act, stmt.body, true));
  act.frame = outer;
  const { handler } = stmt;
  if (handler !== undefined && completion?.kind === "throw") {
    const { error } = completion;
    completion = guarded(() => runHandler(run, act, stmt, error.value));
  } else if (handler !== undefined && completion?.kind !== "exit" && run.doubts > doubts) {
    const thrown = makeUnknown("what is thrown", siteOf(act, handler));
    const ended = possibly(run, act.escapes, "handler", siteOf(act, handler), armOf(act, () => runHandler(run, act, stmt, thrown)));
    completion = completion ?? ended.completion;
  }
  act.frame = outer;
  if (stmt.finalizer === undefined) return completion;
  return runBlock(run, act, stmt.finalizer, true) ?? completion;
}

function runHandler(run: Run, act: Activation, { param, handler }: Of<"try">, thrown: Value): Completion | undefined {
  if (handler === undefined) return undefined;
  if (param !== undefined) {
    act.frame = param.captured ? refreshFrame(act.frame, [param]) : act.frame;
    const cell = cellOf(act.frame, param);
    if (cell !== undefined) {
      touch(run.state, cell);
      cell.value = thrown;
    }
  }
  return runBlock(run, act, handler, true);
}

/** What a body throws as its completion. */
function guarded(body: () => Completion | undefined): Completion | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof Thrown) return { kind: "throw", error };
    if (error instanceof Exited) return { kind: "exit" };
    throw error;
  }
}
