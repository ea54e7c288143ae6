import { type Api, type ApiIndex, withTypes } from "../models/api.js";
import { type ApiValue, makeApi, type Origin, type Value } from "./values.js";

/** What `import * as` of a library gives. */
export function importApi(index: ApiIndex, specifier: string): ApiValue {
  const library = index.library(specifier);
  return makeApi(library, withTypes(library.root), { kind: "import", specifier });
}

/** A member of something of a library: what the program wrote there, a constant that the models know, or the next place of the trie. */
export function memberOfApi(api: ApiValue, name: string): Value {
  // however a library is imported, its default export stands for the library itself
  if (name === "default" && api.origin.kind === "import") return api;
  const known = api.members?.get(name);
  if (known !== undefined) return known;
  const places = placesBehind(api, (place) => place.members.get(/^\d+$/.test(name) ? "[]" : name));
  const constants = places.find((place) => place.constants !== undefined)?.constants;
  // what depends on the platform is taken as POSIX has it
  if (constants?.[0] !== undefined) return constants[0];
  // what a library hands on of another belongs to that one
  const member = makeApi(places[0]?.library ?? api.library, places, { kind: "member", object: api, name });
  (api.members ??= new Map<string, ApiValue>()).set(name, member);
  return member;
}

/** What a call of something of a library gives. */
export function resultOfApi(api: ApiValue, origin: Extract<Origin, { kind: "call" | "new" }>): ApiValue {
  return makeApi(api.library, placesBehind(api, (place) => (origin.kind === "new" ? place.constructed : place.called)), origin);
}

/** An instance of a class of a library, as an annotation or a library's callback has it. */
export function instanceOfApi(type: ApiValue): ApiValue {
  return makeApi(type.library, placesBehind(type, (place) => place.constructed), { kind: "hint", type });
}

function placesBehind({ places }: ApiValue, step: (place: Api) => Api | undefined): readonly Api[] {
  const [first] = places;
  // most values of a library are nothing that the models know, or one place
  if (first === undefined || places.length === 1) return first === undefined ? places : withTypes(step(first));
  return [...new Set(places.flatMap((place) => withTypes(step(place))))];
}

/** The chain that led to a value, as one would write it: `z.string().max()`. */
export function describeApi(api: ApiValue): string {
  const { origin } = api;
  switch (origin.kind) {
    case "import":
      return api.library.name;
    case "member":
      return origin.object.origin.kind === "import" && origin.object.library.name === "globals" ? origin.name : `${describeApi(origin.object)}.${origin.name}`;
    case "call":
      return `${describeApi(origin.callee)}()`;
    case "new":
      return `new ${describeApi(origin.callee)}()`;
    case "hint":
      return describeApi(origin.type);
    case "given":
      return `a value that ${api.library.name} gives`;
  }
}
