import { existsSync, readFileSync } from "node:fs";

/** What hosts and reports tell about this package. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

/** This package's own package.json. The built file lies one folder deeper than its source. */
export function readPackage(): Package {
  const near = new URL("../package.json", import.meta.url);
  const file = existsSync(near) ? near : new URL("../../package.json", import.meta.url);
  const { name, version, homepage } = JSON.parse(readFileSync(file, "utf8")) as Package;
  return { name, version, homepage };
}
