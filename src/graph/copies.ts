import { derive, loadInstanceMember, WHOLE } from "./fields.js";
import { ANY_FIELD, type Node, OP } from "./graph.js";
import { addExport } from "./modules.js";
import { connect, fieldOf, type Solver, watch, watchFields } from "./solver.js";
import type { Token, TokenOf } from "./tokens.js";

/** `Object.assign`: objects and taint of each field of what `from` holds, at any time. */
export function assignFields(solver: Solver, from: Node, target: Token): void {
  const isKept = target.kind !== "api" || target.api.handed;
  if (isKept) copyFields(solver, from, target);
  watch(solver, from, (token) => {
    if (token === target || token.kind === "namespace" || !isKept) return;
    watchFields(token, (field) => {
      // what stands under a name that is not known comes with the whole: read as a field, it would be each of them
      if (!field.startsWith("%") && field !== ANY_FIELD) connect(solver, derive(solver, from, field), fieldOf(solver, target, field), OP.RESET);
    });
  });
  if (isKept) connect(solver, derive(solver, from, WHOLE), fieldOf(solver, target, ANY_FIELD), OP.RESET);
}

/** So many objects are copied into one place field by field, once a program has copied as much as its size allows. */
const MOST_COPIED = 16;

/**
 * All fields of what `from` holds, but those of `except`, are fields of the object that is made at `to`. Law: once the budget is spent, further objects
 * come by way of one object that all such copies share, since each of n objects that are spread into each other has edges to all of them, field by field.
 */
export function copyFields(solver: Solver, from: Node, target: Token, except: ReadonlySet<string> = NOTHING): void {
  let count = 0;
  let isMixed = false;
  watch(solver, from, (token) => {
    if (token === target) return;
    count += 1;
    if (count > MOST_COPIED && solver.copies.count > solver.budget && token.kind === "object") {
      if (!isMixed) copyInto(solver, solver.copies.mixture, target, except);
      isMixed = true;
      if (!solver.copies.mixed.has(token)) {
        solver.copies.mixed.add(token);
        copyInto(solver, token, solver.copies.mixture, NOTHING);
      }
      return;
    }
    if (token.kind === "namespace") {
      for (const name of token.module.exports.map((entry) => entry.name)) if (name !== "*" && !except.has(name)) addExport(solver, token.module, name, fieldOf(solver, target, name));
      return;
    }
    copyInto(solver, token, target, except);
    if (token.kind === "instance") copyFieldsOfClass(solver, token, target);
  });
}

function copyInto(solver: Solver, token: Token, target: Token, except: ReadonlySet<string>): void {
  watchFields(token, (field, node) => {
    if (except.has(field)) return;
    solver.copies.count += 1;
    connect(solver, node, fieldOf(solver, target, field), OP.RESET);
  });
}

const NOTHING: ReadonlySet<string> = new Set();

function copyFieldsOfClass(solver: Solver, token: TokenOf<"instance">, target: Token): void {
  if (token.of.kind !== "class") return;
  for (const key of token.of.keys) if (key !== ANY_FIELD) loadInstanceMember(solver, token, token.of, key, fieldOf(solver, target, key), new Set());
}
