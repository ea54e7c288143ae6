import path from "node:path/posix";
import type { SinkKind } from "../../../models/kinds.js";
import type { SinkRow } from "../../../models/model.js";
import type { World } from "../../world.js";
import { type Attack, ATTACKS, CODE_ATTACKS } from "./texts.js";

/** So many attacks on one flow. */
const MOST = 80;
/** So many of the likeliest are put together with each text that was met on the way. */
const FIRST = 8;
const MOST_LITERALS = 8;

/** What is known of a place at which attacks may pass. */
export interface Aim {
  /** What stands before the harmless text where it arrives. */
  readonly before: string | undefined;
  /** The field that it is compared with in a query. */
  readonly field: string | undefined;
  /** Places for values that are bound, behind it: `?`, `$1`. */
  readonly bound: readonly string[];
  /** What the call takes. */
  readonly takes: SinkRow["takes"];
  /** What arrives besides, the program that parses it among it. */
  readonly around: string;
  /** What attacks were made from that passed at other sinks of the kind. */
  readonly worked: ReadonlySet<string>;
}

/** The attacks on a sink, the likeliest first, then those that are made from what the input is held against on its way. */
export function attacksOn(kind: SinkKind, harm: string | undefined, harmless: string, compared: ReadonlySet<string>, world: World, aim: Aim): readonly Attack[] {
  const fill = ({ text, ...rest }: Attack): Attack => ({ ...rest, of: text, text: (aim.takes === "socket" ? text.replace(/^http/, "ws") : text).replaceAll("{}", harmless).replaceAll("[field]", aim.field ?? "Id") });
  const own = (ATTACKS[kind] ?? []).flatMap((attack) => [...bindingAll(kind, attack, aim.bound), attack]);
  const basic = [...optionsOf(harm), ...(kind === "code" ? (CODE_ATTACKS.find(({ program }) => program.test(aim.around))?.attacks ?? []) : []), ...own].filter(({ takes }) => takes === undefined || takes === aim.takes).map(fill);
  const told = [...compared].filter((text) => text.trim() !== "" && text.length < 80 && !(kind === "url" && /^[a-z]+:$/i.test(text)));
  // a host that is asked for says more than a separator
  const literals = (kind === "url" ? [...told.filter((text) => HOSTED.test(text)), ...told.filter((text) => !HOSTED.test(text))] : told).slice(0, MOST_LITERALS);
  const made = [
    ...literals.flatMap((literal) => [...(AROUND[kind] ?? []).map((text): Attack => ({ text: text.replaceAll("{}", literal), of: `around ${text}` })), ...(kind === "url" ? besideHost(literal) : [])]),
    ...literals.flatMap((literal) => basic.slice(0, FIRST).flatMap((attack): Attack[] => [
      { ...attack, text: literal + attack.text, of: `behind ${attack.of ?? ""}`, ...(kind === "path" && isFolder(literal) ? { within: literal } : {}) },
      { ...attack, text: attack.text + literal, of: `before ${attack.of ?? ""}` },
    ])),
  ];
  const siblings = kind === "path" || kind === "module" ? [world.folder, ...literals.filter((text) => path.isAbsolute(text))].flatMap(siblingsOf) : [];
  const seen = new Set<string>([harmless]);
  const all = [...basic.slice(0, 3), ...siblings, ...basic.slice(3), ...made].filter(({ text }) => !seen.has(text) && seen.add(text));
  return likeliestFirst(kind, all, [...compared].filter((text) => text.length > 1 && harmless.includes(text)), aim).slice(0, MOST);
}

/** A comment that takes the places of bound values is refused with them: those places stand before it. */
function bindingAll(kind: SinkKind, attack: Attack, bound: readonly string[]): Attack[] {
  if (kind !== "sql" || bound.length === 0 || !/(?: WHERE 1=1| SET a = 1| OR 1=1) --$/.test(attack.text)) return [];
  const text = attack.text.replace(/ SET a = 1 --$/, " SET a = 1 WHERE 1=1 --").replace(/ --$/, ` OR ${bound.map((place) => `${place} IS NULL`).join(" OR ")} --`);
  return [{ ...attack, text }];
}

