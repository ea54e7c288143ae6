import { describe, expect, it } from "vitest";
import type { SinkKind } from "../src/models/kinds.js";
import { SINK_KINDS } from "../src/models/kinds.js";
import { type OracleOptions } from "../src/text/oracle.js";
import { HOLE as X, judged, said } from "./judging.js";
import { HOSTILE } from "./text-hostile.js";

describe("path", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`/srv/data/${X}`, "x", "holds"],
    [`/srv/data/${X}`, "x/y.txt", "holds"],
    [`/srv/data/${X}`, "", "holds"],
    [`/srv/data/${X}`, ".", "holds"],
    [`/srv/data/${X}`, "..x", "holds"],
    [`/srv/data/${X}`, "a/../b", "holds"],
    [`/srv/data/${X}`, "/etc/passwd", "holds"],
    [`/srv/data/${X}`, "%2e%2e/x", "holds"],
    [`/srv/data/${X}`, "..\\x", "holds"],
    [`/srv/data/${X}`, "....//x", "holds"],
    [`/srv/data/${X}`, "../../etc/passwd\0.png", "holds"],
    [`/srv/data/${X}`, "..", "lies outside of `/srv/data/`: `/srv`"],
    [`/srv/data/${X}`, "../x", "lies outside of `/srv/data/`: `/srv/x`"],
    [`/srv/data/${X}`, "a/../../x", "lies outside of `/srv/data/`: `/srv/x`"],
    [`/srv/data/${X}`, "../../../../etc/passwd", "lies outside of `/srv/data/`: `/etc/passwd`"],
    [`/srv/data/${X}`, "../data-evil/x", "lies beside `/srv/data`, whose name it starts with: `/srv/data-evil/x`"],
    [`/srv/data/${X}/index.html`, "../..", "lies outside of `/srv/data/`: `/index.html`"],
    // a folder `report-` would have to be there
    [`/srv/data/report-${X}.txt`, "/../../x", "unknown"],
    [`/srv/data/${X}/package.json`, "../../etc/passwd", "holds"],
    [`/srv/data/${X}/package.json`, "../../tmp/evil", "lies outside of `/srv/data/`: `/tmp/evil/package.json`"],
    [`/srv/data/${X}.png`, "../../etc/passwd", "lies outside of `/srv/data/`: `/etc/passwd.png`"],
    [`/srv/data/report-${X}.txt`, "../x", "holds"],
    [`data/${X}`, "../x", "climbs out of `data/`: `data/../x`"],
    [`data/${X}`, "x", "holds"],
    [`./${X}`, "../x", "climbs out of `./`: `./../x`"],
    [X, "x/y", "holds"],
    [X, "/etc/passwd", "lies outside: `/etc/passwd`"],
    [X, "../../x", "climbs out of the working directory: `../../x`"],
    [`file:///srv/data/${X}`, "%2e%2e/x", "lies outside of `/srv/data/`: `/srv/x`"],
    [X, "file:///etc/passwd", "holds"],
    [`/${X}`, "etc/passwd", "holds"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("path", place, hostile)).toBe(verdict);
  });

  it.each<[benign: string, hostile: string, verdict: string]>([
    ["/srv/data/mcpbenign", "/srv/data/x", "holds"],
    ["/srv/data/mcpbenign", "/srv/data/x/../y", "holds"],
    ["/srv/data/mcpbenign", "/srv/data-evil/x", "lies beside `/srv/data`, whose name it starts with: `/srv/data-evil/x`"],
    ["/srv/data/mcpbenign", "/srv/data/../x", "lies outside of `/srv/data`: `/srv/x`"],
    ["/srv/data/mcpbenign", "/etc/passwd", "lies outside of `/srv/data`: `/etc/passwd`"],
  ])("an absolute %j beside %j", (benign, hostile, verdict) => {
    expect(said("path", benign, hostile, { benign, hostile })).toBe(verdict);
  });

  it("says nothing of paths that are made otherwise", () => {
    expect(said("path", "/srv/data/0a1b", "/srv/data/9f8e", { benign: "mcpbenign", hostile: "../x" })).toBe("holds");
    expect(said("path", "/srv/data/0a1b", "/srv/other/9f8e", { benign: "mcpbenign", hostile: "../x" })).toBe("unknown");
    expect(said("path", "/srv/data/MCPBENIGN", "/srv/x", { benign: "mcpbenign", hostile: "../x" })).toBe("lies outside of `/srv/data`: `/srv/x`");
  });

  it.each<[place: string, hostile: string, verdict: string]>([
    [`C:\\data\\${X}`, "x\\y", "holds"],
    [`C:\\data\\${X}`, "..\\x", "lies outside of `C:\\data\\`: `C:\\x`"],
    [`C:\\data\\${X}`, "..\\..\\DATA\\x", "holds"],
    [`C:/data/${X}`, "../x", "lies outside of `C:/data/`: `C:\\x`"],
    [`C:\\data\\${X}`, "..\\data-evil\\x", "lies beside `C:\\data`, whose name it starts with: `C:\\data-evil\\x`"],
    [X, "C:\\Windows\\x", "lies outside: `C:\\Windows\\x`"],
    [X, "D:x", "is a path of another drive: `D:x`"],
    [X, "\\\\host\\share\\x", "lies outside: `\\\\host\\share\\x`"],
    [X, "x\\y", "holds"],
  ])("on Windows %j with %j", (place, hostile, verdict) => {
    expect(judged("path", place, hostile, { platform: "windows" })).toBe(verdict);
  });
});

