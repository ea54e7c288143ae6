import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseShell } from "../src/text/shell-grammar.js";
import { HOLE as X, judged, said } from "./judging.js";
import { HOSTILE } from "./text-hostile.js";

describe("shell", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`git log ${X}`, "main", "holds"],
    [`git log ${X}`, "a-b_c/d.e", "holds"],
    [`git log ${X}`, "x;id", "starts a second command: `id`"],
    [`git log ${X}`, "x; id -u", "starts a second command: `id -u`"],
    [`git log ${X}`, "x && id", "starts a second command: `id`"],
    [`git log ${X}`, "x || id", "starts a second command: `id`"],
    [`git log ${X}`, "x | id", "starts a second command: `id`"],
    [`git log ${X}`, "x & id", "starts a second command: `id`"],
    [`git log ${X}`, "x\nid", "starts a second command: `id`"],
    [`git log ${X}`, "x\n\nid\n", "starts a second command: `id`"],
    [`git log ${X}`, "x;id #", "starts a second command: `id`"],
    [`git log ${X} | head -5`, "x; id", "starts another command: `id`"],
    [`git log ${X} | head -5`, "x; id #", "starts another command: `id`"],
    [`git log ${X} | head -5`, "x #", "makes a comment of the rest of the command line"],
    [`git log ${X}`, "$(id)", "runs a command in a substitution: `$(id)`"],
    [`git log ${X}`, "`id`", "runs a command in a substitution: ``id``"],
    [`git log ${X}`, "<(id)", "runs a command in a substitution: `<(id)`"],
    [`git log ${X}`, "$HOME", "is expanded by the shell: `$HOME`"],
    [`git log ${X}`, "${IFS}", "is expanded by the shell: `${IFS}`"],
    [`git log ${X}`, "${x:-$(id)}", "runs a command in a substitution: `$(id)`"],
    [`git log ${X}`, "$((1+`id`))", "runs a command in a substitution: ``id``"],
    [`git log ${X}`, "a$", "holds"],
    [`git log ${X}`, "a$.b", "holds"],
    [`git log ${X}`, "a\\;b", "holds"],
    [`git log ${X}`, "a#b", "holds"],
    [`git log ${X}`, "a=b", "holds"],
    [`git log ${X}`, "a b", "adds an argument: `b`"],
    [`git log ${X}`, "main --output=/tmp/x", "adds an argument: `--output=/tmp/x`"],
    [`git log ${X}`, "*", "is a pattern that the shell replaces by other arguments: `*`"],
    [`git log ${X}`, "a{b,c}", "is a pattern that the shell replaces by other arguments: `{b,c}`"],
    [`git log ${X}`, "~", "is a pattern that the shell replaces by other arguments: `~`"],
    [`git log ${X}`, "a~1", "holds"],
    [`git log ${X}`, "stash@{0}", "holds"],
    [`git log ${X}`, "> /tmp/x", "redirects: `> /tmp/x`"],
    [`git log ${X}`, "x>/tmp/x", "redirects: `> /tmp/x`"],
    [`git log ${X}`, "x 2>/tmp/x", "redirects: `> /tmp/x`"],
    [`git log ${X}`, "x >& /tmp/x", "redirects: `>& /tmp/x`"],
    [`git log ${X}`, "x <<< y", "redirects: `<<< y`"],
    [`git log ${X}`, "x &", "changes how the commands are joined: `&`"],
    [`git log ${X} > /dev/null 2>&1`, "x; id", "starts a second command: `id`"],
    [`git log ${X} > /dev/null 2>&1`, "main", "holds"],
    [`cd /srv && git log ${X}`, "x; id", "starts another command: `id`"],
    [`cd /srv && git log ${X}`, "x || true", "starts another command: `true`"],
    [`${X} --version`, "id", "is the command that the shell runs: `id --version`"],
    [`${X}`, "rm -rf /", "is the command that the shell runs: `rm -rf /`"],
    [`${X} --version`, "; id", "starts a command of its own: `id --version`"],
    [`FOO=1 ${X}`, "id", "is the command that the shell runs: `FOO=1 id`"],
    [`echo ${X}`, "x; id", "starts a second command: `id`"],
    [`echo ${X} # note`, "x; id", "starts a second command: `id`"],
    // in double quotes
    [`git log "${X}"`, "x; id", "holds"],
    [`git log "${X}"`, "x & y | z > w < v (u)", "holds"],
    [`git log "${X}"`, "*.ts ~ {a,b}", "holds"],
    [`git log "${X}"`, "don't", "holds"],
    [`git log "${X}"`, "x\nid", "holds"],
    [`git log "${X}"`, "$(id)", "runs a command in a substitution: `$(id)`"],
    [`git log "${X}"`, "`id`", "runs a command in a substitution: ``id``"],
    [`git log "${X}"`, "$HOME", "is expanded by the shell: `$HOME`"],
    [`git log "${X}"`, "\\$(id)", "holds"],
    [`git log "${X}"`, "\\\\$(id)", "runs a command in a substitution: `$(id)`"],
    [`git log "${X}"`, "x\"; id; echo \"", "starts a second command: `id`"],
    [`git log "${X}"`, "x\" -rf \"y", "adds an argument: `-rf`"],
    [`git log "${X}"`, "x\\\"; id #", "holds"],
    [`git log "${X}"`, "x\"", "unknown"],
    [`git log "${X}"`, "\\", "unknown"],
    // quotes escaped, the backslash not
    [`git log "${X}"`, "x\\\\\"; id; echo \\\\\"", "starts a second command: `id`"],
    // in single quotes
    [`git log '${X}'`, "$(id) `id` ; id \" \\ \n id", "holds"],
    [`git log '${X}'`, "x'; id; echo '", "starts a second command: `id`"],
    [`git log '${X}'`, "x'$(id)'", "runs a command in a substitution: `$(id)`"],
    [`git log '${X}'`, "x'\\''; id; '\\''", "holds"],
    [`git log '${X}'`, "x\\'; id; echo '", "starts a second command: `id`"],
    [`git log '${X}'`, "x' 'y", "adds an argument: `y`"],
    [`git log '${X}'`, "x'", "unknown"],
    [`git log $'${X}'`, "x\\'; id", "holds"],
    [`git log $'${X}'`, "x\\\\'; id; '", "starts a second command: `id`"],
    // in substitutions
    [`echo $(git log ${X})`, "x; id", "starts a second command: `id`"],
    [`echo $(git log ${X})`, "x); id; echo $(", "starts a second command: `id`"],
    [`echo "$(git log '${X}')"`, "x; id", "holds"],
    [`echo "$(git log '${X}')"`, "x'; id; '", "starts a second command: `id`"],
    [`echo \`git log ${X}\``, "x; id", "starts a second command: `id`"],
    [`echo \`git log ${X}\``, "x main", "adds an argument: `main`"],
    [`echo "\${NAME:-${X}}"`, "a; b", "holds"],
    [`echo "\${NAME:-${X}}"`, "$(id)", "runs a command in a substitution: `$(id)`"],
    // here-documents
    [`cat > f << EOF\n${X}\nEOF\nls`, "a; b | c", "holds"],
    [`cat > f << EOF\n${X}\nEOF\nls`, "$(id)", "runs a command in a substitution: `$(id)`"],
    [`cat > f << EOF\n${X}\nEOF\nls`, "a\nEOF\nid", "starts another command: `id`"],
    [`cat > f << 'EOF'\n${X}\nEOF\nls`, "$(id)", "holds"],
    [`cat > f << 'EOF'\n${X}\nEOF\nls`, "a\nEOF\nid\n", "starts another command: `id`"],
    [`cat > f << 'EOF'\n${X}\nEOF\nls`, "a\nEOFx\nid", "holds"],
    [`cat > f <<- EOF\n\t${X}\n\tEOF\nls`, "a\n\tEOF\nid", "starts another command: `id`"],
    // what other programs parse again
    [`sh -c 'git log ${X}'`, "x; id", "starts a second command: `id`"],
    [`sh -c 'git log ${X}'`, "main", "holds"],
    [`bash -lc "git log '${X}'"`, "x; id", "holds"],
    [`bash -lc "git log '${X}'"`, "x'; id; '", "starts a second command: `id`"],
    [`sudo bash -c "git log ${X}"`, "x; id", "starts a second command: `id`"],
    [`env A=1 sh -c "echo '${X}'"`, "x'; id; '", "starts a second command: `id`"],
    [`ssh host 'git log ${X}'`, "x; id", "starts a second command: `id`"],
    [`ssh host git log '${X}'`, "x; id", "starts a second command: `id`"],
    [`ssh host git log '${X}'`, "main", "holds"],
    [`ls | xargs sh -c 'echo ${X}'`, "x; id", "starts a second command: `id`"],
    [`docker exec box sh -c 'echo ${X}'`, "x; id", "starts a second command: `id`"],
    [`sh script.sh '${X}'`, "x; id", "holds"],
    [`python3 -c "print('${X}')"`, "x; import os", "holds"],
    [`python3 -c "print('${X}')"`, "x');import os;os.system('id", "adds to the program: `'x' ) ; import os ; os . system ( 'id'`"],
    [`node -e 'console.log("${X}")'`, "x", "holds"],
    [`node -e 'console.log("${X}")'`, "x\");process.exit(\"", "adds to the program: `process.exit(\"\")`"],
    [`osascript -e 'tell app "Finder" to open "${X}"'`, "it is", "holds"],
    [`osascript -e 'tell app "Finder" to open "${X}"'`, "x\" & (do shell script \"id\") & \"", "adds to the program: `\"x\" & ( do shell script \"id\" ) & \"\"`"],
    [`powershell -Command "Get-Item '${X}'"`, "a b", "holds"],
    [`powershell -Command "Get-Item '${X}'"`, "x'; id; '", "starts another command: `id ; ''`"],
    [`psql -c "select '${X}'"`, "x", "holds"],
    [`psql -c "select '${X}'"`, "x'; drop table t; --", "adds another statement: `drop table t`"],
    // options
    [`git log ${X}`, "--output=/tmp/x", "is taken for an option: `--output=/tmp/x`"],
    [`git log '${X}'`, "--output=/tmp/x", "is taken for an option: `--output=/tmp/x`"],
    [`git log -- ${X}`, "--output=/tmp/x", "holds"],
    [`frobnicate ${X}`, "--x", "unknown"],
    [`git log ${X}`, "x\rid", "holds"],
    // what the program does of its own accord
    [`git log ${X}`, "", "unknown"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("shell", place, hostile)).toBe(verdict);
  });

  it("judges one of several texts", () => {
    expect(judged("shell", X, "id", { element: true })).toBe("holds");
    expect(judged("shell", X, "x;id", { element: true })).toBe("starts a second command: `id`");
    expect(judged("shell", X, "a b", { element: true })).toBe("adds an argument: `b`");
  });

  it("holds for every text that is quoted as POSIX says", () => {
    for (const text of HOSTILE) {
      const word = `'${text.replaceAll("'", "'\\''")}'`;
      expect([text, judged("shell", `git log -- ${X} | head`, word)]).toEqual([text, "holds"]);
      const twice = (one: string): string => `sh -c '${`git log -- '${one.replaceAll("'", "'\\''")}'`.replaceAll("'", "'\\''")}'`;
      expect([text, said("shell", twice("mcpbenign"), twice(text), { benign: "mcpbenign", hostile: text })]).toEqual([text, "holds"]);
    }
  });

  it("takes any nesting", () => {
    for (const piece of ["$(", "`", "\"$(", "${x:-", "$((", "<(", "(", "'", "\"", "<<E ", "\\", "{a,", "[", "$(cat <<E\n"]) {
      const start = performance.now();
      expect(judged("shell", `echo ${X}`, piece.repeat(4000))).toBeTypeOf("string");
      expect([piece, performance.now() - start < 10_000]).toEqual([piece, true]);
    }
  });
});

