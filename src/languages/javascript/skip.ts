export function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code > 127 || code === 35;
}

/** Behind the closing quote, or at the end of the line. */
export function skipString(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return at + 1;
    else if (code === 10) return at;
  }
  return text.length;
}

/** Behind the closing backquote or behind `${`. */
export function skipTemplate(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 96) return at + 1;
    else if (code === 36 && text.charCodeAt(at + 1) === 123) return at + 2;
  }
  return text.length;
}

/** Behind the closing slash; a slash that nothing closes on its line is no regular expression. */
export function skipRegex(text: string, from: number): number {
  let set = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 10) return from;
    else if (code === 91) set = true;
    else if (code === 93) set = false;
    else if (code === 47 && !set) return at + 1;
  }
  return from;
}

export function skipSame(text: string, from: number, code: number): number {
  let at = from;
  while (text.charCodeAt(at) === code) at++;
  return at;
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
