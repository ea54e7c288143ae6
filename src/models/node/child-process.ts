import { model } from "../model.js";
import type { ProgramRow } from "../model.js";
import { spawnRows } from "../spawn-rows.js";

export default model({
  packages: ["child_process", "node:child_process"],
  sinks: [
    { path: "exec.arg(0)", kind: "shell" },
    { path: "execSync.arg(0)", kind: "shell" },
    { path: "exec.arg(1).shell", kind: "program" },
    { path: "execSync.arg(1).shell", kind: "program" },
    ...["spawn", "spawnSync", "execFile", "execFileSync"].flatMap(spawnRows),
    { path: "fork.arg(0)", kind: "module" },
    { path: "fork.arg(1).execPath", kind: "program" },
    { path: "fork.arg(2).execPath", kind: "program" },
  ],
  programs: [
    {
      names: ["sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "csh", "tcsh", "fish", "rbash"],
      flags: ["-c", "-lc", "-ic", "-ec", "-xc", "-cl", "-ci", "-lic", "-ilc", "-exc", "-euc", "-euxc", "-elc", "--command"],
      kind: "shell",
    },
    { names: ["busybox", "toybox"], flags: ["-c", "-lc"], kind: "shell" },
    { names: ["cmd"], flags: ["/c", "/C", "/k", "/K", "/r", "/R"], kind: "shell", rest: true },
    {
      names: ["powershell", "pwsh", "powershell_ise"],
      flags: [
        "-c", "-C", "-command", "-Command", "-COMMAND", "/c", "/C", "/command", "/Command", "-e", "-ec", "-enc", "-Enc", "-encodedcommand", "-encodedCommand",
        "-EncodedCommand", "-CommandWithArgs",
      ],
      kind: "shell",
      rest: true,
    },
    // Windows PowerShell takes a first operand as the command.
    { names: ["powershell"], flags: [], kind: "shell", operand: 0, rest: true },
    { names: ["python", "python2", "python3", "pypy", "pypy3", "py"], flags: ["-c", "-Sc", "-Ic", "-uc", "-Bc"], kind: "code" },
    { names: ["node", "nodejs", "electron"], flags: ["-e", "--eval", "-p", "--print", "-pe"], kind: "code" },
    { names: ["node", "nodejs", "tsx", "ts-node", "bun"], flags: ["-r", "--require", "--import", "--loader", "--experimental-loader", "--preload"], kind: "module" },
    { names: ["bun", "tsx", "ts-node"], flags: ["-e", "--eval", "-p", "--print", "-pe"], kind: "code" },
    { names: ["deno"], flags: ["eval"], kind: "code", rest: true },
    { names: ["ruby", "perl"], flags: ["-e", "-E", "-ne", "-pe", "-le", "-lne", "-lpe", "-we"], kind: "code" },
    { names: ["php"], flags: ["-r", "--run", "-B", "-R", "-E"], kind: "code" },
    { names: ["osascript"], flags: ["-e"], kind: "code" },
    { names: ["R", "Rscript", "julia", "elixir", "groovy", "groovysh", "scala", "ghc", "emacs", "lua", "luajit", "octave", "matlab"], flags: ["-e", "--eval", "--expression", "-eval", "--execute", "-r", "-batch"], kind: "code" },
    { names: ["swift"], flags: ["-e"], kind: "code" },
    { names: ["awk", "gawk", "mawk", "nawk"], flags: ["-e", "--source"], kind: "code", operand: 0 },
    { names: ["sed", "gsed"], flags: ["-e", "--expression"], kind: "code" },
    { names: ["jq", "yq"], flags: ["--from-file"], kind: "path" },
    { names: ["vim", "vi", "nvim"], flags: ["-c", "--cmd"], kind: "code" },
    // The remote side hands the words, joined by blanks, to a shell.
    { names: ["ssh", "plink", "autossh"], flags: [], kind: "shell", operand: 1, rest: true, remote: true },
    { names: ["adb"], flags: ["shell", "exec-out"], kind: "shell", rest: true, remote: true },
    { names: ["wsl"], flags: ["-e", "--exec"], kind: "program" },
    { names: ["wsl"], flags: ["-c", "-lc"], kind: "shell" },
    { names: ["su", "runuser", "script", "flock"], flags: ["-c", "--command"], kind: "shell" },
    // They run their words, joined by blanks, in a shell.
    { names: ["watch", "parallel"], flags: [], kind: "shell", operand: 0, rest: true },
    { names: ["npx", "npm", "pnpm", "yarn", "bunx"], flags: ["-c", "--call"], kind: "shell" },
    { names: ["npx", "bunx", "pnpx", "uvx", "pipx"], flags: ["-p", "--package", "--from", "--spec"], kind: "program" },
    { names: ["find", "fd", "fdfind"], flags: ["-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch"], kind: "program" },
    { names: ["tmux"], flags: ["new-session", "new-window", "split-window", "run-shell", "respawn-pane", "if-shell"], kind: "shell", rest: true },
    { names: ["screen"], flags: ["-X"], kind: "shell", rest: true },
    { names: ["git"], flags: ["--upload-pack", "--receive-pack", "-u", "--exec"], kind: "shell" },
    { names: ["rsync"], flags: ["-e", "--rsh", "--rsync-path"], kind: "shell" },
    { names: ["scp", "sftp"], flags: ["-S"], kind: "program" },
    { names: ["tar"], flags: ["--to-command", "--use-compress-program", "-I", "--checkpoint-action"], kind: "shell" },
    { names: ["yt-dlp", "youtube-dl"], flags: ["--exec", "--exec-before-download"], kind: "shell" },
    { names: ["sqlite3", "sqlite", "duckdb"], flags: ["-cmd", "-c", "-s"], kind: "sql", operand: 1 },
    { names: ["psql", "mysql", "mariadb", "clickhouse-client", "clickhouse", "sqlcmd", "snowsql", "bq", "cockroach"], flags: ["-c", "--command", "-e", "--execute", "-q", "-Q", "--query"], kind: "sql" },
    { names: ["mongo", "mongosh"], flags: ["--eval"], kind: "code" },
    { names: ["redis-cli"], flags: ["eval", "EVAL"], kind: "code" },
    { names: ["screencapture"], flags: [], kind: "path", operand: 0 },
    // They request what they are given just as `fetch` does.
    ...[0, 1].map((operand): ProgramRow => ({ names: ["curl", "wget", "wget2"], flags: ["--url"], kind: "url", operand })),
    // They open what they are given just as the functions of fs do.
    ...[0, 1].map((operand): ProgramRow => ({ names: ["cat", "tac", "head", "tail", "rm", "cp", "mv"], flags: [], kind: "path", operand })),
  ],
});
