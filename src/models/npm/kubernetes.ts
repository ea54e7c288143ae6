import { model } from "../model.js";

export default model({
  packages: ["@kubernetes/client-node"],
  types: {
    Exec: ["Exec.new()"],
    CoreV1Api: ["CoreV1Api.new()", "KubeConfig.new().makeApiClient()"],
    KubeConfig: ["KubeConfig.new()"],
    Cp: ["Cp.new()"],
  },
  sinks: [
    { path: "Exec.exec.arg(3)", kind: "arguments", remote: true },
    { path: "CoreV1Api.connectGetNamespacedPodExec.arg(2)", kind: "arguments", remote: true, when: [{ at: "arg(2)", is: "list" }] },
    { path: "KubeConfig.loadFromFile.arg(0)", kind: "path" },
    { path: "Cp.cpFromPod.arg(4)", kind: "path" },
    { path: "Cp.cpToPod.arg(3)", kind: "path" },
  ],
});
