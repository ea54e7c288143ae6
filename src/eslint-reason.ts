import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Finding, Location } from "./finding.js";
import { complaintAboutReason } from "./suppress-reason.js";

/** A disable comment as ESLint's own source code lists it; its types lack it. */
interface DisableDirective {
  readonly type: "disable" | "enable" | "disable-line" | "disable-next-line";
  readonly node: { readonly loc?: TSESTree.SourceLocation | null };
  /** Rules that it names, with commas; "" for all. */
  readonly value: string;
  readonly justification: string;
}

/** What is wrong with the reason of a comment, and where it stands. */
export interface Complaint {
  readonly message: string;
  readonly loc: TSESTree.SourceLocation;
}

/**
 * Complaints about the disable comments of a file that name a rule of ours which runs, or silence one of its findings without naming a rule. Hosts that do not list their
 * comments, as oxlint, get none.
 */
export function complaintsAboutComments(source: TSESLint.SourceCode, isOurs: (rule: string) => boolean, findings: readonly Finding[], today: string): Complaint[] {
  return directivesOf(source).flatMap(({ type, node, value, justification }) => {
    if (type === "enable" || node.loc === undefined || node.loc === null) return [];
    const { loc } = node;
    const named = value.split(",").map((name) => name.trim()).filter((name) => name !== "");
    const concerns = named.length > 0 ? named.some(isOurs) : findings.some(({ location }) => isUnder(type, loc, location));
    const message = concerns ? complaintAboutReason(justification, today) : undefined;
    return message === undefined ? [] : [{ message, loc }];
  });
}

function directivesOf(source: TSESLint.SourceCode): readonly DisableDirective[] {
  const lister = source as TSESLint.SourceCode & { getDisableDirectives?: () => { directives: readonly DisableDirective[] } };
  return lister.getDisableDirectives?.().directives ?? [];
}

/** Whether a comment without names silences a place; one that another ends early may be taken to reach further. */
function isUnder(type: DisableDirective["type"], { start, end }: TSESTree.SourceLocation, { line, column }: Location): boolean {
  if (type === "disable-line") return line === start.line;
  if (type === "disable-next-line") return line === end.line + 1;
  return line > start.line || (line === start.line && column > start.column);
}
