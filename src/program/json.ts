/** What reading a JSON text gave: the value, or why there is none. */
export type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Reads JSON, with comments and commas before a closing bracket as tsconfig.json and deno.jsonc have them. Never throws. */
export function parseJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text.includes("/") || /,\s*[}\]]/.test(text) ? blankComments(text) : text) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads JSON as programs write it, without any of that; undefined where the text is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The value when it is an object with names, an empty one otherwise. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The strings of a list, or of a single string. */
export function asStrings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

/** Comments and closing commas become blanks, so that positions stay. One pass, strings left alone. */
function blankComments(text: string): string {
  const parts: string[] = [];
  let comma = -1;
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? "";
    let end = at + 1;
    if (char === '"') {
      while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
      end++;
    } else if (char === "/" && (text[at + 1] === "/" || text[at + 1] === "*")) {
      const line = text[at + 1] === "/";
      const close = text.indexOf(line ? "\n" : "*/", at + 2);
      end = close < 0 ? text.length : line ? close : close + 2;
      parts.push(text.slice(at, end).replace(/[^\r\n]/g, " "));
      at = end;
      continue;
    }
    if ((char === "}" || char === "]") && comma >= 0) parts[comma] = " ";
    if (char === ",") comma = parts.length;
    else if (!/[\s\uFEFF]/.test(char)) comma = -1;
    parts.push(char === "\uFEFF" ? " " : text.slice(at, end));
    at = end;
  }
  return parts.join("");
}
