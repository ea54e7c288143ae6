import type { Danger } from "./kinds.js";
import type { ApiPath, StepRow } from "./model.js";

/** What the parser percent-encodes or strips in every part of a URL. */
const ENCODED: readonly Danger[] = ["NEWLINE", "SPACE", "DOUBLE_QUOTE"];

/** The dangers of a scheme alone: `x-y.z+1:`. */
const NOT_IN_A_SCHEME: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK", "HOST", "ADDRESS", "NAME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH",
  "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "OPERATOR",
];

/** What the parts of a WHATWG URL keep of it (https://url.spec.whatwg.org/#url-class). `url` is the object: `URL.new()`. */
function urlParts(url: ApiPath): StepRow[] {
  return [
    { from: url, to: `${url}.href`, as: "identity" },
    { from: url, to: `${url}.toString()`, as: "identity" },
    { from: url, to: `${url}.toJSON()`, as: "identity" },
    { from: url, to: `${url}.origin`, as: "identity" },
    { from: url, to: `${url}.host`, as: "host" },
    { from: url, to: `${url}.hostname`, as: "host" },
    { from: url, to: `${url}.protocol`, clears: NOT_IN_A_SCHEME },
    { from: url, to: `${url}.port`, clears: "all" },
    { from: url, to: `${url}.pathname`, as: "pathname", clears: ENCODED },
    ...["search", "hash", "username", "password"].map((part): StepRow => ({ from: url, to: `${url}.${part}`, as: "url-rest", clears: ENCODED })),
    { from: url, to: `${url}.searchParams`, as: "identity" },
    ...parameters(`${url}.searchParams`),
  ];
}

function parameters(params: ApiPath): StepRow[] {
  return [
    { from: params, to: `${params}.get()`, as: "identity" },
    { from: params, to: `${params}.getAll()`, as: "list" },
    { from: params, to: `${params}.toString()`, as: "encode" },
  ];
}

/** Steps of `URL` and `URLSearchParams`, which are globals and exports of node:url alike. */
export function urlSteps(): StepRow[] {
  const made = ["new", "parse"].flatMap((way): StepRow[] => [
    { from: `URL.${way}.arg(0)`, to: `URL.${way}()`, as: "url", when: [{ at: "arg(1)", is: "unset" }] },
    { from: `URL.${way}.arg(0)`, to: `URL.${way}()`, as: "url-base", when: [{ at: "arg(1)", is: "set" }] },
    { from: `URL.${way}.arg(1)`, to: `URL.${way}()`, as: "url" },
    ...urlParts(`URL.${way}()`),
  ]);
  return [
    ...made,
    { from: "URLSearchParams.new.arg(0)", to: "URLSearchParams.new()", as: "identity" },
    { from: "URLSearchParams.new().append.arg(1)", to: "URLSearchParams.new().append.this", as: "identity" },
    { from: "URLSearchParams.new().set.arg(1)", to: "URLSearchParams.new().set.this", as: "identity" },
    ...parameters("URLSearchParams.new()"),
  ];
}
