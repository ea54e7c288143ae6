import { model } from "../model.js";

/** File systems in memory: a path there reaches nothing. */
export default model({ packages: ["memfs", "memfs/*", "memory-fs", "mock-fs", "unionfs"] });
