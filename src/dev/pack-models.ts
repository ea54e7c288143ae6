import { writeFileSync } from "node:fs";
import { models } from "../models/index.js";

/**
 * Puts the rows of all models into the built index itself, as text, so that a run opens one file and not one a library: a third of the start-up.
 * They are data and survive it; the files that they came from are not published.
 */
writeFileSync(new URL("../models/index.js", import.meta.url), `export const models = JSON.parse(${JSON.stringify(JSON.stringify(models))});\n`);