describe("link", () => {
  it("is followed or not", () => {
    expect(judged("link", `/srv/data/${X}`, "x")).toBe("unknown");
    expect(judged("link", `/srv/data/${X}`, "x", { followed: "/srv/data/x" })).toBe("reaches a file through the link `/srv/data/x`");
  });
});

describe("module and program", () => {
  it.each<[kind: SinkKind, place: string, hostile: string, verdict: string]>([
    ["module", X, "evil", "is the module that is loaded: `evil`"],
    ["module", X, "../../evil.js", "is the module that is loaded: `../../evil.js`"],
    ["module", X, "data:text/javascript,0", "is the module that is loaded: `data:text/javascript,0`"],
    ["module", `./plugins/${X}.js`, "x", "holds"],
    ["module", `./plugins/${X}.js`, "../../x", "climbs out of `./plugins/`: `./plugins/../../x.js`"],
    ["module", `/srv/plugins/${X}`, "../x", "lies outside of `/srv/plugins/`: `/srv/x`"],
    ["module", `@scope/${X}`, "x", "holds"],
    ["module", `@scope/${X}`, "../evil", "climbs out of `@scope/`: `@scope/../evil`"],
    ["program", X, "rm", "is the program that is started: `rm`"],
    ["program", X, "/bin/sh", "is the program that is started: `/bin/sh`"],
    ["program", `/opt/tools/${X}`, "../../bin/sh", "lies outside of `/opt/tools/`: `/bin/sh`"],
    ["program", `/opt/tools/${X}`, "rm", "unknown"],
    ["program", `tool-${X}`, "rm", "unknown"],
  ])("%s %j with %j", (kind, place, hostile, verdict) => {
    expect(judged(kind, place, hostile)).toBe(verdict);
  });

  it("hold where the program chooses from its own", () => {
    expect(said("program", "git", "git", { benign: "mcpbenign", hostile: "rm" })).toBe("holds");
    expect(said("program", "git", "hg", { benign: "mcpbenign", hostile: "rm" })).toBe("unknown");
  });
});

