import type { Builtin } from "../native.js";
import { blockLists } from "./block-list.js";
import { buffers } from "./buffers.js";
import { clones } from "./clone.js";
import { collections } from "./collections.js";
import { consoles } from "./console.js";
import { dates } from "./dates.js";
import { errors } from "./errors.js";
import { functions } from "./functions.js";
import { iterators } from "./iterators.js";
import { json } from "./json.js";
import { lists } from "./lists.js";
import { math } from "./math.js";
import { numbers } from "./numbers.js";
import { objects } from "./objects.js";
import { promises } from "./promises.js";
import { proxies } from "./proxies.js";
import { regexes } from "./regexes.js";
import { strings } from "./strings.js";
import { symbols } from "./symbols.js";
import { textCodes } from "./text-codes.js";
import { urlParams } from "./url-params.js";
import { urls } from "./urls.js";

/** The functions and objects of the language. */
export const BUILTINS: readonly Builtin[] = [
  ...objects, ...functions, ...lists, ...collections, ...strings, ...numbers, ...symbols, ...regexes, ...errors, ...promises, ...iterators, ...math, ...json,
  ...dates, ...urls, ...urlParams, ...textCodes, ...buffers, ...clones, ...proxies, ...consoles, ...blockLists,
];
