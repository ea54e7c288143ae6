import path from "node:path";
import { ResolverFactory } from "oxc-resolver";
import { isFile, readFolder, readText, realPath, statOf, upward } from "./disk.js";
import { isRecorded } from "./disk-record.js";
import { asRecord, parseJson } from "./json.js";

const MAIN_FIELDS = ["source", "module", "main"];
const MAX_MANIFEST = 1 << 30;

/**
 * Gives the function that says which file a path means in a folder, as Node and bundlers find it, `.js` written for `.ts` included. The resolver is made at the first question, so
 * that a program without any import does not load it.
 */
export function openProbe(extensions: readonly string[]): (folder: string, request: string) => string | undefined {
  const all = [...extensions, ".json", ".node", ".d.ts", ".d.mts", ".d.cts"];
  const noted = new Set<string>();
  let resolver: ResolverFactory | undefined;
  return (folder, request) => {
    resolver ??= new ResolverFactory({
      extensions: all,
      extensionAlias: { ".js": [".ts", ".tsx", ".js", ".jsx"], ".jsx": [".tsx", ".jsx"], ".mjs": [".mts", ".mjs"], ".cjs": [".cts", ".cjs"] },
      conditionNames: ["source", "development", "import", "require", "node", "module-sync", "default"],
      mainFields: [...MAIN_FIELDS],
      modules: [],
      nodePath: false,
    });
    const found = resolver.sync(folder, request).path;
    if (isRecorded()) noteGrounds(path.resolve(folder, request), found, all, noted);
    return found;
  };
}

/** The resolver does not tell what it looked at. Whatever its answer can rest on is asked again here, so that it is recorded: rather too much than too little. */
function noteGrounds(asked: string, found: string | undefined, endings: readonly string[], noted: Set<string>): void {
  noteAround(asked, endings, noted);
  const manifest = path.join(asked, "package.json");
  if (statOf(asked)?.isDirectory() === true) {
    const read = readText(manifest, MAX_MANIFEST);
    const parsed = read.ok ? parseJson(read.text) : read;
    const fields = parsed.ok ? asRecord(parsed.value) : {};
    for (const main of MAIN_FIELDS.map((field) => fields[field])) if (typeof main === "string") noteAround(path.resolve(asked, main), endings, noted);
  }
  // with one that cannot be read nothing below it is found
  for (const place of new Set([path.dirname(asked), path.dirname(found ?? asked)])) noteManifestAbove(place, noted);
}

/** What stands at a path, beside it and, where it is a folder, in it; links with where they lead. */
function noteAround(place: string, endings: readonly string[], noted: Set<string>): void {
  for (const look of [statOf, realPath]) look(place);
  for (const folder of [path.dirname(place), place]) {
    if (noted.has(folder)) continue;
    noted.add(folder);
    realPath(folder);
    const entries = readFolder(folder, endings);
    for (const entry of typeof entries === "string" ? [] : entries) if (entry.isSymbolicLink()) for (const look of [statOf, realPath]) look(path.join(folder, entry.name));
  }
}

function noteManifestAbove(folder: string, noted: Set<string>): void {
  for (const at of upward(folder)) {
    const manifest = path.join(at, "package.json");
    if (noted.has(manifest)) return;
    noted.add(manifest);
    if (!isFile(manifest)) continue;
    readText(manifest, MAX_MANIFEST);
    return;
  }
}
