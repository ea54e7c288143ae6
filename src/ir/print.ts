import type { Block, ClassIr, Expr, FunctionIr, ModuleIr, Property, Spread, Stmt, Variable } from "./ir.js";

/** Names of variables as they are printed: a name that several variables have gets a number from the second on. */
interface Names {
  readonly text: Map<Variable, string>;
  readonly used: Map<string, number>;
}

/**
 * The ir of a module as plain text, one statement a line. Temporaries are `%n`, globals `@name`, a variable that a closure uses has a
 * `^` in the list at the head of its block. Stable: the same module gives the same text.
 */
export function printModule(module: ModuleIr): string {
  const names: Names = { text: new Map(), used: new Map() };
  const out: string[] = [`module ${module.path} ${module.format}`];
  for (const one of module.imports) {
    out.push(`import ${one.typeOnly ? "type " : ""}${nameOf(names, one.variable)} = ${JSON.stringify(one.source)} ${one.imported}`);
  }
  const lines = printBody(names, module.root.body, "");
  out.push(...lines);
  for (const one of module.exports) out.push(`export ${one.name}${one.variable === undefined ? "" : ` = ${nameOf(names, one.variable)}`}${one.source === undefined ? "" : ` = ${JSON.stringify(one.source)}${one.imported === undefined ? "" : ` ${one.imported}`}`}`);
  for (const one of module.unsupported) out.push(`unsupported ${one.start}: ${one.message}`);
  return `${out.join("\n")}\n`;
}

function nameOf(names: Names, variable: Variable): string {
  const known = names.text.get(variable);
  if (known !== undefined) return known;
  const base = variable.kind === "temp" || variable.name.startsWith("%") ? "%" : variable.name;
  const count = (names.used.get(base) ?? 0) + 1;
  names.used.set(base, count);
  const text = base === "%" ? `%${count}` : count === 1 ? base : `${base}#${count}`;
  names.text.set(variable, text);
  return text;
}

function printBody(names: Names, block: Block, indent: string): string[] {
  const lines: string[] = [];
  const fresh = block.variables.filter((one) => one.kind !== "temp");
  if (fresh.length > 0) lines.push(`${indent}| ${fresh.map((one) => nameOf(names, one) + (one.captured ? "^" : "")).join(" ")}`);
  for (const { variable, fn } of block.functions) lines.push(`${indent}bind ${nameOf(names, variable)} = ${printFunction(names, fn, indent)}`);
  for (const stmt of block.body) lines.push(...printStmt(names, stmt, indent));
  return lines;
}

function printNested(names: Names, stmt: Stmt, indent: string): string[] {
  return stmt.kind === "block" ? printBody(names, stmt, `${indent}  `) : printStmt(names, stmt, `${indent}  `);
}

function printStmt(names: Names, stmt: Stmt, indent: string): string[] {
  const print = (value: Expr): string => printExpr(names, value, indent);
  switch (stmt.kind) {
    case "block":
      return [`${indent}{`, ...printBody(names, stmt, `${indent}  `), `${indent}}`];
    case "expr":
      return [`${indent}${print(stmt.value)}`];
    case "if": {
      const lines = [`${indent}if ${print(stmt.test)}`, ...printNested(names, stmt.then, indent)];
      if (stmt.else !== undefined) lines.push(`${indent}else`, ...printNested(names, stmt.else, indent));
      return lines;
    }
    case "loop": {
      const test = stmt.test === undefined ? "" : ` ${print(stmt.test)}`;
      const update = stmt.update === undefined ? "" : ` then ${print(stmt.update)}`;
      const turn = stmt.perIteration.length === 0 ? "" : ` each turn ${stmt.perIteration.map((one) => nameOf(names, one)).join(" ")}`;
      return [`${indent}loop${stmt.testFirst ? "" : " body first"}${test}${update}${turn}`, ...printNested(names, stmt.body, indent)];
    }
    case "each":
      return [`${indent}each ${nameOf(names, stmt.item)}${stmt.item.captured ? "^" : ""} ${stmt.await ? "await " : ""}${stmt.over} ${print(stmt.values)}`, ...printNested(names, stmt.body, indent)];
    case "switch":
      return printSwitch(names, stmt, indent);
    case "return":
      return [`${indent}return${stmt.value === undefined ? "" : ` ${print(stmt.value)}`}`];
    case "throw":
      return [`${indent}throw ${print(stmt.value)}`];
    case "break":
    case "continue":
      return [`${indent}${stmt.kind}${stmt.label === undefined ? "" : ` ${stmt.label}`}`];
    case "label":
      return [`${indent}${stmt.label}:`, ...printStmt(names, stmt.body, indent)];
    case "try": {
      const lines = [`${indent}try`, ...printBody(names, stmt.body, `${indent}  `)];
      if (stmt.handler !== undefined) lines.push(`${indent}catch${stmt.param === undefined ? "" : ` ${nameOf(names, stmt.param)}${stmt.param.captured ? "^" : ""}`}`, ...printBody(names, stmt.handler, `${indent}  `));
      if (stmt.finalizer !== undefined) lines.push(`${indent}finally`, ...printBody(names, stmt.finalizer, `${indent}  `));
      return lines;
    }
  }
}

