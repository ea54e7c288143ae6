import { isBuiltin } from "node:module";
import { parseSync } from "oxc-parser";

/** A node of the syntax tree, as far as rewrites look at it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rewrite makes of a file: its text, with other files beside it where it needs some; undefined where there is nothing to rewrite. Every line keeps its number. */
export interface Rewritten {
  readonly text: string;
  readonly beside?: Readonly<Record<string, string>>;
  /** What is found at a result is found at another line, where the result is given now. */
  readonly moves?: true;
}

/** A file as rewrites see it. */
interface Source {
  readonly text: string;
  readonly program: Node;
  /** All nodes with those around them, innermost last, and the key under which the innermost holds it. */
  readonly nodes: readonly { readonly node: Node; readonly around: readonly Node[]; readonly key: string }[];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value && typeof value.start === "number";
}

function childrenOf(node: Node): { readonly key: string; readonly child: Node }[] {
  return Object.entries(node).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => ({ key, child })));
}

function read(text: string): Source | undefined {
  const { program, errors } = parseSync("a.ts", text);
  if (errors.length > 0 || !isNode(program)) return undefined;
  const nodes: { node: Node; around: readonly Node[]; key: string }[] = [];
  const visit = (node: Node, around: readonly Node[], key: string): void => {
    nodes.push({ node, around, key });
    for (const one of childrenOf(node)) visit(one.child, [...around, node], one.key);
  };
  visit(program, [], "");
  return { text, program, nodes };
}

function edited(text: string, edits: readonly Edit[]): string {
  return [...edits].sort((a, b) => b.start - a.start || b.end - a.end).reduce((result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end), text);
}

const textOf = ({ text }: Source, { start, end }: Node): string => text.slice(start, end);
const nameOf = (node: unknown): string => (isNode(node) && typeof node["name"] === "string" ? node["name"] : "");
const isFunction = ({ type }: Node): boolean => type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
const isType = ({ type }: Node): boolean => type.startsWith("TS") && !["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression", "TSParameterProperty"].includes(type);
const awaits = (source: Source, { start, end }: Node): boolean => /\b(?:await|yield|arguments|super)\b/.test(source.text.slice(start, end));

/** The identifiers that a pattern binds. */
function boundIn(pattern: unknown): Node[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
    case "ArrayPattern":
      return ((pattern["properties"] ?? pattern["elements"]) as unknown[]).flatMap(boundIn);
    case "Property":
      return boundIn(pattern["value"]);
    case "RestElement":
      return boundIn(pattern["argument"]);
    case "AssignmentPattern":
      return boundIn(pattern["left"]);
    default:
      return [];
  }
}

/** The identifiers that a node itself binds. */
function boundBy(node: Node): Node[] {
  switch (node.type) {
    case "VariableDeclarator":
      return boundIn(node["id"]);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [...boundIn(node["id"]), ...(node["params"] as unknown[]).flatMap(boundIn)];
    case "ClassDeclaration":
      return boundIn(node["id"]);
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return boundIn(node["local"]);
    case "CatchClause":
      return boundIn(node["param"]);
    default:
      return [];
  }
}

/** Names under which others know something of the file. */
function exportedNames(source: Source): Set<string> {
  return new Set(source.nodes.filter(({ around }) => around.some(({ type }) => type === "ExportNamedDeclaration" || type === "ExportDefaultDeclaration")).flatMap(({ node, around }) => {
    const isTop = around.filter(isFunction).length === 0;
    return isTop ? [...boundBy(node).map(nameOf), ...(node.type === "ExportSpecifier" ? [nameOf(node["local"])] : [])] : [];
  }));
}

