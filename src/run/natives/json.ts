import type { Builtin } from "../native.js";
import { parse } from "./json-parse.js";
import { stringify } from "./json-write.js";

export const json: readonly Builtin[] = [{ name: "JSON", statics: { parse, stringify } }];
