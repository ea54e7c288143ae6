/** What a statement or a command changes: how, and the part of it that says so. */
export interface TextChange {
  readonly effect: "deletes" | "writes";
  readonly what: string;
}

const STATEMENT = /^\s*(?:\/\*[\s\S]*?\*\/\s*|--[^\n]*\n\s*)*(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|DROP\s+\w+|TRUNCATE|ALTER\s+\w+|MERGE\s+INTO|REPLACE\s+INTO)\b/i;

/** What a statement of SQL changes, by its first words; what only reads or makes a table for itself gives undefined. */
export function changeOfStatement(text: string): TextChange | undefined {
  const words = STATEMENT.exec(text)?.[1]?.replace(/\s+/g, " ").toUpperCase();
  if (words === undefined) return undefined;
  return { effect: /^(?:DELETE|DROP|TRUNCATE)/.test(words) ? "deletes" : "writes", what: words };
}

const READING = /^\s*(?:SELECT|WITH|PRAGMA|CREATE|EXPLAIN|SHOW|DESCRIBE|VALUES|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ATTACH|DETACH|ANALYZE|VACUUM)\b/i;

/** A statement that begins so is none of those that `changeOfStatement` speaks of, however it goes on. */
export function beginsHarmlessly(start: string): boolean {
  return READING.test(start);
}

/** Programs that change something whatever they are given, and those that do when this word follows. */
const COMMANDS: readonly { readonly program: RegExp; readonly deletes?: RegExp; readonly writes?: RegExp }[] = [
  { program: /^(?:rm|rmdir|unlink|shred|del)$/, deletes: /^/ },
  { program: /^(?:mv|kill|pkill|killall|shutdown|reboot|halt|taskkill|useradd|chown|chmod|dd|patch)$/, writes: /^/ },
  { program: /^git$/, deletes: /^(?:clean|branch -[dD]|reset --hard|worktree remove|tag -d|push .*--delete)\b/, writes: /^(?:commit|push|merge|rebase|cherry-pick|revert|reset|checkout|switch|restore|add|init|clone|pull|am|apply|stash (?:push|pop|apply|drop)|tag -a)\b/ },
  { program: /^gh$/, deletes: /^\w+ delete\b/, writes: /^\w+ (?:create|edit|merge|close|comment|reopen)\b/ },
  { program: /^(?:docker|podman)$/, deletes: /^(?:rm|rmi|system prune|(?:container|volume|image|network) (?:rm|prune))\b/, writes: /^(?:start|stop|restart|kill|build|push|compose (?:up|down))\b/ },
  { program: /^(?:kubectl|oc)$/, deletes: /^delete\b/, writes: /^(?:apply|create|patch|scale|replace|edit|set|annotate|label|cordon|drain|rollout (?:restart|undo)|config (?:use-context|set\S*|delete-\S+|rename-context|unset))\b/ },
  { program: /^helm$/, deletes: /^(?:uninstall|delete)\b/, writes: /^(?:install|upgrade|rollback)\b/ },
  { program: /^(?:npm|pnpm|yarn|bun)$/, deletes: /^(?:uninstall|remove|rm)\b/, writes: /^(?:install|i|ci|add|publish|update|upgrade|link)\b/ },
  { program: /^(?:pip|pip3|brew|apt|apt-get|cargo|gem)$/, deletes: /^(?:uninstall|remove|purge)\b/, writes: /^(?:install|upgrade|update|publish)\b/ },
  { program: /^(?:systemctl|launchctl|service)$/, writes: /^(?:start|stop|restart|enable|disable|load|unload|bootstrap|bootout|kickstart)\b|^\S+ (?:start|stop|restart)\b/ },
  { program: /^terraform$/, deletes: /^destroy\b/, writes: /^(?:apply|import)\b/ },
  { program: /^adb$/, deletes: /^uninstall\b/, writes: /^(?:install|push|reboot)\b/ },
  { program: /^xcrun$/, deletes: /^simctl (?:delete|erase|uninstall)\b/, writes: /^simctl (?:boot|shutdown|install|create|launch|terminate)\b/ },
];

/** What a command line surely changes, by its program and the words behind it; options before those are skipped. Unknown parts stand as `…`. */
export function changeOfCommand(line: string): TextChange | undefined {
  const [first = "", ...rest] = line.trim().split(/\s+/);
  const program = first.replace(/^.*[/\\]|\.exe$/g, "");
  const words = withoutOptions(rest);
  const known = COMMANDS.find((one) => one.program.test(program));
  for (const effect of ["deletes", "writes"] as const) {
    const match = known?.[effect]?.exec(words);
    if (match !== null && match !== undefined) return { effect, what: `${program} ${match[0]}`.trim() };
  }
  return undefined;
}

/**
 * Whether a command of this program that begins with these words may be one that `changeOfCommand` speaks of, however it goes on; an unknown word is undefined. Law: a
 * pattern that begins with a word names it.
 */
export function commandMayChange(path: string, words: readonly (string | undefined)[]): boolean {
  const program = path.replace(/^.*[/\\]|\.exe$/g, "");
  const patterns = COMMANDS.filter((one) => one.program.test(program)).flatMap(({ deletes, writes }) => [deletes?.source, writes?.source].filter((source) => source !== undefined));
  const first = words[afterOptions(words)];
  return patterns.some((source) => first === undefined || /(?:^|\|)\^(?:\\|$)/.test(source) || [...source.matchAll(/[a-z][\w-]*/gi)].some(([word]) => word === first));
}

/** Options of the program itself stand before the word that says what it does: `git -C folder commit`. */
function withoutOptions(words: readonly string[]): string {
  return words.slice(afterOptions(words)).join(" ");
}

function afterOptions(words: readonly (string | undefined)[]): number {
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += /^(?:-C|-c|-n|-s|--context|--namespace|--git-dir|--work-tree)$/.test(words[at] ?? "") ? 2 : 1;
  return at;
}
