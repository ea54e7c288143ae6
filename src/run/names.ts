import type { Span, Variable } from "../ir/ir.js";
import { type Activation, siteOf } from "./activation.js";
import { importApi, memberOfApi } from "./apis.js";
import { cellOf } from "./frame.js";
import { moduleGlobal, readImport } from "./modules.js";
import { getMember } from "./members.js";
import type { Run } from "./run.js";
import { touch } from "./state.js";
import { makeUnknown } from "./unknown.js";
import { setField } from "./own-fields.js";
import type { Site, Value } from "./values.js";

export function readVariable(run: Run, act: Activation, variable: Variable, span: Span): Value {
  if (variable.kind === "import") return readImport(run, variable, siteOf(act, span));
  const cell = cellOf(act.frame, variable);
  if (cell === undefined || cell.empty) return makeUnknown(`\`${variable.name}\`, which has no value yet`, siteOf(act, span));
  return cell.value;
}

export function writeVariable(run: Run, act: Activation, variable: Variable, value: Value): void {
  const cell = cellOf(act.frame, variable);
  if (cell === undefined) return;
  touch(run.state, cell);
  cell.value = value;
  cell.empty = false;
}

/** A name that no scope declares: the module's own, the language's, or one that the models know of the host. */
export function readGlobal(run: Run, act: Activation, name: string, site: Site): Value {
  if (name === "undefined") return undefined;
  const own = moduleGlobal(run, act.fn.module, name);
  if (own !== undefined) return own.value;
  const { globals } = run.realm;
  const known = globals.fields.get(name);
  if (known !== undefined) return getMember(run, globals, name, site);
  if (!run.hostGlobals.has(name)) run.hostGlobals.set(name, memberOfApi(importApi(run.index, "globals"), name));
  return run.hostGlobals.get(name);
}

export function writeGlobal(run: Run, name: string, value: Value): void {
  const { globals } = run.realm;
  touch(run.state, globals);
  setField(globals, name, { value, hidden: true });
}
