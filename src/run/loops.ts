import type { Stmt, Variable } from "../ir/ir.js";
import { absorb, type Activation, type Completion, siteOf } from "./activation.js";
import { truthOf } from "./conversions.js";
import { evaluate, settled } from "./expressions.js";
import { possibly } from "./fork.js";
import { cellOf, refreshFrame } from "./frame.js";
import { iterate } from "./iteration.js";
import { openOf, ownProperties } from "./members.js";
import type { Items } from "./native.js";
import { addGap, dropConditions, type Run, step } from "./run.js";
import { runStatement } from "./statements.js";
import { touch } from "./state.js";
import { isUnknown, type Value } from "./values.js";
import { alternatives, makeUnknown } from "./unknown.js";

type Loop = Extract<Stmt, { kind: "loop" }>;
type Each = Extract<Stmt, { kind: "each" }>;

/** After an arm has left a loop, so many turns are run for the other. */
const MAX_DOUBTFUL_TURNS = 32;

/** A `for`, `while` or `do` loop. A test that becomes unknown ends it after one more turn, which may or may not happen. */
export function runLoop(run: Run, act: Activation, loop: Loop, label: string | undefined): Completion | undefined {
  const outer = act.frame;
  const since = act.escapes.length;
  const site = siteOf(act, loop);
  try {
    for (let turn = 0, doubtful = 0; ; turn += 1) {
      step(run, site);
      if (turn > 0 || loop.testFirst) {
        const truth = loop.test === undefined ? true : truthOf(evaluate(run, act, loop.test));
        if (truth === false) break;
        if (truth === undefined) {
          const ended = possibly(run, act.escapes, "item", site, () => ({ value: undefined, completion: runTurn(run, act, loop, label) }));
          if (ended.completion !== undefined && !endsLoop(ended.completion, label)) return ended.completion;
          break;
        }
      }
      const completion = runTurn(run, act, loop, label);
      if (completion !== undefined) {
        if (endsLoop(completion, label)) break;
        return completion;
      }
      if (act.escapes.length > since && (doubtful += 1) > MAX_DOUBTFUL_TURNS) break;
      if (loop.perIteration.some((variable) => variable.captured)) carryOver(act, loop.perIteration);
      if (loop.update !== undefined) evaluate(run, act, loop.update);
    }
  } finally {
    act.frame = outer;
  }
  absorb(run, act, since, site, (completion) => endsLoop(completion, label));
  return undefined;
}

/** Each turn has variables of its own, which begin as the last turn left them. */
function carryOver(act: Activation, variables: readonly Variable[]): void {
  const before = act.frame;
  act.frame = refreshFrame(before, variables);
  for (const variable of variables) {
    const [from, to] = [before.cells[variable.index], act.frame.cells[variable.index]];
    if (from !== undefined && to !== undefined) to.value = from.value;
  }
}

/** One turn; a `continue` that leads to the loop is its end. */
function runTurn(run: Run, act: Activation, loop: Loop | Each, label: string | undefined): Completion | undefined {
  const since = act.escapes.length;
  const { length } = run.conditions;
  const completion = runStatement(run, act, loop.body);
  const leadsHere = (one: Completion): boolean => one.kind === "continue" && (one.label === undefined || one.label === label);
  absorb(run, act, since, siteOf(act, loop), leadsHere);
  dropConditions(run, length);
  return completion !== undefined && leadsHere(completion) ? undefined : completion;
}

function endsLoop(completion: Completion, label: string | undefined): boolean {
  return completion.kind === "break" && (completion.label === undefined || completion.label === label);
}

/** A `for … of` or `for … in` loop: known items one after the other, and one turn more, as maybe, for those that are not known. */
export function runEach(run: Run, act: Activation, loop: Each, label: string | undefined): Completion | undefined {
  const outer = act.frame;
  const since = act.escapes.length;
  const site = siteOf(act, loop);
  let turns = 0;
  try {
    for (const { item, sure } of turnsOf(itemsOf(run, act, loop))) {
      if ((turns += 1) > run.limits.items) {
        addGap(run, site, "the run went through the first items alone: too many items");
        break;
      }
      step(run, site);
      const turn = (): Completion | undefined => {
        bindItem(run, act, loop, item);
        return runTurn(run, act, loop, label);
      };
      const completion = sure ? turn() : possibly(run, act.escapes, "item", site, () => ({ value: undefined, completion: turn() })).completion;
      act.frame = outer;
      if (completion === undefined) continue;
      if (endsLoop(completion, label)) break;
      return completion;
    }
  } finally {
    act.frame = outer;
  }
  absorb(run, act, since, site, (completion) => endsLoop(completion, label));
  return undefined;
}

/** The items in turn. A list that is known for certain is looked at again each time, so that what the body adds to it comes too. */
function* turnsOf(values: Items): Generator<{ readonly item: Value; readonly sure: boolean }> {
  const { length } = values.items;
  for (let index = 0; index < values.items.length && (index < length || (values.open === undefined && values.maybe === undefined)); index += 1) {
    yield { item: values.items[index], sure: values.maybe?.[index] !== true };
  }
  if (values.open !== undefined) yield { item: values.open, sure: false };
}

function itemsOf(run: Run, act: Activation, loop: Each): Items {
  const site = siteOf(act, loop.values);
  const values = evaluate(run, act, loop.values);
  if (loop.over === "of") return iterate(run, loop.await ? settled(values, site) : values, site);
  const properties = alternatives(values).flatMap((one) => ownProperties(run, one, site)).filter(({ key }) => typeof key === "string");
  const open = openOf(values, site);
  return {
    items: properties.map(({ key }) => (typeof key === "string" ? key : undefined)),
    maybe: properties.map((property) => property.maybe || isUnknown(values)),
    open: open === undefined ? undefined : makeUnknown("the name of a property", site, { type: "string" }),
  };
}

function bindItem(run: Run, act: Activation, loop: Each, item: Value): void {
  if (loop.item.captured) act.frame = refreshFrame(act.frame, [loop.item]);
  const cell = cellOf(act.frame, loop.item);
  if (cell === undefined) return;
  touch(run.state, cell);
  cell.value = loop.await ? settled(item, siteOf(act, loop)) : item;
  cell.empty = false;
}
