import { model } from "../model.js";

/** lodash, one function a package. */
export default model({
  packages: ["lodash.get", "lodash.merge", "lodash.clonedeep", "lodash.pick", "lodash.omit", "lodash.trim", "lodash.defaults", "lodash.defaultsdeep", "lodash.mapvalues", "lodash.mapkeys", "lodash.uniq", "lodash.sortby", "lodash.startcase", "lodash.truncate"],
  steps: [{ from: "().arg(*)", to: "()", as: "identity" }],
});
