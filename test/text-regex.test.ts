import { describe, expect, it } from "vitest";
import { dangerNames, dangers, DANGERS, type Danger } from "../src/models/kinds.js";
import { clearedByMatch, clearedByMiss } from "../src/text/regex.js";
import { DANGER_PATTERNS } from "../src/text/regex-dangers.js";
import { DENY_LISTS, GUARDS, HOSTILE, hasDanger } from "./text-hostile.js";

const names = (bits: number): string => dangerNames(bits).join(" ");
const SHELL = "METACHARACTER SUBSTITUTION NEWLINE SPACE";
const QUOTES = "SINGLE_QUOTE DOUBLE_QUOTE BACKQUOTE BACKSLASH";
const NAME_LIKE = "ABSOLUTE DOTDOT SEPARATOR SCHEME HOST METACHARACTER SUBSTITUTION NEWLINE SPACE";

describe("clearedByMatch", () => {
  it.each<[pattern: RegExp, cleared: string]>([
    [/^[a-z0-9-]+$/, `${NAME_LIKE} ${QUOTES} CODE OPERATOR`],
    [/^[a-z0-9_]+$/i, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/^\w+$/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/^[\w.-]+$/, `ABSOLUTE SEPARATOR SCHEME HOST ${SHELL} ${QUOTES} CODE OPERATOR`],
    [/^(git|npm)$/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE FREE OPERATOR`],
    [/^\d{4}-\d{2}-\d{2}$/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/^-?\d+(\.\d+)?$/, `${NAME_LIKE} ${QUOTES} SQL CODE OPERATOR`],
    [/^(?!-)[\w./-]+$/, `SCHEME ${SHELL} DASH ${QUOTES} OPERATOR`],
    [/^(?!.*\.\.)[\w.-][\w./-]*$/, `ABSOLUTE DOTDOT SCHEME HOST ${SHELL} ${QUOTES} OPERATOR`],
    [/^(?=[a-z])(?!.*--)[\w-]{1,64}$/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, `${NAME_LIKE} DASH ${QUOTES} CODE OPERATOR`],
    [/^\p{L}+$/u, `${NAME_LIKE} DASH ${QUOTES} OPERATOR`],
    [/^"[^"]*"$/, "ABSOLUTE SCHEME HOST DASH OPERATOR"],
  ])("%s", (pattern, cleared) => {
    expect(names(clearedByMatch(pattern.source, pattern.flags))).toBe(names(dangers(...(cleared.split(" ") as Danger[]))));
  });

  it.each<[why: string, pattern: RegExp]>([
    ["no anchors", /[a-z0-9-]+/],
    ["no end", /^[a-z0-9]*/],
    ["an anchor in one alternative only", /^[a-z]+|[0-9]+$/],
    ["an end with a hole", /^[^]*$/],
    ["too large", /(a|b).{20}c(a|b){30}/],
    ["a back reference that may hold anything", /^(.*)\1$/s],
  ])("clears nothing: %s", (_, pattern) => {
    expect(names(clearedByMatch(pattern.source, pattern.flags) & ~DANGERS.OPERATOR)).toBe("");
  });

  it("takes anchors as ends of lines under m, so a second line may hold anything", () => {
    expect(names(clearedByMatch("^[a-z]+$", "m"))).toBe("OPERATOR");
    expect(names(clearedByMatch("^[^;]+$", "m"))).not.toContain("NEWLINE");
  });

  it.each<[pattern: string, flags: string, cleared: string]>([
    ["^https://api\\.example\\.com/", "", "SCHEME HOST ADDRESS NAME"],
    ["^https://api\\.example\\.com", "", "SCHEME"],
    ["^https://api.example.com/", "", "SCHEME"],
    ["^https?:\\/\\/([\\w-]+\\.)*example\\.com(:\\d+)?(/|$)", "i", "SCHEME HOST ADDRESS NAME"],
    ["^https?:\\/\\/.*\\.example\\.com\\/", "", "SCHEME"],
    ["^https://[^/]+\\.example\\.com/", "", "SCHEME"],
    ["^https://[a-z0-9-]+\\.com/", "", "SCHEME"],
    ["^http://localhost(:\\d+)?/", "", "SCHEME HOST ADDRESS NAME"],
    ["^https?://", "i", "SCHEME"],
    ["^https?:", "i", "SCHEME"],
    ["^[a-z]+://example\\.com/", "", "HOST ADDRESS NAME"],
    // A bare name is no URL, but behind "https://" it is a host.
    ["^[a-z0-9.-]+$", "", "SCHEME HOST"],
    ["^/[a-z]*$", "", "SCHEME HOST"],
    ["^/.*$", "", "SCHEME"],
    ["example\\.com", "", ""],
  ])("URL %s %s", (pattern, flags, cleared) => {
    expect(names(clearedByMatch(pattern, flags) & dangers("SCHEME", "HOST", "ADDRESS", "NAME"))).toBe(cleared);
  });

  it("says nothing of what is no pattern", () => {
    expect(clearedByMatch("(", "")).toBe(0);
    expect(clearedByMatch("a", "x")).toBe(0);
    expect(clearedByMatch("^a{2,1}$", "")).toBe(0);
    expect(clearedByMatch(`^${"(".repeat(900)}a${")".repeat(900)}$`, "")).toBeGreaterThanOrEqual(0);
    expect(clearedByMatch("^(?:(?:(?:(?:(?:a{9}){9}){9}){9}){9}){9}$", "")).toBeGreaterThanOrEqual(0);
  });
});

describe("clearedByMiss", () => {
  it.each<[pattern: RegExp, cleared: string]>([
    [/[;&|<>()$`\n\r]/, "METACHARACTER SUBSTITUTION NEWLINE BACKQUOTE"],
    [/[;&|`$]/, "SUBSTITUTION BACKQUOTE"],
    [/[;&|<>()]/g, "METACHARACTER"],
    [/\.\./, "DOTDOT"],
    [/(^|[\\/])\.\.([\\/]|$)/, "DOTDOT"],
    [/\.\.\//, ""],
    [/^-/, "DASH"],
    [/^-/m, "DASH"],
    [/[/\\]/, "ABSOLUTE SEPARATOR BACKSLASH"],
    [/\//, "SEPARATOR"],
    [/^([/\\]|[a-z]:)/i, "ABSOLUTE"],
    [/'/, "SINGLE_QUOTE"],
    [/[^a-z]/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/[^\w]|^-/, `${NAME_LIKE} DASH ${QUOTES} SQL CODE OPERATOR`],
    [/\s/, "NEWLINE SPACE OPERATOR"],
    [/^[a-z]+$/, ""],
    [/^$/, ""],
    [/(?<!\\);/, ""],
  ])("%s", (pattern, cleared) => {
    expect(names(clearedByMiss(pattern.source, pattern.flags))).toBe(cleared === "" ? "" : names(dangers(...(cleared.split(" ") as Danger[]))));
  });
});

describe("soundness on fixed hostile texts", () => {
  it("has texts for every danger", () => {
    for (const name of Object.keys(DANGER_PATTERNS) as Danger[]) expect(HOSTILE.some((text) => hasDanger(text, name)), name).toBe(true);
  });

  it.each([...GUARDS, ...DENY_LISTS].map((pattern) => [pattern]))("%s", (pattern) => {
    const match = dangerNames(clearedByMatch(pattern.source, pattern.flags));
    const miss = dangerNames(clearedByMiss(pattern.source, pattern.flags));
    const wrong: string[] = [];
    for (const text of HOSTILE) {
      pattern.lastIndex = 0;
      const cleared = pattern.test(text) ? match : miss;
      // A list of schemes that the pattern itself writes out is nobody's choice, even when it holds "file".
      for (const name of cleared) if (!(name === "SCHEME" && pattern.source.includes("javascript")) && hasDanger(text, name)) wrong.push(`${name}: ${JSON.stringify(text)}`);
    }
    expect(wrong).toEqual([]);
  });
});