/** Every variable of the file has another name; what the world knows by its name (exports, fields, globals) keeps it. */
function renameVariables(source: Source): string {
  const kept = exportedNames(source);
  const parameters = new Set(source.nodes.filter(({ node }) => node.type === "TSParameterProperty").flatMap(({ node }) => boundIn(node["parameter"]).map(nameOf)));
  const names = new Set(source.nodes.flatMap(({ node }) => boundBy(node).map(nameOf)).filter((name) => !kept.has(name) && !parameters.has(name) && !(name in globalThis) && !["arguments", "require", "module", "exports", "React"].includes(name)));
  // a name that is a type as well is left alone
  for (const { node } of source.nodes) if (/^TS(?:Interface|TypeAlias|Enum|Module)Declaration$|^TSTypeParameter$/.test(node.type)) names.delete(nameOf(node["id"] ?? node["name"]));
  const edits = source.nodes.flatMap(({ node, around, key }): Edit[] => {
    const parent = around.at(-1);
    if (node.type !== "Identifier" || !names.has(nameOf(node)) || parent === undefined) return [];
    const renamed = `${nameOf(node)}Other`;
    if (parent.type === "Property") {
      if (parent["shorthand"] === true) return key === "value" ? [{ start: node.start, end: node.start + nameOf(node).length, text: `${nameOf(node)}: ${renamed}` }] : [];
      if (key === "key" && parent["computed"] !== true) return [];
    }
    if (parent.type === "AssignmentPattern" && key === "left" && around.at(-2)?.type === "Property" && around.at(-2)?.["shorthand"] === true) return [{ start: node.start, end: node.start + nameOf(node).length, text: `${nameOf(node)}: ${renamed}` }];
    if (/^(?:MethodDefinition|PropertyDefinition|AccessorProperty|TSPropertySignature|TSMethodSignature)$/.test(parent.type) && key === "key" && parent["computed"] !== true) return [];
    if (parent.type === "MemberExpression" && key === "property" && parent["computed"] !== true) return [];
    if (/^(?:ImportSpecifier|ExportSpecifier)$/.test(parent.type)) {
      if (key !== "local") return [];
      const isShort = parent["imported"] !== undefined && (parent["imported"] as Node).start === node.start;
      return [{ start: node.start, end: node.end, text: isShort ? `${nameOf(node)} as ${renamed}` : renamed }];
    }
    if (/^(?:LabeledStatement|BreakStatement|ContinueStatement|MetaProperty|TSQualifiedName|TSImportType|TSNamedTupleMember|TSFunctionType|TSEnumMember)$/.test(parent.type)) return [];
    return [{ start: node.start, end: node.start + nameOf(node).length, text: renamed }];
  });
  // a node may stand in the tree twice, as key and value of a short property
  return edited(source.text, [...new Map(edits.map((edit) => [edit.start, edit])).values()]);
}

/** Where declarations may be put that the whole file sees: behind a hashbang, a mark and directives. */
function headOf(source: Source): number {
  const first = (source.program["body"] as Node[]).find((node) => typeof node["directive"] !== "string");
  return first?.start ?? source.text.length;
}

/** Texts that are handed to calls stand in constants. */
function extractConstants(source: Source): string {
  const found = source.nodes.filter(({ node, around, key }) => node.type === "Literal" && typeof node["value"] === "string" && key === "arguments" && around.at(-1)?.type === "CallExpression"
    && nameOf(around.at(-1)?.["callee"]) !== "require" && !around.some(isType));
  const constants = found.map(({ node }, index) => `const TEXT_${index} = ${textOf(source, node)}; `).join("");
  return edited(source.text, [{ start: headOf(source), end: headOf(source), text: constants }, ...found.map(({ node }, index) => ({ start: node.start, end: node.end, text: `TEXT_${index}` }))]);
}

const PLAIN = /^(?:Identifier|MemberExpression|TemplateLiteral|BinaryExpression|ConditionalExpression|ObjectExpression|ArrayExpression)$/;

/** What is handed to calls goes through a function that gives it back. */
function handThrough(source: Source): string {
  const found = source.nodes.filter(({ node, around, key }) => PLAIN.test(node.type) && key === "arguments" && around.at(-1)?.type === "CallExpression" && nameOf(around.at(-1)?.["callee"]) !== "require" && !around.some(isType));
  const edits = found.flatMap(({ node }, index) => [{ start: node.start, end: node.start, text: `handOn${index}(` }, { start: node.end, end: node.end, text: ")" }]);
  return edited(source.text, [...edits, { start: headOf(source), end: headOf(source), text: found.map((_, index) => `function handOn${index}(given) { return given; } `).join("") }]);
}

/** Conditions are asked by functions of their own. */
function askByFunction(source: Source): string {
  const found = source.nodes.filter(({ node, around, key }) => key === "test" && /^(?:IfStatement|ConditionalExpression)$/.test(around.at(-1)?.type ?? "") && !awaits(source, node) && !around.some(isType));
  return edited(source.text, found.flatMap(({ node }) => [{ start: node.start, end: node.start, text: "(() => (" }, { start: node.end, end: node.end, text: "))()" }]));
}

/** The body of each async function runs in an async function of its own. */
function wrapInAsync(source: Source): Rewritten {
  const found = source.nodes.filter(({ node }) => isFunction(node) && node["async"] === true && node["generator"] !== true && isNode(node["body"]) && node["body"].type === "BlockStatement" && !/\b(?:arguments|super)\b/.test(textOf(source, node)));
  const edits = found.flatMap(({ node }) => {
    const { start, end } = node["body"] as Node;
    return [{ start: start + 1, end: start + 1, text: " return (async () => {" }, { start: end - 1, end: end - 1, text: "})(); " }];
  });
  return { text: edited(source.text, edits), moves: true };
}

