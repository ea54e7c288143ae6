import { model } from "../model.js";

/** Looks a program up by its name: the answer is a program that the input chose. */
export default model({
  packages: ["which", "lookpath", "command-exists"],
  steps: [
    { from: "().arg(0)", to: "()", as: "identity" },
    { from: "sync.arg(0)", to: "sync()", as: "identity" },
    { from: "lookpath.arg(0)", to: "lookpath()", as: "identity" },
  ],
});
