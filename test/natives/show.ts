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

/** What the host itself makes of an expression of our own tables. */
export async function evaluateOnHost(expression: string): Promise<string> {
  const make = expression.includes("await ") ? AsyncFunction : Function;
  try {
    const result: unknown = make(`"use strict"; return (${expression}\n)`)();
    return showHost(expression.includes("await ") ? await result : result, []);
  } catch (error) {
    return error instanceof Error ? `throws ${error.name}` : `throws ${showHost(error, [])}`;
  }
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
