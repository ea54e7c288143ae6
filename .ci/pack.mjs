// Around `npm pack`: the package is built, and goes without `prepare`, which npm would take for a script of its installation and warn of (it is for checkouts alone).
// The script is set aside under another name and put back behind the packing (`--undo`), so that the manifest of the checkout stays what it was.
// Of the declarations, those alone are packed that the package's own are made of: the others are a third of its files, and nobody can import them.
import { execSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const manifest = new URL("../package.json", import.meta.url);
const rename = (from, to) => writeFileSync(manifest, readFileSync(manifest, "utf8").replace(`"${from}": "node .ci/prepare.mjs"`, `"${to}": "node .ci/prepare.mjs"`));

function dropDeclarations() {
  const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
  const used = new Set(Object.values(exports ?? {}).flatMap(({ types }) => (types === undefined ? [] : [new URL(types, manifest).href])));
  // a Set's iteration takes in what is added on the way
  for (const file of used) for (const [, name] of readFileSync(new URL(file), "utf8").matchAll(/(?:\bfrom|\bimport\()\s*"(\.[^"]+)\.js"/g)) used.add(new URL(`${name}.d.ts`, file).href);
  const dist = new URL("../dist/", import.meta.url);
  for (const name of existsSync(dist) ? readdirSync(dist, { recursive: true }) : []) {
    const file = new URL(name.replaceAll("\\", "/"), dist);
    if (name.endsWith(".d.ts") && !used.has(file.href)) rmSync(file);
  }
}

if (process.argv.includes("--undo")) rename("prepare:checkout", "prepare");
else {
  rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
  execSync("npm run build", { stdio: "inherit" });
  dropDeclarations();
  rename("prepare", "prepare:checkout");
}
