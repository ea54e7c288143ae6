import { namesOf } from "../graph/names.js";
import type { Node } from "../graph/graph.js";
import type { Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";
import { isPublicName, isSecretName } from "../text/credential-names.js";
import type { HeldAt } from "./held.js";
import type { UrlToken } from "./view.js";

const QUERY = /^(?:query|searchParams|nextUrl)$|[Ss]earchParams$/;
/** What services call a credential in a URL besides; read from one, these mean other things as well. */
const SERVICES = /^(?:key|auth|appid|app_?key)$/i;
const SENT = /[?&]([\w-]+)=$/;

/** Paths of links that are mailed: the token in them is for that one act, and can stand nowhere else. */
const MAILED = /unsubscribe|opt-?out|confirm|activat|reset|invit|magic|verify-?e?-?mail|e?-?mail-?verif/i;

/** Credentials in query strings: such as the program reads, and such as it sends. */
export function findUrlTokens(solver: Solver, sent: HeldAt, registrations: readonly Registration[]): UrlToken[] {
  const { graph } = solver;
  const found: UrlToken[] = [];
  const read: { node: Node; parameter: string }[] = [];
  graph.defs.forEach((def, node) => {
    if (def?.kind === "get" && isCredential(def.field) && QUERY.test(lastName(graph.text(def.object))) ) read.push({ node, parameter: def.field });
    if (def?.kind === "concat") {
      def.parts.forEach((part, index) => {
        const value = def.parts[index + 1];
        const name = typeof part === "string" ? SENT.exec(part)?.[1] : undefined;
        if (name !== undefined && isParameter(name) && typeof value === "number" && isSecret(solver, value)) found.push({ location: graph.locate(node), parameter: name, way: "sent" });
      });
    }
  });
  for (const site of graph.calls) {
    const [name, value] = site.args;
    if (name === undefined || site.method === undefined || !/^(?:get|set|append)$/.test(site.method) || !QUERY.test(lastName(graph.text(site.receiver)))) continue;
    const parameter = [...namesOf(solver, name.node).names].find((one) => (site.method === "get" ? isCredential(one) : isParameter(one)));
    if (parameter === undefined) continue;
    if (site.method === "get") read.push({ node: site.node, parameter });
    else if (value !== undefined && isSecret(solver, value.node)) found.push({ location: graph.locate(site.node), parameter, way: "sent" });
  }
  const mailed = new Set(registrations.filter(({ row, names }) => row.what === "route" && names.length > 0 && names.every((name) => MAILED.test(name))).flatMap(({ handlers }) => handlers.map(({ fn }) => fn)));
  const isMailed = (node: Node): boolean => {
    const owner = graph.owners[node];
    return owner !== undefined && mailed.has(owner);
  };
  const known = sent(read.map(({ node }) => node));
  return [...found, ...read.filter(({ node }) => known.has(node) && !isMailed(node)).map(({ node, parameter }): UrlToken => ({ location: graph.locate(node), parameter, way: "read" }))];
}

function isCredential(name: string): boolean {
  return isSecretName(name) && !isPublicName(name);
}

function isParameter(name: string): boolean {
  return isCredential(name) || SERVICES.test(name);
}

function lastName(text: string): string {
  return /(\w+)\s*(?:\?\.)?$/.exec(text)?.[1] ?? "";
}

/** The value is called a secret where it comes from: a variable, a field, a setting. */
function isSecret({ graph }: Solver, start: Node): boolean {
  const seen = new Set<Node>([start]);
  for (const node of seen) {
    if (seen.size > 60) return false;
    const def = graph.defs[node];
    const name = def?.kind === "get" ? def.field : def?.kind === "cell" ? def.variable.name : lastName(graph.text(node));
    if (isSecretName(name) && !isPublicName(name)) return true;
    for (const from of graph.sources[node] ?? []) seen.add(from);
    if (def?.kind === "sigma") seen.add(def.of);
    if (def?.kind === "logical") seen.add(def.left);
    if (def?.kind === "call") for (const arg of def.site.args) seen.add(arg.node);
  }
  return false;
}
