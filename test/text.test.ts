import { describe, expect, it } from "vitest";
import { ALL_DANGERS, dangerNames, dangers, type Danger } from "../src/models/kinds.js";
import type { ProgramRow } from "../src/models/model.js";
import { judgeArguments, type Item } from "../src/text/arguments.js";
import { openToOptions, operandsOf } from "../src/text/operands.js";
import { insideQuotes, scanQuotes, type Quote } from "../src/text/quotes.js";
import { fixedOrigin, fixesHost, fixesScheme, leftInUrl, pathAfter, type LeftParts } from "../src/text/url.js";

const names = (bits: number): string => dangerNames(bits).join(" ");

describe("scanQuotes", () => {
  it.each<[text: string, from: Quote, open: Quote]>([
    ["echo ", "", ""],
    ["echo '", "", "'"],
    ["echo \"", "", "\""],
    ["echo `", "", "`"],
    ["' ", "'", ""],
    ["\" '", "\"", "'"],
    ["it's \"", "\"", ""],
    ["don't '", "", "'"],
    ["don't", "", ""],
    ["'don", "", "'"],
    ["\\\"", "", ""],
    ["\\\"", "\"", "\""],
    ["\\'", "'", ""],
    ["a\\\\\"", "\"", ""],
    ["' + \"x", "'", "\""],
    ["", "`", "`"],
  ])("%j from %j", (text, from, open) => {
    expect(scanQuotes(text, from)).toBe(open);
  });
});

describe("insideQuotes", () => {
  const shell = dangers("METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH");
  it.each<[bits: number, quote: Quote, left: string]>([
    [shell, "", names(shell)],
    [shell, "'", "DASH"],
    [shell | dangers("SINGLE_QUOTE"), "'", `${names(shell)} SINGLE_QUOTE`],
    [shell, "\"", "SUBSTITUTION DASH"],
    [shell | dangers("SINGLE_QUOTE"), "\"", "SUBSTITUTION DASH SINGLE_QUOTE"],
    [shell | dangers("DOUBLE_QUOTE"), "\"", `${names(shell)} DOUBLE_QUOTE`],
    [shell, "`", names(shell)],
    [dangers("SQL", "BACKSLASH"), "'", "BACKSLASH"],
    [dangers("SQL", "SINGLE_QUOTE"), "'", "SINGLE_QUOTE SQL"],
    [dangers("SQL"), "`", ""],
    [dangers("SQL", "BACKQUOTE"), "`", "BACKQUOTE SQL"],
    [dangers("CODE"), "'", ""],
    [dangers("CODE", "BACKSLASH"), "'", "BACKSLASH CODE"],
    [dangers("CODE", "NEWLINE"), "\"", "CODE"],
    [dangers("CODE", "NEWLINE"), "`", "NEWLINE"],
    [dangers("CODE", "SUBSTITUTION"), "`", "SUBSTITUTION CODE"],
    [ALL_DANGERS, "'", names(ALL_DANGERS)],
    [dangers("ABSOLUTE", "DOTDOT", "HOST"), "\"", "ABSOLUTE DOTDOT HOST"],
  ])("%i in %j", (bits, quote, left) => {
    expect(names(insideQuotes(bits, quote))).toBe(left);
  });
});

describe("fixesHost", () => {
  it.each<[left: LeftParts, fixed: boolean]>([
    [[], false],
    [[""], false],
    [["http://"], false],
    [["https://", ""], false],
    [["https:"], false],
    [["https"], false],
    [["https://api."], false],
    [["https://user@"], false],
    [["https://api.example.com"], false],
    [["https://api.example.com/"], true],
    [["https://api.example.com", "/v1/"], true],
    [["https://api.example.com?q="], true],
    [["HTTPS://api.example.com/x"], true],
    [[" https://"], false],
    [["//"], false],
    [["//cdn.example.com/"], true],
    [["\\\\"], false],
    [["/"], false],
    [["/users/"], true],
    [["/users"], true],
    [["./"], true],
    [["?q="], true],
    [["repos/"], true],
    [["items"], true],
    [["mailto:a"], true],
    [["file:///"], true],
    [["file://"], false],
    [[undefined], true],
    [[undefined, "/users/"], true],
    [[undefined, "?q="], true],
    [[undefined, "."], false],
    [[undefined, "://"], false],
    [[undefined, "://", undefined], true],
    [[undefined, "://api.example.com/"], true],
    [["https://", undefined], true],
    [["https://", undefined, "/"], true],
    [["https://", undefined, "."], false],
    [["https://", undefined, ":"], false],
    [["http", undefined, "://"], false],
    [[undefined, ":"], false],
    [[undefined, undefined], true],
  ])("%j: %s", (left, fixed) => {
    expect(fixesHost(left)).toBe(fixed);
  });
});

