import { model } from "../model.js";

export default model({
  packages: ["cheerio", "cheerio/*"],
  sinks: [{ path: "fromURL.arg(0)", kind: "url" }],
});
