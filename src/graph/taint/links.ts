import { dangers, type Dangers } from "../../models/kinds.js";
import type { StepRow } from "../../models/model.js";
import { escapeQuotes } from "../../text/quotes.js";
import { clearedByMatch, clearedByMiss, clearedByReplace, literalPattern } from "../../text/regex.js";
import { addedByReplace } from "../../text/regex-rebuilt.js";
import { regexOf, singleText } from "../constants.js";
import { derive } from "../fields.js";
import type { Mapping } from "../edge-data.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Node, NO_NODE, OP } from "../graph.js";
import { predicateOf } from "../guards/callbacks.js";
import type { Judge } from "../guards/judge.js";
import { putTransfer } from "../dangers/holes.js";
import { placeNodes } from "../solve/invoke.js";
import { holds } from "../places.js";
import { leavesOf, type Reader, readSchema } from "../guards/schemas.js";
import { type ApiCall, type Solver, tokensAt } from "../solver.js";
import { clearedBits, stepTransfer, writeTransfer } from "../dangers/transfers.js";

/** Adds the edges along which taint goes through libraries and through the language's own methods. Runs once, when the calls are known. */
export function linkSteps(judge: Judge): void {
  const { solver } = judge;
  for (const call of solver.apiCalls) for (const step of call.effects.steps) linkStep(solver, call, step);
  solver.graph.defs.forEach((def, node) => {
    if (def?.kind === "update") linkWrite(solver, node, def);
  });
  for (const site of solver.graph.calls) linkText(judge, site);
  linkSchemas(judge);
}

/** What each schema that is enforced admits. Once more when more is known of what is the attacker's, for predicates that compare. */
export function linkSchemas(judge: Judge): void {
  const reader: Reader = { ...judge, shapes: { known: new Map(), choices: 0 }, read: new Map() };
  for (const site of judge.solver.graph.calls) linkSchema(reader, site);
}

function mapping(take: Mapping["take"], transfer: Mapping["transfer"], put: readonly string[] = []): Mapping {
  return { take, transfer, put, leaves: undefined };
}

function linkStep(solver: Solver, { site, args }: ApiCall, step: ApiCall["effects"]["steps"][number]): void {
  const { row } = step;
  if (row.when?.some((condition) => !holds(solver, site, args, condition))) return;
  const cleared = clearedBits(row.clears);
  const put = step.to.path.flatMap((segment) => (segment.kind === "member" ? [segment.name] : segment.kind === "element" ? [ANY_ITEM] : []));
  const atResult = step.to.from < -1 ? { ...step.to, path: [] } : step.to;
  const sources = placeNodes(solver, site, args, step.from);
  const targets = placeNodes(solver, site, args, atResult);
  sources.forEach((source, index) => {
    // an argument that is spread into a call stands at any position
    const position = args.findIndex((arg) => arg.node === source);
    const transfer = stepTransfer(row.as ?? "identity", position >= 0 ? position : index === 0 ? 0 : 1);
    for (const target of targets) solver.graph.edge(source, target, OP.MAP, { take: takes(row), transfer: (bits: Dangers) => transfer(bits) & ~cleared, put: step.to.from < -1 ? put : [], leaves: undefined });
  });
}

/** A write to a member that a library reads off the whole object changes the whole: `url.hostname = host`. */
function linkWrite(solver: Solver, node: Node, { base, field, value }: { readonly base: Node; readonly field: string; readonly value: Node }): void {
  for (const token of tokensAt(solver, base)) {
    const meaning = token.kind === "api" ? token.api.members.get(field)?.read?.as : undefined;
    const transfer = writeTransfer(meaning);
    if (transfer !== undefined) solver.graph.edge(value, node, OP.MAP, mapping("text", transfer));
  }
}

function takes(row: StepRow): Mapping["take"] {
  switch (row.as) {
    case "identity":
    case undefined:
      return "same";
    case "stringify":
      return "any";
    case "elements":
    case "join-text":
    case "join":
    case "resolve":
      return "items";
    case "list":
      return "same";
    default:
      return "text";
  }
}

/** `schema.parse(value)`: what the schema admits of the value. */
function linkSchema(judge: Reader, site: CallSite): void {
  const { solver } = judge;
  const [first, second] = site.args;
  if (first === undefined) return;
  for (const token of tokensAt(solver, site.callee)) {
    const library = token.kind === "schema-method" && token.of.kind === "schema" ? token.of.api.library : undefined;
    const method = token.kind === "schema-method" ? library?.schemaMethods.get(token.name) : token.kind === "api" ? token.api.onCall.schema : undefined;
    if (method?.means !== "parse" && method?.means !== "safe-parse") continue;
    const [schema, value] = token.kind === "schema-method" ? [site.receiver, first.node] : [first.node, second?.node ?? NO_NODE];
    if (value === NO_NODE) continue;
    const data: Mapping = { take: "same", transfer: (bits) => bits, put: method.means === "safe-parse" ? ["data"] : [], leaves: leavesOf(readSchema(judge, schema)) };
    const before = solver.graph.edgesOf(value).find(({ to, op, data: known }) => to === site.node && op === OP.MAP && known.leaves !== undefined);
    if (before === undefined) solver.graph.edge(value, site.node, OP.MAP, data);
    else solver.graph.edges.replace(before.id, OP.MAP, data);
  }
}

