import { describeLocalHost } from "../../text/addresses.js";
import { type Arrived, type Comparison, judge, type Judgement } from "../../text/oracle.js";
import type { Need } from "../../finding.js";
import type { Rows } from "./attacking.js";
import type { Arrival } from "./arrivals.js";
import type { Attack } from "./attacks/texts.js";
import type { ReplayRequest } from "./requests.js";
import { addressAt, ORDINARY } from "../world.js";

const SCHEMES: ReadonlySet<string> = new Set(["http", "https", "file"]);

/** What an attack is recognised by on its way: itself and its words. */
export function marksOf({ text, also = [] }: Attack, harmless: string): string[] {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word.length > (/^\d+$/.test(word) ? 2 : 3) && !SCHEMES.has(word));
  // a host as a parser spells it, and what a name stands for, depend on it too
  const host = URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, "") : "";
  const hosts = host === "" ? [] : [host, addressAt(ORDINARY, host) ?? host];
  return [...new Set([text, ...hosts, ...words, ...also, ...(text.includes(harmless) ? [harmless] : [])])];
}

/** A judgement, and what has to be so outside for it. */
export type Judged = Judgement & { readonly needs?: readonly Need[] };

/** Whether what arrived breaks out at the sink, where the harmless text of the same call did not. */
export function judgeBoth({ start, kind }: ReplayRequest, rows: Rows, benign: Arrival, hostile: Arrival, sent: Comparison["sent"], isListed: boolean): Judged {
  const { row } = start;
  let open: Judged | undefined;
  for (const [index, value] of hostile.values.entries()) {
    const judgement = judge((row.kind === "path" && kind === "link") || kind === "segment" ? kind : row.kind, {
      benign: benign.values[index], hostile: value, sent,
      with: { ...rows, ...(row.path.endsWith("[*]") ? { element: true } : {}), ...(row.form === undefined ? {} : { form: row.form }), ...(row.remote === true ? { remote: true } : {}), ...(row.takes === undefined ? {} : { takes: row.takes }), ...(row.language === undefined ? {} : { language: row.language }), ...(hostile.program === undefined ? {} : { program: hostile.program }) },
    });
    if (judgement.kind === "breaks") return judgement;
    const other = row.kind === "url" && kind !== "segment" ? judgeName(benign.values[index], value, isListed) : undefined;
    if (other?.kind === "breaks") return other;
    if (judgement.kind === "unknown" && other === undefined) open ??= judgement;
  }
  return open ?? (hostile.values.length === 0 ? { kind: "unknown", why: "nothing arrived" } : { kind: "holds" });
}

/** A name in the place of another one: where the program lists hosts it has to be one of them, else what it stands for must be no local address. */
function judgeName(benign: Arrived, hostile: Arrived, isListed: boolean): Judged | undefined {
  if (typeof benign !== "string" || typeof hostile !== "string" || !URL.canParse(benign) || !URL.canParse(hostile)) return undefined;
  const [known, host] = [new URL(benign).hostname, new URL(hostile).hostname];
  if (isListed && host !== known && !host.endsWith(`.${known}`)) return { kind: "breaks", how: `sends the request to another host: \`${host}\`` };
  const address = addressAt(ORDINARY, host);
  if (address === undefined || address === host) return undefined;
  const what = describeLocalHost(address);
  return what === undefined ? { kind: "holds" } : { kind: "breaks", how: `sends the request to \`${host}\`, a name that stands for ${address}`, needs: [{ what: "address", host, address }] };
}
