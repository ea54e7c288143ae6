import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";
import { contextOf } from "./server.js";
import { callerTokens, clientAnswers, highLevelRegisters, lowLevelRegisters, registeredTypes } from "./sdk.js";

/** Scopes of the whole endpoint. Whoever has no token is let through unless `required` is set. */
const guards = ["withMcpAuth", "experimental_withMcpAuth"].map((path): RegisterRow => ({
  path, what: "middleware", scopes: "arg(2).requiredScopes", when: [{ at: "arg(2).required", is: "set", known: true }, { at: "arg(2).requiredScopes", is: "set", known: true }],
}));

/** Without `required` whoever brings no token is let through. */
const verifiers = ["withMcpAuth", "experimental_withMcpAuth"].flatMap((path): RegisterRow[] => [
  { path, what: "verifier", handler: "arg(1)", value: "param(1)", trusting: true },
  { path, what: "check", checks: "caller", when: [{ at: "arg(2).required", is: "set" }] },
]);

/** Version 2 makes servers of the split packages, whose context has other fields. */
const ofBothVersions = highLevelRegisters.map((row): RegisterRow => {
  const param = (row.untrusted ?? []).map(({ path }) => /^param\((\d)\)\._meta$/.exec(path)?.[1]).find((at) => at !== undefined);
  return param === undefined ? row : { ...row, untrusted: [...(row.untrusted ?? []), ...contextOf(Number(param))] };
});

/** Next.js and Workers adapters that hand an SDK server to a function: `createMcpHandler((server) => { … })`. */
export default model({
  packages: ["mcp-handler", "mcp-handler/*", "@vercel/mcp-adapter", "@vercel/mcp-adapter/*"],
  types: {
    McpServer: ["createMcpHandler.arg(0).param(0)", "default.arg(0).param(0)"],
    Server: ["McpServer.server"],
    ...registeredTypes,
  },
  registers: [...ofBothVersions, ...lowLevelRegisters, ...guards, ...verifiers, { path: "createMcpHandler", what: "transport", transport: "http" }, { path: "createMcpHandler", what: "endpoint" }, { path: "createMcpHandler()()", what: "serve" }],
  sources: [...clientAnswers, ...callerTokens, ...["withMcpAuth", "experimental_withMcpAuth"].map((path): SourceRow => ({ path: `${path}.arg(1).param(1)`, kind: "credential" }))],
});
