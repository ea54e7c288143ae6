import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const PLAIN = ["get", "delete", "head", "options"] as const;
const WITH_BODY = ["post", "put", "patch", "postForm", "putForm", "patchForm"] as const;

/** https://axios-http.com/docs/req_config: in Node redirects are followed unless `maxRedirects` is 0. */
function sentBy(settings: string): Pick<SinkRow, "redirects" | "agents"> {
  return { redirects: { at: `${settings}.maxRedirects`, unless: ["0"] }, agents: [`${settings}.httpAgent`, `${settings}.httpsAgent`, `${settings}.lookup`] };
}

/** What a request's settings say of where it goes; the absolute `url` replaces `baseURL`. */
function settings(at: string): SinkRow[] {
  return [
    { path: `${at}.url`, kind: "url", base: `${at}.baseURL`, ...sentBy(at) },
    { path: `${at}.baseURL`, kind: "url" },
    { path: `${at}.proxy.host`, kind: "url" },
    { path: `${at}.socketPath`, kind: "path" },
  ];
}

/** `receiver` is a type with a point behind it, or nothing for the library's default instance. */
function requests(receiver: string): SinkRow[] {
  return [
    ...PLAIN.flatMap((name): SinkRow[] => [{ path: `${receiver}${name}.arg(0)`, kind: "url", base: `${receiver}${name}.arg(1).baseURL`, ...sentBy(`${receiver}${name}.arg(1)`) }, ...settings(`${receiver}${name}.arg(1)`)]),
    ...WITH_BODY.flatMap((name): SinkRow[] => [{ path: `${receiver}${name}.arg(0)`, kind: "url", base: `${receiver}${name}.arg(2).baseURL`, ...sentBy(`${receiver}${name}.arg(2)`) }, ...settings(`${receiver}${name}.arg(2)`)]),
    ...["query", "sql", "statement"].map((field): SinkRow => ({ path: `${receiver}post.arg(1).${field}`, kind: "sql", written: true, confidence: "medium" })),
    ...settings(`${receiver}request.arg(0)`),
    { path: `${receiver}request.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
  ];
}

export default model({
  packages: ["axios", "axios/*", "axios-observable", "redaxios", "axios-https-proxy-fix"],
  types: { AxiosInstance: ["create()", "AxiosInstance.create()", "Axios.new()", "instance"] },
  sinks: [
    ...requests(""),
    ...requests("AxiosInstance."),
    ...["()", "AxiosInstance"].flatMap((callee): SinkRow[] => [
      { path: `${callee}.arg(0)`, kind: "url", ...sentBy(`${callee}.arg(1)`), when: [{ at: "arg(0)", is: "string" }] },
      ...settings(`${callee}.arg(0)`),
      ...settings(`${callee}.arg(1)`),
    ]),
    { path: "create.arg(0).baseURL", kind: "url" },
  ],
  steps: [{ from: "getUri.arg(0).url", to: "getUri()", as: "identity" }],
});
