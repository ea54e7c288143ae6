import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

/**
 * A function that makes the server for one client: its settings are what that client sent in the query of its request, held against a schema where there is one
 * (`parseAndValidateConfig` of @smithery/sdk 1.6.8; from version 4 on the host does the same).
 */
const made = { what: "server", untrusted: [{ path: "param(0).config", kind: "http" }], input: ["param(0).config"] } as const;

const registers: RegisterRow[] = [
  { ...made, path: "default", by: "exporting", files: ["**"], schema: "this.configSchema", handler: "this.default", when: [{ at: "this.configSchema", is: "set", known: true }] },
  ...["createStatelessServer", "createStatefulServer"].flatMap((path): RegisterRow[] => [
    { path, what: "transport", transport: "http" },
    { ...made, path, schema: "arg(1).schema", handler: "arg(0)" },
  ]),
];

/** Smithery: a module exports the function that makes a server, or hands it to the SDK. */
export default model({ packages: ["@smithery/sdk", "@smithery/sdk/*", "@smithery/cli"], registers });
