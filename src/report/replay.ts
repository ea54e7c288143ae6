import type { Need, Plain, Replay } from "../finding.js";
import { cleanText } from "./mask.js";

/** What a replay came to, for programs: an input keeps its line breaks as `\\n`. */
export function cleanReplay(replay: Replay): Replay {
  switch (replay.verdict) {
    case "proved": {
      const { needs, tool, arguments: sent } = replay;
      return { ...replay, input: cleanText(replay.input), how: cleanText(replay.how), ...(needs === undefined ? {} : { needs: needs.map(cleanNeed) }), ...(tool === undefined ? {} : { tool: cleanText(tool) }), ...(sent === undefined ? {} : { arguments: cleanPlain(sent) }) };
    }
    case "refuted":
      return replay;
    default:
      return { ...replay, why: cleanText(replay.why) };
  }
}

function cleanNeed(need: Need): Need {
  switch (need.what) {
    case "address":
      return { ...need, host: cleanText(need.host), address: cleanText(need.address) };
    case "calls":
      return { ...need, tools: need.tools.map(cleanText) };
    case "redirect":
      return { ...need, to: cleanText(need.to) };
    default:
      return { ...need, path: cleanText(need.path) };
  }
}

/** Law: it is no deeper than what a replay sends, which is bounded. */
function cleanPlain(value: Plain): Plain {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  return isList(value) ? value.map(cleanPlain) : Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanPlain(item)]));
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
