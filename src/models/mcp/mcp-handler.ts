import { model } from "../model.js";
import { clientAnswers, highLevelRegisters, lowLevelRegisters, registeredTypes } from "./sdk.js";

/** Next.js and Workers adapters that hand an SDK server to a function: `createMcpHandler((server) => { … })`. */
export default model({
  packages: ["mcp-handler", "mcp-handler/*", "@vercel/mcp-adapter", "@vercel/mcp-adapter/*"],
  types: {
    McpServer: ["createMcpHandler.arg(0).param(0)", "default.arg(0).param(0)"],
    Server: ["McpServer.server"],
    ...registeredTypes,
  },
  registers: [...highLevelRegisters, ...lowLevelRegisters, { path: "createMcpHandler", what: "transport", transport: "http" }],
  sources: clientAnswers,
});
