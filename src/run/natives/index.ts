import type { Builtin } from "../native.js";
import { errors } from "./errors.js";
import { lists } from "./lists.js";
import { objects } from "./objects.js";
import { promises } from "./promises.js";

/** The functions and objects of the language. */
export const BUILTINS: readonly Builtin[] = [...objects, ...lists, ...promises, ...errors];
