import type { FunctionIr } from "../../ir/ir.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import type { Node } from "../../graph/graph.js";
import { readsOf } from "../../graph/nodes-of.js";
import { type ApiCall, type Solver, tokensAt } from "../../graph/solver.js";
import type { SinkKind } from "../../models/kinds.js";
import { isPrivateName } from "../../text/credential-names.js";
import type { InheritedEnvironment } from "../view/view.js";

const STARTS: ReadonlySet<SinkKind> = new Set(["shell", "program", "arguments"]);
const LIBRARIES = new Set(["child_process", "execa", "cross-spawn", "nano-spawn", "tinyexec", "zx"]);
const STARTERS = new Set(["exec", "execFile", "execSync", "execFileSync", "spawn", "spawnSync", "fork", "execa", "execaSync", "execaCommand", "execaCommandSync", "$"]);

/** The programs that tools start with the environment of the server, and the secrets that the server itself takes out of it. */
export function findInherited(solver: Solver, served: ReadonlySet<FunctionIr>): InheritedEnvironment[] {
  const secrets = [...new Set(readsOf(solver.graph, (field) => /^[A-Z][A-Z0-9_]*$/.test(field) && isPrivateName(field)).flatMap((node) => {
    const def = solver.graph.defs[node];
    return def?.kind === "get" && isEnvironment(solver, def.object) ? [def.field] : [];
  }))].sort();
  if (secrets.length === 0) return [];
  const told = new Set<number>();
  return solver.apiCalls.flatMap((call) => {
    const { site, api, effects } = call;
    if (told.has(site.id) || !served.has(site.fn) || !LIBRARIES.has(api.library.name) || !effects.sinks.some(({ row }) => STARTS.has(row.kind)) || !STARTERS.has(api.name.split(".").at(-1) ?? "")) return [];
    const given = givenTo(solver, call);
    if (given === "chosen") return [];
    told.add(site.id);
    return [{ location: solver.graph.locate(site.node), callee: api.name, secrets, written: given === "whole" }];
  });
}

function isEnvironment(solver: Solver, node: Node): boolean {
  return /(?:^|\.)env$/.test(solver.graph.text(node)) && [...tokensAt(solver, node)].some((token) => token.kind === "api" && token.api.settings.length > 0);
}

/** whole: all of the environment is handed on in so many words · default: nothing is said, which does the same · chosen: something else. */
function givenTo(solver: Solver, { site, args }: ApiCall): "whole" | "default" | "chosen" {
  const options = args.flatMap((arg, index) => (arg.spread ? [] : placeNodes(solver, site, args, { from: index, to: index, path: [] })));
  const values = options.flatMap((node) => [...tokensAt(solver, node)].flatMap((token) => token.fields.get("env") ?? []));
  if (values.length === 0) return args.some((arg) => arg.spread) ? "chosen" : "default";
  return values.every((node) => isWhole(solver, node, 6)) ? "whole" : "chosen";
}

function isWhole(solver: Solver, node: Node, depth: number): boolean {
  if (depth === 0) return false;
  if (isEnvironment(solver, node)) return true;
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind === "object") return def.spreads.some((one) => isWhole(solver, one, depth - 1));
  return solver.graph.sourcesOf(node).some((one) => isWhole(solver, one, depth - 1));
}
