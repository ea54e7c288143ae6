import { model } from "../model.js";
import type { OptionRow } from "../model.js";

function row(names: string, harm: string, switches = "", more: Pick<OptionRow, "handsOver" | "endless" | "denied" | "commands"> = {}): OptionRow {
  return { names: names.split(" "), harm, switches: switches.split(" ").filter((name) => name !== ""), ...more };
}

/**
 * What git's commands do with an option of the caller's: https://git-scm.com/docs. Those that are left out have none that does more than the command
 * itself: `branch`, `tag`, `switch`, `rev-parse` and their kin.
 */
const GIT: OptionRow["commands"] = [
  command("clone fetch pull ls-remote fetch-pack submodule", "--upload-pack=<command>"),
  command("push send-pack", "--receive-pack=<command>"),
  command("log diff show whatchanged reflog shortlog format-patch diff-tree diff-index diff-files rev-list archive bundle range-diff", "--output=<file>"),
  command("grep", "--open-files-in-pager=<command>"),
  command("rebase bisect", "--exec=<command>"),
  command("difftool", "--extcmd=<command>"),
  command("merge cherry-pick revert", "--strategy=<command>"),
  command("blame annotate", "--contents=<file>"),
  command("add checkout commit reset restore rm stash", "--pathspec-from-file=<file>"),
  command("notes config", "--file=<file>"),
  command("init", "--template=<directory>"),
];

function command(names: string, harm: string): NonNullable<OptionRow["commands"]>[number] {
  return { names: names.split(" "), harm };
}

const ENDLESS = { endless: true } as const;

/**
 * Programs with options that start other programs, read or write files, or send what they read elsewhere, with the option that does most harm; then
 * their common options without a value. What only prints (echo, ls, wc) is left out.
 */
