import { UserError } from "../errors.js";
import type { Location } from "../finding.js";
import type { Shard } from "./shard.js";

/** A joined report, and what its exit code depends on. */
export interface Merged {
  readonly text: string;
  readonly errors: number;
  readonly warnings: number;
  /** Sentences on rules that failed. */
  readonly failures: readonly string[];
  /** A server was expected, and no tool was found in any share. */
  readonly lacksTools: boolean;
}

/** A report with its share. */
export interface Part<T> {
  readonly name: string;
  readonly document: T;
  readonly shard: Shard | undefined;
  /** What all the reports of a run have in common, for sentences: the tool and the preset. */
  readonly origin: string;
}

/** The reports of all shares in their order. Throws a UserError where one is no share, is missing, is there twice, or comes of another run. */
export function inOrder<T>(parts: readonly Part<T>[]): { readonly document: T; readonly shard: Shard }[] {
  const [first] = parts;
  if (first === undefined) throw new UserError("merge takes the reports of shards, and was given none.");
  const ordered: { document: T; shard: Shard }[] = [];
  const count = first.shard?.count ?? 0;
  for (const { name, document, shard, origin } of parts) {
    if (shard === undefined) throw new UserError(`"${name}" is no report of a shard: a run with --shard writes one.`);
    if (shard.count !== count || origin !== first.origin) throw new UserError(`"${first.name}" and "${name}" come of different runs.`);
    if (ordered[shard.index - 1] !== undefined) throw new UserError(`shard ${shard.index}/${count} is there twice.`);
    ordered[shard.index - 1] = { document, shard };
  }
  const missing = Array.from({ length: count }, (_none, at) => at + 1).filter((index) => ordered[index - 1] === undefined);
  if (missing.length > 0) throw new UserError(`${missing.map((index) => `shard ${index}/${count}`).join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`);
  return ordered;
}

/** The files and lines of all shares; what several have in common counts once. */
export function countFiles(shards: readonly Shard[]): { files: number; lines: number } {
  const lines = new Map(shards.flatMap(({ files }) => files.map((one) => [one.file, one.lines])));
  return { files: lines.size, lines: [...lines.values()].reduce((sum, one) => sum + one, 0) };
}

/** The order of what is silenced: the configuration speaks first, then the baseline, then comments. */
export function silenceRank(by: string | undefined): number {
  return ["baseline", "comment"].indexOf(by ?? "") + 1;
}

/** What is said of a configuration or a baseline as a whole, which stands in front of what is said of comments. */
export function isOfFile({ line, column, endLine, endColumn }: Location): boolean {
  return line === 1 && column === 1 && endLine === 1 && endColumn === 1;
}