function printSwitch(names: Names, stmt: Extract<Stmt, { kind: "switch" }>, indent: string): string[] {
  const inner = `${indent}  `;
  const head: Block = { kind: "block", variables: stmt.variables, functions: stmt.functions, body: [], start: stmt.start, end: stmt.end };
  const lines = [`${indent}switch ${printExpr(names, stmt.value, indent)}`, ...printBody(names, head, inner)];
  for (const one of stmt.cases) {
    lines.push(one.test === undefined ? `${inner}default` : `${inner}case ${printExpr(names, one.test, inner)}`);
    for (const item of one.body) lines.push(...printStmt(names, item, `${inner}  `));
  }
  return lines;
}

function printExpr(names: Names, value: Expr, indent: string): string {
  const print = (one: Expr): string => printExpr(names, one, indent);
  switch (value.kind) {
    case "const":
      return printConst(value.value);
    case "regex":
      return `/${value.pattern}/${value.flags}`;
    case "var":
      return nameOf(names, value.variable);
    case "global":
      return `@${value.name}`;
    case "this":
    case "super":
    case "new.target":
    case "import.meta":
      return value.kind;
    case "get":
      return `${print(value.object)}${printKey(names, value.key, indent)}`;
    case "item":
      return `item(${print(value.object)}, ${value.index})`;
    case "rest":
      return value.keys === undefined ? `rest(${print(value.object)}, ${value.from})` : `rest(${print(value.object)} but ${value.keys.map(print).join(" ")})`;
    case "template":
      return `\`${value.parts.map((part) => (part.kind === "const" ? String(part.value).replaceAll("`", "\\`").replaceAll("\n", "\\n") : `\${${print(part)}}`)).join("")}\``;
    case "unary":
      return `${value.op}${value.op.length > 1 ? " " : ""}${print(value.value)}`;
    case "binary":
    case "logical":
      return `(${print(value.left)} ${value.op} ${print(value.right)})`;
    case "cond":
      return `(${print(value.test)} ? ${print(value.then)} : ${print(value.else)})`;
    case "assign":
      return printAssign(names, value, indent);
    case "call": {
      const tag = value.tag === undefined ? "" : " tag";
      return `${print(value.callee)}(${printList(names, value.args, indent)})${tag}`;
    }
    case "new":
      return `new ${print(value.callee)}(${printList(names, value.args, indent)})`;
    case "object":
      return `{${value.properties.map((property) => printProperty(names, property, indent)).join(", ")}}`;
    case "array":
      return `[${printList(names, value.items, indent)}]`;
    case "function":
      return printFunction(names, value.fn, indent);
    case "class":
      return printClass(names, value.cls, indent);
    case "await":
      return `await ${print(value.value)}`;
    case "yield":
      return `yield${value.delegate ? "*" : ""}${value.value === undefined ? "" : ` ${print(value.value)}`}`;
    case "seq":
      return `(${value.items.map(print).join(", ")})`;
    case "import":
      return `${value.via === "require" ? "require" : "import"}(${print(value.source)})`;
    case "unknown":
      return `unknown ${JSON.stringify(value.what)}(${value.parts.map(print).join(", ")})`;
  }
}

