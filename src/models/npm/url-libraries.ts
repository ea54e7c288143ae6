import { model } from "../model.js";
import type { StepRow } from "../model.js";

/** Behind a base, a part of a URL no longer chooses scheme and host. */
const JOINS = ["()", "urlJoin", "joinURL", "withBase"] as const;

export default model({
  packages: ["url-join", "ufo", "qs", "query-string", "normalize-url", "url-parse", "urijs", "fast-querystring", "uri-js", "whatwg-url", "url-template", "uri-templates", "path-to-regexp"],
  steps: [
    ...JOINS.flatMap((name): StepRow[] => {
      const result = name === "()" ? "()" : `${name}()`;
      return [
        { from: `${name}.arg(0)`, to: result, as: "identity" },
        { from: `${name}.arg(1..)`, to: result, clears: ["SCHEME", "HOST", "ADDRESS", "NAME", "ABSOLUTE"] },
      ];
    }),
    { from: "parse.arg(0)", to: "parse()", as: "identity" },
    { from: "parseUrl.arg(0)", to: "parseUrl()", as: "identity" },
    { from: "parseURL.arg(0)", to: "parseURL()", as: "identity" },
    { from: "normalizeUrl.arg(0)", to: "normalizeUrl()", as: "identity" },
    { from: "normalizeURL.arg(0)", to: "normalizeURL()", as: "identity" },
    { from: "withQuery.arg(0)", to: "withQuery()", as: "identity" },
    { from: "withoutTrailingSlash.arg(0)", to: "withoutTrailingSlash()", as: "identity" },
    { from: "withTrailingSlash.arg(0)", to: "withTrailingSlash()", as: "identity" },
    { from: "stringifyUrl.arg(0).url", to: "stringifyUrl()", as: "identity" },
    { from: "stringify.arg(0)", to: "stringify()", as: "encode" },
    { from: "new.arg(0)", to: "new()", as: "url" },
    { from: "new()", to: "new().href", as: "identity" },
    { from: "new()", to: "new().hostname", as: "host" },
    { from: "new()", to: "new().host", as: "host" },
    { from: "new()", to: "new().pathname", as: "identity" },
    { from: "new()", to: "new().toString()", as: "identity" },
    { from: "URL.new.arg(0)", to: "URL.new()", as: "url" },
    { from: "URL.new()", to: "URL.new().href", as: "identity" },
    { from: "URL.new()", to: "URL.new().hostname", as: "host" },
  ],
  sanitizers: [
    { from: "parseTemplate().expand.arg(0)", to: "parseTemplate().expand()", as: "encode" },
    { from: "parse().expand.arg(0)", to: "parse().expand()", as: "encode" },
    { from: "encodePath.arg(0)", to: "encodePath()", clears: ["NEWLINE", "SPACE", "DOUBLE_QUOTE"] },
    { from: "encodeParam.arg(0)", to: "encodeParam()", as: "encode" },
  ],
});
