import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Where a container's settings stand. */
const CREATES = ["Docker.createContainer.arg(0)", "Docker.run.arg(3)"] as const;

export default model({
  packages: ["dockerode"],
  types: {
    Docker: ["new()", "()", "Docker.new()"],
    Container: ["Docker.getContainer()", "Docker.createContainer()"],
  },
  sinks: [
    { path: "Container.exec.arg(0).Cmd", kind: "arguments", remote: true },
    { path: "Docker.run.arg(1)", kind: "arguments", remote: true },
    ...CREATES.flatMap((options): SinkRow[] => [
      { path: `${options}.Cmd`, kind: "arguments", remote: true },
      { path: `${options}.Entrypoint`, kind: "arguments", remote: true },
      { path: `${options}.HostConfig.Binds[*]`, kind: "path" },
      { path: `${options}.HostConfig.Mounts[*].Source`, kind: "path" },
    ]),
    { path: "Docker.buildImage.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Docker.buildImage.arg(0).context", kind: "path" },
    { path: "Container.putArchive.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Docker.new.arg(0).host", kind: "url" },
    { path: "new.arg(0).host", kind: "url" },
  ],
});
