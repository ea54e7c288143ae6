import { exportOf, modulesAt, nameOfFile } from "../program/conventions.js";
import { record } from "./api-calls.js";
import { placeOf } from "./places.js";
import { namespaceOf } from "./modules.js";
import type { Run } from "./run.js";
import { callPossibly } from "./unknown-calls.js";
import { makeUnknown } from "./unknown.js";
import { asTag, type ApiValue, type ClassValue, isHeap, type Site, type Value } from "./values.js";

/** A decorator was put on something: \`@Tool\` or \`@Tool(options)\`. Of the latter the arguments count. */
export function noteDecorator(run: Run, decorator: Value, decorated: Value, at: Site): void {
  const applied = asTag(decorator, "api");
  if (applied === undefined) return;
  const { origin } = applied;
  const [api, args, site] = origin.kind === "call" ? [origin.callee, origin.args, origin.site] : [applied, [], at];
  const effects = api.places.flatMap((place) => place.onDecorate ?? []);
  if (effects.length > 0) record(run, effects, { api, receiver: decorated, args, result: undefined, site });
}

/** Notes what classes register by extending a library's, and modules by their place, once all is loaded. \`bounded\` runs something with steps of its own. */
export function noteImplied(run: Run, bounded: <T>(body: () => T) => T | undefined): void {
  for (const cls of [...run.classes.values()]) {
    const base = baseOf(cls);
    const effects = base?.places.flatMap((place) => place.onExtend ?? []) ?? [];
    if (effects.length === 0) continue;
    const site: Site = { module: cls.cls.module, span: cls.cls };
    bounded(() => record(run, effects, { api: base, receiver: instanceOf(run, cls, site), args: [], result: undefined, site }));
  }
  const { program, index } = run;
  for (const { packages } of index.conventions) {
    for (const { row, effects } of index.library(packages[0] ?? "").conventions) {
      for (const module of modulesAt(program, packages, row)) {
        const [first] = placeOf(row.handler ?? "").path;
        const entry = first?.kind === "member" ? exportOf(module, first.name) : undefined;
        if (entry === undefined) continue;
        bounded(() => record(run, [effects], { api: undefined, receiver: namespaceOf(run, module), args: [nameOfFile(module)], result: undefined, site: { module, span: entry } }));
      }
    }
  }
}

/** The library's class that a class of the program extends in the end. */
function baseOf(cls: ClassValue): ApiValue | undefined {
  const seen = new Set<Value>();
  for (let at: Value = cls; isHeap(at) && !seen.has(at); at = at.tag === "class" ? at.proto : undefined) {
    if (at.tag === "api") return at;
    seen.add(at);
  }
  return undefined;
}

/** An instance that the program made, or one that is made with unknown arguments. */
function instanceOf(run: Run, cls: ClassValue, site: Site): Value {
  const known = run.instances.get(cls.cls);
  // what was made of a subclass has run this class's constructor too
  if (asTag(known, "object")?.proto === cls.prototype) return known;
  return callPossibly(run, cls, undefined, { values: [], rest: makeUnknown("an argument of a constructor that nothing calls", site) }, site, "callback");
}
