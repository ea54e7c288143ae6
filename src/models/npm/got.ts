import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "stream", "paginate", "paginate.all", "paginate.each", "stream.get", "stream.post"] as const;

function requests(receiver: string, callee: string): SinkRow[] {
  return [callee, ...METHODS.map((name) => receiver + name)].flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0)`, kind: "url", agents: ["agent.http", "agent.https", "agent", "dnsLookup"].map((field) => `${name}.arg(1).${field}`), redirects: { at: `${name}.arg(1).followRedirect`, unless: ["false"] } },
    { path: `${name}.arg(0).url`, kind: "url" },
    { path: `${name}.arg(1).url`, kind: "url" },
    { path: `${name}.arg(1).prefixUrl`, kind: "url" },
  ]);
}

export default model({
  packages: ["got", "got-scraping", "got-cjs"],
  types: { Got: ["extend()", "got.extend()", "Got.extend()", "got", "gotScraping", "gotScraping.extend()"] },
  sinks: [...requests("", "()"), ...requests("Got.", "Got"), { path: "extend.arg(0).prefixUrl", kind: "url" }],
});
