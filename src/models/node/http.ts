import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const sinks = ["request", "get"].flatMap((name): SinkRow[] => [
  { path: `${name}.arg(0)`, kind: "url", direct: true },
  ...["arg(0)", "arg(1)"].flatMap((options): SinkRow[] => [
    { path: `${name}.${options}.host`, kind: "url", direct: true },
    { path: `${name}.${options}.hostname`, kind: "url", direct: true },
    { path: `${name}.${options}.path`, kind: "segment" },
    { path: `${name}.${options}.socketPath`, kind: "path" },
  ]),
]);

export default model({
  packages: ["http", "node:http", "https", "node:https"],
  sinks: [...sinks, { path: "ClientRequest.new.arg(0)", kind: "url" }],
});
