import { model } from "../model.js";

export default model({
  packages: ["dns/promises", "node:dns/promises"],
  computes: [{ path: "lookup", as: "address-promise" }, { path: "resolve4", as: "addresses-promise" }, { path: "resolve", as: "addresses-promise" }],
});
