import { model } from "../model.js";
import type { Condition, RegisterRow, SinkRow, SourceRow } from "../model.js";

const toolInput: SourceRow[] = [{ path: "param(0)", kind: "tool" }];

/** The same definition object, given alone (`arg(0)`) or in a list (`arg(0)[*]`). */
const registers: RegisterRow[] = ["FastMCP", "LiteMCP"].flatMap((type) => [
  ...["arg(0)", "arg(0)[*]"].flatMap((at): RegisterRow[] => {
    const many = at === "arg(0)" ? "" : "s";
    return [
      {
        path: `${type}.addTool${many}`, what: "tool", name: `${at}.name`, description: `${at}.description`, schema: `${at}.parameters`,
        annotations: `${at}.annotations`, scopes: `${at}.canAccess`, trusting: true, handler: `${at}.execute`, untrusted: toolInput, given: [{ path: "param(1)", type: "Context" }],
      },
      { path: `${type}.addResource${many}`, what: "resource", name: `${at}.name`, uri: `${at}.uri`, description: `${at}.description`, handler: `${at}.load` },
      {
        path: `${type}.addResourceTemplate${many}`, what: "resource", name: `${at}.name`, uri: `${at}.uriTemplate`, description: `${at}.description`, handler: `${at}.load`,
        untrusted: [{ path: "param(0)", kind: "resource" }],
      },
      {
        path: `${type}.addPrompt${many}`, what: "prompt", name: `${at}.name`, description: `${at}.description`, schema: `${at}.arguments`, advertised: true, handler: `${at}.load`,
        untrusted: [{ path: "param(0)", kind: "prompt" }],
      },
      ...["addResourceTemplate", "addPrompt"].map((method): RegisterRow => ({
        path: `${type}.${method}${many}`, what: "completion", when: [{ at: `${at}.arguments[*].complete`, is: "function", known: true }],
        handler: `${at}.arguments[*].complete`, untrusted: [{ path: "param(0)", kind: "completion" }],
      })),
    ];
  }),
  ...["authenticate", "auth"].map((option): RegisterRow => ({ path: `${type}.new()`, what: "check", checks: "caller", when: [{ at: `arg(0).${option}`, is: "set" }] })),
  { path: `${type}.new()`, what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  {
    path: `${type}.new()`, what: "middleware", when: [{ at: "arg(0).authenticate", is: "function", known: true }], handler: "arg(0).authenticate",
    untrusted: [{ path: "param(0).headers", kind: "http" }, { path: "param(0).url", kind: "http" }],
  },
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
    ...["httpStream", "sse"].map((name): RegisterRow => ({ path, what: "endpoint", when: [over([name])], name: `arg(0).${name}.endpoint` })),
    ...["httpStream", "sse"].map((name): RegisterRow => ({
      path, what: "listen", when: [over([name])], host: [`arg(0).${name}.host`], port: [`arg(0).${name}.port`], unbound: "loopback",
    })),
  ];
}

/** FastMCP (punkpeye) and LiteMCP, which it grew from. Input is held against `parameters` before `execute` runs. */
export default model({
  packages: ["fastmcp", "fastmcp/*", "litemcp"],
  types: { FastMCP: ["FastMCP.new()"], LiteMCP: ["LiteMCP.new()"], Context: [] },
  registers,
  sources: [{ path: "Context.elicit()", kind: "client" }],
  sinks: ["imageContent", "audioContent"].flatMap((name): SinkRow[] => [
    { path: `${name}.arg(0).path`, kind: "path", when: [{ at: "arg(0).path", is: "set" }] }, { path: `${name}.arg(0).url`, kind: "url", when: [{ at: "arg(0).url", is: "set" }] },
  ]),
});
