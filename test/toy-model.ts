import { model } from "../src/models/model.js";

/** A made-up library, so that the engines are tested without rules and without real libraries. */
export const toyModel = model({
  packages: ["toy"],
  types: { Toy: ["Toy.new()"] },
  registers: [
    { path: "show", what: "listen", name: "arg(0)" },
    { path: "Handled", by: "decorating", what: "tool", name: "this.name", handler: "this", untrusted: [{ path: "param(0)", kind: "tool" }] },
    { path: "Handler", by: "extending", what: "tool", name: "this.title", handler: "this.handle", untrusted: [{ path: "param(0)", kind: "tool" }] },
    { path: "register", what: "listen", name: "arg(0)", handler: "arg(1)" },
  ],
  sources: [
    { path: "source()", kind: "tool" },
    { path: "input", kind: "tool" },
    { path: "handle.arg(0).param(0)", kind: "tool" },
  ],
  sinks: [
    { path: "sink.arg(0)", kind: "shell" },
    { path: "pathSink.arg(0)", kind: "path" },
    { path: "urlSink.arg(0)", kind: "url" },
    { path: "sqlSink.arg(0)", kind: "sql" },
    { path: "codeSink.arg(0)", kind: "code" },
    { path: "listSink.arg(0)[*]", kind: "shell" },
    { path: "optionsSink.arg(0).command", kind: "shell" },
    { path: "Toy.send.arg(0)", kind: "shell" },
    { path: "make().send.arg(0)", kind: "shell" },
  ],
  steps: [{ from: "pass.arg(0)", to: "pass()", as: "identity" }],
  sanitizers: [{ from: "clean.arg(0)", to: "clean()", clears: "all" }],
  guards: [
    { path: "isSafe.arg(0)", outcome: "true", clears: "all" },
    { path: "isEvil.arg(0)", outcome: "false", clears: "all" },
    { path: "assertSafe.arg(0)", outcome: "returns", clears: "all" },
  ],
});
