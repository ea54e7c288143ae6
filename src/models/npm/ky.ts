import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const METHODS = ["get", "post", "put", "patch", "delete", "head"] as const;

function requests(receiver: string, callee: string): SinkRow[] {
  return [callee, ...METHODS.map((name) => receiver + name)].flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0)`, kind: "url", base: `${name}.arg(1).prefixUrl`, redirects: { at: `${name}.arg(1).redirect`, unless: ["manual", "error"] } },
    { path: `${name}.arg(1).prefixUrl`, kind: "url" },
  ]);
}

export default model({
  packages: ["ky", "ky-universal"],
  types: { Ky: ["create()", "extend()", "Ky.create()", "Ky.extend()", "ky.create()", "ky.extend()"] },
  sinks: [...requests("", "()"), ...requests("Ky.", "Ky"), { path: "create.arg(0).prefixUrl", kind: "url" }, { path: "extend.arg(0).prefixUrl", kind: "url" }],
});
