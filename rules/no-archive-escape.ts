import { capital, rule } from "../src/rule.js";

export default rule({
  title: "Name out of an archive in the path of a file that is written",
  preset: "recommended",
  severity: "error",
  cwe: [22, 29],
  owasp: ["MCP05:2025"],
  score: 8.1,
  why: `The names of an archive's entries are what its author wrote, \`../../home/.bashrc\` among them (Zip Slip). Joined to a folder and written as they are, they
overwrite whatever the server may write. An archive that a tool downloads or is given is as untrusted as any other input.`,
  fix: `Resolve the path of every entry and refuse it outside of the folder: \`const to = resolve(root, entry.entryName); if (!to.startsWith(root + sep)) throw …\`. Or let a library
do it that checks: \`AdmZip.extractAllTo\`, \`extract-zip\`, \`tar\`.`,
  *check(ask) {
    for (const { input, callee, location, steps, tools, confidence, weakness } of ask.flows({ to: ["path"], from: ["archive"] })) {
      const head = `${capital(input)} becomes part of the path that ${callee} writes to`;
      yield { location, steps, tools, confidence, message: `${head}${weakness === undefined ? ". Refuse names that lead out of the folder." : `: ${weakness}.`}`, subject: callee };
    }
  },
});
