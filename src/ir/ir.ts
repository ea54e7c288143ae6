/**
 * The one small tree that every language lowers to. Statements stay structured, names are resolved, evaluation order is explicit.
 * Gone after lowering: types, destructuring, defaults, optional chaining, compound assignment, enums, namespaces, parameter
 * properties, class fields (they are statements of an `init` function), decorators on parameters, JSX.
 */

/** Offsets into the module's text, in UTF-16 units; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type VariableKind = "param" | "let" | "const" | "var" | "function" | "class" | "import" | "catch" | "temp";

/** A resolved name. Reading and writing nodes hold the object itself; there is no look-up by name after lowering. */
export interface Variable {
  readonly name: string;
  readonly kind: VariableKind;
  /** The function in whose frame the variable lives. */
  readonly owner: FunctionIr;
  /** Position in `owner.variables`. */
  readonly index: number;
  /** Read or written by a function nested in the owner. */
  captured: boolean;
  /** Number of writes, the initialising one included. */
  writes: number;
  /** An expression for the class or imported API that the annotation names: `x: sdk.McpServer` gives `get(var sdk, "McpServer")`. */
  hint?: Expr;
}

export interface Param {
  readonly variable: Variable;
  readonly rest: boolean;
  /** A value is written that is taken where none is given. */
  readonly hasDefault: boolean;
  readonly start: number;
  readonly end: number;
}

export type FunctionKind = "module" | "function" | "arrow" | "method" | "constructor" | "get" | "set" | "init" | "static-init";

export interface FunctionIr extends Span {
  /** Declared or inferred from where it is assigned; "" when there is none. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly async: boolean;
  readonly generator: boolean;
  /** One entry a declared parameter. Defaults and patterns are the first statements of the body. */
  params: Param[];
  variables: Variable[];
  /** The function's own name inside a named function expression. */
  self?: Variable;
  /** Present when the body reads `arguments`. */
  arguments?: Variable;
  readonly parent: FunctionIr | undefined;
  readonly module: ModuleIr;
  /** The class of a method, accessor, constructor or init. */
  readonly owner: ClassIr | undefined;
  body: Block;
  /** Class or API named by the return annotation, `Promise<>` taken off. */
  returnHint?: Expr;
}

export interface ClassMember extends Span {
  readonly key: Expr;
  readonly static: boolean;
  readonly kind: "method" | "get" | "set";
  readonly fn: FunctionIr;
  readonly decorators: Expr[];
}

/** A field of a class as it is declared. What it holds is assigned by the initializers. */
export interface FieldIr extends Span {
  /** Undefined when the key is computed. */
  readonly name: string | undefined;
  readonly static: boolean;
  /** What the annotation says in the words of JSON Schema: "string", "number", "boolean", "array", "object". */
  readonly type: string | undefined;
  readonly decorators: Expr[];
}

export interface ClassIr extends Span {
  readonly name: string;
  readonly module: ModuleIr;
  /** The class's own name inside its body. */
  self?: Variable;
  superclass: Expr | undefined;
  ctor: FunctionIr | undefined;
  members: ClassMember[];
  fields: FieldIr[];
  /** Assigns the instance fields to `this`, in order; runs at the start of a base constructor and after super(). */
  init: FunctionIr | undefined;
  /** Assigns the static fields and runs the static blocks, `this` is the class. */
  staticInit: FunctionIr | undefined;
  decorators: Expr[];
  /** Field names with their annotation hints: `private server: McpServer`. */
  fieldHints: { name: string; hint: Expr }[];
}

export interface ImportIr extends Span {
  readonly source: string;
  /** "*" for a namespace, "default", or the exported name. */
  readonly imported: string;
  readonly variable: Variable;
  readonly typeOnly: boolean;
}

/** `variable`: own export. `source` + `imported`: re-export ("*" = whole namespace). `name` "*" with `source`: `export * from`. */
export interface ExportIr extends Span {
  readonly name: string;
  readonly variable?: Variable;
  readonly source?: string;
  readonly imported?: string;
}

/** A constant module specifier, in source order. `type`: an import of types only. */
export interface RequestIr extends Span {
  readonly source: string;
  readonly via: "import" | "export" | "require" | "dynamic" | "type";
}

export interface ModuleIr {
  /** Relative to the program's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** "commonjs" when the module has no ESM syntax and reads `require`, `module` or `exports`. */
  format: "esm" | "commonjs";
  root: FunctionIr;
  readonly imports: ImportIr[];
  readonly exports: ExportIr[];
  readonly requests: RequestIr[];
  /** All functions, the root first, in source order. */
  readonly functions: FunctionIr[];
  readonly classes: ClassIr[];
  /** Constructs that were lowered to `unknown`. */
  readonly unsupported: (Span & { message: string })[];
}

export interface Block extends Span {
  readonly kind: "block";
  /** Variables that are fresh at each entry (let, const, class, function, temp). */
  readonly variables: Variable[];
  /** Function declarations of the block, bound at its entry. */
  readonly functions: { variable: Variable; fn: FunctionIr }[];
  readonly body: Stmt[];
}

