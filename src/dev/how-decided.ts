import { type Danger, dangerNames, SINK_KINDS, type SinkKind } from "../models/kinds.js";
import type { Ask, Rule, Server } from "../rule.js";

/** What a value can still do, as a clause behind "it". */
const WORDS: Readonly<Record<Danger, string>> = {
  ABSOLUTE: "may be an absolute path",
  DOTDOT: "may hold `..`",
  OUTSIDE: "may lie outside of every root once it is resolved",
  SIBLING: "may lie in a neighbour of the root whose name starts alike",
  SEPARATOR: "may hold a separator",
  LINK: "may be a link, which nobody resolved",
  SCHEME: "chooses the scheme",
  HOST: "chooses the host",
  ADDRESS: "may name a private address",
  NAME: "may be a host name that resolves to a private address",
  METACHARACTER: "may hold `;`, `&`, `|`, `<`, `>` or a bracket",
  SUBSTITUTION: "may hold `$` or a backquote",
  NEWLINE: "may hold a line break",
  SPACE: "may be several words",
  DASH: "may start with a dash",
  SINGLE_QUOTE: "may hold a single quote",
  DOUBLE_QUOTE: "may hold a double quote",
  BACKQUOTE: "may hold a backquote",
  BACKSLASH: "may hold a backslash",
  SQL: "is free text where a query language is parsed",
  CODE: "is free text where program text is parsed",
  FREE: "may be anything, where one of a list is meant",
  OPERATOR: "may be an object with operators in place of a scalar",
  LITERAL_QUOTE: "may end a literal of a program",
  FRAGMENT: "is free text inside a statement that the program wrote",
};

/** A server that has nothing, whatever is asked of it: lists are empty, and flags are not set. */
const EMPTY = new Proxy({}, { get: (_server, name) => (/^is|Scopes$/.test(String(name)) ? false : []) }) as Server;

/** The kinds of sinks to which a rule asks for flows. */
export function kindsAsked(rule: Rule): SinkKind[] {
  const asked = new Set<SinkKind>();
  const ask: Ask = {
    server: EMPTY,
    flows({ to }) {
      for (const kind of to) asked.add(kind);
      return [];
    },
  };
  for (const _report of rule.check(ask)) void _report;
  return [...asked];
}

/** How a rule comes to its findings, as Markdown. */
export function howDecided(rule: Rule): string {
  const kinds = kindsAsked(rule);
  if (kinds.length === 0) {
    return "By the server as a client would see it: its tools and what they are registered with, its transports, the addresses that it listens on, and the ways that a request takes through middlewares and handlers. `mcp-boundary tools` shows most of it.";
  }
  const lines = kinds.map((kind) => `- **${SINK_KINDS[kind].phrase}** ${SINK_KINDS[kind].phrase.startsWith("the arguments") ? "are" : "is"} hurt by a value that ${joined(dangerNames(SINK_KINDS[kind].hurts).map((name) => WORDS[name]))}`);
  return [
    "By flows: ways from what a client sends to a sink.",
    lines.join("\n"),
    "Each step and each check on the way clears what it is known to clear, whatever its name. A flow is reported when something that hurts its sink is left at the end of the way. It is then run with hostile input in a made-up world; where that input breaks out, the finding is proved and shows it.",
  ].join("\n\n");
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join("; ")}; or ${words.at(-1) ?? ""}`;
}
