import type { Paint } from "./paint.js";
import { wrap } from "./wrap.js";

/** A page of Markdown for a terminal: headings, paragraphs, lists and code, the marks taken off. */
export function pageText(markdown: string, paint: Paint): string {
  const lines: string[] = [];
  let code = false;
  let paragraph: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) lines.push(...wrap(paragraph.join(" ")));
    paragraph = [];
  };
  for (const line of markdown.trimEnd().split("\n")) {
    if (line.startsWith("```")) {
      close();
      code = !code;
    } else if (code) lines.push(line === "" ? "" : `    ${line}`);
    else if (line.startsWith("#")) {
      close();
      lines.push(paint("bold", line.replace(/^#+ /, "")));
    } else if (line.startsWith("- ")) {
      close();
      const [first = "", ...more] = wrap(withoutMarks(line.slice(2)));
      lines.push(`- ${first}`, ...more.map((one) => `  ${one}`));
    } else if (line.trim() === "") {
      close();
      lines.push("");
    } else paragraph.push(withoutMarks(line));
  }
  close();
  return `${lines.join("\n")}\n`;
}

/** Links keep their address behind the words. */
function withoutMarks(line: string): string {
  return line.replace(/\[([^\]]*)\]\(([^)]*)\)/g, (_link, text: string, target: string) => `${text} <${target.replace(/^\.\.\//, "docs/")}>`).replace(/\*\*([^*]+)\*\*/g, "$1");
}