/** The first write of a declaration says what is declared, and the class that it is annotated with. */
function printAssign(names: Names, value: Extract<Expr, { kind: "assign" }>, indent: string): string {
  const target = value.target;
  const variable = target.kind === "var" ? target.variable : undefined;
  const declares = value.init && variable !== undefined && variable.kind !== "temp" && variable.kind !== "param" ? `${variable.kind} ` : "";
  const nested = target.kind === "var" && target.variable.kind === "temp" ? ":=" : "=";
  const text = `${declares}${printExpr(names, target, indent)}${value.init ? printHint(names, variable?.hint, indent) : ""} ${nested} ${printExpr(names, value.value, indent)}`;
  return nested === ":=" ? `(${text})` : text;
}

function printHint(names: Names, hint: Expr | undefined, indent: string): string {
  return hint === undefined ? "" : `: ${printExpr(names, hint, indent)}`;
}

function printConst(value: Extract<Expr, { kind: "const" }>["value"]): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "bigint" ? `${value}n` : String(value);
}

function printKey(names: Names, key: Expr, indent: string): string {
  if (key.kind === "const" && typeof key.value === "string" && /^#?[A-Za-z_$][\w$]*$/.test(key.value)) return `.${key.value}`;
  return `[${printExpr(names, key, indent)}]`;
}

function printList(names: Names, items: readonly (Expr | Spread)[], indent: string): string {
  return items.map((item) => (item.kind === "spread" ? `...${printExpr(names, item.value, indent)}` : printExpr(names, item, indent))).join(", ");
}

function printProperty(names: Names, property: Property, indent: string): string {
  const value = printExpr(names, property.value, indent);
  if (property.key === undefined) return `...${value}`;
  const key = printKey(names, property.key, indent).replace(/^\./, "");
  return property.kind === "value" ? `${key}: ${value}` : `${property.kind} ${key}: ${value}`;
}

function printFunction(names: Names, fn: FunctionIr, indent: string): string {
  const params = fn.params.map((param) => `${param.rest ? "..." : ""}${nameOf(names, param.variable)}${param.variable.captured ? "^" : ""}${printHint(names, param.variable.hint, indent)}`);
  const kind = `${fn.async ? "async " : ""}${fn.kind}${fn.generator ? "*" : ""}`;
  const head = `${kind}${fn.name === "" ? "" : ` ${fn.name}`}(${params.join(", ")})${printHint(names, fn.returnHint, indent)}`;
  const body = printBody(names, fn.body, `${indent}  `);
  return body.length === 0 ? `${head} {}` : `${head} {\n${body.join("\n")}\n${indent}}`;
}

function printClass(names: Names, cls: ClassIr, indent: string): string {
  const inner = `${indent}  `;
  const decorators = cls.decorators.map((one) => `@[${printExpr(names, one, indent)}] `).join("");
  const lines: string[] = [];
  for (const { name, hint } of cls.fieldHints) lines.push(`${inner}field ${name}${printHint(names, hint, inner)}`);
  for (const field of cls.fields) {
    const marks = field.decorators.map((one) => `@[${printExpr(names, one, inner)}] `).join("");
    if (marks !== "") lines.push(`${inner}${marks}${field.static ? "static " : ""}${field.name ?? "[…]"}${field.type === undefined ? "" : `: ${field.type}`}`);
  }
  for (const fn of [cls.ctor, cls.init, cls.staticInit]) if (fn !== undefined) lines.push(inner + printFunction(names, fn, inner));
  for (const member of cls.members) {
    const marks = member.decorators.map((one) => `@[${printExpr(names, one, inner)}] `).join("");
    const computed = member.key.kind === "const" ? "" : `[${printExpr(names, member.key, inner)}] `;
    lines.push(`${inner}${marks}${member.static ? "static " : ""}${computed}${printFunction(names, member.fn, inner)}`);
  }
  const base = cls.superclass === undefined ? "" : ` extends ${printExpr(names, cls.superclass, indent)}`;
  const head = `${decorators}class${cls.name === "" ? "" : ` ${cls.name}`}${base}`;
  return lines.length === 0 ? `${head} {}` : `${head} {\n${lines.join("\n")}\n${indent}}`;
}
