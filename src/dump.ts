import type { AnalyzeOptions } from "./analyze.js";
export function dump(_options: AnalyzeOptions, _step: string): string {
  return "";
}
