import type { Dangers, SinkKind } from "../../models/kinds.js";
import type { Fact } from "../dangers/facts.js";
import { matchesField } from "../fields.js";
import { ANY_ITEM, type Node } from "../graph.js";
import { KEY } from "../names.js";
import type { Sink } from "../sinks/sinks.js";
import type { Solver } from "../solver.js";
import type { Taint } from "../taint/taint.js";
import { isUnused } from "../offers/unused.js";
import { isWrittenAsSql } from "../sinks/written-sql.js";

/** Why what is known of the value at a sink is no flow into it: no danger that hurts there is left, its part does not count, another sink tells of it, or nobody calls the function. */
export type Harmless = "cleared" | "part" | "whole" | "list" | "elsewhere" | "unwritten" | "unused";

/** Why a fact at a sink's node is no flow into the sink; undefined where it is one. */
export function whyHarmless(solver: Solver, taint: Taint, sink: Sink, fact: Fact): Harmless | undefined {
  if ((fact.bits & sink.hurts) === 0) return "cleared";
  // a text has no members, and an argument that is the attacker's as a whole is already told of as such
  if (sink.within !== undefined && taint.facts[sink.within]?.some(({ path }) => path === undefined) === true) return "whole";
  if (sink.list !== undefined && isJudgedAsList(taint, sink.list, sink.hurts)) return "list";
  if (!hurtsAt(sink.kind, fact)) return "part";
  if ((fact.bits & (sink.unless ?? 0)) !== 0) return "elsewhere";
  if (sink.written === true && !isWrittenAsSql(solver, fact)) return "unwritten";
  return isUnused(sink.site.fn) ? "unused" : undefined;
}

/** The items are tainted where the list arrives, and none of them can do harm there any more: all of them were looked at on the way. */
function isJudgedAsList(taint: Taint, list: Node, hurts: Dangers): boolean {
  const items = (taint.facts[list] ?? []).filter(({ path }) => path === undefined || (path.rest === undefined && matchesField(ANY_ITEM, path.field)));
  return items.length > 0 && items.every(({ bits }) => (bits & hurts) === 0);
}

/** A query object is hurt by what any part of it is, and by its keys; other sinks by the value itself. */
function hurtsAt(kind: SinkKind, { path }: Fact): boolean {
  // what is given away is so with all that is in it
  if (kind === "result" || kind === "log" || path === undefined) return true;
  if (kind !== "nosql") return false;
  return !path.field.startsWith("%") || path.field === KEY;
}
