import { capital, type Report, rule, type ShownText } from "../src/rule.js";

export default rule({
  title: "Text for the model that does more than describe",
  preset: "recommended",
  severity: "error",
  cwe: [1427, 451],
  owasp: ["MCP03:2025"],
  score: 8.1,
  why: `Names, descriptions, schemas and instructions go into the context of every model that is connected, beside the tools of other servers, and users rarely
read them. An order in one of them is followed as if the user had given it: to drop other instructions, to keep something from the user, to read a key file and
pass it on. Characters that nobody sees, text that is reordered on the screen and encoded sentences hide such orders from a reviewer. The preset strict also names
texts that speak of all other tools, of which some are meant well.`,
  fix: `Say what the tool does, what it takes and what it gives. What has to be kept from somebody belongs in the code of the handler, and what has to come first in
its checks. Take out characters that have no place in a description.`,
  *check({ server }) {
    const told = new Set<string>();
    for (const shown of server.texts) {
      for (const one of shown.poison()) {
        const key = `${shown.what} ${one.what} ${one.shown}`;
        if (told.has(key)) continue;
        told.add(key);
        yield { ...report(shown, one.what, one.shown), ...(one.doubtful ? { preset: "strict", confidence: "low" } : {}) };
      }
    }
  },
});

function report({ what, location, tool }: ShownText, poison: string, part: string): Report {
  return { location, message: `${capital(what)} holds ${poison}: \`${part}\`. Describe what it does, and no more.`, tools: tool === undefined ? [] : [tool], subject: `${poison} ${part}` };
}
