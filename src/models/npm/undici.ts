import { model } from "../model.js";

export default model({
  packages: ["undici"],
  types: { Client: ["Client.new()", "Pool.new()", "Agent.new()", "BalancedPool.new()", "ProxyAgent.new()"] },
  sinks: [
    { path: "fetch.arg(0)", kind: "url", redirects: { at: "fetch.arg(1).redirect", unless: ["manual", "error"] } },
    ...["request", "stream", "pipeline", "connect", "upgrade"].map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const, direct: true })),
    ...["Client.new", "Pool.new", "BalancedPool.new", "WebSocket.new", "EventSource.new", "ProxyAgent.new"]
      .map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const })),
    { path: "ProxyAgent.new.arg(0).uri", kind: "url" },
    { path: "Client.request.arg(0).origin", kind: "url" },
    { path: "Client.request.arg(0).path", kind: "segment" },
    { path: "Client.stream.arg(0).origin", kind: "url" },
  ],
  steps: [
    { from: "Request.new.arg(0)", to: "Request.new()", as: "identity" },
    { from: "Request.new()", to: "Request.new().url", as: "identity" },
    { from: "Request.new.arg(1).headers", to: "Request.new().headers", as: "identity" },
  ],
});
