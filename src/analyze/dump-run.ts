import { placeText } from "../finding.js";
import { locate } from "../program/program.js";
import { describe } from "../run/describe.js";
import type { Ran } from "../run/initialise.js";
import type { Condition, RunEvent } from "../run/run.js";
import type { Site } from "../run/values.js";

/** Each registration as the run met it: its row, the values of the row's parts, and the unknown conditions that it stands under. */
export function dumpRun(ran: Ran): string[] {
  const lines = [`run of ${ran.events.length} events, ${ran.called.size} functions called`];
  for (const event of ran.events) lines.push(...eventLines(ran, event));
  for (const gap of ran.gaps) lines.push(`gap ${gap.kind} ${placeText(gap.location)} ${gap.message}`);
  return lines;
}

function eventLines(ran: Ran, event: RunEvent): string[] {
  const { row } = event;
  const parts = ([["name", row.name], ["title", row.title], ["description", row.description], ["schema", row.schema], ["handler", row.handler]] as const).flatMap(
    ([part, path]) => (path === undefined ? [] : [`  ${part} ${ran.read(event, path).map((value) => describe(value)).join("; ")}`.trimEnd()]),
  );
  return [`event ${row.what} ${row.path} ${place(event.site)}`, ...parts, ...event.conditions.map((condition) => `  when ${conditionText(condition)}`)];
}

function conditionText({ what, site, holds }: Condition): string {
  const text = site.module.text.slice(site.span.start, site.span.end).replace(/\s+/g, " ");
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return what === "test" ? `${shown} is ${holds ? "true" : "false"}` : `the ${what} at ${place(site)} runs`;
}

function place({ module, span }: Site): string {
  return placeText(locate(module, span));
}
