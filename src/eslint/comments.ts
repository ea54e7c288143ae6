import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { complaintAboutReason } from "../policy/suppress-reason.js";

/** A disable comment as ESLint's own source code lists it; its types lack it. */
interface DisableDirective {
  readonly type: "disable" | "enable" | "disable-line" | "disable-next-line";
  readonly node: { readonly loc?: TSESTree.SourceLocation | null };
  /** Rules that it names, with commas; "" for all. */
  readonly value: string;
  readonly justification: string;
}

/** A comment that silences something. */
interface Silencer {
  readonly justification: string;
  readonly loc: TSESTree.SourceLocation;
}

/** What is wrong with the reason of a comment, and where it stands. */
export interface Complaint {
  readonly message: string;
  readonly loc: TSESTree.SourceLocation;
}

/**
 * Complaints about the disable comments of a file that silence one of its findings, each by the rule without its namespace and its place. A comment that silences nothing is unused,
 * which ESLint tells by itself.
 */
export function complaintsAboutComments(source: TSESLint.SourceCode, findings: readonly { readonly rule: string; readonly at: TSESTree.Position }[], today: string): Complaint[] {
  const silencers = new Set(findings.flatMap(({ rule, at }) => silencersOf(source, rule, at).map(({ loc }) => loc)));
  return directivesOf(source).flatMap(({ loc, justification }) => {
    const message = silencers.has(loc) ? complaintAboutReason(justification, today) : undefined;
    return message === undefined ? [] : [{ message, loc }];
  });
}

/** Whether there are such comments at all. */
export function hasComments(source: TSESLint.SourceCode): boolean {
  return directivesOf(source).length > 0;
}

/** The comments that silence a rule, named without its namespace, at a place; none in hosts that do not list their comments, as oxlint. */
export function silencersOf(source: TSESLint.SourceCode, rule: string, { line, column }: TSESTree.Position): Silencer[] {
  const onLine: Silencer[] = [];
  let block: Silencer | undefined;
  for (const { type, value, justification, loc } of directivesOf(source)) {
    const names = value.split(",").map((name) => name.trim()).filter((name) => name !== "");
    if (names.length > 0 && !names.includes(`mcp/${rule}`)) continue;
    const { start, end } = loc;
    const isBefore = line > start.line || (line === start.line && column > start.column);
    if (type === "enable" && isBefore) block = undefined;
    else if (type === "disable" && isBefore) block = { justification, loc };
    else if ((type === "disable-line" && line === start.line) || (type === "disable-next-line" && line === end.line + 1)) onLine.push({ justification, loc });
  }
  return block === undefined ? onLine : [block, ...onLine];
}

function directivesOf(source: TSESLint.SourceCode): (DisableDirective & Silencer)[] {
  const lister = source as TSESLint.SourceCode & { getDisableDirectives?: () => { directives: readonly DisableDirective[] } };
  return (lister.getDisableDirectives?.().directives ?? []).flatMap((directive) => (directive.node.loc === undefined || directive.node.loc === null ? [] : [{ ...directive, loc: directive.node.loc }]));
}
