import type { Replay } from "../../finding.js";
import type { Arrived } from "../../text/oracle.js";
import type { Rows, Seeking } from "./attacking.js";
import type { Harmless } from "./harmless.js";
import { judgeBoth, marksOf } from "./judging.js";
import { send, type Target } from "./sending.js";
import { sentWith } from "./sent-arguments.js";

const REDIRECT = "http://169.254.169.254/";

/** Who chooses the host chooses what its server answers: where redirects are followed, or met by hand, they have to pass what the first address passed. Undefined when they do. */
export function redirect(target: Target, seeking: Seeking, rows: Rows, { input, arrival: expected, isListed }: Harmless<Seeking>): Replay | undefined {
  if (!expected.values.some((value) => choosesHost(value, input.text))) return undefined;
  const proved = (how: string): Replay => ({ verdict: "proved", input: input.text, how, needs: [{ what: "redirect", to: REDIRECT }], ...sentWith(target, input) });
  const unknown = (why: string): Replay => ({ verdict: "unknown", why });
  if (expected.isRedirected === undefined) return unknown("it is not known whether redirects are followed");
  if (expected.isRedirected) return proved(`is redirected to \`${REDIRECT}\`, and nobody asks where the redirect leads`);
  const world = { ...input.world, redirect: REDIRECT };
  let how: string | undefined;
  let open: string | undefined;
  const { explored } = send(target, { ...input, world }, [...marksOf({ text: REDIRECT }, input.text), ...marksOf({ text: input.text }, input.text)], [seeking], (_at, arrival, before) => {
    // tried again: nothing new comes of it
    if (before.some((one) => JSON.stringify(one.values) === JSON.stringify(arrival.values))) return "way";
    const judgement = judgeBoth(seeking.flow, rows, expected, arrival, { benign: input.text, hostile: REDIRECT }, isListed);
    if (arrival.isBlurred || judgement.kind === "unknown") open ??= "what a redirect leads to is not known";
    else if (judgement.kind === "breaks") how = judgement.how;
    return how === undefined ? undefined : "all";
  });
  const isDoubtful = ({ choices }: { readonly choices: readonly { readonly attacked: boolean }[] }): boolean => choices.some(({ attacked }) => attacked);
  if (how !== undefined && explored.ways.slice(-1).every((way) => !isDoubtful(way))) return proved(`is redirected: ${how}`);
  // where all ways were followed, both sides of an unknown condition were
  if (how !== undefined || !explored.complete || explored.ways.some(({ end }) => end.kind === "stopped")) open ??= "not all ways behind a redirect could be followed";
  return open === undefined ? undefined : unknown(open);
}

/** The text stands where the host of a request is chosen. */
function choosesHost(value: Arrived, text: string): boolean {
  if (typeof value !== "string") return false;
  const [host, chosen] = [value, text].map((one) => (URL.canParse(one) ? new URL(one).hostname : one.toLowerCase()));
  return host === chosen;
}
