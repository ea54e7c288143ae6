import { reportFlow, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that a program may take for an option",
  preset: "recommended",
  severity: "warn",
  cwe: [88],
  owasp: ["MCP05:2025"],
  score: 7.3,
  why: `Without a shell an argument stays one argument, but the program still reads it: one that starts with a dash is an option. Options of
\`git\`, \`ssh\`, \`tar\`, \`curl\`, \`find\`, \`kubectl\` or \`rsync\` start other programs, write files or send data elsewhere, so that
\`--upload-pack=…\` in place of a branch's name is as good as a shell.`,
  fix: `Put \`--\` before what the caller chooses: \`execFile("git", ["log", "--", path])\`, where the program knows it. Behind \`--\` git reads
paths alone; what ends the options before a revision or a branch is \`--end-of-options\`. Otherwise refuse a leading dash
(\`z.string().regex(/^[^-]/)\`), write the value as part of an option (\`--name=\${value}\`), or make a path absolute. Never spread a list of
arguments that the caller sends.`,
  *check(ask) {
    for (const flow of ask.flows({ to: ["arguments"] })) {
      if (flow.harm === undefined) continue;
      const [program = "", ...option] = flow.harm.split(" ");
      const end = program === "git" ? "`--` before it (before a revision: `--end-of-options`)" : "`--` before it";
      yield reportFlow(flow, `may start with a dash and be an option of ${program}, such as \`${option.join(" ")}\`, in ${flow.callee}`, `Put ${end} or refuse a leading dash`);
    }
  },
});
