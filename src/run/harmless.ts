import type { Arrival, Compared } from "./arrivals.js";
import type { Explored } from "./explore.js";
import { fieldsIn, partAt, type Request } from "./handlers.js";
import { sample } from "./samples.js";
import { type Input, send, type Target } from "./sending.js";
import type { Site } from "./values.js";
import { ORDINARY, type World } from "./world.js";
import type { Run } from "./run.js";

/** A harmless input that comes to the sink, and what the input is held against on its way. */
export interface Harmless {
  readonly kind: "found";
  readonly input: Input;
  readonly arrival: Arrival;
  readonly compared: Pick<Compared, "texts" | "regexes">;
}

/** So many inputs are tried. */
const MOST_TRIES = 64;

/**
 * Looks for a harmless input that comes to the sink: what the schema admits, with and without its optional parts; then texts that the program compares
 * its input with on the way.
 */
export function findHarmless(target: Target, requests: readonly Request[], word: string, limit: number): Harmless | { readonly kind: "none"; readonly why: string } {
  const { run, site } = target;
  const world = run.world ?? ORDINARY;
  const noted = { texts: new Set<string>(), regexes: [...[] as Compared["regexes"]] };
  const others = new Map<string, ReadonlyMap<string, string>>();
  let why: string | undefined;
  let tries = 0;
  const tryOne = (input: Input): Harmless | undefined => {
    if (run.spent.steps > limit || (tries += 1) > MOST_TRIES) return undefined;
    const core = input.text.includes(word) ? word : input.text;
    const sent = send(target, input, [core], (arrival) => holds(arrival, core));
    for (const text of sent.compared.texts) noted.texts.add(text);
    noted.regexes.push(...sent.compared.regexes);
    for (const [path, text] of sent.compared.others) others.set(`${path} ${text}`, new Map([...input.others, [path, text]]));
    const arrival = sent.arrivals.flat().find((one) => holds(one, core));
    if (arrival !== undefined) return { kind: "found", input, arrival, compared: noted };
    why ??= failureOf(sent.explored);
    return undefined;
  };
  const inputs = requests.map((request): Input => ({ request, text: sampledText(run, request, word, site), world, all: false, choice: 0, others: new Map() }));
  for (const vary of VARIATIONS) {
    for (const input of inputs) {
      const found = tryOne(vary(input));
      if (found !== undefined) return found;
    }
  }
  for (const input of inputs.slice(0, 4)) {
    for (const text of [...noted.texts].flatMap((one) => [one, one + word, word + one])) {
      const found = tryOne({ ...input, text }) ?? tryOne({ ...input, text, all: true });
      if (found !== undefined) return found;
    }
    for (const other of others.values()) {
      const found = tryOne({ ...input, all: true, others: other });
      if (found !== undefined) return found;
    }
  }
  return { kind: "none", why: why ?? "the bound was spent" };
}

const missing = (world: World): World => ({ ...world, files: "missing" });

/** Other ways to make the same call. */
const VARIATIONS: readonly ((input: Input) => Input)[] = [
  (input) => input,
  (input) => ({ ...input, all: true }),
  (input) => ({ ...input, all: true, choice: 1 }),
  (input) => ({ ...input, world: missing(input.world) }),
  (input) => ({ ...input, choice: 1 }),
  ...[2, 3, 4, 5, 6, 7].map((choice) => (input: Input): Input => ({ ...input, all: true, choice })),
];

/** The harmless text that the schema admits where the input lies. */
function sampledText(run: Run, { handler, schema, path }: Request, word: string, site: Site): string {
  const fields = fieldsIn(handler, path);
  const part = schema === undefined ? undefined : partAt(sample({ run, site, path: fields, word: () => word, all: false, choice: 0 }, schema), fields);
  return typeof part === "string" ? part : word;
}

function holds({ values }: Arrival, text: string): boolean {
  return JSON.stringify(values).toLowerCase().includes(JSON.stringify(text).slice(1, -1).toLowerCase());
}

function failureOf({ ways, complete }: Explored<void>): string {
  const ends = new Set(ways.map(({ end }) => end.kind));
  if (ends.has("stopped")) return "the run was stopped";
  if (!complete) return "there are too many ways";
  return ends.has("value") ? "the handler returns before" : ends.has("exit") ? "the program ends before" : "the handler throws before";
}
