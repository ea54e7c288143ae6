import type { Expr } from "../../ir/ir.js";
import { findVariable } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import type * as es from "oxc-parser";

/** Type aliases are followed this far; they may be circular. */
const MAX_ALIASES = 8;

/** Generic types of TypeScript's library that a value of their argument can be used for. */
const TRANSPARENT = new Set(["Promise", "PromiseLike", "Awaited", "Readonly", "Partial", "Required", "NonNullable"]);

/** The class or imported API that an annotation names, as an expression; undefined for every other type. */
export function lowerHint(l: Lowering, annotation: es.TSTypeAnnotation | null | undefined): Expr | undefined {
  return annotation === null || annotation === undefined ? undefined : hintOf(l, annotation.typeAnnotation, 0);
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
  if (name.type !== "Identifier") return hintOfName(l, name);
  const known = hintOfName(l, name);
  if (known !== undefined) return known;
  const argument = type.typeArguments?.params[0];
  if (argument !== undefined) {
    if (TRANSPARENT.has(name.name)) return hintOf(l, argument, followed);
    if (name.name === "InstanceType" && argument.type === "TSTypeQuery" && argument.exprName.type !== "TSImportType") return hintOfName(l, argument.exprName);
  }
  const alias = followed < MAX_ALIASES ? l.types.get(name.name) : undefined;
  return alias === undefined ? undefined : hintOf(l, alias, followed + 1);
}

function hintOfName(l: Lowering, name: es.TSTypeName): Expr | undefined {
  switch (name.type) {
    case "Identifier": {
      const variable = findVariable(l, name.name);
      if (variable === undefined || (variable.kind !== "class" && variable.kind !== "import" && variable.kind !== "const")) return undefined;
      return { kind: "var", variable, start: name.start, end: name.end };
    }
    case "TSQualifiedName": {
      const object = hintOfName(l, name.left);
      if (object === undefined) return undefined;
      return { kind: "get", object, key: { kind: "const", value: name.right.name, start: name.right.start, end: name.right.end }, start: name.start, end: name.end };
    }
    default:
      return undefined;
  }
}