const SAME = (bits: Dangers): Dangers => bits;
/** A text holds no operators. */
const asText = (bits: Dangers): Dangers => bits & ~dangers("OPERATOR");

/** Methods of strings whose result holds text of the string. */
const TEXT_METHODS = new Set([
  "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase", "toString", "valueOf", "normalize", "padEnd", "padStart", "slice", "substring", "substr",
  "charAt", "at", "concat", "repeat", "toWellFormed", "text", "json",
]);
/** Those among them that other values have too, so that the result may be one of these. */
const OTHERS_HAVE = new Set(["valueOf", "slice", "at", "concat", "normalize", "text", "json"]);
/** Methods that give a number, a boolean, or nothing of the text. */
const CLEAN_METHODS = new Set([
  "includes", "startsWith", "endsWith", "indexOf", "lastIndexOf", "search", "test", "charCodeAt", "codePointAt", "localeCompare", "has", "toFixed", "toISOString", "getTime", "every", "some", "findIndex",
  "push", "unshift", "forEach", "set", "add", "delete", "clear", "keys", "isArray",
]);
const CALLBACK_METHODS = new Set(["map", "filter", "flatMap", "find", "findLast", "reduce", "reduceRight", "sort", "then", "catch", "finally", "get", "values", "entries", "pop", "shift", "next", "on", "once", "emit", "run", "call", "apply", "bind", "flat", "reverse", "toSorted", "toReversed", "splice", "fill"]);

function linkText(judge: Judge, site: CallSite): void {
  const { method, receiver } = site;
  if (method === undefined || receiver === NO_NODE || site.isNew) return;
  const { graph } = judge.solver;
  switch (method) {
    case "replace":
    case "replaceAll":
      graph.edge(receiver, site.node, OP.MAP, mapping("text", replaceTransfer(judge.solver, site)));
      if (site.args[1] !== undefined) graph.edge(site.args[1].node, site.node, OP.MAP, mapping("text", putTransfer(judge.solver, site)));
      return;
    case "split":
      graph.edge(receiver, site.node, OP.MAP, mapping("text", splitTransfer(judge.solver, site), [ANY_ITEM]));
      return;
    case "match":
      graph.edge(receiver, site.node, OP.MAP, mapping("text", matchTransfer(judge.solver, site.args[0]?.node), [ANY_ITEM]));
      graph.edge(receiver, site.node, OP.MAP, mapping("text", matchTransfer(judge.solver, site.args[0]?.node), ["groups", ANY_FIELD]));
      return;
    case "matchAll":
      graph.edge(receiver, site.node, OP.MAP, mapping("text", matchTransfer(judge.solver, site.args[0]?.node), [ANY_ITEM, ANY_ITEM]));
      graph.edge(receiver, site.node, OP.MAP, mapping("text", matchTransfer(judge.solver, site.args[0]?.node), [ANY_ITEM, "groups", ANY_FIELD]));
      return;
    case "exec": {
      const [text] = site.args;
      if (text !== undefined && regexOf(judge.solver, receiver) !== undefined) {
        for (const put of [[ANY_ITEM], ["groups", ANY_FIELD]]) graph.edge(text.node, site.node, OP.MAP, mapping("text", matchTransfer(judge.solver, receiver), put));
      }
      return;
    }
    case "join":
      if (site.targets.length === 0 && !judge.callsOf.get(site)?.some(({ effects }) => effects.steps.length > 0)) {
        const transfer = joinTransfer(judge.solver, site);
        graph.edge(receiver, site.node, OP.MAP, mapping("items", transfer));
        graph.edge(derive(judge.solver, receiver, ANY_ITEM), site.node, OP.MAP, mapping("text", transfer));
      }
      return;
    case "filter":
      return linkFilter(judge, site);
    default:
  }
  if (TEXT_METHODS.has(method)) {
    if (site.targets.length > 0 || judge.callsOf.get(site)?.some(({ effects }) => effects.steps.length > 0)) return;
    graph.edge(receiver, site.node, OP.MAP, mapping("text", method === "trim" ? trimTransfer : OTHERS_HAVE.has(method) ? SAME : asText));
    if (method === "concat" || method === "padStart" || method === "padEnd") for (const arg of site.args) graph.edge(arg.node, site.node, OP.MAP, mapping("text", SAME));
    return;
  }
  // an unknown method of a value of the attacker's gives a value of the attacker's
  if (!judge.solver.resolved.has(site) && !CLEAN_METHODS.has(method) && !CALLBACK_METHODS.has(method)) graph.edge(receiver, site.node, OP.MAP, mapping("text", SAME));
}

