import type { FunctionIr, Variable } from "../ir/ir.js";
import { nextBirth, type Value } from "./values.js";

/** A variable at run time. */
export interface Cell {
  readonly tag: "cell";
  value: Value;
  /** Nothing was assigned yet, and reading it would throw. */
  empty: boolean;
  readonly born: number;
}

/**
 * The variables of one call. A closure keeps the frame that it was made in; a block whose variables are captured gets a frame of its own, which shares
 * all other cells, so that each turn of a loop has variables of its own.
 */
export interface Frame {
  readonly fn: FunctionIr;
  readonly parent: Frame | undefined;
  readonly cells: Cell[];
}

export function makeCell({ kind }: Variable): Cell {
  return { tag: "cell", value: undefined, empty: kind === "const" || kind === "class" || kind === "import", born: nextBirth() };
}

/** A frame with a cell for every variable of a function. */
export function makeFrame(fn: FunctionIr, parent: Frame | undefined): Frame {
  return { fn, parent, cells: fn.variables.map(makeCell) };
}

/** The same frame with new cells for these variables of its function. */
export function refreshFrame(frame: Frame, variables: readonly Variable[]): Frame {
  const cells = frame.cells.slice();
  for (const variable of variables) cells[variable.index] = makeCell(variable);
  return { fn: frame.fn, parent: frame.parent, cells };
}

/** The cell of a variable as seen from a frame; none when its function is not around it. */
export function cellOf(frame: Frame, variable: Variable): Cell | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) if (at.fn === variable.owner) return at.cells[variable.index];
  return undefined;
}
