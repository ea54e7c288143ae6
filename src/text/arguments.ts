import type { SinkKind } from "../models/kinds.js";
import type { ProgramRow } from "../models/model.js";

/** One element of an argument list. */
export interface Item {
  /** The constant text of the element; with `hole`, the constant text before the hole: `--eval=` + hole. */
  readonly text?: string;
  /** The number of the tainted value that the element is, or ends in; with `many`, a tainted list. */
  readonly hole?: number;
  /** Any number of elements that we do not know. */
  readonly many?: boolean;
  /** No element: here several ways in which the list may go on begin, one ends and the next begins, or all have ended. */
  readonly fork?: "begin" | "next" | "end";
}

/** A hole that is parsed once more, and as what. */
export interface ReparsedHole {
  readonly hole: number;
  readonly kind: SinkKind;
  /** Only together with an option that the tainted list itself has to bring. */
  readonly byOption?: boolean;
  /** The first of the program's names that the models know: `pwsh`. */
  readonly program: string;
  /** The text is made of so many of the last elements, joined by blanks. */
  readonly last?: number;
  /** It is parsed on another host. */
  readonly remote?: boolean;
}

/** Programs that run the program in their arguments: options that take a value, and how many operands come before the program. */
const WRAPPERS: Readonly<Record<string, { readonly values: string; readonly operands: number }>> = {
  env: { values: "-u -C -P --unset --chdir", operands: 0 },
  sudo: { values: "-u -g -h -p -C -D -R -r -t -T -U --user --group --host --prompt --chdir", operands: 0 },
  doas: { values: "-u -C", operands: 0 },
  nohup: { values: "", operands: 0 },
  setsid: { values: "", operands: 0 },
  time: { values: "-f -o --format --output", operands: 0 },
  timeout: { values: "-s -k --signal --kill-after", operands: 1 },
  gtimeout: { values: "-s -k --signal --kill-after", operands: 1 },
  nice: { values: "-n --adjustment", operands: 0 },
  ionice: { values: "-c -n --class --classdata", operands: 0 },
  stdbuf: { values: "-i -o -e", operands: 0 },
  xargs: { values: "-n -I -P -L -d -E -s -a --max-args --replace --max-procs --max-lines --delimiter --arg-file", operands: 0 },
  chroot: { values: "", operands: 1 },
  xcrun: { values: "--sdk -sdk --toolchain -toolchain", operands: 0 },
};

/** Programs that take a whole command line somewhere among their arguments. */
const LAUNCHERS: ReadonlySet<string> = new Set([
  "docker", "podman", "nerdctl", "kubectl", "oc", "lxc", "wsl", "npx", "flock", "strace", "systemd-run", "nsenter", "unshare", "firejail", "find", "flatpak-spawn", "start", "machinectl", "dbus-run-session", "xvfb-run", "caffeinate", "arch", "ltrace",
]);

/** Options whose value is the next element, for programs whose operands the models count: these are no operands. */
const VALUE_OPTIONS: Readonly<Record<string, string>> = {
  ssh: "-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w",
  autossh: "-M -B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w",
  plink: "-P -l -pw -i -L -R -D",
  awk: "-F -f -v", gawk: "-F -f -v", mawk: "-F -f -v", nawk: "-F -f -v",
  powershell: "-executionpolicy -ep -ex -exec -version -windowstyle -w -inputformat -outputformat -psconsolefile -configurationname",
  curl: "-X -H -d -o -u -A -e -b -c -m -F -T -x -w -K -r --request --header --data --data-raw --data-binary --data-urlencode --json --output --user --user-agent --referer --cookie --cookie-jar --max-time --connect-timeout --form --upload-file --proxy --write-out --resolve --retry --max-redirs --max-filesize --range --cacert --cert --key",
  wget: "-O -o -P -U -t -T -Q --output-document --output-file --directory-prefix --user-agent --header --timeout --tries --post-data --post-file --method --body-data",
  wget2: "-O -o -P -U -t -T -Q --output-document --output-file --directory-prefix --user-agent --header --timeout --tries --post-data --post-file --method --body-data",
  head: "-n -c --lines --bytes", tail: "-n -c --lines --bytes -s --pid",
  sqlite3: "-separator -newline -nullvalue -init -mmap",
};

