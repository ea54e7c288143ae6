import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const WANTED = /(?:\.(?:[cm]?[jt]sx?|jsonc?)|(?:^|\/)\.gitignore)$/i;

/** The git directory of `owner/name` below `mirrors`, or undefined. */
export function findMirror(mirrors, repository) {
  const flat = repository.replace("/", "+");
  return [path.join(mirrors, flat, "repo"), path.join(mirrors, repository), path.join(mirrors, flat)]
    .find((folder) => existsSync(path.join(folder, "HEAD")) || existsSync(path.join(folder, ".git")));
}

/** Writes sources and configuration of a commit to a new folder. Blob by blob: a mirror may lack some, which `git archive` does not forgive. */
export function checkOut(mirror, commit) {
  const target = mkdtempSync(path.join(tmpdir(), "bench-"));
  const git = (args, input) => execFileSync("git", ["-C", mirror, ...args], { input, maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "ignore"] });
  const entries = git(["ls-tree", "-r", "-z", commit]).toString("utf8").split("\0")
    .map((line) => /^(\d+) (\w+) (\w+)\t([^]*)$/.exec(line))
    .filter((match) => match !== null && match[2] === "blob" && match[1] !== "120000" && WANTED.test(match[4]));
  const blobs = git(["cat-file", "--batch"], `${entries.map((match) => match[3]).join("\n")}\n`);
  let at = 0;
  for (const [, , , , file] of entries) {
    const end = blobs.indexOf(10, at);
    const [, state, size] = blobs.subarray(at, end).toString("utf8").split(" ");
    at = end + 1;
    if (state === "missing") continue;
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    writeFileSync(path.join(target, file), blobs.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return target;
}
