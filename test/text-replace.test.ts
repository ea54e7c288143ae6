import { describe, expect, it } from "vitest";
import { dangerNames, dangers, type Danger } from "../src/models/kinds.js";
import { clearedByReplace } from "../src/text/regex.js";
import { HOSTILE, hasDanger } from "./text-hostile.js";

const names = (bits: number): string => dangerNames(bits).join(" ");
const sorted = (text: string): string => names(dangers(...(text.split(" ").filter(Boolean) as Danger[])));
const NAME_LIKE = "ABSOLUTE DOTDOT SEPARATOR SCHEME HOST METACHARACTER SUBSTITUTION NEWLINE SPACE SINGLE_QUOTE DOUBLE_QUOTE BACKQUOTE BACKSLASH OPERATOR";

describe("clearedByReplace", () => {
  it.each<[pattern: string, flags: string, replacement: string, cleared: string]>([
    ["[^\\w-]", "g", "", `${NAME_LIKE} CODE`],
    ["[^\\w-]", "g", "_", `${NAME_LIKE} CODE`],
    ["[^a-z0-9]+", "gi", "-", `${NAME_LIKE} CODE`],
    ["\\W", "g", "", `${NAME_LIKE} DASH SQL CODE`],
    ["[^\\w-]", "", "_", ""],
    ["[^\\w-]", "g", ";", NAME_LIKE.replace("METACHARACTER ", "")],
    ["[\\\\/]", "g", "_", "ABSOLUTE SEPARATOR BACKSLASH"],
    ["\\.\\.|[\\\\/]", "g", "", "ABSOLUTE SEPARATOR BACKSLASH"],
    ["[;&|<>()]", "g", "", "METACHARACTER"],
    ["[\\r\\n]+", "g", " ", "NEWLINE"],
    ["\\s+", "g", " ", "NEWLINE"],
    ["\\s", "g", "", "NEWLINE SPACE OPERATOR"],
    ["x*|;", "g", "", ""],
    ["a;|;b", "g", "", ""],
    // Two dots that go leave two dots behind: "....//".
    ["\\.\\.", "g", "", ""],
    ["\\.\\.\\/", "g", "", ""],
    ["\\.\\.", "g", "_", "DOTDOT"],
    ["\\.{2,}", "g", "", "DOTDOT"],
    ["\\.+", "g", ".", "DOTDOT"],
    ["\\.", "g", "", "DOTDOT"],
    ["^-+", "", "", "DASH"],
    ["^-", "", "", ""],
    ["^-", "", "_", "DASH"],
    ["^-", "", "./-", "DASH"],
    ["^-+|-+$", "g", "", "DASH"],
    ["^\\/+", "", "", "ABSOLUTE"],
    ["^[\\\\/]+", "", "", "ABSOLUTE"],
    ["^\\/", "", "", ""],
    ["\\/+$", "", "", ""],
  ])("/%s/%s -> %j", (pattern, flags, replacement, cleared) => {
    expect(names(clearedByReplace(pattern, flags, replacement))).toBe(sorted(cleared));
  });

  it.each<[pattern: string, flags: string, replacement: string, cleared: string]>([
    ["'", "g", "''", "SINGLE_QUOTE"],
    ["'", "g", "'\\''", "SINGLE_QUOTE"],
    ["'", "g", "'\"'\"'", "SINGLE_QUOTE"],
    ["'", "g", "", "SINGLE_QUOTE"],
    ["'", "", "''", ""],
    ["'", "g", "\\'", ""],
    ["['\\\\]", "g", "\\$&", "BACKSLASH LITERAL_QUOTE"],
    ["\"", "g", "\\\"", ""],
    ["\"", "g", "\"\"", "DOUBLE_QUOTE"],
    ["[\"\\\\]", "g", "\\$&", "DOUBLE_QUOTE BACKSLASH"],
    ["([\"\\\\])", "g", "\\$1", "DOUBLE_QUOTE BACKSLASH"],
    ["[\"\\\\$`]", "g", "\\$&", "SUBSTITUTION DOUBLE_QUOTE BACKQUOTE BACKSLASH"],
    ["[\"$`]", "g", "\\$&", ""],
    ["[^\\w]", "g", "\\$&", "METACHARACTER SUBSTITUTION NEWLINE SPACE DOUBLE_QUOTE BACKQUOTE BACKSLASH LITERAL_QUOTE"],
    ["[;&|<>()]", "g", "\\$&", ""],
    ["\\\\", "g", "\\\\", "BACKSLASH"],
    ["'", "g", "$'", ""],
  ])("escapes: /%s/%s -> %j", (pattern, flags, replacement, cleared) => {
    expect(names(clearedByReplace(pattern, flags, replacement))).toBe(sorted(cleared));
  });

  it("takes a backslash before a quote when the text had none of its own", () => {
    const before = clearedByReplace("\\\\", "g", "\\\\");
    expect(names(clearedByReplace("\"", "g", "\\\"", ~before))).toBe("DOUBLE_QUOTE");
  });

  it("takes the character that an alternative cannot do without", () => {
    expect(names(clearedByReplace("\\r?\\n|\\r", "g", " "))).toBe("NEWLINE");
    expect(names(clearedByReplace("\\r\\n|\\r", "g", " "))).toBe("");
  });

  it("takes texts as patterns, of which replace changes only the first", () => {
    expect(names(clearedByReplace({ text: "'", all: true }, "", "''"))).toBe("SINGLE_QUOTE");
    expect(names(clearedByReplace({ text: "'", all: false }, "", "''"))).toBe("");
    expect(names(clearedByReplace({ text: "..", all: true }, "", ""))).toBe("");
    expect(names(clearedByReplace({ text: "$", all: true }, "", ""))).toBe("");
    expect(names(clearedByReplace("[$`]", "g", ""))).toBe("SUBSTITUTION BACKQUOTE");
  });

  it("says nothing when the replacement is a function or unknown", () => {
    expect(clearedByReplace("[^a-z]", "g", undefined)).toBe(0);
  });

  it.each<[pattern: RegExp, replacement: string]>([
    [/\s+/g, " "], [/\s+/g, "-"], [/\//g, "_"], [/[^\w]/g, "_"], [/[:.]/g, "-"], [/\\/g, "/"], [/[^a-zA-Z0-9]/g, "_"], [/[^a-z0-9]+/g, "-"], [/[^a-z0-9_-]/gi, "_"], [/\n/g, " "], [/\r?\n/g, " "],
    [/^-+|-+$/g, ""], [/^-+/, ""], [/-+$|^-+/g, ""], [/^-+|x/g, ""], [/^-/gm, "_"], [/^-+/gm, ""], [/\.{2,}/g, ""], [/\.\.+/g, "."], [/\.\./g, "_"], [/\.\./g, "./"], [/\.+/g, "."], [/\.\./g, ""], [/\.\.|[\\/]/g, "_"], [/[/\\.]/g, ""],
    [/<[^>]*>/g, ""], [/[<>]/g, ""], [/[\x00-\x1f]/g, ""], [/[^\x20-\x7e]/g, ""], [/[;&|`$()<>]/g, ""], [/(?:;|&)+/g, ""], [/[;]|x*/g, ""], [/;{1,2}/g, ""], [/;{2}/g, ""], [/(;)(?=a)/g, ""], [/[^]/g, "a"], [/./g, ""], [/[^-\w]/g, "-"], [/@|:/g, "/"], [/\W+?/g, "_"],
  ])("holds for what replace really gives: %s -> %j", (pattern, replacement) => {
    const cleared = dangerNames(clearedByReplace(pattern.source, pattern.flags, replacement)).filter((name) => name !== "ABSOLUTE" || pattern.flags.includes("g"));
    const wrong = HOSTILE.filter((text) => cleared.some((name) => hasDanger(text.replace(pattern, replacement), name)));
    expect(wrong).toEqual([]);
  });
});