/** Options behind which everything belongs to a script, and is no longer read by the program. */
const END_OPTIONS: Readonly<Record<string, string>> = {
  python: "-m", python2: "-m", python3: "-m", py: "-m", powershell: "-file -f", pwsh: "-file -f",
};

/** A script for an interpreter: the options behind it are the script's. */
const SCRIPT = /\.(?:py|pyz|[cm]?js|[cm]?ts|sh|bash|zsh|rb|pl|php|ps1|lua|scpt|applescript)$/i;

const DEEPEST = 8;

/**
 * Which holes a program parses again as a command or as program text, because of the program and of the options before them: `sh -c` and its kin.
 * The program may have a directory, `.exe` or a version; `env`, `sudo`, `timeout` and their kin hand over to the program behind them.
 */
export function judgeArguments(program: string | undefined, items: readonly Item[], rows: readonly ProgramRow[]): ReparsedHole[] {
  return judge(program, items.filter((item) => item.fork === undefined), rows, 0);
}

function judge(program: string | undefined, items: readonly Item[], rows: readonly ProgramRow[], depth: number): ReparsedHole[] {
  if (program === undefined || depth > DEEPEST) return [];
  const names = namesOf(program);
  const at = wrappedAt(names, items);
  if (at !== undefined) {
    const item = items[at];
    if (item === undefined || (item.many === true && item.hole === undefined)) return [];
    if (item.hole !== undefined) return [{ hole: item.hole, kind: "program", program: names[0] ?? program }];
    return judge(item.text, items.slice(at + 1), rows, depth + 1);
  }
  const found = new Map<number, ReparsedHole>();
  const keep = (holes: readonly ReparsedHole[]): void => {
    for (const one of holes) if (!found.has(one.hole)) found.set(one.hole, one);
  };
  if (names.some((name) => LAUNCHERS.has(name))) {
    // Which element is the program depends on the launcher's options: each that could be one is tried, and hands over no further.
    items.forEach(({ text, hole }, at) => {
      if (text !== undefined && hole === undefined && isProgram(text, rows)) keep(judge(text, items.slice(at + 1), rows, DEEPEST));
    });
  }
  for (const row of rows) if (row.names.some((name) => names.includes(name.toLowerCase()))) keep(judgeRow(names, items, row));
  return [...found.values()].sort((a, b) => a.hole - b.hole);
}

/** Where the program stands that a wrapper such as `sudo` runs; undefined for other programs. */
export function wrappedAt(names: readonly string[], items: readonly Item[]): number | undefined {
  const wrapper = names.map((name) => (Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined)).find((found) => found !== undefined);
  return wrapper === undefined ? undefined : findWrapped(items, wrapper.values.split(" "), wrapper.operands);
}

/** Lower-case base name without `.exe`, then without its version: `/usr/bin/python3.11` is python3.11, python3 and python. */
export function namesOf(program: string): string[] {
  const base = program.slice(Math.max(program.lastIndexOf("/"), program.lastIndexOf("\\")) + 1).toLowerCase().replace(/\.(?:exe|cmd|bat|com)$/, "");
  return [...new Set([base, base.replace(/\.[0-9]+$/, ""), base.replace(/-?[0-9][0-9.]*$/, "")])];
}

/** The index of the program that a wrapper runs. */
function findWrapped(items: readonly Item[], values: readonly string[], operands: number): number {
  let left = operands;
  for (let at = 0; at < items.length; at++) {
    const { text, hole, many, fork } = items[at] ?? {};
    if (many === true) return at;
    if (fork !== undefined) continue;
    if (text !== undefined && text.startsWith("-")) {
      if (values.includes(text) && hole === undefined) at++;
    } else if (text !== undefined && /^\w+=/.test(text)) {
      continue;
    } else if (left-- <= 0) {
      return at;
    }
  }
  return items.length;
}

