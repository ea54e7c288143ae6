import path from "node:path";
import { isFile, readOptional, statOf, upward } from "./disk.js";
import { openManifests } from "./manifest.js";

/** The nearest folder upward with a package.json: the package that a file or folder belongs to. Without one, the path's own folder. */
export function findRoot(file: string): string {
  const full = path.resolve(file);
  const own = statOf(full)?.isDirectory() === true ? full : path.dirname(full);
  for (const folder of upward(own)) if (isFile(path.join(folder, "package.json"))) return folder;
  return own;
}

/**
 * The outermost folder that may be read: the nearest one from the root upward that holds a workspace (`workspaces` in
 * package.json, pnpm-workspace.yaml, lerna.json) or a git repository; where there is none and its package depends on packages of a workspace, the
 * package above; else its package, else the root itself.
 */
export function findBound(root: string): string {
  for (const folder of upward(root)) {
    if ([".git", "pnpm-workspace.yaml", "lerna.json"].some((name) => statOf(path.join(folder, name)) !== undefined)) return folder;
    // the mere word is enough here: which folders it names is for the manifests to read
    if (readOptional(path.join(folder, "package.json"), folder)?.includes('"workspaces"') === true) return folder;
  }
  const own = findRoot(root);
  if (readOptional(path.join(own, "package.json"), own)?.includes('"workspace:') !== true) return own;
  for (const folder of upward(path.dirname(own))) if (isFile(path.join(folder, "package.json"))) return folder;
  return own;
}

/** The folder that a file is analysed with when no other was named: the workspace that lists its package, for a flow may run through several of them, else its package. */
export function findProject(file: string): string {
  const root = findRoot(file);
  const bound = findBound(root);
  return bound !== root && openManifests(root, bound, []).isMember(root) ? bound : root;
}