/** Texts that what is harmless was held against and that it holds are asked for, most likely. A quote before the text has to be closed, and behind the start of a URL there is no other. */
function likeliestFirst(kind: SinkKind, attacks: readonly Attack[], asked: readonly string[], { before, bound, worked }: Aim): readonly Attack[] {
  const quote = before !== undefined && QUOTES.has(before) ? before : undefined;
  const lacks = ({ text, of }: Attack, index: number): number => {
    const missing = (asked.every((one) => text.toLowerCase().includes(one.toLowerCase())) ? 0 : 8) + (bound.length > 0 && /--$|;/.test(text) && !text.includes(" IS NULL") ? 2 : 0);
    if (of !== undefined && worked.has(of)) return missing;
    return missing + (of !== undefined && MADE.test(of) ? 4 : 0) + (quote === undefined || text.includes(quote) ? 0 : 2) + (before !== undefined && /^(?:https?|wss?|file):/.test(text) ? 2 : 0) + (isAside(kind, text, before) ? 2 : 0) + (index === 0 ? 0 : 1);
  };
  return attacks.map((attack, index) => ({ attack, lacking: lacks(attack, index) })).sort((a, b) => a.lacking - b.lacking).map(({ attack }) => attack);
}

/** A statement of its own behind the start of one, or what goes on with a statement where none has begun. */
function isAside(kind: SinkKind, text: string, before: string | undefined): boolean {
  return kind === "sql" && /^[A-Z]{5,6} /.test(text) !== (before === undefined);
}

const MADE = /^(?:around|behind|before) /;
const QUOTES: ReadonlySet<string> = new Set(["'", '"', "`"]);

/** Hostile texts round a text that is asked for: `{}` stands for it. */
const AROUND: Readonly<Partial<Record<SinkKind, readonly string[]>>> = {
  url: [
    "{}.evil.example/", "{}@127.0.0.1/", "https://evil{}/", "https://evil-{}/", "https://{}.evil.example/", "https://{}@127.0.0.1/", "https://evil.example/{}", "https://evil.example/?{}", "http://127.0.0.1/{}", "http://127.0.0.1/#{}",
  ],
};

const HOSTED = /^https?:\/\/[^/?#@]/i;
/** Behind a base that keeps its scheme alone: `{}` stands for a host that is asked for. */
const BESIDE_HOST: readonly string[] = ["//{}.evil.example/", "//{}@127.0.0.1/"];

/** What takes the place of a host in a reference that begins with a separator, and begins like the host. */
function besideHost(literal: string): Attack[] {
  const host = HOSTED.test(literal) ? literal.replace(/^https?:\/\//i, "").replace(/[/?#].*$/, "") : "";
  return host === "" ? [] : BESIDE_HOST.map((text): Attack => ({ text: text.replaceAll("{}", host), of: `around ${text}` }));
}

/** An absolute path that is more than the root of the file system. */
function isFolder(text: string): boolean {
  return path.isAbsolute(text) && path.normalize(text) !== path.sep;
}

/** What begins like a root and lies beside it. */
function siblingsOf(root: string): Attack[] {
  const bare = root.replace(/\/+$/, "");
  return bare === "" ? [] : [{ text: `${bare}-evil/secret` }, { text: `../${path.basename(bare)}-evil/secret` }, { text: `${bare}-evil/secret.txt` }];
}

/** The option that does most harm, as an argument: `git --upload-pack=<command>`. */
function optionsOf(harm: string | undefined): Attack[] {
  const option = harm === undefined ? undefined : /(?:^|\s)(-\S+?)(?:<[^>]*>)?(?:\s|$)/.exec(harm)?.[1];
  return option === undefined ? [] : [{ text: option.endsWith("=") ? `${option}id` : option }];
}
