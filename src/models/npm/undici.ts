import { model } from "../model.js";

export default model({
  packages: ["undici"],
  types: { Client: ["Client.new()", "Pool.new()", "Agent.new()", "BalancedPool.new()", "ProxyAgent.new()"] },
  sinks: [
    { path: "fetch.arg(0)", kind: "url", takes: "no-credentials", agents: ["fetch.arg(1).dispatcher"], redirects: { at: "fetch.arg(1).redirect", unless: ["manual", "error"] } },
    ...["request", "stream", "pipeline", "connect", "upgrade"].map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const, direct: true, agents: [`${name}.arg(1).dispatcher`] })),
    ...["Client.new", "Pool.new", "BalancedPool.new", "WebSocket.new", "EventSource.new", "ProxyAgent.new"]
      .map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const })),
    { path: "ProxyAgent.new.arg(0).uri", kind: "url" },
    { path: "Client.request.arg(0).origin", kind: "url" },
    { path: "Client.request.arg(0).path", kind: "segment" },
    { path: "Client.stream.arg(0).origin", kind: "url" },
  ],
  agents: ["Agent", "Pool", "Client", "BalancedPool"].map((name, index) => ({ path: `${name}.new()`, lookup: `${name}.new.arg(${index === 0 ? 0 : 1}).connect.lookup` })),
  steps: [
    { from: "Request.new.arg(0)", to: "Request.new()", as: "identity" },
    { from: "Request.new()", to: "Request.new().url", as: "identity" },
    { from: "Request.new.arg(1).headers", to: "Request.new().headers", as: "identity" },
  ],
});
