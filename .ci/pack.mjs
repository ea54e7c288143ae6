// Around `npm pack`: the package is built, and goes without `prepare`, which npm would take for a script of its installation and warn of (it is for checkouts alone).
// The script is set aside under another name and put back behind the packing (`--undo`), so that the manifest of the checkout stays what it was.
import { execSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const manifest = new URL("../package.json", import.meta.url);
const rename = (from, to) => writeFileSync(manifest, readFileSync(manifest, "utf8").replace(`"${from}": "node .ci/prepare.mjs"`, `"${to}": "node .ci/prepare.mjs"`));

if (process.argv.includes("--undo")) rename("prepare:checkout", "prepare");
else {
  rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
  execSync("npm run build", { stdio: "inherit" });
  rename("prepare", "prepare:checkout");
}
