import type { SinkKind } from "../src/models/kinds.js";
import { models } from "../src/models/index.js";
import { judge, type Arrived, type OracleOptions } from "../src/text/oracle.js";

/** Stands for what was sent in, in a text that a table gives. */
export const HOLE = "⟨⟩";
export const BENIGN = "mcpbenign";

const PROGRAMS = models.flatMap(({ programs = [] }) => programs);
const OPTIONS = models.flatMap(({ options = [] }) => options);

/** What an oracle says of a hostile value in a place, in short: "holds", "unknown" or how it breaks out. */
export function judged(kind: SinkKind, place: string | readonly string[], hostile: string, options: OracleOptions = {}, benign = BENIGN): string {
  const fill = (value: string): Arrived => (typeof place === "string" ? place.replaceAll(HOLE, () => value) : place.map((one) => one.replaceAll(HOLE, () => value)));
  return said(kind, fill(benign), fill(hostile), { benign, hostile }, options);
}

/** The same of two things that arrived. */
export function said(kind: SinkKind, benign: Arrived, hostile: Arrived, sent: { readonly benign: string; readonly hostile: string }, options: OracleOptions = {}): string {
  const judgement = judge(kind, { benign, hostile, sent, with: { programs: PROGRAMS, options: OPTIONS, ...options } });
  return judgement.kind === "breaks" ? judgement.how : judgement.kind;
}
