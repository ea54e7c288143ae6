import { model } from "../model.js";
import type { Condition, RegisterRow, SourceRow } from "../model.js";

const toolInput: SourceRow[] = [{ path: "param(0)", kind: "tool" }, { path: "param(1).elicit()", kind: "client" }];

/** The same definition object, given alone (`arg(0)`) or in a list (`arg(0)[*]`). */
const registers: RegisterRow[] = ["FastMCP", "LiteMCP"].flatMap((type) => [
  ...["arg(0)", "arg(0)[*]"].flatMap((at): RegisterRow[] => {
    const many = at === "arg(0)" ? "" : "s";
    return [
      {
        path: `${type}.addTool${many}`, what: "tool", name: `${at}.name`, description: `${at}.description`, schema: `${at}.parameters`,
        annotations: `${at}.annotations`, scopes: `${at}.canAccess`, handler: `${at}.execute`, untrusted: toolInput,
      },
      { path: `${type}.addResource${many}`, what: "resource", name: `${at}.name`, description: `${at}.description`, handler: `${at}.load` },
      {
        path: `${type}.addResourceTemplate${many}`, what: "resource", name: `${at}.name`, description: `${at}.description`, handler: `${at}.load`,
        untrusted: [{ path: "param(0)", kind: "resource" }],
      },
      {
        path: `${type}.addPrompt${many}`, what: "prompt", name: `${at}.name`, description: `${at}.description`, handler: `${at}.load`,
        untrusted: [{ path: "param(0)", kind: "prompt" }],
      },
    ];
  }),
  { path: `${type}.new()`, what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  ...starts(type),
]);

/** What `start` opens: standard input and output, unless the options say otherwise. It listens on localhost unless a host is given. */
function starts(type: string): RegisterRow[] {
  const path = `${type}.start`;
  const over = (names: readonly string[]): Condition => ({ at: "arg(0).transportType", is: names, known: true });
  return [
    { path, what: "transport", transport: "http", when: [over(["httpStream"])] },
    { path, what: "transport", transport: "sse", when: [over(["sse"])] },
    { path, what: "transport", transport: "stdio", when: [over(["stdio"])] },
    { path, what: "transport", transport: "stdio", when: [{ at: "arg(0).transportType", is: "unset", known: true }] },
    ...["httpStream", "sse"].map((name): RegisterRow => ({
      path, what: "listen", when: [over([name])], host: [`arg(0).${name}.host`], port: [`arg(0).${name}.port`], unbound: "loopback",
    })),
  ];
}

/** FastMCP (punkpeye) and LiteMCP, which it grew from. Input is held against `parameters` before `execute` runs. */
export default model({
  packages: ["fastmcp", "fastmcp/*", "litemcp"],
  types: { FastMCP: ["FastMCP.new()"], LiteMCP: ["LiteMCP.new()"] },
  registers,
});