/** A text that can do nothing but start or end in blanks, because it was held against a list when trimmed, is harmless trimmed. */
function trimTransfer(bits: Dangers): Dangers {
  return (bits & ~dangers("NEWLINE", "SPACE", "DASH", "OPERATOR")) === 0 ? 0 : asText(bits);
}

/** What a regular expression matched is no more than it can match. */
function matchTransfer(solver: Solver, node: Node | undefined): Mapping["transfer"] {
  const regex = node === undefined ? undefined : regexOf(solver, node);
  if (regex === undefined) return SAME;
  return (bits) => bits & ~clearedByMatch(`^(?:${regex.pattern})$`, regex.flags.replace("m", ""));
}

/** What a text is cut at is in none of the pieces; a limit leaves nothing of the rest. */
function splitTransfer(solver: Solver, site: CallSite): Mapping["transfer"] {
  const [at] = site.args;
  const regex = at === undefined ? undefined : regexOf(solver, at.node);
  const text = at === undefined || regex !== undefined ? undefined : singleText(solver, at.node);
  if (regex === undefined && (text === undefined || text === "")) return asText;
  const cleared = clearedByMiss(regex?.pattern ?? literalPattern(text ?? ""), regex?.flags ?? "");
  return (bits) => asText(bits) & ~(cleared & dangers("SEPARATOR", "BACKSLASH", "ABSOLUTE", "NEWLINE"));
}

/** Pieces that are put together with a separator may start with it, when the first is empty. */
function joined(bits: Dangers, by: string | undefined): Dangers {
  return (bits & dangers("DOTDOT", "ABSOLUTE", "SEPARATOR")) !== 0 && (by === undefined || /[/\\]/.test(by)) ? bits | dangers("SEPARATOR", "ABSOLUTE") : bits;
}

/** `text.split(a).join(b)` replaces every a by b. */
function joinTransfer(solver: Solver, site: CallSite): Mapping["transfer"] {
  const def = solver.graph.defs[solver.graph.origin(site.receiver)];
  const [by] = site.args;
  const replacement = by === undefined ? "," : singleText(solver, by.node);
  const what = def?.kind === "call" && def.site.method === "split" ? def.site.args[0] : undefined;
  const text = what === undefined ? undefined : singleText(solver, what.node);
  if (text === undefined || text === "") return (bits) => joined(asText(bits), replacement);
  return (bits) => joined(replaced({ text, all: true }, "", replacement?.replaceAll("$", "$$$$"), bits), replacement);
}

/** Items that the predicate lets pass. The plain edge from list to result was made by the solver; it is replaced in effect by this test. */
function linkFilter(judge: Judge, site: CallSite): void {
  const { solver } = judge;
  const [predicate] = site.args;
  if (predicate === undefined) return;
  const judged = predicateOf(judge, predicate.node);
  if (judged === undefined) return;
  const { graph } = solver;
  const plain = graph.edgesOf(site.receiver).find((edge) => edge.to === site.node && edge.op === OP.COPY);
  if (plain === undefined) return;
  // summaries are not final before taint is known: ask when the edge is used
  graph.edges.replace(plain.id, OP.MAP, mapping("same", (before) => before & ~judged.clears(true).self));
}

function replaceTransfer(solver: Solver, site: CallSite): Mapping["transfer"] {
  const [what, by] = site.args;
  if (what === undefined) return SAME;
  const regex = regexOf(solver, what.node);
  const text = regex === undefined ? singleText(solver, what.node) : undefined;
  if (regex === undefined && text === undefined) return SAME;
  const replacement = by === undefined ? undefined : (singleText(solver, by.node) ?? textReturned(solver, by.node)?.replaceAll("$", "$$$$"));
  const pattern = regex?.pattern ?? { text: text ?? "", all: site.method === "replaceAll" };
  return (bits) => replaced(pattern, regex?.flags ?? "", replacement, bits);
}

/** The one text that a function gives. */
function textReturned(solver: Solver, node: Node): string | undefined {
  const [token, ...others] = tokensAt(solver, node);
  return token?.kind === "function" && others.length === 0 ? singleText(solver, token.fn.returns) : undefined;
}

/** What the replacement takes away is gone, and what it brings is new: a check before it knew nothing of that. */
function replaced(pattern: string | { readonly text: string; readonly all: boolean }, flags: string, replacement: string | undefined, bits: Dangers): Dangers {
  const cleared = clearedByReplace(pattern, flags, replacement, bits);
  const left = escapeQuotes(asText(bits), cleared);
  // a folder's name taken out of a path is no trick of the caller's
  if (bits === 0 || replacement === undefined || (typeof pattern !== "string" && /[/\\]/.test(pattern.text))) return left;
  return left | (addedByReplace(typeof pattern === "string" ? pattern : literalPattern(pattern.text), flags, replacement, left) & ~cleared);
}