describe("arguments", () => {
  it.each<[list: string, hostile: string, verdict: string]>([
    [`git log ${X}`, "main", "holds"],
    [`git log ${X}`, "main; id", "holds"],
    [`git log ${X}`, "--output=/tmp/x", "is taken for an option: `--output=/tmp/x`"],
    [`git log -- ${X}`, "--output=/tmp/x", "holds"],
    [`git log -n ${X}`, "--output=/tmp/x", "holds"],
    [`git log --oneline ${X}`, "--output=/tmp/x", "is taken for an option: `--output=/tmp/x`"],
    [`git log --grep=${X}`, "--output=/tmp/x", "holds"],
    [`sudo git log ${X}`, "--output=/tmp/x", "is taken for an option: `--output=/tmp/x`"],
    [`find /srv -name ${X}`, "-exec", "holds"],
    [`find ${X}`, "-delete", "is taken for an option: `-delete`"],
    [`frobnicate ${X}`, "--x", "unknown"],
    [`git log ${X}`, "-", "holds"],
    [`sh -c ${X}`, "id", "is the command that the shell runs: `id` (`sh` parses it)"],
    [`sh -c git_log_${X}`, "x;id", "starts a second command: `id` (`sh` parses it)"],
    [`sh script.sh ${X}`, "x;id", "holds"],
    [`ssh host ls ${X}`, "x;id", "starts a second command: `id` (`ssh` parses it)"],
    [`ssh host ls ${X}`, "x", "holds"],
    [`ssh ${X} ls`, "-oProxyCommand=id", "is taken for an option: `-oProxyCommand=id`"],
    [`python3 -c print('${X}')`, "x", "holds"],
    [`python3 -c print('${X}')`, "x');id('", "adds to the program: `'x' ) ; id ( ''` (`python3` parses it)"],
    [`node --eval=f('${X}')`, "x');id('", "adds to the program: `id('')` (`node` parses it)"],
    [`node -p ${X}`, "process.exit()", "adds to the program: `process.exit()` (`node` parses it)"],
    [`pwsh -c Get-Item '${X}'`, "x';id;'", "starts another command: `id ; ''` (`pwsh` parses it)"],
    [`cmd /c dir ${X}`, "x&calc", "starts another command: `calc` (`cmd` parses it)"],
    [`cmd /c dir ${X}`, "x", "holds"],
    [`${X} --version`, "rm", "is the program that is started: `rm`"],
    [`env ${X}`, "rm", "is the program that is started: `rm` (`env` parses it)"],
  ])("%j with %j", (list, hostile, verdict) => {
    expect(judged("arguments", list.split(" "), hostile)).toBe(verdict);
  });

  it("knows the program apart, lists that are split, and lists for a shell", () => {
    const sent = { benign: "mcpbenign", hostile: "a --output=/tmp/x" };
    expect(said("arguments", ["log", "mcpbenign"], ["log", "a", "--output=/tmp/x"], sent, { program: "git" })).toBe("adds an option to `git`: `--output=/tmp/x`");
    expect(said("arguments", ["log", "mcpbenign"], ["log", "a", "b"], sent, { program: "git" })).toBe("unknown");
    expect(said("arguments", "git log mcpbenign", "git log a --output=/tmp/x", sent, { form: "text" })).toBe("adds an option to `git`: `--output=/tmp/x`");
    expect(said("arguments", "cd x && git log 'mcpbenign'", "cd x && git log '--output=/tmp/x'", sent)).toBe("is taken for an option: `--output=/tmp/x`");
    expect(said("arguments", ["log", "mcpbenign"], ["log", "x; id"], { benign: "mcpbenign", hostile: "x; id" }, { program: "git", shell: true })).toBe("starts a second command: `id`");
    expect(said("arguments", ["log", 5], ["log", { a: 1 }], sent, { program: "git" })).toBe("unknown");
  });
});

describe("segment", () => {
  const place = "https://api.test/v1/users/mcpbenign/keys";
  it.each([
    ["../admin", "sends the request to `/v1/admin/keys`"],
    ["x/../../admin", "sends the request to `/v1/admin/keys`"],
    ["..", "sends the request to `/v1/keys`"],
    ["%2e%2e/admin", "sends the request to `/v1/admin/keys`"],
    ["..%2fadmin", "holds"],
    ["x?y", "holds"],
  ])("%s", (hostile, verdict) => {
    expect(said("segment", place, place.replace("mcpbenign", hostile), { benign: "mcpbenign", hostile })).toBe(verdict);
  });
});