export type Stmt =
  | Block
  | (Span & { readonly kind: "expr"; readonly value: Expr })
  | (Span & { readonly kind: "if"; readonly test: Expr; readonly then: Stmt; readonly else: Stmt | undefined })
  /** for, while, do: init stands before it in a block; `perIteration` are let variables that are fresh at each turn. */
  | (Span & { readonly kind: "loop"; readonly test: Expr | undefined; readonly update: Expr | undefined; readonly body: Stmt; readonly testFirst: boolean; readonly perIteration: Variable[] })
  /** `for (item of values) body`; the pattern of the head is unpacked by the first statements of the body. "in" walks the keys. */
  | (Span & { readonly kind: "each"; readonly over: "of" | "in"; readonly await: boolean; readonly item: Variable; readonly values: Expr; readonly body: Stmt })
  | (Span & { readonly kind: "switch"; readonly value: Expr; readonly variables: Variable[]; readonly functions: { variable: Variable; fn: FunctionIr }[]; readonly cases: (Span & { readonly test: Expr | undefined; readonly body: Stmt[] })[] })
  | (Span & { readonly kind: "return"; readonly value: Expr | undefined })
  | (Span & { readonly kind: "throw"; readonly value: Expr })
  | (Span & { readonly kind: "break" | "continue"; readonly label: string | undefined })
  | (Span & { readonly kind: "label"; readonly label: string; readonly body: Stmt })
  | (Span & { readonly kind: "try"; readonly body: Block; readonly param: Variable | undefined; readonly handler: Block | undefined; readonly finalizer: Block | undefined });

export type Constant = string | number | bigint | boolean | null | undefined;

/** An argument or an array item. A hole of an array is `const undefined`. */
export type Spread = Span & { readonly kind: "spread"; readonly value: Expr };

export interface Property extends Span {
  /** "spread": `value` is spread and `key` is undefined. */
  readonly kind: "value" | "get" | "set" | "spread";
  readonly key: Expr | undefined;
  readonly value: Expr;
}

export type UnaryOp = "!" | "-" | "+" | "~" | "typeof" | "void" | "delete";
export type BinaryOp =
  | "+" | "-" | "*" | "/" | "%" | "**" | "<<" | ">>" | ">>>" | "&" | "|" | "^"
  | "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">=" | "in" | "instanceof";

export type Expr =
  | (Span & { readonly kind: "const"; readonly value: Constant })
  | (Span & { readonly kind: "regex"; readonly pattern: string; readonly flags: string })
  | (Span & { readonly kind: "var"; readonly variable: Variable })
  /** A name that no scope of the program declares. `require`, `module` and `exports` of a CommonJS module are globals too. */
  | (Span & { readonly kind: "global"; readonly name: string })
  | (Span & { readonly kind: "this" | "super" | "new.target" | "import.meta" })
  /** `object[key]`; a written-out name is a `const` key, a private name keeps its `#`. */
  | (Span & { readonly kind: "get"; readonly object: Expr; readonly key: Expr })
  /** Item `index` of an iterable, as array patterns read it. */
  | (Span & { readonly kind: "item"; readonly object: Expr; readonly index: number })
  /** The rest of a pattern: of an object without `keys`, of an iterable from item `from` on. */
  | (Span & { readonly kind: "rest"; readonly object: Expr; readonly keys: Expr[] | undefined; readonly from: number })
  /** A template literal: texts and values joined, in order; a text is a `const` string. */
  | (Span & { readonly kind: "template"; readonly parts: Expr[] })
  | (Span & { readonly kind: "unary"; readonly op: UnaryOp; readonly value: Expr })
  | (Span & { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr })
  | (Span & { readonly kind: "logical"; readonly op: "&&" | "||" | "??"; readonly left: Expr; readonly right: Expr })
  | (Span & { readonly kind: "cond"; readonly test: Expr; readonly then: Expr; readonly else: Expr })
  | (Span & { readonly kind: "assign"; readonly target: Target; readonly value: Expr; /** The first write of a declaration. */ readonly init: boolean })
  /** A `get` callee binds `this`. `tag`: the texts of a tagged template, whose first argument is their array. */
  | (Span & { readonly kind: "call"; readonly callee: Expr; readonly args: (Expr | Spread)[]; readonly tag: string[] | undefined })
  | (Span & { readonly kind: "new"; readonly callee: Expr; readonly args: (Expr | Spread)[] })
  | (Span & { readonly kind: "object"; readonly properties: Property[] })
  | (Span & { readonly kind: "array"; readonly items: (Expr | Spread)[] })
  | (Span & { readonly kind: "function"; readonly fn: FunctionIr })
  | (Span & { readonly kind: "class"; readonly cls: ClassIr })
  | (Span & { readonly kind: "await"; readonly value: Expr })
  | (Span & { readonly kind: "yield"; readonly value: Expr | undefined; readonly delegate: boolean })
  | (Span & { readonly kind: "seq"; readonly items: Expr[] })
  /** `require("x")` and `import("x")` with any source expression. */
  | (Span & { readonly kind: "import"; readonly source: Expr; readonly via: "require" | "dynamic" })
  /** Something that is not modelled; its parts are evaluated for their effects. */
  | (Span & { readonly kind: "unknown"; readonly parts: Expr[]; readonly what: string });

export type Target = Extract<Expr, { kind: "var" | "get" | "global" }>;
export type ExprKind = Expr["kind"];
