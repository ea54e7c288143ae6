import { model } from "../model.js";

export default model({
  packages: ["jsdom", "happy-dom", "linkedom"],
  sinks: [
    { path: "JSDOM.fromURL.arg(0)", kind: "url" },
    { path: "JSDOM.fromFile.arg(0)", kind: "path" },
    { path: "JSDOM.new.arg(0)", kind: "code", when: [{ at: "arg(1).runScripts", is: ["dangerously"], known: true }] },
    { path: "JSDOM.new().window.eval.arg(0)", kind: "code" },
    { path: "Window.new().eval.arg(0)", kind: "code" },
    { path: "Browser.new().newPage().goto.arg(0)", kind: "url" },
  ],
});
