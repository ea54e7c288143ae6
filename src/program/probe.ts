import path from "node:path";
import { ResolverFactory } from "oxc-resolver";
import { isFile, isInside, readFolder, readText, realPath, statOf, type Text, upward } from "./disk.js";
import { isRecorded } from "./disk-record.js";
import { asRecord, parseJson } from "./json.js";

const MAIN_FIELDS = ["source", "module", "main"];
const MAX_MANIFEST = 1 << 30;

/**
 * Gives the function that says which file a path means in a folder, as Node and bundlers find it, `.js` written for `.ts` included. The resolver is made at the first question, so
 * that a program without any import does not load it. It is not asked about what lies outside of the bound: it would read the package.json there.
 */
export function openProbe(extensions: readonly string[], bound: string): (folder: string, request: string) => string | undefined {
  const all = [...extensions, ".json", ".node", ".d.ts", ".d.mts", ".d.cts"];
  const noted = new Set<string>();
  const reals = new Map<string, string | undefined>();
  const realOf = (folder: string): string | undefined => {
    if (!reals.has(folder)) reals.set(folder, realPath(folder));
    return reals.get(folder);
  };
  let resolver: ResolverFactory | undefined;
  return (folder, request) => {
    const asked = path.resolve(folder, request);
    const real = realPath(asked) ?? realOf(path.dirname(asked));
    if (real === undefined || !isInside(bound, real)) return undefined;
    resolver ??= new ResolverFactory({
      extensions: all,
      extensionAlias: { ".js": [".ts", ".tsx", ".js", ".jsx"], ".jsx": [".tsx", ".jsx"], ".mjs": [".mts", ".mjs"], ".cjs": [".cts", ".cjs"] },
      conditionNames: ["source", "development", "import", "require", "node", "module-sync", "default"],
      mainFields: [...MAIN_FIELDS],
      modules: [],
      nodePath: false,
    });
    const found = resolver.sync(folder, request).path;
    if (isRecorded()) noteGrounds(asked, found, { bound, endings: all, noted });
    return found;
  };
}

interface Notes {
  readonly bound: string;
  readonly endings: readonly string[];
  /** Folders and files that were asked about already. */
  readonly noted: Set<string>;
}

/** The resolver does not tell what it looked at. Whatever its answer can rest on is asked again here, so that it is recorded: rather too much than too little. */
function noteGrounds(asked: string, found: string | undefined, notes: Notes): void {
  noteAround(asked, notes);
  if (statOf(asked)?.isDirectory() === true) {
    const read = readManifest(asked, notes.bound);
    const parsed = read?.ok === true ? parseJson(read.text) : undefined;
    const fields = parsed?.ok === true ? asRecord(parsed.value) : {};
    for (const main of MAIN_FIELDS.map((field) => fields[field])) if (typeof main === "string") noteAround(path.resolve(asked, main), notes);
  }
  // with one that cannot be read nothing below it is found
  for (const place of new Set([path.dirname(asked), path.dirname(found ?? asked)])) noteManifestAbove(place, notes);
}

/** What stands at a path, beside it and, where it is a folder, in it; links with where they lead. */
function noteAround(place: string, { bound, endings, noted }: Notes): void {
  for (const look of [statOf, realPath]) look(place);
  for (const folder of [path.dirname(place), place]) {
    if (noted.has(folder)) continue;
    noted.add(folder);
    if (!isInside(bound, realPath(folder) ?? "")) continue;
    const entries = readFolder(folder, endings);
    for (const entry of typeof entries === "string" ? [] : entries) if (entry.isSymbolicLink()) for (const look of [statOf, realPath]) look(path.join(folder, entry.name));
  }
}

function noteManifestAbove(folder: string, { bound, noted }: Notes): void {
  for (const at of upward(folder)) {
    if (noted.has(`manifest ${at}`)) return;
    noted.add(`manifest ${at}`);
    if (readManifest(at, bound) !== undefined) return;
  }
}

/** The package.json of a folder, links out of the bound not followed, but those of the folders above it as the resolver reads them; undefined where there is none. */
function readManifest(folder: string, bound: string): Text | undefined {
  const manifest = path.join(folder, "package.json");
  if (!isFile(manifest)) return undefined;
  const isOurs = isInside(bound, realPath(manifest) ?? "") || isInside(folder, bound);
  return isOurs ? readText(manifest, MAX_MANIFEST) : { ok: false, message: "a link out of the project" };
}
