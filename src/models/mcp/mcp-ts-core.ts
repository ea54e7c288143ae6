import { model } from "../model.js";

/** Definitions stand on their own and are collected by `createApp`; `input` and `params` are held against what comes in. */
export default model({
  packages: ["@cyanheads/mcp-ts-core", "@cyanheads/mcp-ts-core/*"],
  reexports: { z: "zod" },
  registers: [
    {
      path: "tool", what: "tool", name: "arg(0)", title: "arg(1).title", description: "arg(1).description", schema: "arg(1).input", annotations: "arg(1).annotations",
      scopes: "arg(1).auth", handler: "arg(1).handler", untrusted: [{ path: "param(0)", kind: "tool" }],
    },
    {
      path: "resource", what: "resource", name: "arg(0)", uri: "arg(0)", title: "arg(1).title", description: "arg(1).description", schema: "arg(1).params", scopes: "arg(1).auth",
      handler: "arg(1).handler", untrusted: [{ path: "param(0)", kind: "resource" }],
    },
    {
      path: "prompt", what: "prompt", name: "arg(0)", title: "arg(1).title", description: "arg(1).description", schema: "arg(1).args",
      handler: "arg(1).generate", untrusted: [{ path: "param(0)", kind: "prompt" }],
    },
  ],
});
