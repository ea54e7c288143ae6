import path from "node:path/posix";
import type { Asked, Computation } from "../models/model.js";
import { callFunction, construct } from "./calls.js";
import { textOf } from "./computes.js";
import { truthOf } from "./conversions.js";
import { getMember } from "./members.js";
import { type Run, Thrown } from "./run.js";
import { setField } from "./own-fields.js";
import { makeUnknown } from "./unknown.js";
import { type ApiValue, asTag, isCallable, makeList, makeNative, makeObject, makePromise, type Site, type Value } from "./values.js";
import { addressAt, fileAt, type World } from "./world.js";

/** What the world says, in the form that the function gives it; undefined where nobody knows. */
export function answer(run: Run, as: Computation, args: readonly Value[], site: Site): { readonly value: Value } | undefined {
  const [, what = "", form] = /^(.*?)(-promise|-callback)?$/.exec(as) ?? [];
  const asked = what as Asked; // the type of Computation has no other names left
  const given = attempt(() => (asked === "read-text" ? readText(run, args[0], site) : run.world === undefined ? undefined : answerOf(run, run.world, asked, args, site)));
  if (given === undefined) return undefined;
  if (form === "-promise") return { value: makePromise(given.value, given.thrown) };
  if (form === undefined) {
    if (given.thrown) throw new Thrown(given.value, site);
    return { value: given.value };
  }
  const callback = args.at(-1);
  if (!isCallable(callback)) return undefined;
  callFunction(run, callback, undefined, asked === "exists" || given.thrown ? [given.value] : [null, ...handedBack(run, given.value, site)], site);
  return { value: undefined };
}

/** One address is handed to a callback apart from its family. */
function handedBack(run: Run, value: Value, site: Site): Value[] {
  return asTag(value, "object")?.fields.has("family") === true ? ["address", "family"].map((name) => getMember(run, value, name, site)) : [value];
}

interface Given {
  readonly value: Value;
  readonly thrown: boolean;
}

/** A file of the project is what it is; of all others the text is not known. */
function readText(run: Run, file: Value, site: Site): { readonly value: Value } | undefined {
  const name = textOf(run, file, site);
  const text = name !== undefined && path.isAbsolute(name) ? run.program.readText(path.relative(run.root, name)) : undefined;
  return text === undefined ? undefined : { value: text };
}

function attempt(body: () => { readonly value: Value } | undefined): Given | undefined {
  try {
    const given = body();
    return given === undefined ? undefined : { value: given.value, thrown: false };
  } catch (error) {
    if (error instanceof Thrown) return { value: error.value, thrown: true };
    throw error;
  }
}

function answerOf(run: Run, world: World, asked: Exclude<Asked, "read-text">, args: readonly Value[], site: Site): { readonly value: Value } | undefined {
  switch (asked) {
    case "cwd":
      return { value: world.folder };
    case "home":
      return { value: world.home };
    case "temp":
      return { value: "/tmp" };
    case "platform":
    case "platform-value":
      return { value: "linux" };
    case "command-line":
      // what nobody knows of the settings, nobody knows of these words
      return { value: makeList(["/usr/bin/node", `${run.root}main.js`, ...world.words.map((word) => (world.unset ? word : makeUnknown("a word of the command line", site)))]) };
    case "address":
    case "addresses": {
      const [host] = args;
      if (typeof host !== "string") return undefined;
      const address = addressAt(world, host);
      if (address === undefined) throw new Thrown(systemError(run, "ENOTFOUND", `getaddrinfo ENOTFOUND ${host}`, site), site);
      if (asked === "addresses") return { value: makeList([address]) };
      const told = makeObject([["address", address], ["family", address.includes(":") ? 6 : 4]]);
      return { value: truthOf(getMember(run, optionsOf(args), "all", site)) === true ? makeList([told]) : told };
    }
    default:
      return ofFile(run, world, asked, args, site);
  }
}

/** The options of a look-up, or none. */
function optionsOf([, options]: readonly Value[]): Value {
  return typeof options === "object" && options !== null && options.tag === "object" ? options : makeObject();
}

function ofFile(run: Run, world: World, asked: "exists" | "access" | "stat" | "lstat" | "realpath", args: readonly Value[], site: Site): { readonly value: Value } | undefined {
  const name = textOf(run, args[0], site);
  if (name === undefined) return undefined;
  const file = name.includes("\0") ? undefined : fileAt(world, name);
  run.watch?.asked(name, file !== undefined);
  if (asked === "exists") return { value: file !== undefined };
  if (file === undefined) throw new Thrown(systemError(run, "ENOENT", `ENOENT: no such file or directory, open '${name}'`, site), site);
  if (asked === "access") return { value: undefined };
  if (asked === "realpath") return { value: file.real };
  const isLink = asked === "lstat" && file.isLink;
  return { value: makeObject([["isLink", isLink], ["size", 64], ...told({ isFile: !file.isFolder && !isLink, isDirectory: file.isFolder && !isLink, isSymbolicLink: isLink })]) };
}

function told(answers: Readonly<Record<string, boolean>>): [string, Value][] {
  return Object.entries(answers).map(([name, value]) => [name, makeNative(name, () => value)]);
}

function systemError(run: Run, code: string, message: string, site: Site): Value {
  const error = construct(run, run.realm.globals.fields.get("Error")?.value, { values: [message] }, site);
  if (typeof error === "object" && error !== null && error.tag === "object") setField(error, "code", { value: code });
  return error;
}

/** What a member is that is no function but an answer itself. */
export function computeMember(run: Run, member: ApiValue, site: Site): { readonly value: Value } | undefined {
  const as = member.places.find((place) => place.onCall.computes !== undefined)?.onCall.computes;
  const isValue = as === "command-line" || as === "platform-value";
  return isValue ? answer(run, as, [], site) : undefined;
}

/** The function with a callback as one that gives a promise. */
export function promisified(run: Run, target: Value, site: Site): Value {
  return makeNative("promisified", (call) => {
    let settled: Value = makePromise(call.unknown("what a promise will be resolved with", ...call.args));
    const callback = makeNative("callback", ({ args: [error, value, family] }) => {
      // https://nodejs.org/api/dns.html#dnslookuphostname-options-callback: its promise is one of an object
      const given = family === undefined ? value : makeObject([["address", value], ["family", family]]);
      settled = error === null || error === undefined ? makePromise(given) : makePromise(error, true);
      return undefined;
    });
    callFunction(run, target, call.self, [...call.args, callback], site);
    return settled;
  });
}