/** The words that a table has for the first of a program's names that it knows. */
function lookUp(table: Readonly<Record<string, string>>, names: readonly string[]): readonly string[] {
  const name = names.find((known) => Object.hasOwn(table, known));
  return name === undefined ? [] : (table[name] ?? "").split(" ");
}

function judgeRow(names: readonly string[], items: readonly Item[], row: ProgramRow): ReparsedHole[] {
  const valueOptions = lookUp(VALUE_OPTIONS, names);
  const endOptions = lookUp(END_OPTIONS, names);
  const found: ReparsedHole[] = [];
  const reader = names.find((name) => row.names.includes(name)) ?? names[0] ?? "";
  const take = (item: Item | undefined, byOption = false, from?: number): void => {
    const last = row.rest === true && from !== undefined ? { last: items.length - from } : {};
    if (item?.hole !== undefined) found.push({ hole: item.hole, kind: row.kind, program: reader, ...last, ...(row.remote === true ? { remote: true } : {}), ...(byOption ? { byOption } : {}) });
  };
  let operands = 0;
  let textAt: number | undefined;
  let dashes = false;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) break;
    const { text, hole, many } = item;
    const isConstant = text !== undefined && hole === undefined;
    // Behind the last counted operand everything is text. Of a tainted list the attacker chooses the options too.
    const isText = row.rest === true && row.operand !== undefined && operands > row.operand;
    if (isText || many === true) {
      if (!isText && dashes && row.operand === undefined && row.rest !== true) continue;
      take(item, !isText && row.flags.length > 0 && row.operand === undefined, isText ? textAt : undefined);
      continue;
    }
    if (isConstant && text === "--" && !dashes) {
      dashes = true;
      continue;
    }
    if (text !== undefined && !dashes) {
      const match = matchFlag(text, hole !== undefined, row);
      if (match === "attached") take(item);
      if (match === "next") {
        for (const behind of row.rest === true ? items.slice(at + 1) : items.slice(at + 1, at + 2)) take(behind, false, at + 1);
        if (row.rest === true) break;
        at++;
        continue;
      }
      if (isConstant && endOptions.includes(text.toLowerCase())) break;
      // Option letters keep their case, long names of PowerShell do not.
      if (isConstant && valueOptions.includes(text.length > 2 ? text.toLowerCase() : text)) at++;
      if (text.startsWith("-")) continue;
    }
    if (row.operand === undefined && row.rest !== true && isConstant && SCRIPT.test(text)) break;
    if (row.operand === operands) {
      textAt = at;
      take(item, false, at);
    }
    operands++;
  }
  return found;
}

/** "next": the text is the next element; "attached": it stands in the same one (`--eval=x`, `-cx`). */
function matchFlag(text: string, withHole: boolean, row: ProgramRow): "next" | "attached" | undefined {
  // cmd and PowerShell do not tell the cases of an option apart, and join no letters.
  const wordy = row.flags.some((flag) => /^-[A-Za-z]{6,}$/.test(flag));
  for (const flag of row.flags) {
    const same = wordy || flag.startsWith("/") ? text.toLowerCase() === flag.toLowerCase() : text === flag;
    if (withHole) {
      if (text.startsWith(`${flag}=`) || (/^-\w$/.test(flag) && text.startsWith(flag))) return "attached";
      continue;
    }
    if (same) return "next";
    const letter = /^-([A-Za-z])$/.exec(flag)?.[1];
    if (letter === undefined || wordy || !/^-[a-z]{2,5}$/.test(text)) continue;
    // `-lc`: shells take the letter `c` at any place of a group, other programs' groups end with the letter that takes a value.
    if (text.endsWith(letter) || (flag === "-c" && row.kind === "shell" && text.includes("c"))) return "next";
  }
  return undefined;
}

function isProgram(text: string, rows: readonly ProgramRow[]): boolean {
  const names = namesOf(text);
  return names.some((name) => Object.hasOwn(WRAPPERS, name)) || rows.some((row) => row.flags.length > 0 && row.names.some((name) => names.includes(name.toLowerCase())));
}
