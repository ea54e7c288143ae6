import { model } from "../model.js";

export default model({
  packages: ["private-ip", "is-private-ip", "is-localhost-ip"],
  guards: [
    { path: "().arg(0)", outcome: "false", clears: ["ADDRESS"] },
    { path: "isPrivate.arg(0)", outcome: "false", clears: ["ADDRESS"] },
    { path: "isLocalhost.arg(0)", outcome: "false", clears: ["ADDRESS"] },
  ],
});
