import type { Analysis } from "./analysis.js";
import { compareFindings, compareGaps } from "../finding.js";
import { countLines } from "../program/load.js";
import type { Share } from "../program/share.js";

/** Analyses share after share, and tells what all of them tell. Law: of a share nothing is kept but what it tells and the texts of its files. */
export function joinShares(count: number, analyzeShare: (share: Share) => Analysis): Analysis {
  const texts = new Map<string, string>();
  const told: Omit<Analysis, "files" | "text">[] = [];
  for (let index = 1; index <= count; index++) {
    const { files, text, ...rest } = analyzeShare({ index, count });
    for (const file of files) if (!texts.has(file)) texts.set(file, text(file) ?? "");
    told.push(rest);
  }
  const summaries = told.map(({ summary }) => summary);
  const gaps = unique(told.flatMap((one) => one.gaps)).sort(compareGaps);
  return {
    root: told[0]?.root ?? "",
    findings: unique(told.flatMap((one) => one.findings)).sort(compareFindings),
    wider: unique(told.flatMap((one) => one.wider)).sort(compareFindings),
    failures: unique(told.flatMap((one) => one.failures)),
    gaps,
    summary: {
      files: texts.size,
      lines: [...texts.values()].reduce((lines, text) => lines + countLines(text), 0),
      tools: sum(summaries, "tools"), handlers: sum(summaries, "handlers"), handlersEvaluated: sum(summaries, "handlersEvaluated"),
      gaps: gaps.length,
    },
    dependsOnSdk: told.some((one) => one.dependsOnSdk),
    needsTools: told.some((one) => one.needsTools && one.dependsOnSdk),
    files: [...texts.keys()].sort(),
    text: (file) => texts.get(file),
  };
}

/** What several shares tell alike is told once; `ignored` names a key that does not count. */
export function unique<T extends object>(items: readonly T[], ignored?: keyof T): T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(ignored === undefined ? item : { ...item, [ignored]: undefined });
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** Sums of figures that are counted in each share. */
export function sum<K extends string>(summaries: readonly Readonly<Record<K, number>>[], key: K): number {
  return summaries.reduce((total, summary) => total + summary[key], 0);
}
