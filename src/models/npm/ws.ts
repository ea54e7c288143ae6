import { model } from "../model.js";

export default model({
  packages: ["ws", "isomorphic-ws", "reconnecting-websocket", "partysocket", "websocket", "eventsource", "@microsoft/fetch-event-source", "eventsource-client", "launchdarkly-eventsource", "sockette", "faye-websocket"],
  sinks: [
    { path: "new.arg(0)", kind: "url" },
    { path: "WebSocket.new.arg(0)", kind: "url" },
    { path: "w3cwebsocket.new.arg(0)", kind: "url" },
    { path: "client.new().connect.arg(0)", kind: "url" },
    { path: "Client.new.arg(0)", kind: "url" },
    { path: "EventSource.new.arg(0)", kind: "url" },
    { path: "fetchEventSource.arg(0)", kind: "url" },
    { path: "createEventSource.arg(0)", kind: "url" },
    { path: "createEventSource.arg(0).url", kind: "url" },
  ],
});