describe("other laws of URLs and paths", () => {
  it.each<[left: LeftParts, fixed: boolean]>([
    [[], false], [["http"], false], [["https://"], true], [["/"], true], [[undefined], true], [["repos/"], true], [["x"], false], [["custom:"], true],
  ])("fixesScheme %j: %s", (left, fixed) => {
    expect(fixesScheme(left)).toBe(fixed);
  });

  it.each<[text: string, origin: string | undefined]>([
    ["https://API.example.com/v1", "https://api.example.com"],
    ["https://api.example.com:8443/", "https://api.example.com:8443"],
    ["https://user@api.example.com/", "https://api.example.com"],
    ["https://api.example.com", undefined],
    ["/v1/", undefined],
  ])("fixedOrigin %j", (text, origin) => {
    expect(fixedOrigin(text)).toBe(origin);
  });

  it.each<[cleared: readonly Danger[], left: LeftParts, remains: string]>([
    [[], [], "SCHEME HOST ADDRESS NAME"],
    [["HOST", "SCHEME"], [], ""],
    [["HOST", "SCHEME"], ["https://"], "ADDRESS NAME"],
    [[], ["https://"], "HOST ADDRESS NAME"],
    [[], ["https://example.com/"], ""],
    [[], ["/"], "HOST ADDRESS NAME"],
    [["SEPARATOR"], ["/"], ""],
  ])("leftInUrl without %j behind %j", (cleared, left, remains) => {
    const urls = dangers("SCHEME", "HOST", "ADDRESS", "NAME");
    expect(names(leftInUrl(ALL_DANGERS & ~dangers(...cleared), left) & urls)).toBe(remains);
  });

  it.each<[left: LeftParts, absoluteGone: boolean, loneDotdotGone: boolean]>([
    [[], false, false], [[""], false, false], [["/srv/"], true, false], [["report-"], true, true], [["/srv/report-"], true, true], [["/srv/."], true, false], [[undefined], true, false], [[undefined, "/"], true, false], [[undefined, "-"], true, true],
  ])("pathAfter %j", (left, absoluteGone, loneDotdotGone) => {
    expect(pathAfter(left)).toEqual({ absoluteGone, dotdotGone: false, loneDotdotGone });
  });
});

const ROWS: readonly ProgramRow[] = [
  { names: ["sh", "bash", "zsh"], flags: ["-c"], kind: "shell" },
  { names: ["cmd"], flags: ["/c", "/k"], kind: "shell", rest: true },
  { names: ["powershell", "pwsh"], flags: ["-Command", "-c"], kind: "shell", rest: true },
  { names: ["python", "python3"], flags: ["-c"], kind: "code" },
  { names: ["node"], flags: ["-e", "--eval", "-p", "--print"], kind: "code" },
  { names: ["osascript"], flags: ["-e"], kind: "code" },
  { names: ["ssh"], flags: [], kind: "shell", operand: 1, rest: true },
  { names: ["powershell"], flags: [], kind: "shell", operand: 0, rest: true },
  { names: ["deno"], flags: ["eval"], kind: "code", rest: true },
  { names: ["awk"], flags: ["-e", "--source"], kind: "code", operand: 0 },
  { names: ["find"], flags: ["-exec"], kind: "program" },
  { names: ["docker"], flags: ["-c"], kind: "shell" },
];

/** A word list in which `$0` is a hole, `$0*` a tainted list, `...` unknown elements, `( a | b )` ways to go on. */
function parseItems(words: string): Item[] {
  return words.split(" ").filter(Boolean).map((word): Item => {
    if (word === "...") return { many: true };
    const fork = { "(": "begin", "|": "next", ")": "end" } as const;
    if (word === "(" || word === "|" || word === ")") return { fork: fork[word] };
    const hole = /^(.*)\$(\d)(\*?)$/.exec(word);
    if (hole === null) return { text: word };
    return { hole: Number(hole[2]), ...(hole[1] === "" || hole[1] === undefined ? {} : { text: hole[1] }), ...(hole[3] === "*" ? { many: true } : {}) };
  });
}

