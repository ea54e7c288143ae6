export type Style = "bold" | "dim" | "red" | "yellow" | "cyan";
export type Paint = (style: Style, text: string) => string;

/** SGR codes that switch a style on and off again. */
const STYLES: Readonly<Record<Style, readonly [on: number, off: number]>> = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], cyan: [36, 39] };

/** Styles text for a terminal, or leaves it as it is. */
export function paintOf(colour: boolean): Paint {
  return colour ? (style, text) => `\x1b[${STYLES[style][0]}m${text}\x1b[${STYLES[style][1]}m` : (_style, text) => text;
}
