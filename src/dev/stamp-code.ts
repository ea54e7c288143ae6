import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * The last step of a build: puts a digest of all built code that is published into `cli/code-stamp.js`, so that a run need not read that code to know whether another kept what it finds.
 * Names and contents count, in an order that is the same everywhere; the stamp itself does not.
 */
const built = new URL("../../", import.meta.url);
const hash = createHash("sha256");
const names = readdirSync(built, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/")).filter((name) => name.endsWith(".js") && !name.startsWith("src/dev/") && name !== "src/cli/code-stamp.js");
for (const name of names.sort()) hash.update(`${name}\0${readFileSync(new URL(name, built), "utf8")}\0`);
writeFileSync(new URL("src/cli/code-stamp.js", built), `export const CODE_STAMP = ${JSON.stringify(hash.digest("base64url"))};\n`);
