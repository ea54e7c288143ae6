import { type CallSite, type Node, NO_NODE } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { Checked } from "../../models/model.js";
import type { Listening } from "./endpoints.js";
import { originsOf } from "./origins.js";
import { readRoute } from "../offers/parts.js";
import type { Endpoint } from "../view/view.js";

const DEEPEST = 2;

/**
 * The endpoints that a library serves by itself. Law: callers are asked where the call that makes one says so, where the server that it belongs to was made so, or where what it
 * gives is handed to something that asks; where the program calls what it gives, the program's own way there counts.
 */
export function libraryEndpoints(solver: Solver, registrations: readonly Registration[], listening: readonly Listening[]): Endpoint[] {
  const serves = registrations.filter(({ row }) => row.what === "serve");
  return registrations.filter(({ row }) => row.what === "endpoint").flatMap((one): Endpoint[] => {
    const { site } = one;
    if (serves.some((serve) => comesFrom(solver, serve.site.receiver === NO_NODE ? serve.site.callee : serve.site.receiver, site))) return [];
    const isAsked = (about: Checked): boolean => registrations.some(({ row, site: check }) => row.what === "check" && row.checks === about && asks(solver, check, site));
    const route = { ...readRoute(solver, one), method: undefined };
    return [{
      name: route.path === undefined ? "The endpoint" : `\`${route.path}\``,
      route, serves: [route.location], made: [],
      binds: listening.filter((bind) => bind.site === site).map(({ bind }) => bind),
      unasked: isAsked("caller") ? [] : [{ tests: [] }],
      unchecked: isAsked("host") ? [] : [{ tests: [] }],
      foreign: isAsked("origin") ? [] : [{ tests: [] }],
    }];
  });
}

function asks(solver: Solver, check: CallSite, site: CallSite): boolean {
  return check === site || comesFrom(solver, site.receiver, check) || check.args.some(({ node }) => holds(solver, node, site, DEEPEST));
}

/** A value, or what an object has in its fields, was made by a call. */
function holds(solver: Solver, node: Node, site: CallSite, depth: number): boolean {
  if (comesFrom(solver, node, site)) return true;
  return depth > 0 && [...tokensAt(solver, node)].some((token) => [...token.fields.values()].some((field) => holds(solver, field, site, depth - 1)));
}

function comesFrom(solver: Solver, node: Node, site: CallSite): boolean {
  return node !== NO_NODE && originsOf(solver, node).some((origin) => origin.site === site);
}
