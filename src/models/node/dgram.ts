import { model } from "../model.js";

export default model({
  packages: ["dgram", "node:dgram"],
  types: { Socket: ["createSocket()", "Socket.new()"] },
  sinks: [
    { path: "Socket.send.arg(2)", kind: "url", when: [{ at: "arg(2)", is: "string" }] },
    { path: "Socket.send.arg(4)", kind: "url", when: [{ at: "arg(4)", is: "string" }] },
    { path: "Socket.connect.arg(1)", kind: "url", when: [{ at: "arg(1)", is: "string" }] },
  ],
});
