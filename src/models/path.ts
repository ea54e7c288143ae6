import { UserError } from "../errors.js";
import type { ApiPath } from "./model.js";

/** One part of an `ApiPath`. */
export type Segment =
  | { readonly kind: "member"; readonly name: string }
  /** What a call of the part before gives. */
  | { readonly kind: "call" }
  /** What `new` of the part before gives; followed by "arg" it is the constructor call itself. */
  | { readonly kind: "new" }
  /** Arguments `from` to `to` (inclusive) of a call of the part before. `to` is Infinity for `arg(1..)` and `arg(*)`; `arg(last)` has -1 for both. */
  | { readonly kind: "arg"; readonly from: number; readonly to: number }
  /** A parameter of a function that stands here; where `of` says how many it has to declare, of one that does. */
  | { readonly kind: "param"; readonly index: number; readonly of?: { readonly least: number; readonly most: number } }
  /** Any item of a list, and where it is not `listed` any value of a table as well. */
  | { readonly kind: "element"; readonly listed?: true }
  /** The receiver of a call of the part before. */
  | { readonly kind: "this" }
  /** First segment `*`: a receiver of unknown origin. */
  | { readonly kind: "any" }
  /** First segment `~`: any schema of the model's packages. */
  | { readonly kind: "schema" };

const NAME = /[\w$-]+/y;
const RANGE = /\((?:(last)|(\*)|(\d{1,3})(?:(\.\.)(\d{1,3})?)?)\)/y;
const INDEX = /\((\d{1,3})(?:(\/)(\d{1,3})?\.\.(\d{1,3})?)?\)/y;

/** Whether the place is there in a function with so many parameters. */
export function isDeclared({ of }: Extract<Segment, { kind: "param" }>, count: number): boolean {
  return of === undefined || (of.least <= count && count <= of.most);
}

/**
 * Parses a place in a library's API, as documented at `ApiPath`.
 *
 * Four laws beyond the plain reading:
 * - A leading `default` stands for the module itself and is left out: `default.get.arg(0)` parses as `get.arg(0)`, `default` as no segment at all. Whoever
 *   walks a value along the segments must likewise stay where he is on the member `default` of a module, so that every form of import meets the same row.
 * - A leading `()` before `.arg` or `.this` is the call of the module itself: `().arg(0)` parses as `arg(0)`, `().get` as call, get.
 * - `arg` and `param` mean positions only with a number: `req.param()` is a call of a method of that name.
 * - The arguments of a constructor are written `Client.new.arg(0)`, its result `Client.new()`.
 *
 * @throws UserError with the position of what is malformed.
 */
export function parsePath(path: ApiPath): Segment[] {
  const segments: Segment[] = [];
  let at = 0;

  const fail = (why: string): never => {
    throw new UserError(`The API path ${JSON.stringify(path)} is malformed at position ${at + 1}: ${why}.`);
  };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (match !== null) at += match[0].length;
    return match;
  };

  if (path === "") fail("it is empty");
  if (path === "*" || path.startsWith("*.")) {
    segments.push({ kind: "any" });
    at = 1;
  } else if (path.startsWith("~.")) {
    segments.push({ kind: "schema" });
    at = 1;
  } else if (path[0] !== "(" && path[0] !== "[") {
    named();
  }
  while (at < path.length) {
    const start = at;
    if (path[at] === ".") {
      at += 1;
      named();
    } else if (path.startsWith("()", at)) {
      at += 2;
      segments.push({ kind: "call" });
    } else if (path.startsWith("[*]", at)) {
      at += 3;
      segments.push({ kind: "element" });
    } else if (path.startsWith("[]", at)) {
      at += 2;
      segments.push({ kind: "element", listed: true });
    } else {
      fail('expected ".", "()", "[*]", "[]" or the end');
    }
    if (at === start) fail("nothing could be read");
  }
  checkOrder();
  return normalize(segments);

  function named(): void {
    const match = take(NAME);
    if (match === null) return void fail("expected a name");
    const name = match[0];
    const opens = path[at] === "(" && path[at + 1] !== ")";
    if (name === "arg" && opens) {
      const range = take(RANGE);
      if (range === null) return void fail("expected (0), (1..), (1..3), (last) or (*)");
      segments.push(argument(range));
    } else if (name === "param" && opens) {
      const index = take(INDEX);
      if (index === null) return void fail("expected the number of a parameter, (0), (0/..3) or (1/4..)");
      const [, position, isLimited, least = 0, most = Infinity] = index;
      segments.push({ kind: "param", index: Number(position), ...(isLimited === undefined ? {} : { of: { least: Number(least), most: Number(most) } }) });
    } else if (opens) {
      fail('only "arg" and "param" take something in parentheses');
    } else if (name === "new") {
      if (path.startsWith("()", at)) at += 2;
      else if (!path.startsWith(".arg(", at)) fail('"new" is followed by "()" or ".arg(…)"');
      segments.push({ kind: "new" });
      if (path.startsWith(".arg(", at) && path[at - 1] === ")") fail("arguments of a constructor are written `.new.arg(…)`");
    } else if (name === "this") {
      segments.push({ kind: "this" });
    } else {
      segments.push({ kind: "member", name });
    }
  }

  function argument([, last, all, from, open, to]: RegExpExecArray): Segment {
    if (last !== undefined) return { kind: "arg", from: -1, to: -1 };
    if (all !== undefined) return { kind: "arg", from: 0, to: Infinity };
    const first = Number(from);
    const end = open === undefined ? first : to === undefined ? Infinity : Number(to);
    if (end < first) fail("the range of arguments ends before it starts");
    return { kind: "arg", from: first, to: end };
  }

  function checkOrder(): void {
    segments.forEach((segment, index) => {
      const before = segments[index - 1];
      if (segment.kind === "param" && before !== undefined && before.kind === "call") fail("a parameter belongs to a function, not to what its call gives");
      if ((segment.kind === "this" || segment.kind === "arg") && segments.slice(0, index).some(({ kind }) => kind === "this")) fail("no call is made of what a receiver holds");
    });
  }
}

function normalize(segments: Segment[]): Segment[] {
  const [first, second] = segments;
  if (first?.kind === "member" && first.name === "default") return normalize(segments.slice(1));
  let calls = 0;
  while (segments[calls]?.kind === "call") calls += 1;
  const behind = segments[calls]?.kind;
  if (calls > 0 && second !== undefined && (behind === "arg" || behind === "this")) return segments.slice(1);
  return segments;
}
