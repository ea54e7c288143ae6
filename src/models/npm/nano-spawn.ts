import { model } from "../model.js";
import { spawnRows } from "../spawn-rows.js";

export default model({
  packages: ["nano-spawn"],
  sinks: spawnRows("()"),
});
