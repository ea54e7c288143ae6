/** A primitive as text that tells all of them apart. */
export function showPrimitive(value: string | number | bigint | boolean | null | undefined): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

export function enclose(start: string, parts: readonly string[], end: string): string {
  return `${start}${parts.join(", ")}${end}`;
}

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor; // there is no global of this name

/** How an expression of our own tables ends on the host itself; `x` in it is this value. */
export async function callOnHost(expression: string, x?: unknown): Promise<{ readonly thrown: boolean; readonly value: unknown }> {
  const isAsync = expression.includes("await ");
  try {
    const result: unknown = (isAsync ? AsyncFunction : Function)("x", `"use strict"; return (${expression}\n)`)(x);
    return { thrown: false, value: isAsync ? await result : result };
  } catch (error) {
    return { thrown: true, value: error };
  }
}

/** What the host makes of an expression, as text. */
export async function evaluateOnHost(expression: string): Promise<string> {
  const { thrown, value } = await callOnHost(expression);
  if (!thrown) return showHost(value, []);
  return value instanceof Error ? `throws ${value.name}` : `throws ${showHost(value, [])}`;
}

function showHost(value: unknown, within: readonly unknown[]): string {
  if (value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol")) return showPrimitive(value as null); // a primitive
  if (typeof value === "symbol") return `Symbol(${value.description ?? ""})`;
  if (typeof value === "function") return "function";
  if (within.includes(value)) return "<cycle>";
  const inner = (one: unknown): string => showHost(one, [...within, value]);
  const fields = (): string[] => Object.keys(value).filter((key) => !Array.isArray(value) || !/^\d+$/.test(key)).sort().map((key) => `${key}: ${inner(Reflect.get(value, key))}`);
  if (Array.isArray(value)) return enclose("[", [...Array.from(value, inner), ...fields()], "]");
  if (value instanceof Map) return enclose("Map{", [...value].map(([key, held]) => `${inner(key)} => ${inner(held)}`), "}");
  if (value instanceof Set) return enclose("Set{", [...value].map(inner), "}");
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) {
    value.catch(() => undefined); // nobody waits for it here
    return "Promise";
  }
  if (value instanceof Error) return `Error(${value.name}: ${inner(value.message)})`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof URL) return `URL(${inner(value.href)})`;
  if (value instanceof URLSearchParams) return `URLSearchParams(${inner(value.toString())})`;
  if (/Iterator|Generator/.test(Object.prototype.toString.call(value))) return "iterator";
  return enclose("{", fields(), "}");
}
