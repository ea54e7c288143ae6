import path from "node:path/posix";
import type { SinkKind } from "../../models/kinds.js";
import type { Compared } from "../arrivals.js";
import type { World } from "../world.js";
import { type Attack, ATTACKS } from "./texts.js";

/** So many attacks on one flow. */
const MOST = 80;
/** So many of the likeliest are put together with each text that was met on the way. */
const FIRST = 8;
const MOST_LITERALS = 8;

/** The attacks on a sink, the likeliest first, then those that are made from what the input is held against on its way. */
export function attacksOn(kind: SinkKind, harm: string | undefined, harmless: string, compared: Pick<Compared, "texts" | "regexes">, world: World): readonly Attack[] {
  const fill = ({ text, ...rest }: Attack): Attack => ({ ...rest, text: text.replaceAll("{}", harmless) });
  const basic = [...optionsOf(harm), ...(ATTACKS[kind] ?? [])].map(fill);
  const literals = [...compared.texts].filter((text) => text.length < 80 && !(kind === "url" && /^[a-z]+:$/i.test(text))).slice(0, MOST_LITERALS);
  const made = literals.flatMap((literal) => [...(AROUND[kind] ?? []).map((text) => ({ text: text.replaceAll("{}", literal) })), ...basic.slice(0, FIRST).flatMap((attack): Attack[] => [{ ...attack, text: literal + attack.text }, { ...attack, text: attack.text + literal }])]);
  const siblings = kind === "path" || kind === "module" ? [world.folder, ...literals.filter((text) => path.isAbsolute(text))].flatMap(siblingsOf) : [];
  const seen = new Set<string>([harmless]);
  const all = [...basic.slice(0, 3), ...siblings, ...basic.slice(3), ...made].filter(({ text }) => !seen.has(text) && seen.add(text));
  return likeliestFirst(all, [...compared.texts].filter((text) => text.length > 1 && harmless.includes(text))).slice(0, MOST);
}

/** Texts that what is harmless was held against and that it holds are asked for, most likely. */
function likeliestFirst(attacks: readonly Attack[], asked: readonly string[]): readonly Attack[] {
  if (asked.length === 0) return attacks;
  const holdsAll = ({ text }: Attack): boolean => asked.every((one) => text.includes(one));
  return [...attacks.filter(holdsAll), ...attacks.filter((attack) => !holdsAll(attack))];
}

/** Hostile texts round a text that is asked for: `{}` stands for it. */
const AROUND: Readonly<Partial<Record<SinkKind, readonly string[]>>> = {
  url: [
    "{}.evil.example/", "{}@127.0.0.1/", "https://evil{}/", "https://evil-{}/", "https://{}.evil.example/", "https://{}@127.0.0.1/", "https://evil.example/{}", "https://evil.example/?{}", "http://127.0.0.1/{}", "http://127.0.0.1/#{}",
  ],
};

/** What begins like a root and lies beside it. */
function siblingsOf(root: string): Attack[] {
  const bare = root.replace(/\/+$/, "");
  return bare === "" ? [] : [{ text: `${bare}-evil/secret` }, { text: `../${path.basename(bare)}-evil/secret` }];
}

/** The option that does most harm, as an argument: `git --upload-pack=<command>`. */
function optionsOf(harm: string | undefined): Attack[] {
  const option = harm === undefined ? undefined : /(?:^|\s)(-\S+?)(?:<[^>]*>)?(?:\s|$)/.exec(harm)?.[1];
  return option === undefined ? [] : [{ text: option.endsWith("=") ? `${option}id` : option }];
}
