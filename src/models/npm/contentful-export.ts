import { model } from "../model.js";

/** Copies a whole space: sends the management token to the host that it is told, and through the proxy. */
export default model({
  packages: ["contentful-export"],
  sinks: ["host", "hostDelivery", "proxy"].map((option) => ({ path: `().arg(0).${option}`, kind: "url" })),
});
