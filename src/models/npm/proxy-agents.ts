import { model } from "../model.js";

/** A proxy that the input chooses reaches any host. */
export default model({
  packages: ["https-proxy-agent", "http-proxy-agent", "socks-proxy-agent", "proxy-agent", "hpagent", "global-agent"],
  sinks: ["new", "HttpsProxyAgent.new", "HttpProxyAgent.new", "SocksProxyAgent.new"].map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const }))
    .concat({ path: "HttpsProxyAgent.new.arg(0).proxy", kind: "url" }, { path: "HttpProxyAgent.new.arg(0).proxy", kind: "url" }),
});
