import { describeLocalHost, isAddress } from "./addresses.js";
import { breaks, HOLDS, quoted, unknown } from "./judgement.js";
import type { Comparison, Judgement, OracleOptions } from "./oracle.js";

/** Stands for the base that a client has and that we do not know. */
const UNKNOWN_BASE = "http://base.invalid/";
const BARE_HOST = /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i;
const REQUESTS = /^(?:https?|wss?):$/;

/**
 * Two URLs that a request goes to, or two hosts. What is fixed of scheme, credentials, host and port has to stay; where the value is the host, it must be no
 * local one, however it is spelled. What a name resolves to is not known.
 */
export function judgeUrl(benign: string, hostile: string, { sent, with: options }: Pick<Comparison, "sent" | "with">): Judgement {
  const isWhole = URL.canParse(benign);
  const isBare = options?.base === undefined && !isWhole && BARE_HOST.test(benign);
  const read = (text: string): URL | undefined => {
    if (URL.canParse(text)) return new URL(text);
    if (isBare) return URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`) : undefined;
    const base = options?.base ?? (isWhole ? undefined : UNKNOWN_BASE);
    return URL.canParse(text, base) ? new URL(text, base) : undefined;
  };
  const [meant, made] = [read(benign), read(hostile)];
  if (meant === undefined) return unknown("the benign value makes no URL");
  const token = (URL.canParse(sent.benign) ? new URL(sent.benign).hostname : sent.benign).toLowerCase();
  // what is no URL is requested from nobody
  if (made === undefined || isRefused(made, options?.takes)) return HOLDS;
  if (token !== "" && meant.hostname === token) return judgeChosen(meant, made, hostile);
  const at = token === "" ? -1 : meant.hostname.indexOf(token);
  const [before, behind] = at < 0 ? [meant.hostname, ""] : [meant.hostname.slice(0, at), meant.hostname.slice(at + token.length)];
  if (!isReachable(made, [before, behind, sent.hostile])) return HOLDS;
  if (at < 0) return compareOrigins(meant, made);
  return keepsHost(made.hostname, before, behind) && made.protocol === meant.protocol && made.port === meant.port ? HOLDS : breaks(`sends the request to ${quoted(made.origin === "null" ? made.href : made.host)}`);
}

function isRefused(made: URL, takes: OracleOptions["takes"]): boolean {
  return takes === "socket" ? !/^wss?:$/.test(made.protocol) : takes === "no-credentials" && made.username + made.password !== "";
}

/**
 * Somebody may answer there: at an address, or under a domain whose last label is the program's or the attacker's. Where the texts of both grow together to one, as in
 * `https://api.example.comhttp://`, nobody is.
 */
function isReachable({ protocol, hostname }: URL, texts: readonly string[]): boolean {
  if (!REQUESTS.test(protocol) || isAddress(hostname) || describeLocalHost(hostname) !== undefined) return true;
  const labels = hostname.replace(/\.$/, "").split(".");
  return hostname === texts[0] || (labels.length > 1 && !labels.includes("") && texts.some((text) => text.toLowerCase().split(/[^\w-]+/).includes(labels.at(-1) ?? "")));
}

/** Two URLs of one host, in whose path the value is one segment: what stands before it, and how many follow, has to stay. What a parser makes of `..` counts, and what a server makes of it behind an escape does not. */
export function judgeSegment(benign: string, hostile: string, { sent, with: options }: Pick<Comparison, "sent" | "with">): Judgement {
  const base = options?.base ?? UNKNOWN_BASE;
  if (!URL.canParse(benign, base)) return unknown("the benign value makes no URL");
  if (!URL.canParse(hostile, base)) return HOLDS;
  const [meant, made] = [new URL(benign, base).pathname, new URL(hostile, base).pathname];
  const at = meant.indexOf(sent.benign);
  if (at < 0) return unknown("the value is not in the path");
  const before = meant.slice(0, meant.lastIndexOf("/", at) + 1);
  return made.startsWith(before) && made.length > before.length ? HOLDS : breaks(`sends the request to ${quoted(made)}`);
}

/** Whose a host is stands at its end: what is fixed there has to stay, whole labels of it. Where nothing is, the host has to end before the value. */
function keepsHost(host: string, before: string, behind: string): boolean {
  if (behind === "") return host === before;
  const middle = host.slice(before.length, host.length - behind.length);
  return middle !== "" && host.startsWith(before) && host.endsWith(behind) && (behind.startsWith(".") || !middle.includes("."));
}

function compareOrigins(meant: URL, made: URL): Judgement {
  if (made.protocol !== meant.protocol && !REQUESTS.test(made.protocol)) return breaks(`changes the scheme of the request: ${quoted(made.href)}`);
  if (made.hostname !== meant.hostname) return breaks(`sends the request to another host: ${quoted(made.hostname)}`);
  if (made.protocol !== meant.protocol) return breaks(`changes the scheme of the request: ${quoted(made.protocol)}`);
  if (made.port !== meant.port) return breaks(`sends the request to another port: ${quoted(made.host)}`);
  return made.username !== meant.username || made.password !== meant.password ? breaks(`puts credentials before the host: ${quoted(made.username)}`) : HOLDS;
}

/** The value is the host: it must be a public one. */
function judgeChosen(meant: URL, made: URL, written: string): Judgement {
  if (made.protocol !== meant.protocol && !REQUESTS.test(made.protocol)) return breaks(`makes a request of another scheme: ${quoted(made.href)}`);
  const what = describeLocalHost(made.hostname);
  if (what !== undefined) {
    const isPlain = written.toLowerCase().includes(made.hostname);
    return breaks(`sends the request to ${quoted(made.hostname)}, ${what}${isPlain ? "" : ` that is written as ${quoted(written)}`}`);
  }
  if (made.hostname === meant.hostname || isAddress(made.hostname)) return HOLDS;
  return unknown(`what ${quoted(made.hostname)} resolves to is not known`);
}
