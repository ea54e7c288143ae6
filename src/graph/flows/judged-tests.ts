import { type Danger, dangerNames, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { type Cleared, nothingCleared } from "../dangers/cleared.js";
import type { FlowGraph } from "./flows.js";
import { type Graph, type Node, NO_NODE, type Truth } from "../graph.js";
import { infer } from "../guards/guards.js";
import { leavesOf, readSchema } from "../guards/schemas.js";
import { tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";

/** How a test came out: it was true or false, or the call came back. */
export type Outcome = "true" | "false" | "returns";

/** What a test says of one value where it came out one way. */
export interface JudgedTest {
  readonly subject: Node;
  /** The field that it speaks of, "" for the whole value. */
  readonly part: string;
  readonly outcome: Outcome;
  readonly removes: readonly Danger[];
  /** What the value still has of what it came with; undefined where it is no input of a client. */
  readonly leaves: readonly Danger[] | undefined;
}

/** What a schema admits at one place of the values that it describes, "" for the whole. */
export interface Admitted {
  readonly part: string;
  readonly dangers: readonly Danger[];
}

/**
 * What an expression takes away as a test, or as a call that only comes back where something holds: of the values that are judged by it and are inputs of clients; where none is, of
 * what stands in it.
 */
export function judgeTest(graph: FlowGraph, node: Node): JudgedTest[] {
  const { graph: nodes } = graph.solver;
  const at = nodes.origin(node);
  if (!TESTS.has(nodes.defs[at]?.kind ?? "")) return [];
  const operands = new Map(operandsOf(nodes, at).map((operand) => [nodes.origin(operand), operand]));
  const subjects = new Map<Node, Subject>();
  for (const subject of [...testedBy(nodes, at), ...[...operands.values()].map((value): Subject => ({ value, outcomes: ["true", "false", "returns"], isWhole: false }))]) {
    const origin = nodes.origin(subject.value);
    if (!subjects.has(origin)) subjects.set(origin, subject);
  }
  const judged = [...subjects].flatMap(([origin, subject]) => judgeSubject(graph, at, subject).map((test) => ({ ...test, subject: operands.get(origin) ?? test.subject })));
  const reached = judged.filter(({ leaves }) => leaves !== undefined);
  return reached.length > 0 ? reached : judged.filter(({ subject }) => operands.has(nodes.origin(subject)));
}

const TESTS: ReadonlySet<string> = new Set(["call", "binary", "logical", "unary", "choice", "get"]);

interface Subject {
  readonly value: Node;
  readonly outcomes: readonly Outcome[];
  /** The program takes different ways by this very test. */
  readonly isWhole: boolean;
}

/** The values that stand behind tests of which the expression is one, or a part. */
function testedBy(graph: Graph, at: Node): Subject[] {
  const found: Subject[] = [];
  graph.defs.forEach((def) => {
    if (def?.kind !== "sigma" || typeof def.truth === "object") return;
    const isReturn = def.truth === "returned" || def.truth === "fulfilled";
    const isWhole = graph.origin(bareTest(graph, def.test)) === at;
    if (isReturn ? graph.origin(def.test) === at : holdsTest(graph, def.test, at, DEEPEST)) found.push({ value: def.of, outcomes: isReturn ? ["returns"] : ["true", "false"], isWhole: isWhole && !isReturn });
  });
  // a value that is branched on counts before one that merely goes past
  return found.sort((a, b) => b.outcomes.length - a.outcomes.length);
}

const DEEPEST = 12;

function bareTest(graph: Graph, test: Node): Node {
  const def = graph.defs[graph.origin(test)];
  return def?.kind === "unary" && def.op === "!" ? bareTest(graph, def.value) : test;
}

function holdsTest(graph: Graph, test: Node, at: Node, depth: number): boolean {
  const origin = graph.origin(test);
  if (origin === at) return true;
  const def = graph.defs[origin];
  const parts = depth === 0 || def === undefined ? [] : def.kind === "unary" ? [def.value] : def.kind === "logical" ? [def.left, def.right] : def.kind === "choice" ? [def.then, def.else] : def.kind === "get" ? [def.object] : [];
  return parts.some((part) => holdsTest(graph, part, at, depth - 1));
}

/** What is compared or asked: a helper may give the answer to others that branch on it. */
function operandsOf(graph: Graph, at: Node): Node[] {
  const def = graph.defs[at];
  const nodes = def?.kind === "call" ? [def.site.receiver, ...def.site.args.map((arg) => arg.node)] : def?.kind === "binary" || def?.kind === "logical" ? [def.left, def.right] : [];
  return nodes.filter((node) => node !== NO_NODE && graph.defs[graph.origin(node)]?.kind !== "const");
}

function judgeSubject(graph: FlowGraph, at: Node, { value, outcomes, isWhole }: Subject): JudgedTest[] {
  const { judge, solver, taint } = graph;
  const origin = solver.graph.origin(value);
  taint.demand([value, origin]);
  const facts = taint.facts[value] ?? taint.facts[origin] ?? [];
  const judged = outcomes.flatMap((outcome): JudgedTest[] => {
    const cleared = nothingCleared();
    infer({ judge, subject: origin, cleared }, at, TRUTHS[outcome]);
    return [{ part: "", bits: wholeOf(graph, cleared) }, ...[...cleared.fields].map(([part, bits]) => ({ part, bits }))].filter(({ bits }) => bits !== NO_DANGERS).map(({ part, bits }) => {
      const had = facts.filter(({ path }) => part === "" || path === undefined || path.field === part).reduce((all, fact) => all | fact.bits, NO_DANGERS);
      return { subject: value, part, outcome, removes: dangerNames(had === NO_DANGERS ? bits : bits & had), leaves: had === NO_DANGERS ? undefined : dangerNames(had & ~bits) };
    });
  });
  if (judged.length > 0 || !isWhole || facts.length === 0) return judged;
  const left = facts.reduce((all, fact) => all | fact.bits, NO_DANGERS);
  return outcomes.map((outcome) => ({ subject: value, part: "", outcome, removes: [], leaves: dangerNames(left) }));
}

const TRUTHS: Readonly<Record<Outcome, Truth>> = { true: true, false: false, returns: "returned" };

/** A test against a root holds as far as nothing came in with the root. */
function wholeOf({ judge }: FlowGraph, { self, roots }: Cleared): Dangers {
  return [...roots].filter(([root]) => !judge.isTainted(root)).reduce((all, [, bits]) => all | bits, self);
}

/** What the schema at a node admits, or the schema that a call holds a value against; undefined where none is known. */
export function admittedAt({ judge, solver }: FlowGraph, node: Node): Admitted[] | undefined {
  const def = solver.graph.defs[node];
  const isSchema = (at: Node): boolean => tokensAt(solver, at).some(({ kind }) => kind === "schema");
  const schema = def?.kind === "call" && tokensAt(solver, def.site.callee).some(holdsValues) ? def.site.receiver : isSchema(node) ? node : undefined;
  const shape = schema === undefined ? undefined : readSchema(judge, schema);
  if (shape === undefined) return undefined;
  const parts = new Map<string, Dangers>();
  for (const { path, bits } of leavesOf(shape)) {
    const part = path.join(".").replaceAll(".[", "[");
    parts.set(part, (parts.get(part) ?? NO_DANGERS) | bits);
  }
  const told = new Set(leavesOf(shape).map(({ path: [first] }) => first));
  for (const field of shape.fields?.keys() ?? []) if (!told.has(field)) parts.set(field, NO_DANGERS);
  if (parts.size === 0) parts.set("", NO_DANGERS);
  return [...parts].map(([part, bits]) => ({ part, dangers: dangerNames(bits) }));
}

/** A method with which a schema is held against a value. */
function holdsValues(token: Token): boolean {
  const means = token.kind === "schema-method" && token.of.kind === "schema" ? token.of.api.library.schemaMethods.get(token.name)?.means : undefined;
  return means === "parse" || means === "safe-parse";
}
