import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const METHODS = ["get", "post", "put", "patch", "delete", "del", "head", "options"] as const;

function requests(name: string): SinkRow[] {
  return ["arg(0)", "arg(0).url", "arg(0).uri", "arg(0).baseUrl", "arg(1).baseUrl", "arg(0).host"].map((at) => ({ path: `${name}.${at}`, kind: "url" }));
}

export default model({
  packages: ["request", "request-promise", "request-promise-native", "requestretry", "postman-request", "@cypress/request", "@cypress/request-promise", "cloudscraper", "teeny-request"],
  types: { Request: ["defaults()", "Request.defaults()"] },
  sinks: [...["()", ...METHODS].flatMap(requests), ...["Request", ...METHODS.map((name) => `Request.${name}`)].flatMap(requests), ...requests("teenyRequest")],
});
