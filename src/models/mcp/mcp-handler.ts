import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { clientAnswers, highLevelRegisters, lowLevelRegisters, registeredTypes } from "./sdk.js";

/** Scopes of the whole endpoint. Whoever has no token is let through unless `required` is set. */
const guards = ["withMcpAuth", "experimental_withMcpAuth"].map((path): RegisterRow => ({
  path, what: "middleware", scopes: "arg(2).requiredScopes", when: [{ at: "arg(2).required", is: "set", known: true }, { at: "arg(2).requiredScopes", is: "set", known: true }],
}));

/** Next.js and Workers adapters that hand an SDK server to a function: `createMcpHandler((server) => { … })`. */
export default model({
  packages: ["mcp-handler", "mcp-handler/*", "@vercel/mcp-adapter", "@vercel/mcp-adapter/*"],
  types: {
    McpServer: ["createMcpHandler.arg(0).param(0)", "default.arg(0).param(0)"],
    Server: ["McpServer.server"],
    ...registeredTypes,
  },
  registers: [...highLevelRegisters, ...lowLevelRegisters, ...guards, { path: "createMcpHandler", what: "transport", transport: "http" }],
  sources: clientAnswers,
});
