import { type Flow, placeText, reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input in a shell command",
  preset: "recommended",
  severity: "error",
  cwe: [78, 77],
  owasp: ["MCP05:2025"],
  score: 9.8,
  why: `Whatever a model sends to a tool may have been dictated by a web page, an issue or a mail that it has just read. A shell
parses its command line: \`;\`, \`|\`, \`$(…)\`, a backquote or a line break in one argument is enough to run a second command with
the rights of the server. Quotes round the value do not help while the value can hold the same quote, and neither do deny-lists:
they forget the line break. Starting a program whose name the caller chooses has the same effect.`,
  fix: `Start the program without a shell and give it a list: \`execFile("git", ["log", "--end-of-options", ref])\` in place of
\`exec(\`git log \${ref}\`)\`. Leave \`shell\` unset. Where the set of values is known, use \`z.enum\` or an anchored \`z.string().regex\`.
The program's name should be a constant, or be looked up in a table of constants. If a shell cannot be avoided, as on a host behind
ssh, put every value between single quotes with its own single quotes written as \`'\\''\`.`,
  *check(ask) {
    const flows = [...ask.flows({ to: ["shell", "program"] })];
    // what a shell parses chooses the program as well
    const parsed = new Set(flows.filter(({ sink, replay }) => sink === "shell" && replay.verdict !== "refuted").map(keyOf));
    for (const flow of flows) {
      if (flow.sink === "program" && parsed.has(keyOf(flow))) continue;
      if (flow.sink === "program") yield reportFlow(flow, `chooses the program that ${flow.callee} starts`, "Use a constant or a table of programs");
      else if (flow.remote) yield reportFlow(flow, `is parsed by the shell of another host in ${flow.callee}`, "Quote it for that shell, which takes no argument list, or look it up in a list");
      else yield reportFlow(flow, `is parsed by a shell in ${flow.callee}`, "Pass it in an argument list, without a shell");
    }
  },
});

/** An input at a call. */
function keyOf({ input, location }: Flow): string {
  return `${placeText(location)} ${input}`;
}
