import { model } from "../model.js";

/** Small libraries that give back the text or object that they are given, in another form. */
export default model({
  packages: [
    "slash", "untildify", "expand-tilde", "normalize-path", "strip-ansi", "dedent", "ts-dedent", "outdent", "he", "html-entities", "escape-html", "common-tags", "trim-newlines", "strip-indent", "strip-bom", "pluralize", "clone", "rfdc",
    "klona", "deepmerge", "deepmerge-ts", "defu", "extend", "object-assign", "camelcase-keys", "snakecase-keys", "wrap-ansi", "marked",
    "turndown", "dompurify", "isomorphic-dompurify", "sanitize-html", "xss", "striptags", "html-to-text", "node-html-markdown", "string-template", "format-util", "sprintf-js", "resolve-tilde", "expand-home-dir",
    "immer", "merge-options", "merge-deep", "just-extend", "fast-copy", "entities", "validate-npm-package-name",
  ].filter((name) => !["string-width", "fast-deep-equal", "to-absolute-glob", "validate-npm-package-name"].includes(name)),
  steps: [
    { from: "().arg(*)", to: "()", as: "identity" },
    { from: "string.arg(0)", to: "string()", as: "identity" },
    ...["untildify", "sprintf", "dedent", "stripIndent", "encode", "decode", "escape", "unescape", "stripIndents", "oneLine", "sanitize", "convert", "htmlToText", "parse", "marked", "klona", "merge", "all", "filterXSS", "encodeHTML", "decodeHTML", "translate", "copy", "defu", "deepmerge", "assign"]
      .map((name) => ({ from: `${name}.arg(*)`, to: `${name}()`, as: "identity" as const })),
    { from: "new().turndown.arg(0)", to: "new().turndown()", as: "identity" },
    { from: "()().arg(0)", to: "()()", as: "identity" },
  ],
});
