import path from "node:path/posix";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Computation } from "../models/model.js";
import { construct } from "./calls.js";
import { getMember } from "./members.js";
import { Exited, type Run } from "./run.js";
import { isAttacked, makeUnknown } from "./unknown.js";
import { type ApiValue, asTag, makePromise, type Site, type Value } from "./values.js";

type Pure = Exclude<Computation, "read-text" | "read-text-promise" | "identity" | "exit" | "path-to-file-url">;

/** What depends on texts alone. Nothing but texts gets here: a path function would throw. */
const PURE: Readonly<Record<Pure, (texts: readonly string[]) => Value>> = {
  join: (texts) => path.join(...texts),
  // a relative path would begin where the process runs
  resolve: (texts) => (texts.some((text) => path.isAbsolute(text)) ? path.resolve(...texts) : UNDETERMINED),
  normalize: ([text = ""]) => path.normalize(text),
  relative: ([from = "", to = ""]) => (path.isAbsolute(from) && path.isAbsolute(to) ? path.relative(from, to) : UNDETERMINED),
  basename: ([text = "", ending]) => path.basename(text, ending),
  dirname: ([text = ""]) => path.dirname(text),
  extname: ([text = ""]) => path.extname(text),
  "is-absolute": ([text = ""]) => path.isAbsolute(text),
  "file-url-to-path": ([text = ""]) => (URL.canParse(text) && text.startsWith("file:///") ? fileURLToPath(text) : UNDETERMINED),
};

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
    case "read-text":
    case "read-text-promise": {
      const text = readText(run, args[0], site);
      return text === undefined ? undefined : { value: as === "read-text" ? text : makePromise(text) };
    }
    case "path-to-file-url":
      return typeof args[0] === "string" && path.isAbsolute(args[0]) ? { value: makeUrl(run, args[0], site) } : undefined;
    default:
      return { value: applyPure(run, as, args, site) };
  }
}

function applyPure(run: Run, as: Pure, args: readonly Value[], site: Site): Value {
  const texts = args.map((arg) => textOf(run, arg, site));
  const known = texts.filter((text) => text !== undefined);
  const value = known.length === texts.length ? PURE[as](known) : UNDETERMINED;
  return value !== UNDETERMINED ? value : makeUnknown("a path with unknown parts", site, { type: as === "is-absolute" ? "boolean" : "string", attacked: args.some(isAttacked) });
}

/** A text, or the text of a URL. */
function textOf(run: Run, value: Value, site: Site): string | undefined {
  if (typeof value === "string") return value;
  const href = asTag(value, "object")?.sort === "URL" ? getMember(run, value, "href", site) : undefined;
  return typeof href === "string" ? href : undefined;
}

function makeUrl(run: Run, file: string, site: Site): Value {
  return construct(run, run.realm.globals.fields.get("URL")?.value, { values: [pathToFileURL(file).href] }, site);
}

/** A file of the project is what it is; all others are the outside world. */
function readText(run: Run, file: Value, site: Site): string | undefined {
  const name = textOf(run, file, site);
  return name !== undefined && path.isAbsolute(name) ? run.program.readText(path.relative(run.root, name)) : undefined;
}
