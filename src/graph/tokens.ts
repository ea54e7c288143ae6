import type { ClassIr, ModuleIr } from "../ir/ir.js";
import type { Api } from "../models/api.js";
import type { Argument, CallSite, FunctionNodes, Node } from "./graph.js";

/** An abstract object: what a value may be at run time. */
export type Token = TokenBase & TokenKind;

/** What all objects have. */
export interface TokenBase {
  readonly id: number;
  /** Nodes that hold the fields, made at the first write. */
  fields: Map<string, Node>;
  /** Who wants to know of new fields. */
  listeners: readonly ((field: string, node: Node) => void)[];
  /** What a node holds that holds nothing else; many do. */
  readonly alone: readonly Token[];
}

/** The sorts of objects. */
export type TokenKind =
  /** An object, list, `arguments`, or module object made at a node. */
  | { readonly kind: "object"; readonly node: Node }
  | { readonly kind: "function"; readonly fn: FunctionNodes }
  | { readonly kind: "class"; readonly cls: ClassIr; readonly superclass: Node; readonly keys: readonly string[] }
  /** Any instance of a class of the program. */
  | { readonly kind: "instance"; readonly of: Token }
  | { readonly kind: "api"; readonly api: Api }
  /** A schema made or changed by a call. */
  | { readonly kind: "schema"; readonly site: CallSite; readonly api: Api }
  | { readonly kind: "schema-method"; readonly of: Token; readonly name: string }
  /** `fn.bind(receiver, ...args)` */
  | { readonly kind: "bound"; readonly target: Token; readonly receiver: Node; readonly args: readonly Argument[] }
  /** `fn.call`, `fn.apply`, `fn.bind` */
  | { readonly kind: "invoker"; readonly target: Token; readonly how: "call" | "apply" | "bind" }
  /** What `new Promise` hands to its executor: argument `index` arrives at the promise. */
  | { readonly kind: "resolver"; readonly promise: Node; readonly index: number }
  /** `util.promisify(fn)`: what the last argument, a callback, is called with is the result. */
  | { readonly kind: "promisified"; readonly target: Token }
  | { readonly kind: "namespace"; readonly module: ModuleIr };

export type TokenOf<K extends TokenKind["kind"]> = Extract<Token, { kind: K }>;

/** What objects have that have no fields yet, which is most: never written to. */
export const NO_FIELDS: TokenBase["fields"] = new Map();
export const NO_LISTENERS: TokenBase["listeners"] = [];
const NO_TOKENS: readonly Token[] = [];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A new object, without fields. */
export function newToken<K extends TokenKind>({ tokens }: { readonly tokens: Token[] }, kind: K): TokenBase & K {
  const base: Writable<TokenBase> = { id: tokens.length, fields: NO_FIELDS, listeners: NO_LISTENERS, alone: NO_TOKENS };
  const token = Object.assign(base, kind);
  token.alone = [token];
  tokens.push(token);
  return token;
}
