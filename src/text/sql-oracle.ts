import { breaks, HOLDS, quoted, sharesWord, unknown } from "./judgement.js";
import type { Comparison, Judgement, OracleOptions, SqlDialect } from "./oracle.js";
import { standsInStatement } from "./sql.js";
import { isMalformed } from "./sql-shape.js";
import { readSql, statementsOf } from "./sql-tokens.js";
import { partingOf, textOfTokens, type Token } from "./token-comparison.js";

/**
 * Two texts of SQL: the hostile value may change the one literal, number or name that the benign one stood in. Where the text is the caller's as a whole, it may be
 * another statement of the same sort. Without a dialect the standard's reading decides; what only MySQL's backslash would free is left open.
 */
export function judgeSql(benign: string, hostile: string, { sent, with: options }: Pick<Comparison, "sent" | "with">): Judgement {
  const dialect = options?.dialect;
  const judgement = judgeAs(dialect ?? "standard", benign, hostile, sent, options?.takes);
  if (dialect !== undefined || judgement.kind !== "holds" || !hostile.includes("\\")) return judgement;
  return judgeAs("mysql", benign, hostile, sent, options?.takes).kind === "holds" ? judgement : unknown("a backslash ends a literal in MySQL and not in the standard");
}

function judgeAs(dialect: SqlDialect | "standard", benign: string, hostile: string, sent: Comparison["sent"], takes: OracleOptions["takes"]): Judgement {
  const [meant, made] = [readSql(benign, dialect), readSql(hostile, dialect)];
  const at = benign.toLowerCase().indexOf(sent.benign.toLowerCase());
  const [few, many] = [statementsOf(meant.tokens), statementsOf(made.tokens)];
  if (at >= 0 && !standsInStatement([benign.slice(0, at)]) && !isQuoted(meant.tokens, sent.benign)) return judgeWhole(few, many, sent, takes);
  if (meant.broken !== undefined) return unknown(`the benign statement has ${meant.broken}`);
  const parting = partingOf(meant.tokens, made.tokens);
  const cuts = made.comments > meant.comments && at >= 0 && /\w/.test(benign.slice(at + sent.benign.length).replace(/\/\*[^]*?\*\/|--.*/g, ""));
  if (parting === undefined && made.broken === undefined && !cuts) return HOLDS;
  const added = textOfTokens(parting?.made ?? []);
  const [places, left] = [boundIn(meant.tokens), boundIn(made.tokens)];
  if (places.length > 0 && many.length > Math.max(1, few.length)) return unknown(ONE_STATEMENT);
  if (places.some((place) => count(left, place) < count(places, place))) return unknown("a value that is bound has no place any more");
  if (takesOne(takes) && (many.length > 1 || (takes === "soql" && made.comments > meant.comments))) return unknown(ONE_STATEMENT);
  if (parting === undefined && cuts) return breaks("makes a comment of the rest of the statement");
  if (parting !== undefined && many.length === few.length && made.comments === meant.comments && withoutLiterals(parting.made) <= withoutLiterals(parting.meant)) return unknown(NO_STATEMENT);
  if (made.broken === undefined && many.some((one) => isMalformed(one, takes)) && !few.some((one) => isMalformed(one, takes))) return unknown(NO_STATEMENT);
  if (at < 0 && !sharesWord(added, sent.hostile)) return unknown("the statements differ in more than the value");
  if (many.length > Math.max(1, few.length)) return breaks(`adds another statement: ${quoted(textOfTokens(many[few.length] ?? []))}`);
  if (made.broken !== undefined) return unknown(`the hostile statement has ${made.broken}`);
  if (made.comments > meant.comments && (parting?.made.length ?? 0) <= 1) return breaks("makes a comment of the rest of the statement");
  return breaks(`changes the statement: ${quoted(added)}`);
}

/** The places of values that are bound apart from the text. A driver takes one statement with them. */
function boundIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, text }) => (kind === "operator" && /^(?:\?|\$\d+)$/.test(text) ? [text] : []));
}

function count(texts: readonly string[], text: string): number {
  return texts.filter((one) => one === text).length;
}

/** Literals apart: one more beside another is a name for it, or an error. */
function withoutLiterals(tokens: readonly Token[]): number {
  return tokens.filter(({ kind }) => kind !== "string").length;
}

const ONE_STATEMENT = "the driver takes one statement";
const NO_STATEMENT = "the hostile text makes no statement";

function takesOne(takes: OracleOptions["takes"]): boolean {
  return takes === "statement" || takes === "soql";
}

function isQuoted(tokens: readonly Token[], token: string): boolean {
  return tokens.some(({ kind, text }) => kind === "string" && text.includes(token));
}

const VERBS = /^(?:select|insert|update|delete|merge|replace|drop|alter|create|truncate|grant|revoke|call|exec|execute|do|copy|load|attach|detach|pragma|vacuum|set|show|use|with|values|table|explain|begin|commit|rollback|lock|declare|handler|install|import|analyze|reindex|rename|backup|restore|shutdown|kill)$/i;
const WRITES = /^(?:insert|update|delete|merge|replace|drop|alter|create|truncate|grant|revoke|into)$/i;

/** The caller hands over the statement: it is told apart by its verb, and by whether it writes. */
function judgeWhole(few: readonly (readonly Token[])[], many: readonly (readonly Token[])[], sent: Comparison["sent"], takes: OracleOptions["takes"]): Judgement {
  const made = many.flat();
  if (many.length > 1 && takesOne(takes)) return unknown(ONE_STATEMENT);
  if (many.some((one) => verbOf(one) !== undefined) && many.some((one) => verbOf(one) === undefined || isMalformed(one, takes))) return unknown(NO_STATEMENT);
  if (many.length > Math.max(1, few.length)) return breaks(`is more than one statement: ${quoted(textOfTokens(many.at(-1) ?? []))}`);
  const [verb, other] = [verbOf(many[0]), verbOf(few[0])];
  if (!sharesWord(textOfTokens(made), sent.hostile)) return unknown("another statement than the one sent");
  if (verb !== undefined && verb !== other) return breaks(`is the statement itself: ${quoted(textOfTokens(made))}`);
  const writes = (tokens: readonly Token[]): string | undefined => tokens.find(({ kind, text }) => kind === "name" && WRITES.test(text))?.text;
  const write = writes(made);
  return write !== undefined && writes(few.flat()) === undefined ? breaks(`is a statement that writes: ${quoted(textOfTokens(made))}`) : HOLDS;
}

function verbOf(statement: readonly Token[] | undefined): string | undefined {
  const word = statement?.find(({ kind, text }) => kind === "name" || text !== "(");
  return word !== undefined && word.kind === "name" && VERBS.test(word.text) ? word.text.toLowerCase() : undefined;
}
