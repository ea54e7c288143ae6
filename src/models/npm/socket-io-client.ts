import { model } from "../model.js";

export default model({
  packages: ["socket.io-client", "mqtt", "amqplib", "nats", "kafkajs"],
  sinks: [
    { path: "().arg(0)", kind: "url" },
    { path: "io.arg(0)", kind: "url" },
    { path: "connect.arg(0)", kind: "url" },
    { path: "connectAsync.arg(0)", kind: "url" },
    { path: "connect.arg(0).servers", kind: "url" },
    { path: "Kafka.new.arg(0).brokers[*]", kind: "url" },
  ],
});
