import type { SinkRow } from "../models/model.js";
import type { Token } from "./token-comparison.js";

/** Clauses of a statement in their order. Behind the last two no other statement is added by UNION. */
const CLAUSES: ReadonlyMap<string, number> = new Map([["from", 1], ["where", 2], ["group", 3], ["having", 4], ["order", 5], ["limit", 6]]);
const JOINED = /^(?:union|except|intersect|minus)$/i;
const CONDITION = /^(?:or|and)$/i;
/** What a name of a table stands behind, and what does not stand behind that. */
const TABLES: ReadonlyMap<string, RegExp> = new Map([["from", CONDITION], ["join", CONDITION], ["into", /^(?:or|and|where|union)$/i], ["update", /^(?:or|and|where|union)$/i], ["table", /^(?:or|and|where|union)$/i]]);
const VERB = /^(?:select|insert|update|delete|create|alter|drop|values|set|where)$/;
const OPEN_VERB = /^(?:insert into \S+|update \S+|select|insert(?: into)?|update|delete(?: from)?|replace(?: into)?|merge(?: into)?|(?:create|alter|drop|truncate) (?:table|view|index)|create|alter|drop|with)$/i;
/** https://www.sqlite.org/pragma.html: one value in brackets or behind a sign. */
const PRAGMA = /^pragma (?:\S+ \. )?\S+(?: = \S+| \( \S+ \))?$/i;

/**
 * Whether no parser takes a statement, as far as its tokens tell: brackets that do not pair, a number behind a text, a condition on the name of a table, clauses in another order, a verb of which
 * nothing follows. What is put into a statement and leaves such a one does nothing.
 */
export function isMalformed(statement: readonly Token[], takes: SinkRow["takes"]): boolean {
  const texts = statement.map(({ kind, text }) => (kind === "string" ? "''" : text.toLowerCase()));
  const line = texts.join(" ");
  if (OPEN_VERB.test(line) || (texts[0] === "pragma" && !PRAGMA.test(line))) return true;
  if (texts.filter((text) => text === "]").length !== texts.filter((text) => text === "[").length) return true;
  if (statement.some(({ kind }, at) => kind === "number" && statement[at - 1]?.kind === "string")) return true;
  if (/^(?:select|delete|insert|replace)$/.test(texts[0] ?? "") && texts.includes("set") && !texts.slice(0, texts.indexOf("set")).includes("update")) return true;
  return isOutOfOrder(texts) || hasTableCondition(statement, texts) || (takes === "soql" && isNoSoql(statement, texts));
}

function isOutOfOrder(texts: readonly string[]): boolean {
  const open: number[] = [0];
  for (const text of texts) {
    const last = open.at(-1) ?? 0;
    const clause = CLAUSES.get(text);
    if (text === "(") open.push(0);
    else if (text === ")") open.pop();
    else if (text === "select" || JOINED.test(text)) {
      if (last >= 5 && text !== "select") return true;
      open[open.length - 1] = 0;
    } else if (clause !== undefined) {
      if (clause <= last) return true;
      open[open.length - 1] = clause;
    } else if (CONDITION.test(text) && last === 6) return true;
    if (open.length === 0) return true;
  }
  return open.length !== 1;
}

function hasTableCondition(statement: readonly Token[], texts: readonly string[]): boolean {
  return texts.some((text, at) => {
    const behind = TABLES.get(text);
    if (behind === undefined || texts[at - 1] === "distinct" || !["name", "string"].includes(statement[at + 1]?.kind ?? "")) return false;
    if (VERB.test(texts[at + 1] ?? "")) return true;
    let next = at + 2;
    while (texts[next] === ".") next += 2;
    return behind.test(texts[next] ?? "");
  });
}

/**
 * Salesforce compares fields with values, never values, and an id with an id; it joins nothing, puts brackets where AND and OR meet, and takes no condition in a list:
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_conditionexpression.htm
 */
function isNoSoql(statement: readonly Token[], texts: readonly string[]): boolean {
  const depths: { readonly isList: boolean; readonly conditions: Set<string> }[] = [{ isList: false, conditions: new Set() }];
  return texts.some((text, at) => {
    const here = depths.at(-1);
    if (text === "(") depths.push({ isList: texts[at - 1] === "in" && texts[at + 1] !== "select", conditions: new Set() });
    else if (text === ")" && depths.length > 1) depths.pop();
    else if (CONDITION.test(text)) here?.conditions.add(text);
    if (JOINED.test(text) || (CONDITION.test(text) && here !== undefined && (here.isList || here.conditions.size > 1))) return true;
    if (!/^(?:[<>!=]=?|<>|like|in)$/.test(text)) return false;
    if (["string", "number"].includes(statement[at - 1]?.kind ?? "")) return true;
    const other = statement[at + 1];
    return texts[at - 1] === "id" && other?.kind === "string" && !/^'(?:\w{15}|\w{18})?'$/.test(other.text);
  });
}
