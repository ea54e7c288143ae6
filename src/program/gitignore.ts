import { compileGlob, matchesGlob, type Glob } from "./glob.js";

interface IgnoreRule {
  readonly negate: boolean;
  readonly folderOnly: boolean;
  readonly glob: Glob;
}

/** The rules of one `.gitignore` file, which speaks of the paths below its folder. */
export interface IgnoreFile {
  /** Number of path segments of the file's folder, counted like those of the paths that are asked for. */
  readonly depth: number;
  readonly rules: readonly IgnoreRule[];
}

/** What stands behind is not read: then more is collected, not less. */
const MAX_LINES = 5000;

/** Reads a text in the syntax of `.gitignore` (gitignore(5)). */
export function parseGitignore(text: string, depth: number): IgnoreFile {
  const rules: IgnoreRule[] = [];
  for (const raw of text.split(/\r?\n/, MAX_LINES)) {
    const line = trimEnd(raw);
    if (line === "" || line.startsWith("#")) continue;
    const negate = line.startsWith("!");
    const pattern = negate ? line.slice(1) : line;
    const folderOnly = pattern.endsWith("/");
    const body = folderOnly ? pattern.slice(0, -1) : pattern;
    // a slash at the start or in the middle ties the pattern to the file's folder; otherwise it holds at any depth
    const glob = compileGlob(body.includes("/") ? body : `**/${body}`);
    if (glob.length > 0) rules.push({ negate, folderOnly, glob });
  }
  return { depth, rules };
}

/**
 * Whether git ignores a path: the last rule that speaks of it decides, deeper files before higher ones. `undefined`: no rule
 * speaks of it. Files below an ignored folder are ignored whatever the rules say: whoever walks must not enter it.
 */
export function testIgnored(files: readonly IgnoreFile[], segments: readonly string[], isFolder: boolean): boolean | undefined {
  for (let at = files.length - 1; at >= 0; at--) {
    const file = files[at];
    if (file === undefined) continue;
    for (let index = file.rules.length - 1; index >= 0; index--) {
      const rule = file.rules[index];
      if (rule === undefined || (rule.folderOnly && !isFolder)) continue;
      if (matchesGlob(rule.glob, segments, file.depth)) return !rule.negate;
    }
  }
  return undefined;
}

/** Blanks at the end do not count unless the last one is quoted with a backslash. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t") && line[end - 2] !== "\\") end--;
  return line.slice(0, end);
}