describe("url", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`https://api.test/v1/${X}`, "x", "holds"],
    [`https://api.test/v1/${X}`, "../../admin?x=y#z", "holds"],
    [`https://api.test/v1/${X}`, "@evil.test", "holds"],
    [`https://api.test/v1/${X}`, "//evil.test", "holds"],
    [`https://api.test?q=${X}`, "@evil.test/", "holds"],
    [`https://api.test${X}`, "@evil.test/", "sends the request to `evil.test`"],
    [`https://api.test${X}`, "/x", "holds"],
    [`https://api.test${X}`, ".evil.test/", "sends the request to `api.test.evil.test`"],
    [`https://api.test${X}`, ":8080/", "sends the request to `api.test:8080`"],
    [`https://api.test/${X}`, ":8080/", "holds"],
    [`https://${X}.api.test/`, "x", "holds"],
    [`https://${X}.api.test/`, "x.y", "holds"],
    [`https://${X}.api.test/`, "evil.test/", "sends the request to `evil.test`"],
    [`https://${X}.api.test/`, "evil.test#", "sends the request to `evil.test`"],
    [`https://${X}.api.test/`, "evil.test\\", "sends the request to `evil.test`"],
    [`https://${X}.api.test/`, "evil.test?", "sends the request to `evil.test`"],
    [`https://${X}.api.test/`, "user@x", "holds"],
    [`/v1/${X}`, "x", "holds"],
    [`/${X}`, "/evil.test/x", "sends the request to another host: `evil.test`"],
    [`/${X}`, "\\evil.test/x", "sends the request to another host: `evil.test`"],
    [`/${X}`, "\t/evil.test/x", "sends the request to another host: `evil.test`"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("url", place, hostile)).toBe(verdict);
  });

  const WHOLE = "https://mcpbenign.test/";
  it.each<[hostile: string, verdict: string]>([
    [WHOLE, "holds"],
    ["https://93.184.216.34/", "holds"],
    ["https://evil.test/", "unknown"],
    ["no url", "holds"],
    ["http://127.0.0.1/", "sends the request to `127.0.0.1`, a loopback address"],
    ["http://127.0.0.1:8080/", "sends the request to `127.0.0.1`, a loopback address"],
    ["http://localhost/", "sends the request to `localhost`, this host by name"],
    ["http://LOCALHOST./", "sends the request to `localhost.`, this host by name"],
    ["http://api.localhost/", "sends the request to `api.localhost`, this host by name"],
    ["http://2130706433/", "sends the request to `127.0.0.1`, a loopback address that is written as `http://2130706433/`"],
    ["http://0x7f000001/", "sends the request to `127.0.0.1`, a loopback address that is written as `http://0x7f000001/`"],
    ["http://0177.0.0.1/", "sends the request to `127.0.0.1`, a loopback address that is written as `http://0177.0.0.1/`"],
    ["http://127.1/", "sends the request to `127.0.0.1`, a loopback address that is written as `http://127.1/`"],
    ["http://127.0.0.1./", "sends the request to `127.0.0.1`, a loopback address"],
    ["http://\uff11\uff12\uff17.0.0.1/", "sends the request to `127.0.0.1`, a loopback address that is written as `http://\uff11\uff12\uff17.0.0.1/`"],
    ["http://[::1]/", "sends the request to `[::1]`, a loopback address"],
    ["http://[0:0:0:0:0:0:0:1]/", "sends the request to `[::1]`, a loopback address that is written as `http://[0:0:0:0:0:0:0:1]/`"],
    ["http://[::ffff:127.0.0.1]/", "sends the request to `[::ffff:7f00:1]`, a loopback address that is written as `http://[::ffff:127.0.0.1]/`"],
    ["http://[::ffff:a9fe:a9fe]/", "sends the request to `[::ffff:a9fe:a9fe]`, the address of cloud metadata"],
    ["http://[64:ff9b::7f00:1]/", "sends the request to `[64:ff9b::7f00:1]`, an IPv6 address that stands for an IPv4 address"],
    ["http://[2002:7f00:1::]/", "sends the request to `[2002:7f00:1::]`, an IPv6 address that stands for an IPv4 address"],
    ["http://[fd00::1]/", "sends the request to `[fd00::1]`, a private address"],
    ["http://[fe80::1]/", "sends the request to `[fe80::1]`, a link-local address"],
    ["http://[2606:4700::1111]/", "holds"],
    ["http://169.254.169.254/latest", "sends the request to `169.254.169.254`, the address of cloud metadata"],
    ["http://metadata.google.internal/", "sends the request to `metadata.google.internal`, cloud metadata by name"],
    ["http://10.0.0.1/", "sends the request to `10.0.0.1`, a private address"],
    ["http://172.31.255.255/", "sends the request to `172.31.255.255`, a private address"],
    ["http://172.32.0.1/", "holds"],
    ["http://192.168.1.1/", "sends the request to `192.168.1.1`, a private address"],
    ["http://100.64.0.1/", "sends the request to `100.64.0.1`, a shared address of a provider"],
    ["http://0.0.0.0/", "sends the request to `0.0.0.0`, the address of this host"],
    ["http://0/", "sends the request to `0.0.0.0`, the address of this host that is written as `http://0/`"],
    ["http://224.0.0.1/", "sends the request to `224.0.0.1`, a reserved address"],
    ["http://127.0.0.1.nip.io/", "sends the request to `127.0.0.1.nip.io`, a name that resolves to a local address"],
    ["http://8.8.8.8.nip.io/", "unknown"],
    ["http://localtest.me/", "sends the request to `localtest.me`, a name that resolves to this host"],
    ["http://user:pw@127.0.0.1/", "sends the request to `127.0.0.1`, a loopback address"],
    ["http://mcpbenign.test@127.0.0.1/", "sends the request to `127.0.0.1`, a loopback address"],
    ["http://127.0.0.1#@mcpbenign.test/", "sends the request to `127.0.0.1`, a loopback address"],
    ["http:\\\\127.0.0.1\\x", "sends the request to `127.0.0.1`, a loopback address"],
    ["\thttp://127.0.0.1/", "sends the request to `127.0.0.1`, a loopback address"],
    ["file:///etc/passwd", "makes a request of another scheme: `file:///etc/passwd`"],
    ["FILE:///etc/passwd", "makes a request of another scheme: `file:///etc/passwd`"],
    ["gopher://x.test/", "makes a request of another scheme: `gopher://x.test/`"],
    ["data:text/html,x", "makes a request of another scheme: `data:text/html,x`"],
    ["javascript:x", "makes a request of another scheme: `javascript:x`"],
  ])("a whole URL %j", (hostile, verdict) => {
    expect(said("url", WHOLE, hostile, { benign: WHOLE, hostile })).toBe(verdict);
  });

  it.each<[place: string, hostile: string, takes: OracleOptions["takes"], verdict: string]>([
    [`https://api.test${X}`, "http://127.0.0.1/", undefined, "holds"],
    [`https://${X}.api.test/`, "http://127.0.0.1/", undefined, "holds"],
    [`https://${X}.api.test/`, ".evil.test/", undefined, "holds"],
    [`https://api.test${X}`, "@127.0.0.1/", "no-credentials", "holds"],
    [`https://api.test${X}`, ".evil.test/", "no-credentials", "sends the request to `api.test.evil.test`"],
    [X, "http://127.0.0.1/", "socket", "holds"],
    [X, "ws://127.0.0.1/", "socket", "sends the request to `127.0.0.1`, a loopback address"],
  ])("%j with %j, where the call takes %j", (place, hostile, takes, verdict) => {
    expect(judged("url", place, hostile, takes === undefined ? {} : { takes })).toBe(verdict);
  });

  it("takes hosts, and bases", () => {
    expect(judged("url", X, "127.0.0.1")).toBe("sends the request to `127.0.0.1`, a loopback address");
    expect(judged("url", X, "http://127.0.0.1/")).toBe("sends the request to `127.0.0.1`, a loopback address");
    expect(judged("url", X, "http://127.0.0.1/", { base: "https://api.test/" })).toBe("sends the request to another host: `127.0.0.1`");
    expect(judged("url", X, "//evil.test/", { base: "https://api.test/" })).toBe("sends the request to another host: `evil.test`");
    expect(judged("url", X, "../x", { base: "https://api.test/" })).toBe("holds");
    expect(said("url", { url: "https://api.test/mcpbenign" }, { url: "https://evil.test/" }, { benign: "mcpbenign", hostile: "https://evil.test/" })).toBe("sends the request to another host: `evil.test`");
  });
});

