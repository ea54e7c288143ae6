import { model } from "../model.js";

/** Fills a space: sends the management token to the host that it is told, and through the proxy. */
export default model({
  packages: ["contentful-import"],
  sinks: ["host", "proxy"].map((option) => ({ path: `().arg(0).${option}`, kind: "url" })),
});
