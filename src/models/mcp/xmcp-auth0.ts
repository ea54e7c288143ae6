import { model } from "../model.js";

/** The plugin of xmcp that asks Auth0 whether a user may call a tool, by a permission `tool:<name>` that stands there (`permissions.ts` of @xmcp-dev/auth0). */
export default model({
  packages: ["@xmcp-dev/auth0"],
  registers: [{ path: "auth0Provider", what: "scope", scopes: "arg(0)" }],
});
