import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Small clients that are called with a URL, or with settings that hold one. */
export default model({
  packages: ["phin", "centra", "urllib", "simple-get", "follow-redirects", "wretch", "gaxios", "@hapi/wreck", "httpx", "typed-rest-client", "node-libcurl", "bent", "node-downloader-helper"],
  types: { Wretch: ["()", "Wretch.url()"] },
  sinks: [
    ...["()", "request", "get", "post", "put", "patch", "del", "delete", "concat", "read", "curl", "httpclient.request", "http.get", "http.request", "https.get", "https.request"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${name}.arg(0).url`, kind: "url" },
      { path: `${name}.arg(0).host`, kind: "url" },
      { path: `${name}.arg(0).hostname`, kind: "url" },
    ]),
    { path: "request.arg(1)", kind: "url", when: [{ at: "arg(1)", is: "string" }] },
    { path: "Wretch.url.arg(0)", kind: "url" },
    { path: "DownloaderHelper.new.arg(0)", kind: "url" },
    { path: "DownloaderHelper.new.arg(1)", kind: "path" },
    { path: "Gaxios.new().request.arg(0).url", kind: "url" },
    { path: "Gaxios.new.arg(0).url", kind: "url" },
    { path: "Curl.new().setOpt.arg(1)", kind: "url", when: [{ at: "arg(0)", is: ["URL"] }] },
    { path: "curly.get.arg(0)", kind: "url" },
    { path: "curly.post.arg(0)", kind: "url" },
  ],
});
