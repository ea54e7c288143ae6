import { model } from "../model.js";
import type { StepRow } from "../model.js";

const digests = ["createHash()", "createHmac()"].map((hash): StepRow => ({ from: `${hash}.update.arg(0)`, to: `${hash}.update()`, clears: "all" }));

export default model({
  packages: ["crypto", "node:crypto"],
  sanitizers: [...digests, { from: "hash.arg(1)", to: "hash()", clears: "all" }],
});
