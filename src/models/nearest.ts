/** The name that a misspelt one most likely means: the least edits, a third of its letters at most; undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const edits = Math.abs(name.length - word.length) < least ? editsBetween(word.toLowerCase(), name.toLowerCase()) : least;
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
}

/** Letters put in, taken out, changed or swapped with their neighbour (optimal string alignment). */
function editsBetween(from: string, to: string): number {
  let above: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_none, column) => column);
  for (let at = 1; at <= from.length; at++) {
    const next = [at];
    for (let column = 1; column <= to.length; column++) {
      const same = from[at - 1] === to[column - 1] ? 0 : 1;
      let edits = Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + same);
      if (at > 1 && column > 1 && from[at - 1] === to[column - 2] && from[at - 2] === to[column - 1]) edits = Math.min(edits, (above[column - 2] ?? 0) + 1);
      next.push(edits);
    }
    [above, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