describe("judgeArguments", () => {
  it.each<[command: string, reparsed: string]>([
    ["sh -c $0", "0 shell"],
    ["/bin/bash -c $0", "0 shell"],
    ["bash -lc $0", "0 shell"],
    ["bash -cl $0", "0 shell"],
    ["bash --norc -c echo$0", "0 shell"],
    ["bash -c echo $0", ""],
    ["bash script.sh $0", ""],
    ["bash $0", ""],
    ["sh $0*", "0 shell"],
    ["C:\\Windows\\System32\\cmd.exe /C dir $0 $1", "0 shell, 1 shell"],
    ["cmd /d /s /c $0", "0 shell"],
    ["powershell -NoProfile -ExecutionPolicy Bypass -command $0 $1", "0 shell, 1 shell"],
    ["powershell -ExecutionPolicy Bypass -File $0 $1", ""],
    ["powershell -file script.ps1 -Command $0", ""],
    ["powershell Get-Item $0", "0 shell"],
    ["deno eval --ext ts $0", "0 code"],
    ["deno run $0", ""],
    ["awk -F : $0 file", "0 code"],
    ["find . -name $0 -exec $1", "1 program"],
    ["find . -exec sh -c $0", "0 shell"],
    ["docker exec box python3 -c $0", "0 code"],
    ["kubectl exec node -- sh -c $0", "0 shell"],
    ["python main.py -c $0", ""],
    ["python -m tool -c $0", ""],
    ["bash -o pipefail -c $0", "0 shell"],
    ["/usr/bin/python3.11 -c $0", "0 code"],
    ["python -m $0", ""],
    ["python -uc $0", "0 code"],
    ["python -c$0", "0 code"],
    ["node --eval=$0", "0 code"],
    ["node --eval $0", "0 code"],
    ["node -pe $0", "0 code"],
    ["node server.js $0", ""],
    ["osascript -e $0 -e $1", "0 code, 1 code"],
    ["ssh host $0", "0 shell"],
    ["ssh -p 22 -i key $0 uptime $1", "1 shell"],
    ["ssh -p 22 -- host $0", "0 shell"],
    ["git log $0", ""],
    ["sudo -u root sh -c $0", "0 shell"],
    ["env A=1 B=$1 bash -c $0", "0 shell"],
    ["timeout -s KILL 10 nice -n 5 sh -c $0", "0 shell"],
    ["nohup $0 x", "0 program"],
    ["xargs -I {} sh -c $0", "0 shell"],
    ["sudo ... $0", ""],
    ["docker exec -it box sh -c $0", "0 shell"],
    ["docker exec -it box ls $0", ""],
    ["kubectl exec pod -- /bin/bash -lc $0", "0 shell"],
    ["ssh host sh -c $0", "0 shell"],
  ])("%s", (command, reparsed) => {
    const [program, ...words] = command.split(" ");
    const holes = judgeArguments(program, parseItems(words.join(" ")), ROWS);
    expect(holes.map(({ hole, kind }) => `${hole} ${kind}`).join(", ")).toBe(reparsed);
  });

  it("says nothing of an unknown program, and ends on wrappers without end", () => {
    expect(judgeArguments(undefined, [{ text: "-c" }, { hole: 0 }], ROWS)).toEqual([]);
    expect(judgeArguments("sudo", Array.from({ length: 50 }, () => ({ text: "sudo" })), ROWS)).toEqual([]);
    expect(judgeArguments("constructor", [{ text: "-c" }, { hole: 0 }], ROWS)).toEqual([]);
  });
});

describe("operandsOf", () => {
  it.each<[items: string, operands: string]>([
    ["log $0", "0"],
    ["log -- $0", "0 --"],
    ["-m $0 $1", "0 flag, 1"],
    ["--file=$0 x$1", ""],
    ["$0* -- $1", "0, 1 --"],
    ["-- -m $0", "0 --"],
    ["log ( -n $0 | ) $1", "0 flag, 1"],
    ["log ( -n | -m ) $0", "0 flag"],
    ["log ( -- $0 | $1 ) $2", "0 --, 1, 2"],
    ["-m ( $0 | ( $1 | -n $2 ) ) $3", "0 flag, 1 flag, 2 flag, 3"],
    ["log $0 )", "0"],
  ])("%s", (items, operands) => {
    const found = operandsOf(parseItems(items));
    expect(found.map(({ hole, afterDashes, flags }) => `${hole}${afterDashes ? " --" : ""}${flags.includes(undefined) ? "" : " flag"}`).join(", ")).toBe(operands);
  });
});

describe("openToOptions", () => {
  const rows = [
    { names: ["git"], harm: "--upload-pack", switches: ["--oneline", "-p", "-s"] },
    { names: ["find"], harm: "-exec", switches: [], endless: true },
    { names: ["svc"], harm: "--any", switches: ["-q"], commands: [{ names: ["get", "put"], harm: "--out" }] },
  ];
  it.each<[program: string, items: string, holes: string]>([
    ["git", "log $0", "0"],
    ["git", "log -- $0", ""],
    ["git", "log --oneline $0", "0"],
    ["git", "log -ps $0", "0"],
    ["git", "log -n $0 $1", "1"],
    ["git", "log --format=$0", ""],
    ["git", "$0*", "0"],
    ["/usr/bin/git", "log $0", "0"],
    ["sudo", "-u www git log $0", "0"],
    ["timeout", "5 env A=1 git log $0", "0"],
    ["sudo", "$0", ""],
    ["find", "-- $0", "0"],
    ["ls", "$0", ""],
    ["svc", "-q get $0", "0"],
    ["svc", "-c a=b put $0", "0"],
    ["svc", "list $0", ""],
    ["svc", "$0 list", "0"],
    ["svc", "-C $0 list $1", ""],
    ["svc", "$0*", "0"],
  ])("%s %s", (program, items, holes) => {
    expect(openToOptions(program, parseItems(items), rows).map(({ hole }) => hole).join()).toBe(holes);
  });
});