describe("code", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`document.title = "${X}"`, "x", "holds"],
    [`document.title = "${X}"`, "x\\\"; id(); //", "holds"],
    [`document.title = "${X}"`, "x\"; id(); //", "adds to the program: `id();`"],
    [`document.title = "${X}"`, "x\" + id() + \"", "adds to the program: `\"x\" + id() + \"\"`"],
    [`document.title = "${X}"`, "\\", "unknown"],
    [`document.title = '${X}'`, "x\\\\'; id(); //", "adds to the program: `id();`"],
    [`document.title = \`${X}\``, "x", "holds"],
    [`document.title = \`${X}\``, "${id()}", "adds to the program: `${id()}`"],
    [`document.title = \`${X}\``, "\\${id()}", "holds"],
    [`scrollTo(0, ${X})`, "5", "holds"],
    [`scrollTo(0, ${X})`, "id()", "adds to the program: `id()`"],
    [`return ${X} + 1`, "5", "holds"],
    [`return ${X} + 1`, "5; id()", "adds to the program: `id() + 1`"],
    [`function () { return "${X}" }`, "x", "holds"],
    [`function () { return "${X}" }`, "x\" + id() + \"", "adds to the program: `\"x\" + id() + \"\"`"],
    [`({ a: "${X}" })`, "x\", b: id(), c: \"", "adds to the program: `b: id()`"],
    [`({ a: ${X} })`, "{b: 1}", "adds to the program: `{b: 1}`"],
    [`await page.click("${X}")`, "x", "holds"],
    [X, "process.exit()", "adds to the program: `process.exit()`"],
    [X, "5", "holds"],
    [`a = /${X}/`, "x", "holds"],
    [`a = /${X}/`, "x/; id(); /y", "adds to the program: `id();`"],
    [`f(${X}`, "x", "unknown"],
  ])("%j with %j", (place, hostile, verdict) => {
    const found = judged("code", place, hostile);
    if (verdict.startsWith("adds")) expect(found).toMatch(/^adds to the program: `.*(?:id\(\)|process|\{b)/);
    else expect(found).toBe(verdict);
  });

  it("holds for every text that JSON.stringify quotes", () => {
    for (const text of HOSTILE) expect([text, judged("code", `document.title = ${X};`, JSON.stringify(text), {}, "\"mcpbenign\"")]).toEqual([text, "holds"]);
  });

  it.each<[language: string, place: string, hostile: string, holds: boolean]>([
    ["python3.11", `print("""${X}""")`, "x\" ' y", true],
    ["python3.11", `print("""${X}""")`, "x\"\"\");id(\"\"\"", false],
    ["python3.11", `print('${X}')`, "x\\'", true],
    ["python3.11", `print('${X}')`, "x\\\\');id('", false],
    ["python3.11", `open('${X}') # it's`, "x", true],
    ["osascript", `display dialog "${X}"`, "it's", true],
    ["osascript", `display dialog "${X}"`, "x\" & (do shell script \"id\") & \"", false],
    ["osascript", `display dialog "${X}"`, "x\\\" & y", true],
    ["osascript", `display dialog "${X}"`, "x\\\\\" & (do shell script \"id\") & \"", false],
    ["ruby", `puts "${X}"`, "#{id}", false],
    ["ruby", `puts '${X}'`, "#{id}", true],
    ["php", `echo "${X}";`, "{$id()}", false],
    ["perl", `print "${X}";`, "@{[id]}", false],
    ["awk", `/${X}/ { print }`, "x", true],
    ["awk", `/${X}/ { print }`, "x/{system(\"id\")}/y", false],
    ["sed", `s/a/${X}/`, "x/e;s/a/b", false],
    ["tsx", `f("${X}")`, "\");id(\"", false],
  ])("in %s %j with %j: %s", (language, place, hostile, holds) => {
    expect(judged("code", place, hostile, { language }) === "holds").toBe(holds);
  });

  it.each<[language: string, place: string, hostile: string]>([
    ["osascript", `open POSIX file "${X}"`, "x\");id;(\""],
    ["osascript", `open POSIX file "${X}"`, "x\";id;\""],
    ["python", `find_spec('${X}')`, "x';id;'"],
  ])("no interpreter takes: in %s %j with %j", (language, place, hostile) => {
    expect(judged("code", place, hostile, { language })).toBe("unknown");
  });

  it("shows what is added", () => {
    expect(judged("code", `run('${X}');\nlast();`, "x');process.exit();//")).toBe("adds to the program: `process.exit();`");
    expect(judged("code", X, "delete [SELECT Id FROM Account];", { takes: "apex" })).toBe("adds to the program: `delete [ SELECT Id FROM Account ] ;`");
  });
});

