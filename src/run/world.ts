import { isIP } from "node:net";
import path from "node:path/posix";
import { ANY_FILE } from "../text/path-oracle.js";

/** What the world outside the program is taken to be. Data: nothing of the machine is asked. */
export interface World {
  readonly folder: string;
  readonly home: string;
  /** What stands behind the program's name on its command line. */
  readonly words: readonly string[];
  /** Whether the files that the program asks for are there. */
  readonly files: "there" | "missing";
  /** A folder under which every file is a link to the same file elsewhere; none without it. */
  readonly link: { readonly at: string; readonly to: string } | undefined;
  /** No file is there whose path is one of these, or holds one of them. */
  readonly absent?: readonly string[];
  /** What every name of a host stands for. */
  readonly address: string;
  /** Settings are not set; without this they are unknown, as are the words of the command line. */
  readonly unset: boolean;
  /** Where each server whose address an attacker chose sends a request on to; its answers are not known without it. */
  readonly redirect?: string;
}

/** Files are there and are what their paths say, names stand for a public address, and nothing is set. */
export const ORDINARY: World = {
  folder: "/srv/project", home: "/users/someone", words: ["/srv/project"], files: "there", link: undefined, address: "93.184.216.34", unset: true,
};

/** Folders that every Unix has. */
const FOLDERS: ReadonlySet<string> = new Set(["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/local/bin", "/usr/share", "/var", "/var/lib", "/var/log", "/var/tmp"]);

/** It is there on every machine that the program runs on. */
export function isSurelyThere({ folder, home }: World, file: string): boolean {
  return file === ANY_FILE || FOLDERS.has(file) || [folder, home].some((one) => one === file || one.startsWith(`${file}/`));
}

/** How a file lies: undefined when it is missing. A path whose last segment has an ending is a file, any other one a folder. */
export function fileAt(world: World, file: string): { readonly real: string; readonly isFolder: boolean; readonly isLink: boolean } | undefined {
  const absolute = path.resolve(world.folder, file);
  if (absolute === ANY_FILE) return { real: absolute, isFolder: false, isLink: false };
  if (isAbsent(world, file) || absolute.startsWith(`${ANY_FILE}/`) || (world.files === "missing" && !isSurelyThere(world, absolute))) return undefined;
  const { link } = world;
  const isLink = link !== undefined && absolute.startsWith(`${link.at}/`);
  return { real: isLink ? path.join(link.to, absolute.slice(link.at.length)) : absolute, isFolder: path.extname(absolute) === "", isLink };
}

/** It would be there only if somebody had made it: its path is one of those that are absent, or holds a text that is. A word is one of its names as a whole. */
export function isAbsent(world: World, file: string): boolean {
  const { absent = [], folder } = world;
  if (absent.length === 0) return false;
  const absolute = path.resolve(folder, file);
  if (isSurelyThere(world, absolute)) return false;
  return absent.some((text) => absolute === text || (/^[\w.-]+$/.test(text) ? file.split("/").some((name) => name === text || name.startsWith(`${text}.`)) : file.includes(text)));
}

/** What a look-up of a host's name gives: an address stands for itself. undefined: there is no such name, as there is none in brackets. */
export function addressAt(world: World, host: string): string | undefined {
  if (isIP(host) !== 0) return host;
  if (!/^[^\s[\]/:]+$/.test(host)) return undefined;
  // a public service whose names stand for the addresses that they hold
  const held = /(?:^|\.)(\d+\.\d+\.\d+\.\d+)\.nip\.io\.?$/i.exec(host)?.[1];
  if (held !== undefined) return held;
  return /^(?:.*\.)?localhost\.?$/i.test(host) ? "127.0.0.1" : world.address;
}
