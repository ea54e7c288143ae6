import { describe, expect, test } from "vitest";
import { internalsIn } from "../src/text/internals.js";
import { poisonIn } from "../src/text/poison.js";
import { parsePattern } from "../src/text/regex-compile.js";
import { staysCheap } from "../src/text/regex-effort.js";
import { DENY_LISTS, GUARDS } from "./text-hostile.js";

describe("the effort of a search", () => {
  const CHEAP: readonly [RegExp, string][] = [
    [/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, "10.0.0.1"],
    [/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i, "a.long.name.of.a.host.example.com"],
    [/(a+)+$/, "aaaa"],
    [/\s+/g, "word ".repeat(2000)],
    [/^[\s\S]*$/, "x".repeat(20_000)],
    [/\/\*[\s\S]*?\*\//g, "/* a comment */ code ".repeat(200)],
    [/(?<=\$)\d+/g, "$1 $22 $333"],
    [/^(?!.*\.\.)[\w./-]+$/, "a/b/c.txt"],
    [/[\p{L}\p{N}]+/gu, "größe 12"],
    [/^(['"]).*\1$/, "'quoted'"],
    [/(?:)*x/, "aaaax"],
  ];
  test.each(CHEAP)("%s is cheap", (regex, text) => {
    expect(staysCheap(regex.source, regex.flags, text)).toBe(true);
  });

  const COSTLY: readonly [RegExp, string][] = [
    [/^(a+)+$/, `${"a".repeat(60)}!`],
    [/^(a|a)*$/, `${"a".repeat(60)}!`],
    [/^(\w+\s?)*$/, `${"word ".repeat(40)}!`],
    [/^([a-z]*)*$/, `${"a".repeat(60)}!`],
    [/(x+x+)+y/, "x".repeat(60)],
    [/^(?=(a+)+$)/, `${"a".repeat(60)}!`],
    [/a*a*a*a*a*a*$/, `${"a".repeat(300)}!`],
    [/^(?:a?){28}a{28}$/, "a".repeat(28)],
    [/^(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)$/, `${"a".repeat(19)}!`],
    [/(.*)\1(.*)\2(.*)\3$/, "ab".repeat(200)],
  ];
  test.each(COSTLY)("%s is costly", (regex, text) => {
    expect(staysCheap(regex.source, regex.flags, text)).toBe(false);
  });

  test("a malformed pattern is none that could be searched", () => {
    expect(parsePattern("(", "")).toBeUndefined();
    expect(staysCheap("(", "", "a")).toBe(false);
  });

  test("what servers write is cheap on what they are given", () => {
    const texts = ["", "main", "/workspace/src/index.ts", "https://www.example.com/a/b?c=d", "x".repeat(300), "; rm -rf / #", "a b c d e f g"];
    const costly = [...GUARDS, ...DENY_LISTS].filter(({ source }) => !/\\(?:1|k)/.test(source)).flatMap((regex) => texts.filter((text) => !staysCheap(regex.source, regex.flags, text)).map((text) => `${regex} ${text}`));
    expect(costly).toEqual([]);
  });

  test("counting takes a bounded time", () => {
    const start = process.hrtime.bigint();
    for (const [regex, text] of COSTLY) staysCheap(regex.source, regex.flags, text);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
  });
});

describe("the search of texts that the program shows", () => {
  const PARTS = ["a-", "a.", "a-b.", "base64,abcdefghijklmnop/", "data:image/png;base64,", "A9z/", "never ", "do not ", "read ", "read .env ", "without telling ", "ignore all ", "TODO(", "//", "( ", "\n", " ", "/home/a", "10.0.0.1 ", "a.internal ", "\u{E0020}"];
  test.each(PARTS)("%j over and over takes a bounded time", (part) => {
    const text = part.repeat(Math.ceil(50_000 / part.length));
    const start = process.hrtime.bigint();
    poisonIn(text);
    internalsIn(text);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
  });
});
