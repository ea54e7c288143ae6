import { posix, win32 } from "node:path";
import { breaks, HOLDS, quoted, sharesWord, unknown } from "./judgement.js";
import type { Comparison, Judgement } from "./oracle.js";

type Asked = Pick<Comparison, "sent" | "with">;

/** Stands for the working directory, which relative paths are compared in. */
const WORKING = { posix: "/0/1/2/3", windows: "C:\\0\\1\\2\\3" } as const;

/** A file on every Unix: it is no folder, and nothing lies below it. */
export const ANY_FILE = "/etc/passwd";

/**
 * Two paths. The root is what the benign value stayed in: the folder before it, or where it is an absolute path as a whole, its own folder. The hostile path, with its
 * dots resolved, has to lie in it; a folder beside the root whose name starts like the root's does not.
 */
export function judgePath(benign: string, hostile: string, { sent, with: options }: Asked): Judgement {
  const isWindows = options?.platform === "windows";
  const rules = isWindows ? win32 : posix;
  const resolve = (path: string): string => rules.resolve(isWindows ? WORKING.windows : WORKING.posix, path);
  const [meant, made] = isUrl(benign) ? [pathOf(benign), pathOf(hostile)] : [benign, hostile];
  // the file system takes no such name
  if (made.includes("\0")) return HOLDS;
  // on another drive than the program's: where that is depends on the drive
  if (isWindows && /^[A-Za-z]:(?![\\/])/.test(made)) return breaks(`is a path of another drive: ${quoted(made)}`);
  const at = meant.indexOf(sent.benign);
  const before = at > 0 ? meant.slice(0, at) : "";
  const folder = at < 0 || (at === 0 && rules.isAbsolute(meant)) ? rules.dirname(meant) : before.slice(0, lastSeparator(before, isWindows) + 1);
  const [root, target] = [resolve(folder), resolve(made)];
  const fold = (path: string): string => (isWindows ? path.toLowerCase() : path);
  const inside = root.endsWith(rules.sep) ? root : `${root}${rules.sep}`;
  if (fold(target) === fold(root) || fold(target).startsWith(fold(inside))) return HOLDS;
  // one of several roots is as good as the other
  if (sent.within !== undefined && fold(target).startsWith(`${fold(resolve(sent.within))}${rules.sep}`)) return HOLDS;
  if (target.startsWith(`${ANY_FILE}/`) || (target === ANY_FILE && options?.takes === "folder")) return HOLDS;
  // with what stands before it in its segment it is the name of a folder, from which dots lead up again where it is there; Windows does not ask
  if (!isWindows && before.length > folder.length && made.startsWith(before)) return unknown(`a folder ${quoted(made.slice(folder.length).split("/")[0] ?? "")} has to be there`);
  if (at < 0 && !sharesWord(target, sent.hostile)) return unknown("the paths differ in more than the value");
  const shown = folder === "" ? "" : ` of ${quoted(folder)}`;
  if (fold(target).startsWith(fold(root)) && folder !== "") return breaks(`lies beside ${quoted(root)}, whose name it starts with: ${quoted(target)}`);
  return breaks(rules.isAbsolute(made) ? `lies outside${shown}: ${quoted(target)}` : `climbs out${shown === "" ? " of the working directory" : shown}: ${quoted(made)}`);
}

function lastSeparator(path: string, isWindows: boolean): number {
  return Math.max(path.lastIndexOf("/"), isWindows ? path.lastIndexOf("\\") : -1);
}

/** The file system takes objects of `file:` URLs as well; the same as a text is a relative path. */
function isUrl(text: string): boolean {
  return /^file:\/\//i.test(text) && URL.canParse(text);
}

function pathOf(text: string): string {
  if (!isUrl(text)) return text;
  const { pathname } = new URL(text);
  return /%(?![\da-f]{2})/i.test(pathname) ? pathname : decode(pathname);
}

/** Escapes of single bytes; those of longer characters change no segment. */
function decode(text: string): string {
  return text.replace(/%([0-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A module: its path, or where the value is the whole specifier or its start, any module that the caller names. */
export function judgeModule(benign: string, hostile: string, asked: Asked): Judgement {
  if (benign === hostile) return HOLDS;
  const at = benign.indexOf(asked.sent.benign);
  if (at !== 0) {
    if (/^(?:data|https?|node):/i.test(hostile) && !/^(?:data|https?|node):/i.test(benign)) return breaks(`is the module that is loaded: ${quoted(hostile)}`);
    return judgePath(benign, hostile, asked);
  }
  return sharesWord(hostile, asked.sent.hostile) ? breaks(`is the module that is loaded: ${quoted(hostile)}`) : unknown("another module than the one sent");
}

/** A program's name: nobody but the server may choose it. */
export function judgeProgram(benign: string, hostile: string, asked: Asked): Judgement {
  if (benign === hostile || !sharesWord(hostile, asked.sent.hostile)) return benign === hostile ? HOLDS : unknown("another program than the one sent");
  const at = benign.indexOf(asked.sent.benign);
  if (at === 0) return breaks(`is the program that is started: ${quoted(hostile)}`);
  if (at < 0) return unknown("the names of the programs differ in more than the value");
  const judgement = /[\\/]/.test(benign.slice(0, at)) ? judgePath(benign, hostile, asked) : HOLDS;
  return judgement.kind === "breaks" ? judgement : unknown(`which programs are called ${quoted(hostile)} is not known`);
}
