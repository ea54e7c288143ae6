import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Methods whose text arguments become operands of git: remotes, references, directories. Of them git reads a remote that starts with `ext::`, and a leading dash. */
const OPERANDS: Readonly<Record<string, string>> = {
  clone: "arg(*)", mirror: "arg(*)", fetch: "arg(*)", pull: "arg(*)", push: "arg(*)", addRemote: "arg(0..1)", remote: "arg(0)", listRemote: "arg(0)", checkout: "arg(0)",
  checkoutBranch: "arg(0..1)", checkoutLocalBranch: "arg(0)", diff: "arg(0)", diffSummary: "arg(0)", show: "arg(0)", log: "arg(0)", raw: "arg(*)", revparse: "arg(0)", merge: "arg(0)",
  rebase: "arg(0)", reset: "arg(0)", tag: "arg(0)", stash: "arg(0)", branch: "arg(0)", submoduleAdd: "arg(0..1)", catFile: "arg(0)", grep: "arg(0)", revert: "arg(0)",
};

export default model({
  packages: ["simple-git", "simple-git/*"],
  types: { SimpleGit: ["()", "simpleGit()", "gitP()", "SimpleGit.cwd()", "SimpleGit.env()", "SimpleGit.outputHandler()"] },
  sinks: [
    ...Object.entries(OPERANDS).map(([name, at]): SinkRow => ({ path: `SimpleGit.${name}.${at}`, kind: "arguments", programName: "git", form: "items" })),
    { path: "SimpleGit.clone.arg(1)", kind: "path" },
    { path: "SimpleGit.mirror.arg(1)", kind: "path" },
    { path: "SimpleGit.cwd.arg(0)", kind: "path" },
    { path: "SimpleGit.cwd.arg(0).path", kind: "path" },
    { path: "().arg(0)", kind: "path" },
    { path: "().arg(0).baseDir", kind: "path" },
    { path: "().arg(0).binary", kind: "program" },
    { path: "simpleGit.arg(0)", kind: "path" },
    { path: "simpleGit.arg(0).baseDir", kind: "path" },
    { path: "simpleGit.arg(0).binary", kind: "program" },
    { path: "gitP.arg(0)", kind: "path" },
    { path: "SimpleGit.customBinary.arg(0)", kind: "program" },
  ],
});