describe("template", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`Hello ${X}`, "x", "holds"],
    [`Hello ${X}, {{ name }}`, "x < y { z } % $", "holds"],
    [`Hello ${X}`, "{{7*7}}", "opens a place of the template that is computed: `{{7*7}}`"],
    [`Hello ${X}, {{ name }}`, "{{7*7}}", "opens a place of the template that is computed: `{{7*7}}, {{ name }}`"],
    [`Hello ${X}`, "<%= id %>", "opens a place of the template that is computed: `<%= id %>`"],
    [`Hello ${X}`, "${id}", "opens a place of the template that is computed: `${id}`"],
    [`Hello ${X}`, "#{id}", "opens a place of the template that is computed: `#{id}`"],
    [`p ${X}`, "x\n- id()", "opens a place of the template that is computed: `- id()`"],
    [`p ${X}`, "x\n= id()", "opens a place of the template that is computed: `= id()`"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("template", place, hostile)).toBe(verdict);
  });
});

describe("every oracle", () => {
  const kinds = Object.keys(SINK_KINDS) as SinkKind[];
  const ODD: readonly unknown[] = [null, undefined, 5, true, "", [], {}, [[]], { text: 5 }, { text: "x" }, ["a", {}], "\ud800", "\0", "x".repeat(40_000), Array.from({ length: 2000 }, () => "x"), { constructor: "x", __proto__: null }, { length: 3 }];
  it.each(kinds)("%s answers whatever arrives", (kind) => {
    for (const benign of ODD) for (const hostile of ODD) for (const sent of [{ benign: "mcpbenign", hostile: "x" }, { benign: "", hostile: "" }]) expect(said(kind, benign as never, hostile as never, sent)).toBeTypeOf("string");
  });

  it.each(kinds)("%s holds where both arrive alike", (kind) => {
    for (const text of ["git log main", "SELECT 1", "https://api.test/", "/srv/x", "f(1)", "constructor", "sh -c x"]) {
      expect(["holds", "unknown"]).toContain(said(kind, kind === "arguments" ? text.split(" ") : text, kind === "arguments" ? text.split(" ") : text, { benign: "mcpbenign", hostile: "; id" }));
    }
  });

  it.each<[kind: SinkKind, options: OracleOptions]>([...kinds.map((kind): [SinkKind, OracleOptions] => [kind, {}]), ["shell", { platform: "windows" }], ["shell", { language: "pwsh" }], ["path", { platform: "windows" }], ["code", { language: "python" }], ["code", { language: "osascript" }], ["code", { language: "sed" }]])("%s ends soon, with %j", (kind, options) => {
    for (const piece of ["(", "[", "{", "\"", "'", "`", "\\", "/", "../", "${", "$(", "{{", "<#", "@'\n", "\"\"\"", "/*", "a:", "-", "%a", "x "]) {
      const start = performance.now();
      const text = piece.repeat(Math.floor((/^(?:code|script)$/.test(kind) ? 2000 : 30_000) / piece.length));
      expect(judged(kind, kind === "arguments" ? ["sh", "-c", X] : X, text, options)).toBeTypeOf("string");
      expect([piece, performance.now() - start < 10_000]).toEqual([piece, true]);
    }
  });
});
