import { model } from "../model.js";
import type { SinkRow } from "../model.js";

function agents(name: string, options: string): string[] {
  return [`${name}.${options}.agent`, `${name}.${options}.lookup`];
}

const sinks = ["request", "get"].flatMap((name): SinkRow[] => [
  { path: `${name}.arg(0)`, kind: "url", direct: true, agents: agents(name, "arg(1)") },
  ...["arg(0)", "arg(1)"].flatMap((options): SinkRow[] => [
    { path: `${name}.${options}.host`, kind: "url", direct: true, agents: agents(name, options) },
    { path: `${name}.${options}.hostname`, kind: "url", direct: true, agents: agents(name, options) },
    { path: `${name}.${options}.path`, kind: "segment" },
    { path: `${name}.${options}.socketPath`, kind: "path" },
  ]),
]);

export default model({
  packages: ["http", "node:http", "https", "node:https"],
  agents: [{ path: "Agent.new()", lookup: "Agent.new.arg(0).lookup" }],
  sinks: [...sinks, { path: "ClientRequest.new.arg(0)", kind: "url" }],
});
