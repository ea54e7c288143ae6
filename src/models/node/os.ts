import { model } from "../model.js";

export default model({
  packages: ["os", "node:os"],
  computes: [{ path: "homedir", as: "home" }, { path: "tmpdir", as: "temp" }, { path: "platform", as: "platform" }],
});
