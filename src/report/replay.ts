import type { Replay } from "../finding.js";
import { cleanText } from "./mask.js";

/** What a replay came to, for programs: an input keeps its line breaks as `\\n`. */
export function cleanReplay(replay: Replay): Replay {
  switch (replay.verdict) {
    case "proved":
      return { ...replay, input: cleanText(replay.input), how: cleanText(replay.how) };
    case "refuted":
      return replay;
    default:
      return { ...replay, why: cleanText(replay.why) };
  }
}