/** A name that is compared with others as a whole, in a pattern. */
const escaped = (name: string): string => name.replace(/\$/g, "\\$");

/** Functions of the module that use nothing of it but what it imports stand in another file. */
function moveFunctions(source: Source): Rewritten | undefined {
  const body = source.program["body"] as Node[];
  const imports = body.filter(({ type }) => type === "ImportDeclaration");
  const imported = new Set(imports.flatMap((node) => (node["specifiers"] as Node[]).flatMap((one) => boundBy(one).map(nameOf))));
  const own = new Set(body.flatMap((node) => namesOf(node.type === "ExportNamedDeclaration" && isNode(node["declaration"]) ? node["declaration"] : node)).filter((name) => !imported.has(name)));
  const types = new Set(body.flatMap((node) => (/^TS\w+Declaration$/.test(node.type) ? [nameOf(node["id"])] : [])));
  const movable = body.filter((node) => {
    const others = [...own, ...types].filter((name) => name !== nameOf(node["id"])).map(escaped);
    return node.type === "FunctionDeclaration" && isNode(node["body"]) && !new RegExp(`(?<![\\w$])(?:${["this", "arguments", "import\\.meta", ...others].join("|")})(?![\\w$])`).test(textOf(source, node));
  });
  if (movable.length === 0 || imports.length === 0) return undefined;
  const keep = (nodes: readonly Node[], before: (node: Node) => string): string => {
    let result = "";
    let at = 0;
    for (const node of nodes) {
      result += source.text.slice(at, node.start).replace(/[^\n]/g, "") + before(node) + textOf(source, node);
      at = node.end;
    }
    return result;
  };
  const moved = keep([...imports, ...movable].sort((a, b) => a.start - b.start), (node) => (node.type === "FunctionDeclaration" ? "export " : "; "));
  const names = movable.map((node) => nameOf(node["id"])).join(", ");
  const text = edited(source.text, [{ start: headOf(source), end: headOf(source), text: `import { ${names} } from "./moved-functions.js"; ` }, ...movable.map((node) => ({ start: node.start, end: node.end, text: textOf(source, node).replace(/[^\n]/g, "") }))]);
  return { text, beside: { "moved-functions.ts": moved } };
}

function namesOf(node: Node): string[] {
  if (node.type === "VariableDeclaration") return (node["declarations"] as Node[]).flatMap((one) => boundBy(one).map(nameOf));
  return node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" ? [nameOf(node["id"])] : [];
}

/** Imports are calls of `require`; undefined where the file is a module for other reasons. */
function requireInstead(source: Source): Rewritten | undefined {
  const isModule = source.nodes.some(({ node, around }) => /^(?:Export\w+Declaration|MetaProperty|TSImportEqualsDeclaration)$/.test(node.type) || (/^(?:AwaitExpression)$/.test(node.type) && !around.some(isFunction)) || (node.type === "ForOfStatement" && node["await"] === true && !around.some(isFunction)));
  const imports = source.nodes.filter(({ node }) => node.type === "ImportDeclaration").map(({ node }) => node);
  if (isModule || imports.length === 0) return undefined;
  const edits = imports.map((node) => {
    const module = textOf(source, node["source"] as Node);
    const from = `require(${module})`;
    const specifiers = node["specifiers"] as Node[];
    if (node["importKind"] === "type") return { start: node.start, end: node.end, text: textOf(source, node).replace(/[^\n]/g, "") };
    const lines = textOf(source, node).replace(/[^\n]/g, "");
    const named = specifiers.filter((one) => one.type === "ImportSpecifier" && one["importKind"] !== "type").map((one) => `${textOf(source, one["imported"] as Node)}: ${nameOf(one["local"])}`);
    const whole = specifiers.flatMap((one) => (one.type === "ImportNamespaceSpecifier" ? [`${nameOf(one["local"])} = ${from}`] : one.type === "ImportDefaultSpecifier" ? [`${nameOf(one["local"])} = ${from}${isBuiltin(JSON.parse(`"${module.slice(1, -1)}"`) as string) ? "" : ".default"}`] : []));
    const parts = [...whole, ...(named.length > 0 ? [`{ ${named.join(", ")} } = ${from}`] : [])];
    return { start: node.start, end: node.end, text: (parts.length === 0 ? `${from};` : `const ${parts.join(", ")};`) + lines };
  });
  return { text: edited(source.text, edits) };
}