describe.skipIf(!existsSync("/bin/sh"))("/bin/sh", () => {
  it("splits words like parseShell", () => {
    const pieces = ["a", " ", "'b c'", "\"d e\"", "\\ ", "\\\\", "'\\'", "\"\\\"\"", "\"'\"", "''", "\"\\a\"", "\\'", "=", "\t", "\\\n", "%", "-", "'\n'", "\"$\"", "$ "];
    const lines = pieces.flatMap((one) => pieces.flatMap((two) => pieces.slice(0, 8).map((three) => one + two + three)));
    const script = lines.map((line) => `printf '<%s>' x ${line}\nprintf '\\0'\n`).join("");
    const words = execFileSync("/bin/sh", { input: script, encoding: "utf8" }).split("\0").slice(0, -1);
    const ours = lines.map((line) => {
      const [command] = parseShell(`x ${line}\n`).nodes;
      return typeof command === "object" ? command.words.map(({ text }) => `<${text}>`).join("") : "";
    });
    expect(ours.length).toBe(words.length);
    expect(ours.flatMap((one, at) => (one === words[at] ? [] : [[lines[at], one, words[at]]]))).toEqual([]);
  });
});

describe("cmd.exe", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`dir ${X}`, "x", "holds"],
    [`dir ${X}`, "x & calc", "starts another command: `calc`"],
    [`dir ${X}`, "x | calc", "starts another command: `calc`"],
    [`dir ${X}`, "x^&y", "holds"],
    [`dir ${X}`, "%PATH%", "is expanded by the shell: `%PATH%`"],
    [`dir ${X}`, "x > y", "redirects: `> y`"],
    [`dir ${X}`, "x y", "adds an argument: `y`"],
    [`dir "${X}"`, "x & calc", "holds"],
    [`dir "${X}"`, "x\" & calc & \"", "starts another command: `calc & \"\"`"],
    [`dir "${X}"`, "%PATH%", "is expanded by the shell: `%PATH%`"],
    [`dir '${X}'`, "x & calc", "starts another command: `calc'`"],
    [`dir ${X}`, "$(id)", "holds"],
    [`${X} /?`, "calc", "is the command that the shell runs: `calc /?`"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("shell", place, hostile, { platform: "windows" })).toBe(verdict);
  });
});

describe("PowerShell", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`Get-Item '${X}'`, "x; $(id) `n \" & y", "holds"],
    [`Get-Item '${X}'`, "it''s", "holds"],
    [`Get-Item '${X}'`, "x'; id #", "makes a comment of the rest of the command line"],
    [`Get-Item '${X}'`, "x\u2019; id; \u2019", "starts another command: `id ; \u2019'`"],
    [`Get-Item "${X}"`, "x; id", "holds"],
    [`Get-Item "${X}"`, "$(id)", "is expanded by the shell: `$(id)`"],
    [`Get-Item "${X}"`, "$env:HOME", "is expanded by the shell: `$env:HOME`"],
    [`Get-Item "${X}"`, "`$(id)", "holds"],
    [`Get-Item "${X}"`, "x\"; id; \"", "starts another command: `id ; \"\"`"],
    [`Get-Item ${X}`, "x y", "adds an argument: `y`"],
    [`Get-Item ${X}`, "x;id", "starts another command: `id`"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("shell", place, hostile, { language: "pwsh.exe" })).toBe(verdict);
  });
});
