import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const METHODS = ["get", "post", "put", "patch", "delete", "del", "head", "options"] as const;

export default model({
  packages: ["superagent", "superagent-proxy"],
  types: { Agent: ["agent()"] },
  sinks: [
    ...["", "Agent."].flatMap((receiver) => METHODS.map((name): SinkRow => ({ path: `${receiver}${name}.arg(0)`, kind: "url" }))),
    { path: "().arg(1)", kind: "url", when: [{ at: "arg(1)", is: "string" }] },
    { path: "().arg(0)", kind: "url", when: [{ at: "arg(1)", is: "unset" }] },
  ],
});
