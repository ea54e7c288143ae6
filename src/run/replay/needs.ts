import path from "node:path/posix";
import type { Need } from "../../finding.js";
import type { SinkKind } from "../../models/kinds.js";
import type { Arrival, Asked } from "./arrivals.js";
import { isSurelyThere, type World } from "../world.js";

/** Of these it is known which files are there. */
export const PATHS: ReadonlySet<SinkKind> = new Set(["path", "module", "program", "link", "segment"]);

/** What the answers that a program got on files of the attacker's choice ask of whoever sends the same: what lies there by itself is not told, nor a folder of what is. */
export function needsOf(world: World, asked: readonly Asked[] = []): Need[] {
  const open = asked.filter(({ path: file }, index) => !isSurelyThere(world, file) && asked.findIndex((one) => one.path === file) === index);
  return open.flatMap(({ path: file, isThere }): Need[] => {
    if (!isThere) return world.files === "missing" ? [{ what: "no file", path: file }] : [];
    return open.some((other) => other.isThere && other.path.startsWith(`${file}/`)) ? [] : [{ what: "file", path: file }];
  });
}

/** What arrives lies in a folder that the program held its input against, and so does the server's own: that one may be all that it has to stay in. */
export function isHeldAbove({ values }: Arrival, { folder }: World, compared: ReadonlySet<string>): boolean {
  const above = [...compared].map((text) => `${text.replace(/\/+$/, "")}/`).filter((text) => text.length > 1 && text.startsWith("/") && folder.startsWith(text));
  return above.length > 0 && values.flat().some((value) => typeof value === "string" && above.some((text) => path.resolve(folder, value).startsWith(text)));
}

/** A program or a module has to lie where the input says that it does. */
export function needsOfKind(kind: SinkKind, input: string): Need[] {
  return (kind === "program" || kind === "module") && path.isAbsolute(input) ? [{ what: "file", path: input }] : [];
}

/** The files that have to be there. */
export function filesOf(needs: readonly Need[]): string[] {
  return needs.flatMap((need) => (need.what === "file" ? [need.path] : []));
}
