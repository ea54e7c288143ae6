import { model } from "../model.js";

export default model({
  packages: ["needle"],
  sinks: [
    { path: "().arg(1)", kind: "url" },
    { path: "request.arg(1)", kind: "url" },
    ...["get", "head", "post", "put", "patch", "delete"].map((name) => ({ path: `${name}.arg(0)`, kind: "url" as const })),
  ],
});
