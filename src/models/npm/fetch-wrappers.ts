import { model } from "../model.js";

/** Libraries that take a fetch and give one. */
export default model({
  packages: ["fetch-retry", "fetch-cookie", "fetch-retry-ts", "@vercel/fetch", "@vercel/fetch-retry", "@adobe/fetch", "fetch-ponyfill", "x402-fetch"],
  sinks: [
    { path: "()().arg(0)", kind: "url" },
    { path: "().fetch.arg(0)", kind: "url" },
    { path: "wrapFetchWithPayment().arg(0)", kind: "url" },
    { path: "fetch.arg(0)", kind: "url" },
  ],
});
