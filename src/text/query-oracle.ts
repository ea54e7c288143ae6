import { blame, type Difference, differencesOf, judgeDifferences, quoted, RANKS, unknown } from "./judgement.js";
import type { Arrived, Comparison, Judge, Judgement } from "./oracle.js";
import { comparesWithData } from "./query-operators.js";

/** Operators that run program text or write. https://www.mongodb.com/docs/manual/reference/operator/ */
const SCRIPTS: ReadonlySet<string> = new Set(["$where", "$function", "$accumulator"]);
const WRITES: ReadonlySet<string> = new Set(["$out", "$merge"]);
const MOST_PLACES = 10_000;

/** Two query objects: where the benign one has a value, the hostile one must not have operators, nor operators of its own beside others. */
export function judgeQuery(benign: Arrived, hostile: Arrived, asked: Pick<Comparison, "sent" | "with">, judge: Judge): Judgement {
  const differences: Difference[] = [];
  let open: (readonly [Arrived, Arrived, string])[] = [[benign, hostile, ""]];
  for (let places = 0; open.length > 0; ) {
    const next: (readonly [Arrived, Arrived, string])[] = [];
    for (const [meant, made, under] of open) {
      if (++places > MOST_PLACES) return unknown("the query is too large");
      if (SCRIPTS.has(under) && typeof meant === "string" && typeof made === "string") differences.push(...differencesOf(judge("script", { ...asked, benign: meant, hostile: made }), RANKS.command));
      if (typeof made !== "object" || made === null || comparesWithData(under)) continue;
      const known: Readonly<Record<string, Arrived>> = isRecord(meant) ? meant : {};
      for (const [key, value] of Object.entries(made)) {
        const isNew = key.startsWith("$") && !Object.hasOwn(known, key);
        if (isNew) differences.push({ rank: SCRIPTS.has(key) || WRITES.has(key) ? RANKS.command : RANKS.expansion, how: `${saysWhat(key)}: ${quoted(key)}`, by: key });
        else next.push([Array.isArray(meant) ? (meant as readonly Arrived[])[Number(key)] : known[key], value, Array.isArray(made) ? under : key]);
      }
    }
    open = next;
  }
  return judgeDifferences(blame(differences, asked.sent.hostile));
}

function saysWhat(operator: string): string {
  return SCRIPTS.has(operator) ? "runs program text of its own in the database" : WRITES.has(operator) ? "writes to a collection" : "puts an operator where a value is meant";
}

function isRecord(value: Arrived): value is { readonly [key: string]: Arrived } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
