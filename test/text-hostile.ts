import type { Danger } from "../src/models/kinds.js";
import { DANGER_PATTERNS } from "../src/text/regex-dangers.js";

/** Allow-lists as servers write them. */
export const GUARDS: readonly RegExp[] = [
  /^[a-z0-9-]+$/, /^[a-z0-9-]+$/i, /^[A-Za-z0-9_-]+$/, /^[a-zA-Z0-9_-]*$/, /^[a-z][a-z0-9_]*$/, /^\w+$/, /^[\w.-]+$/, /^[\w./-]+$/, /^[\w\s-]+$/, /^[ \w.-]+$/,
  /^\d+$/, /^[0-9]+$/, /^-?\d+(\.\d+)?$/, /^\d{14}$/, /^\d{6}$/, /^\d{4}-\d{2}-\d{2}$/, /^(\d{4}-\d{2}-\d{2}|today)$/, /^[A-Z]{3}$/, /^[a-zA-Z]{2}$/, /^(-?[a-zA-Z]{2})$/,
  /^[a-f0-9]{64}$/i, /^[0-9a-f]{7,40}$/, /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/, /^0x[a-fA-F0-9]{40}$/,
  /^\d+\.\d+\.\d+(-[\w.-]+)?$/, /^v?\d+(\.\d+)*$/, /^[^@\s]+@[^@\s]+\.[^@\s]+$/, /^[a-z0-9.]+@[a-z0-9.]+$/, /^\S+$/, /^.+$/, /^.*$/, /^[^;&|]+$/, /^[^\s'"]+$/,
  /^[^\0]+$/, /^[\x20-\x7e]+$/, /^[a-z]+$/m, /^[a-z\n]+$/, /^(?!-)[\w./-]+$/, /^(?!.*\.\.)[\w./-]+$/, /^(?!\/)(?!.*\.\.)[\w./-]+$/, /^(?=.*\d)[a-z\d]+$/,
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, /^[a-z0-9._-]+\/[a-z0-9._-]+$/i, /^@?[a-z0-9-~][\w.-]*(\/[\w.-]+)?$/,
  /^(GET|POST|PUT|DELETE)$/, /^(asc|desc)$/i, /^(select|show|explain)\b/i, /^\s*select\s/i, /^--(patch|minor|major)$/, /^(auth|key|secret|password)$/i,
  /^https?:\/\//i, /^https?:\/\/[^\s/$.?#].[^\s]*$/i, /^https:\/\/(www\.)?example\.com\//, /^https:\/\/example\.com/, /^https?:\/\/([\w-]+\.)*example\.com(\/|$)/i, /^https:\/\/[\w.]+\/?$/,
  /example\.com/, /^(https?:\/\/|\.{0,2}\/|\/|~\/|[A-Za-z]:[\\/])/, /^\/[\w/-]+$/, /^\/(?!\/)[\w/-]*$/, /^[A-Za-z]:[\\/]/, /^[A-Za-z]:/, /^[a-z]:\\[\w\\]+$/i, /^\.\/[\w./]+$/,
  /^\/workspace\/[\w./-]+$/, /^[^/\\]+$/, /^[^/\\]+\.json$/, /\.json$/, /^[\w-]+\.(png|jpe?g|gif)$/i, /^\S+\.(jpg|png)\S*\s*$/, /^[a-z.]+$/, /^a-z$/, /^[A-z]+$/, /^[a-zA-Z0-9\-.]*$/,
  /^[\p{L}\p{N} ]+$/u, /^[\u4e00-\u9fff;]+$/, /^[^\u0000-\u007f]+$/, /^(['"]).*\1$/, /^'[^']*'$/, /^(a|b)?(c?)*$/, /(?:)/, /^\b\w+\b$/, /^(?<name>\w+)=\k<name>$/, /^(?<![;])\w+$/, /^[^]*$/s, /^a.c$/s,
  /^(?:(?!\.\.)[\w./])+$/, /^([\w-]+\/)*[\w-]+$/, /^[\w-]+(?:\.[\w-]+)*$/, /^\$\{?\w+\}?$/, /^\/?[\w-]+(\/[\w-]+)*\/?$/, /^[^-].*$/, /^(?:[^-\s]\S*)$/, /^[\w:.@/-]+$/, /^[+]?[\d\s()-]{7,}$/,
];

/** Deny-lists as servers write them. */
export const DENY_LISTS: readonly RegExp[] = [
  /[;&|<>()$`\n\r]/, /[;&|`$]/, /[;&|`$(){}<>]/, /[;&|<>()]/, /[`$\\]/, /\.\./, /\.\.\//, /(^|[\\/])\.\.([\\/]|$)/, /^-/, /^--?/, /^\//, /^[/\\]/, /^([/\\]|[a-z]:)/i, /[/\\]/, /\//, /\\/, /['"]/, /'/, /'|--/, /;|--|\/\*/,
  /\s/, / /, /[\n\r]/, /\n/, /[\x00-\x1f]/, /\0/, /[^\w-]/, /[^a-z]/i, /\W/, /^\s*-/, /^(file|javascript|data):/i, /^\/\//, /:\/\//, /^[a-z][a-z0-9+.-]*:/i, /@/, /\$\(|`/, /rm -rf/, /(drop|delete|union)\b/i,
  /(?<!\\)'/, /(?!;).&/, /[^\x20-\x7e]/, /[^\p{L}]/u, /^(?!.*;)/, /^\.\.$/, /^\.{1,2}$/, /^$/, /.{101,}/, /(;)\1/,
];

const CORES = ["", "a", "abc", "1", "42", "2024-01-01", "x.json", "main", "a/b", "/workspace/", "./x", "C:\\x", "https://example.com/", "https://example.com", "http://x.example.com/", "select 1", "v1.2.3", "'q'", "\"q\"", "\u4e2d", "name=name"];
const PAYLOADS = [
  "", ";", "&", "|", "<", ">", "(", ")", "$", "`", "\n", "\r", "\r\n", " ", "\t", "-", "--", "'", "\"", "\\", "/", "//", "\\\\", "..", "../", "..\\", "/..", "\\..", "/../", "....//", ".", ",", "*", "#", "@", "=", "+", "{", "}", "[", "]", "%", "!", "~", "^", "?", ":",
  "C:\\", "c:/", "\u2028", "\u00a0", "\u017f", "\u212a", "\0", "\v", "-rf", "; id", "$(id)", "`id`", "\nid\n", "' or 1=1 --", "'; drop table x; --", "../../etc/passwd", "/etc/passwd", "@evil.test/", ".evil.test/", "//evil.test/", "\\\\evil.test\\",
  "https://evil.test/", "http://127.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "javascript:alert(1)", "https:evil.test", "https:\\\\evil.test", "\thttps://evil.test", "/\t/evil.test", "https://evil.test/example.com/", "https://evil.test#.example.com/", "https://evil.test\\.example.com/", "https://example.com@evil.test/", "https://example.com.evil.test/", "process.exit()", "new X", "[object Object]",
];

/** Benign texts with something hostile in front, behind and between; always the same. */
export const HOSTILE: readonly string[] = [...new Set(CORES.flatMap((core) => PAYLOADS.flatMap((payload) => [payload + core, core + payload, core + payload + core, payload + payload + core])))];

const EVIL_HOSTS = new Set(["evil.test", "example.com.evil.test", "127.0.0.1", "169.254.169.254"]);

/** Whether a text has a danger, told by other means than the analysis uses where there are any. */
export function hasDanger(text: string, name: Danger): boolean {
  switch (name) {
    case "SCHEME": return URL.canParse(text) && /^(?:file|javascript):$/.test(new URL(text).protocol);
    case "HOST":
    case "NAME":
    case "ADDRESS": return URL.canParse(text, "https://base.test/") && EVIL_HOSTS.has(new URL(text, "https://base.test/").hostname);
    case "FREE":
    case "OUTSIDE":
    case "SIBLING":
    case "LINK":
    case "LITERAL_QUOTE":
    case "FRAGMENT": return false;
    default: return DANGER_PATTERNS[name].test(text);
  }
}
