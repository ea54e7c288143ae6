import { standsIn } from "../../graph/enclosing.js";
import { calledFrom } from "../../graph/solve/dispatch.js";
import { type Registration, SERVED } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";

/** Libraries that record what a server is asked for, wherever they are set up. */
const RECORDERS = /^(?:@opentelemetry\/|@sentry\/|morgan$|pino-http$|express-winston$|hono\/logger$|koa-logger$|@logtail\/|dd-trace|newrelic|applicationinsights|posthog-node|langfuse|@langfuse\/)/;
/** What only tells that something went wrong, unless it says of which call. */
const FAILS = /^(?:error|fatal|warn)$/;
const LOGS = /(?:^|[.#])(?:\w*log(?:ger)?|console|winston|pino)(?:\(\))?\s*\??\.\s*(?:log|info|debug|warn|error|trace|fatal|verbose|notice)$|^log(?:ger)?$/i;
const CALLS = /\btool|\bcall|\brequest|\bname\b|\baudit/i;
const RECORDS = /(?:audit|record|track|emit|capture|report|log)[A-Z_]?\w*(?:event|call|usage|invocation|request|audit|tool)|^audit\b|telemetry|analytics|metrics?\b/i;

/** Something in what requests run, or in front of it, writes a log of more than failures. */
export function isRecorded(solver: Solver, registrations: readonly Registration[]): boolean {
  const { graph, program } = solver;
  if ([...program.modules.values()].some(({ requests }) => requests.some(({ source, via }) => via !== "type" && RECORDERS.test(source)))) return true;
  const handling = registrations.filter(({ row }) => SERVED.has(row.what) || row.what === "middleware" || row.what === "route");
  const run = calledFrom(solver, handling.flatMap(({ handlers }) => handlers.map(({ fn }) => fn)));
  return graph.calls.some((site) => {
    // what an import gives has no place of its own
    const callee = site.method === undefined ? (/^[\w$.]+/.exec(site.fn.module.text.slice(site.start, site.start + 60))?.[0] ?? "") : graph.text(site.callee).slice(-60);
    if (!(LOGS.test(callee) || RECORDS.test(callee)) || !standsIn(site.fn, run)) return false;
    return !FAILS.test(site.method ?? "") || (site.catcher < 0 && CALLS.test(graph.text(site.node)));
  });
}
