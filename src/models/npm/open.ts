import { model } from "../model.js";

export default model({
  packages: ["open", "opn", "better-opn", "opener"],
  sinks: [
    { path: "().arg(0)", kind: "url" },
    { path: "openApp.arg(0)", kind: "program" },
    { path: "().arg(1).app.name", kind: "program" },
    { path: "().arg(1).app.arguments", kind: "arguments", program: "().arg(1).app.name" },
    { path: "openApp.arg(1).arguments", kind: "arguments", program: "openApp.arg(0)" },
  ],
});