/** Parameters that are taken apart are taken apart in the first statement instead. */
function takeApartInside(source: Source): string {
  const found = source.nodes.filter(({ node }) => isFunction(node) && isNode(node["body"]) && node["body"].type === "BlockStatement" && (node["params"] as Node[]).length === 1 && (node["params"] as Node[])[0]?.type === "ObjectPattern");
  return edited(source.text, found.flatMap(({ node }) => {
    const [param] = node["params"] as [Node];
    const annotation = param["typeAnnotation"];
    const end = isNode(annotation) ? annotation.start : param.end;
    const inside = (node["body"] as Node).start + 1;
    const pattern = source.text.slice(param.start, end);
    if (pattern.includes("\n")) return [];
    const isBare = node.type === "ArrowFunctionExpression" && source.text[param.start - 1] !== "(" && !/\(\s*$/.test(source.text.slice(node.start, param.start));
    return isBare ? [] : [{ start: param.start, end, text: "given" }, { start: inside, end: inside, text: ` const ${pattern} = given;` }];
  }));
}

/** Functions that give an expression have a body with a return. */
function returnFromBlocks(source: Source): string {
  const found = source.nodes.filter(({ node }) => node.type === "ArrowFunctionExpression" && isNode(node["body"]) && node["body"].type !== "BlockStatement");
  return edited(source.text, found.flatMap(({ node }) => {
    const { start } = node["body"] as Node;
    // with the parentheses around it, which the tree does not have
    const arrow = source.text.lastIndexOf("=>", start) + 2;
    return [{ start: arrow, end: arrow, text: " { return (" }, { start: node.end, end: node.end, text: "); }" }];
  }));
}

/** Templates are sums. */
function addTexts(source: Source): string {
  const found = source.nodes.filter(({ node, around }) => node.type === "TemplateLiteral" && around.at(-1)?.type !== "TaggedTemplateExpression" && (node["expressions"] as Node[]).length > 0 && !textOf(source, node).includes("\n") && !around.some(isType)
    && !around.some(({ type }) => type === "TemplateLiteral") && (node["quasis"] as { readonly value: { readonly cooked: string } }[]).every(({ value }) => typeof value.cooked === "string"));
  return edited(source.text, found.map(({ node }) => {
    const quasis = node["quasis"] as { readonly value: { readonly cooked: string } }[];
    const parts = (node["expressions"] as Node[]).map((one, index) => `(${textOf(source, one)}) + ${JSON.stringify(quasis[index + 1]?.value.cooked ?? "")}`);
    return { start: node.start, end: node.end, text: `(${JSON.stringify(quasis[0]?.value.cooked ?? "")} + ${parts.join(" + ")})` };
  }));
}

/** Values wear types. */
function assertTypes(source: Source): string {
  const found = source.nodes.filter(({ node, around, key }) => PLAIN.test(node.type) && key === "arguments" && around.at(-1)?.type === "CallExpression" && nameOf(around.at(-1)?.["callee"]) !== "require" && !around.some(isType));
  return edited(source.text, found.flatMap(({ node }) => [{ start: node.start, end: node.start, text: "((" }, { start: node.end, end: node.end, text: ") as never)!" }]));
}

/** Constants are variables that nobody writes. */
function letInstead(source: Source): string {
  return edited(source.text, source.nodes.filter(({ node, around }) => node.type === "VariableDeclaration" && node["kind"] === "const" && !/^For(?:In|Of)Statement$/.test(around.at(-1)?.type ?? "") && node["declare"] !== true && textOf(source, node).startsWith("const"))
    .map(({ node }) => ({ start: node.start, end: node.start + 5, text: "let" })));
}

const whole = (rewrite: (source: Source) => string | Rewritten | undefined) => (text: string): Rewritten | undefined => {
  const source = read(text);
  const made = source === undefined ? undefined : rewrite(source);
  const result = typeof made === "string" ? { text: made } : made;
  if (result === undefined || result.text === text) return undefined;
  for (const one of [result.text, ...Object.values(result.beside ?? {})]) if (parseSync("a.ts", one).errors.length > 0) throw new Error(`a rewrite does not parse: ${parseSync("a.ts", one).errors[0]?.message ?? ""}\n${one}`);
  return result;
};

/** Rewrites under which a program does the same, by what they do. */
export const REWRITES: Readonly<Record<string, (text: string) => Rewritten | undefined>> = {
  "variables have other names": whole(renameVariables),
  "texts stand in constants": whole(extractConstants),
  "arguments go through a function": whole(handThrough),
  "conditions are asked by functions": whole(askByFunction),
  "bodies run in async functions": whole(wrapInAsync),
  "functions stand in another file": whole(moveFunctions),
  "imports are calls of require": whole(requireInstead),
  "parameters are taken apart inside": whole(takeApartInside),
  "expressions are returned from blocks": whole(returnFromBlocks),
  "templates are sums": whole(addTexts),
  "arguments wear types": whole(assertTypes),
  "constants are variables": whole(letInstead),
};
