import type { Danger } from "./kinds.js";
import type { Computation, ComputeRow, GuardRow, StepRow } from "./model.js";

/** An extension is empty, or a dot and what stands behind the last one of the last segment. */
const NOT_IN_AN_EXTENSION: readonly Danger[] = ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "DASH"];

/**
 * Steps of node:path (https://nodejs.org/api/path.html) and of libraries that offer the same functions.
 *
 * @param flavour `posix.`, `win32.` or nothing.
 */
export function pathSteps(flavour: string): StepRow[] {
  return [
    { from: `${flavour}join.arg(*)`, to: `${flavour}join()`, as: "join" },
    { from: `${flavour}resolve.arg(*)`, to: `${flavour}resolve()`, as: "resolve" },
    { from: `${flavour}normalize.arg(0)`, to: `${flavour}normalize()`, as: "normalize" },
    { from: `${flavour}relative.arg(1)`, to: `${flavour}relative()`, as: "relative" },
    { from: `${flavour}basename.arg(0)`, to: `${flavour}basename()`, as: "basename" },
    { from: `${flavour}dirname.arg(0)`, to: `${flavour}dirname()`, as: "dirname" },
    { from: `${flavour}extname.arg(0)`, to: `${flavour}extname()`, clears: NOT_IN_AN_EXTENSION },
    { from: `${flavour}toNamespacedPath.arg(0)`, to: `${flavour}toNamespacedPath()`, as: "identity" },
    { from: `${flavour}parse.arg(0)`, to: `${flavour}parse().dir`, as: "dirname" },
    { from: `${flavour}parse.arg(0)`, to: `${flavour}parse().root`, as: "identity" },
    { from: `${flavour}parse.arg(0)`, to: `${flavour}parse().base`, as: "basename" },
    { from: `${flavour}parse.arg(0)`, to: `${flavour}parse().name`, as: "basename" },
    { from: `${flavour}parse.arg(0)`, to: `${flavour}parse().ext`, clears: NOT_IN_AN_EXTENSION },
    ...["dir", "root", "base", "name", "ext"].map((part): StepRow => ({ from: `${flavour}format.arg(0).${part}`, to: `${flavour}format()`, as: "identity" })),
  ];
}

/** What isAbsolute says of its argument. */
export function pathGuards(flavour: string): GuardRow[] {
  return [{ path: `${flavour}isAbsolute.arg(0)`, outcome: "false", clears: ["ABSOLUTE"] }];
}

const COMPUTED: Readonly<Record<string, Computation>> = {
  join: "join", resolve: "resolve", normalize: "normalize", relative: "relative", basename: "basename", dirname: "dirname", extname: "extname", isAbsolute: "is-absolute",
};

/** The functions that the interpreter calls for real. */
export function pathComputes(flavour: string): ComputeRow[] {
  return Object.entries(COMPUTED).map(([name, as]) => ({ path: `${flavour}${name}`, as }));
}
