import type { Surroundings } from "./output.js";

/** What is done in a phase, for people who wait. */
const WORDS: Readonly<Record<string, string>> = {
  program: "reading files", graph: "following values", run: "running initialisers", server: "reading the server", rules: "asking the rules", gaps: "looking for gaps", judge: "hearing comments", report: "writing the report",
};
/** From here on whoever looks at a terminal wants to know that something happens, in milliseconds. */
const PATIENCE = 1000;

/** The phases of a run as they begin. Nothing that is found depends on them. */
export interface Phases {
  readonly begin: (phase: string) => void;
  /** Clears the line of progress; how long each phase took, a line each. */
  end(): string[];
}

/** Watches the phases of a run: a line of progress on a terminal once a run takes longer than a second, and the times at its end. */
export function watchPhases({ now, showProgress }: Pick<Surroundings, "now" | "showProgress">): Phases {
  const started = now();
  const times: [phase: string, from: number][] = [];
  let isShown = false;
  return {
    begin(phase) {
      const at = now();
      times.push([phase, at]);
      const words = WORDS[phase];
      if (showProgress === undefined || words === undefined || at - started < PATIENCE) return;
      showProgress(`mcp-boundary: ${words} …`);
      isShown = true;
    },
    end() {
      const ended = now();
      if (isShown) showProgress?.("");
      const sums = new Map<string, number>();
      // what is analysed in shares comes to a phase several times
      for (const [index, [phase, from]] of times.entries()) sums.set(phase, (sums.get(phase) ?? 0) + (times[index + 1]?.[1] ?? ended) - from);
      return [...sums, ["all", ended - started] as const].map(([phase, time]) => `mcp-boundary: ${phase.padEnd(8)} ${String(Math.round(time)).padStart(6)} ms`);
    },
  };
}