export default model({
  packages: [],
  options: [
    row("git", "--upload-pack=<command>", "--oneline --cached --staged --stat --numstat --shortstat --name-only --name-status --porcelain --bare --hard --soft --mixed --force --all --tags --prune --quiet --verbose --no-pager --graph --merged --no-merged --get --show-current --short --abbrev-ref --verify --no-color --patch --mirror --no-commit --no-edit --continue --abort --delete --recurse-submodules --single-branch -f -q -v -p -d -D -a -r -s -z", { commands: GIT }),
    row("gh", "--web", "--json --web -w"),
    row("hg", "--config=alias.<name>=!<command>", "-v -q"),
    row("svn", "--config-option=config:tunnels:<name>=<command>", "-v -q --non-interactive"),
    row("ssh autossh", "-oProxyCommand=<command>", "-T -t -N -n -q -v -A -C -4 -6 -f -x -X"),
    row("scp sftp", "-oProxyCommand=<command>", "-r -q -p -C -B -v"),
    row("rsync", "--rsh=<command>", "-a -v -z -r -h -n -q -u -t -l -P --archive --verbose --recursive --delete --progress --stats --dry-run"),
    row("tar gtar bsdtar", "--to-command=<command>", "-x -c -t -z -j -J -v -p"),
    row("zip", "--unzip-command=<command>", "-r -q -j -y -9"),
    row("unzip 7z 7za 7zz unrar", "-o<directory>", "-o -q -l"),
    row("curl", "--output <file>", "-s -S -L -k -i -I -f -v -g -G --silent --show-error --location --insecure --fail --head --include --compressed"),
    row("wget wget2", "--output-document=<file>", "-q -c -N -r -p -k -S --quiet --no-check-certificate --continue --spider"),
    row("aria2c yt-dlp youtube-dl", "--exec=<command>", "-q -j -J -s -g -x --dump-json --dump-single-json --no-warnings --no-playlist --flat-playlist --skip-download --write-subs --write-auto-subs --write-sub --write-auto-sub --quiet --newline"),
    row("find gfind", "-exec <command>", "-H -L -P", ENDLESS),
    row("fd fdfind", "--exec <command>", "-H -I -a -i -s -u -L"),
    row("rg", "--pre=<command>", "-n -i -l -c -w -F -S -s -v -o -U -u -uu --json --no-heading --line-number --hidden --files --no-ignore --color=never --ignore-case --fixed-strings --files-with-matches --count"),
    row("grep egrep fgrep ggrep ag ack zgrep", "--file=<file>", "-r -R -n -i -l -c -w -F -E -P -H -h -o -v -s -I --recursive --line-number --ignore-case --fixed-strings"),
    row("sed gsed awk gawk mawk", "--file=<file>", "-n -i -r -E -s"),
    row("sort gsort", "--compress-program=<command>", "-u -n -r -h"),
    row("jq yq", "--from-file <file>", "-r -c -e -s -n -M -S"),
    row("kubectl oc", "--kubeconfig=<file>", "-A -w --all-namespaces --watch --all --force --now --previous --show-labels --recursive --no-headers -i -t -it --stdin --tty", { handsOver: ["exec", "run", "debug"], denied: ["kubeconfig", "server", "token"] }),
    row("helm helmfile", "--post-renderer=<command>", "--install --dry-run --debug --wait --atomic --all-namespaces -A -a --all --create-namespace --reuse-values"),
    row("docker podman nerdctl", "--volume=/:/host", "-a -q -d -i -t --all --quiet --rm --detach --interactive --tty --force -f --no-trunc --privileged --timestamps", { handsOver: ["run", "exec", "create"] }),
    row("docker-compose podman-compose", "--file=<file>", "-d -q -T --build --detach --rm", { handsOver: ["run", "exec"] }),
    row("terraform tofu terragrunt", "-chdir=<directory>", "-json -no-color -auto-approve -input=false"),
    row("ansible ansible-playbook", "--module-path=<directory>", "--check --diff -v -b"),
    row("aws gcloud az doctl", "--endpoint-url=<url>", "--no-paginate --no-cli-pager --quiet --json"),
    row("npx pnpx bunx uvx pipx", "--package=<name>", "-y --yes -q --quiet --no-install", { handsOver: [""] }),
    row("npm pnpm yarn bun", "--prefix=<directory>", "-g -D -y -E -S -P --global --save-dev --save --yes --silent --json --no-save --dry-run --legacy-peer-deps --force --offline --exact --dev", { handsOver: ["run", "run-script", "exec", "x", "dlx", "test", "start"] }),
    row("pip pip3 uv poetry conda mamba", "--index-url=<url>", "-U -q -y --upgrade --quiet --yes --user", { handsOver: ["run"] }),
    row("gem bundle composer cargo go dotnet mvn gradle make cmake ninja", "--config=<file>", "-v -q -s", { handsOver: ["run", "exec", "tool"] }),
    row("code cursor windsurf subl", "--extensionDevelopmentPath=<directory>", "-r -n -g --reuse-window --new-window --goto --wait"),
    row("open", "-a <application>", "-n -g -j -W -R"),
    row("google-chrome google-chrome-stable chromium chromium-browser chrome msedge firefox", "--renderer-cmd-prefix=<command>", "--headless --no-sandbox --disable-gpu --new-window"),
    row("man", "--pager=<command>", "-k -f"),
    row("vim vi nvim less more view emacs nano", "--cmd <command>", "-R -n -s"),
    row("ffmpeg ffprobe ffplay", "-i <file>", "-y -n -hide_banner -nostdin -vn -an -sn -shortest", ENDLESS),
    row("convert magick mogrify identify composite montage gm", "-write <file>", "-strip -auto-orient", ENDLESS),
    row("pandoc", "--filter=<command>", "-s --standalone --toc"),
    row("wkhtmltopdf wkhtmltoimage weasyprint", "--allow=<directory>", "-q --quiet"),
    row("soffice libreoffice", "-env:UserInstallation=<url>", "--headless --norestore", ENDLESS),
    row("tesseract pdftotext pdftoppm qpdf gs mutool exiftool", "--output=<file>", "-q -layout -raw -j -json", ENDLESS),
    row("psql pg_dump mysql mysqldump mariadb sqlite3 duckdb mongosh mongo redis-cli", "--file=<file>", "-A -t -q -X -w -json -csv -readonly -header"),
    row("openssl gpg gpg2 ssh-keygen", "--output <file>", "-noout --batch --yes --armor"),
    row("nmap masscan nuclei nikto sqlmap gobuster ffuf hydra tcpdump tshark", "--script=<file>", "-sV -sS -sT -sU -sn -Pn -A -O -n -v -T4 -F -p- --open", ENDLESS),
    row("dig host nslookup", "-f <file>", "+short", ENDLESS),
    row("xcodebuild", "-derivedDataPath <directory>", "-quiet -json", ENDLESS),
    row("eslint tsc jest vitest mocha prettier stylelint playwright cypress pytest ruff mypy", "--config=<file>", "--fix --json --run --coverage --noEmit -v --watch --no-coverage"),
    row("claude gemini codex aider opencode", "--mcp-config=<file>", "--print -p --verbose --yolo -y --json"),
    row("systemctl journalctl", "--host=<host>", "--no-pager -f --user -q --now"),
    row("crontab at ln cp mv install dd", "--target-directory=<directory>", "-r -R -f -a -p -s -n"),
  ],
});
