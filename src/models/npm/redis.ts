import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["redis", "ioredis", "@redis/client", "@upstash/redis", "@vercel/kv", "iovalkey", "@valkey/valkey-glide"],
  types: {
    Client: [
      "createClient()", "createCluster()", "new()", "Redis.new()", "Cluster.new()", "Redis.fromEnv()", "Client.duplicate()", "Client.pipeline()", "Client.multi()", "Client.connect()", "createPool()",
    ],
  },
  sinks: [
    ...["eval", "EVAL", "evalRo", "evalsha_ro", "eval_ro"].map((name): SinkRow => ({ path: `Client.${name}.arg(0)`, kind: "code" })),
    { path: "Client.scriptLoad.arg(0)", kind: "code" },
    { path: "Client.script.arg(1)", kind: "code" },
    { path: "Client.functionLoad.arg(0)", kind: "code" },
    { path: "Client.defineCommand.arg(1).lua", kind: "code" },
    { path: "Client.sendCommand.arg(0)", kind: "nosql" },
    { path: "Client.sendCommand.arg(0)[*]", kind: "nosql" },
    { path: "Client.call.arg(0)", kind: "nosql" },
    ...["new", "Redis.new"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${name}.arg(0).host`, kind: "url" },
    ]),
    { path: "createClient.arg(0).url", kind: "url" },
    { path: "createClient.arg(0).socket.host", kind: "url" },
  ],
});
