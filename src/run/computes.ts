import { isIP, isIPv4, isIPv6 } from "node:net";
import path from "node:path/posix";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Computation } from "../models/model.js";
import { carriedBy, rangeOfAddress } from "../text/address-ranges.js";
import { answer, promisified } from "./answers.js";
import { resultOfApi } from "./apis.js";
import { construct, throwError } from "./calls.js";
import { getMember } from "./members.js";
import { Exited, type Run } from "./run.js";
import { isAttacked, makeUnknown } from "./unknown.js";
import { type ApiValue, asTag, type Site, type Value } from "./values.js";

type Pure = keyof typeof PURE;

/** What depends on texts alone. Nothing but texts gets here: a path function would throw. */
const PURE = {
  join: (texts) => path.join(...texts),
  // a relative path begins where the process runs
  resolve: (texts, folder) => (texts.some((text) => path.isAbsolute(text)) ? path.resolve(...texts) : folder === undefined ? UNDETERMINED : path.resolve(folder, ...texts)),
  normalize: ([text = ""]) => path.normalize(text),
  relative: (texts, folder = "") => {
    const [from = "", to = ""] = texts.map((text) => (folder === "" ? text : path.resolve(folder, text)));
    return path.isAbsolute(from) && path.isAbsolute(to) ? path.relative(from, to) : UNDETERMINED;
  },
  basename: ([text = "", ending]) => path.basename(text, ending),
  dirname: ([text = ""]) => path.dirname(text),
  extname: ([text = ""]) => path.extname(text),
  "is-absolute": ([text = ""]) => path.isAbsolute(text),
  "file-url-to-path": ([text = ""]) => (URL.canParse(text) && text.startsWith("file:///") ? fileURLToPath(text) : UNDETERMINED),
  "is-ip": ([text = ""]) => isIP(text),
  "is-ipv4": ([text = ""]) => isIPv4(text),
  "is-ipv6": ([text = ""]) => isIPv6(text),
  "is-address": ([text = ""]) => isIP(text) !== 0,
} satisfies Readonly<Partial<Record<Computation, (texts: readonly string[], folder: string | undefined) => Value>>>;

const UNDETERMINED = undefined;

/** Calls a library's function whose meaning the models know, for real; undefined when there is none, or too little is known. */
export function compute(run: Run, callee: ApiValue, args: readonly Value[], site: Site): { readonly value: Value } | undefined {
  const as = callee.places.find((place) => place.onCall.computes !== undefined)?.onCall.computes;
  switch (as) {
    case undefined:
      return undefined;
    case "exit":
      throw new Exited("the program ends itself");
    case "identity":
      return { value: args[0] };
    case "promisify":
      return run.world === undefined ? undefined : { value: promisified(run, args[0], site) };
    case "parsed-address":
      if (typeof args[0] !== "string") return undefined;
      if (isIP(args[0]) === 0) throwError(run, "Error", `${args[0]} is no address`, site);
      return { value: resultOfApi(callee, { kind: "call", callee, self: undefined, args, site }) };
    case "address-range":
    case "carried-range":
    case "address-kind":
    case "address-text":
      return ofParsed(callee, (text) => (as === "address-text" ? text : as === "address-kind" ? `ipv${isIP(text)}` : rangeOfAddress(text, as === "carried-range")));
    case "is-mapped":
      return ofParsed(callee, (text) => carriedBy(text) !== undefined);
    case "carried-address":
      return ofParsed(callee, (text, parse) => {
        const carried = carriedBy(text);
        return carried === undefined ? undefined : resultOfApi(parse, { kind: "call", callee: parse, self: undefined, args: [carried], site });
      });
    case "path-to-file-url":
      return typeof args[0] === "string" && path.isAbsolute(args[0]) ? { value: makeUrl(run, args[0], site) } : undefined;
    default:
      return isPure(as) ? { value: applyPure(run, as, args, site) } : answer(run, as, args, site);
  }
}

/** Of what a call gave whose first argument is known. */
function ofParsed({ origin }: ApiValue, of: (text: string, parse: ApiValue) => Value): { readonly value: Value } | undefined {
  const made = origin.kind === "member" ? origin.object.origin : undefined;
  const text = made?.kind === "call" ? made.args[0] : undefined;
  const value = made?.kind === "call" && typeof text === "string" ? of(text, made.callee) : undefined;
  return value === undefined ? undefined : { value };
}

function isPure(as: Computation): as is Pure {
  return Object.hasOwn(PURE, as);
}

function applyPure(run: Run, as: Pure, args: readonly Value[], site: Site): Value {
  const texts = args.map((arg) => textOf(run, arg, site));
  const known = texts.filter((text) => text !== undefined);
  const value = known.length === texts.length ? PURE[as](known, run.world?.folder) : UNDETERMINED;
  return value !== UNDETERMINED ? value : makeUnknown("a path with unknown parts", site, { type: as === "is-absolute" ? "boolean" : "string", attacked: args.some(isAttacked) });
}

/** A text, or the text of a URL. */
export function textOf(run: Run, value: Value, site: Site): string | undefined {
  if (typeof value === "string") return value;
  const href = asTag(value, "object")?.sort === "URL" ? getMember(run, value, "href", site) : undefined;
  return typeof href === "string" ? href : undefined;
}

function makeUrl(run: Run, file: string, site: Site): Value {
  return construct(run, run.realm.globals.fields.get("URL")?.value, { values: [pathToFileURL(file).href] }, site);
}
