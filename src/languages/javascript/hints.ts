import type { Expr } from "../../ir/ir.js";
import { findVariable } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import type * as es from "oxc-parser";

/** Type aliases are followed this far; they may be circular. */
const MAX_ALIASES = 8;
/** No library nests namespaces deeper. */
const MAX_MEMBERS = 16;

/** Generic types of TypeScript's library that a value of their argument can be used for. */
const TRANSPARENT = new Set(["Promise", "PromiseLike", "Awaited", "Readonly", "Partial", "Required", "NonNullable"]);

/** The class or imported API that an annotation names, as an expression; undefined for every other type. */
export function lowerHint(l: Lowering, annotation: es.TSTypeAnnotation | null | undefined): Expr | undefined {
  return annotation === null || annotation === undefined ? undefined : hintOf(l, annotation.typeAnnotation, 0);
}

/** What an annotation says in the words of JSON Schema; undefined when it has none for it. */
export function typeWord(annotation: es.TSTypeAnnotation | null | undefined): string | undefined {
  const type = annotation?.typeAnnotation;
  switch (type?.type) {
    case "TSStringKeyword":
      return "string";
    case "TSNumberKeyword":
      return "number";
    case "TSBooleanKeyword":
      return "boolean";
    case "TSArrayType":
      return "array";
    case "TSTypeReference":
      return type.typeName.type === "Identifier" && type.typeName.name === "Array" ? "array" : undefined;
    case "TSObjectKeyword":
    case "TSTypeLiteral":
      return "object";
    default:
      return undefined;
  }
}

function hintOf(l: Lowering, type: es.TSType, followed: number): Expr | undefined {
  switch (type.type) {
    case "TSTypeReference":
      return hintOfReference(l, type, followed);
    case "TSParenthesizedType":
      return hintOf(l, type.typeAnnotation, followed);
    case "TSTypeOperator":
      return type.operator === "readonly" ? hintOf(l, type.typeAnnotation, followed) : undefined;
    case "TSUnionType": {
      const rest = type.types.filter((one) => one.type !== "TSNullKeyword" && one.type !== "TSUndefinedKeyword");
      const only = rest[0];
      return rest.length === 1 && only !== undefined ? hintOf(l, only, followed) : undefined;
    }
    case "TSIntersectionType":
      for (const one of type.types) {
        const hint = hintOf(l, one, followed);
        if (hint !== undefined) return hint;
      }
      return undefined;
    default:
      return undefined;
  }
}

function hintOfReference(l: Lowering, type: es.TSTypeReference, followed: number): Expr | undefined {
  const name = type.typeName;
  if (name.type !== "Identifier") return hintOfName(l, name, 0);
  // A type and a constant may share a name (`const A = z.object(…); type A = z.infer<typeof A>`): here the type is meant.
  const alias = l.types.get(name.name);
  if (alias !== undefined) return followed < MAX_ALIASES ? hintOf(l, alias, followed + 1) : undefined;
  const variable = findVariable(l, name.name);
  if (variable !== undefined) return variable.kind === "class" || variable.kind === "import" ? { kind: "var", variable, start: name.start, end: name.end } : undefined;
  const argument = type.typeArguments?.params[0];
  if (argument === undefined) return undefined;
  if (TRANSPARENT.has(name.name)) return hintOf(l, argument, followed);
  if (name.name !== "InstanceType" || argument.type !== "TSTypeQuery") return undefined;
  const named = argument.exprName;
  return named.type === "TSImportType" ? undefined : hintOfName(l, named, 0);
}

/** A value's name, or a member of a namespace. */
function hintOfName(l: Lowering, name: es.TSTypeName, depth: number): Expr | undefined {
  switch (name.type) {
    case "Identifier": {
      const variable = findVariable(l, name.name);
      return variable === undefined ? undefined : { kind: "var", variable, start: name.start, end: name.end };
    }
    case "TSQualifiedName": {
      const object = depth < MAX_MEMBERS ? hintOfName(l, name.left, depth + 1) : undefined;
      if (object === undefined) return undefined;
      return { kind: "get", object, key: { kind: "const", value: name.right.name, start: name.right.start, end: name.right.end }, start: name.start, end: name.end };
    }
    default:
      return undefined;
  }
}
