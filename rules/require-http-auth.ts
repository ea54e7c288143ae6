import { type Bind, type Endpoint, type OpenWay, type Report, rule } from "../src/rule.js";

export default rule({
  title: "MCP endpoint that asks nobody who they are",
  preset: "recommended",
  severity: "error",
  cwe: [306, 287],
  owasp: ["MCP07:2025"],
  score: 8.6,
  why: `Whoever reaches the port calls the tools, with the files, tokens and accounts of the server. A check on one route does not guard its siblings (GET, DELETE,
\`/sse\`, \`/messages\`), a check that is skipped when no token is configured guards nothing until somebody configures one, and a session id says which session is
meant, not who sends the request.`,
  fix: `Put \`requireBearerAuth\`, or a middleware of your own that ends with 401, in front of every route of the endpoint, and refuse to start on a host
other than 127.0.0.1 when no token is set. A server for one machine alone listens on 127.0.0.1.`,
  *check({ server }) {
    const open = server.endpoints.filter((endpoint) => endpoint.unasked.length > 0 && isExposed(endpoint));
    const groups = new Map<string, Endpoint[]>();
    for (const endpoint of open) {
      const key = `${reason(endpoint.unasked)} ${endpoint.binds[0]?.location.line ?? ""} ${endpoint.route.location.file}`;
      groups.set(key, [...(groups.get(key) ?? []), endpoint]);
    }
    for (const [first, ...others] of groups.values()) if (first !== undefined) yield report(first, others);
  },
});

/** A host of one's own machine alone is safe; one that may be set is not, unless a token is asked for once it is set. */
function isExposed({ binds, unasked }: Endpoint): boolean {
  if (binds.length === 0) return true;
  const bySetting = unasked.every(({ tests }) => tests.some(({ on }) => on === "setting"));
  return binds.some(({ hosts, open, gated }) => !gated && (hosts.some(({ everywhere }) => everywhere) || (!bySetting && (open || hosts.some(({ address }) => !isLoopback(address))))));
}

function isLoopback(address: string | undefined): boolean {
  return address === undefined || /^(?:localhost|127\.|\[?::1\]?$)/.test(address);
}

function report(first: Endpoint, others: readonly Endpoint[]): Report {
  const [bind] = first.binds;
  const names = [...new Set(others.map(({ name }) => name))].filter((name) => name !== first.name);
  const also = names.length === 0 ? "" : ` The same holds of ${names.slice(0, 3).join(", ")}${names.length > 3 ? " and others" : ""}.`;
  return {
    location: first.route.location,
    message: `${first.name} ${reason(first.unasked)}${bind === undefined ? "" : `, and ${bind.callee} listens on ${hostOf(bind)}`}.${also} ${advice(first)}`,
    steps: [
      ...first.unasked.flatMap(({ tests }) => tests.map(({ text, truth, location }) => ({ location, text: `passes: \`${text}\` is ${truth ? "so" : "not so"}` }))),
      ...[...new Map([first, ...others].flatMap(({ serves }) => serves.map((place) => [`${place.file}:${place.line}`, place] as const))).values()].map((location) => ({ location, text: "the request is handed to MCP" })),
      ...(bind === undefined ? [] : [{ location: bind.location, text: `listens on ${hostOf(bind)}` }]),
    ],
    confidence: bind !== undefined && !bind.hosts.some(({ everywhere }) => everywhere) ? "medium" : "high",
    subject: reason(first.unasked),
  };
}

/** What is mended where: a check that is there has to be asked on every way. */
function advice({ unasked, binds }: Endpoint): string {
  const tests = unasked.find((way) => way.tests.length > 0)?.tests ?? [];
  if (tests.some(({ on }) => on === "session")) return "Ask for a credential in every request.";
  if (tests.some(({ on }) => on === "setting")) return "Refuse to start without it.";
  if (tests.length > 0) return "Ask for a credential there, too.";
  return binds.some(({ hosts }) => hosts.some(({ everywhere }) => everywhere)) ? "Ask for one first, or listen on 127.0.0.1 alone." : "Ask for one first.";
}

function reason(ways: readonly OpenWay[]): string {
  const tests = ways.find((way) => way.tests.length > 0)?.tests;
  if (tests === undefined) return "asks for no credential";
  if (tests.some(({ on }) => on === "session")) return "takes a session id in place of a credential";
  const setting = tests.find(({ on }) => on === "setting");
  return setting === undefined ? `asks for no credential where \`${tests[0]?.text ?? ""}\`` : `asks for no credential where \`${setting.text}\` ${setting.truth ? "holds, as it does" : "does not hold, as it does not"} until somebody sets it`;
}

function hostOf({ hosts, open }: Bind): string {
  const [host] = hosts;
  if (host === undefined) return "a host that is set elsewhere";
  return host.everywhere ? "every interface" : `${host.address ?? "127.0.0.1"}${open || host.unless.length > 0 ? " unless another host is set" : ""}`;
}
