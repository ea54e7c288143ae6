import type { Location } from "../finding.js";
import type { GivenEntry, InputSchema, ToolEntry } from "./tools-document.js";

/** One input on one line of a table; those inside another stand below it, `a.b`. */
export interface InputRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Bounds, format, pattern and default, in words. */
  readonly bounds: string;
  readonly description: string;
}

const DEEPEST = 6;

/** The inputs of a schema, depth first. */
export function inputRows(schema: InputSchema | null, prefix = "", depth = DEEPEST): InputRow[] {
  const required = new Set(schema?.required ?? []);
  return Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
    const inner = property.properties === undefined ? property.items : property;
    return [
      { name: `${prefix}${name}`, type: typeWords(property), required: required.has(name), bounds: boundsOf(property).join(", "), description: property.description ?? "" },
      ...(inner === undefined || depth === 0 ? [] : inputRows(inner, `${prefix}${name}${inner === property ? "." : "[]."}`, depth - 1)),
    ];
  });
}

function typeWords({ type, enum: values, items }: InputSchema): string {
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (type === "array") {
    const item = items === undefined ? "unknown" : typeWords(items);
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  return typeof type === "string" ? type : (type?.join(" | ") ?? "unknown");
}

function boundsOf(schema: InputSchema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, minItems, maxItems, format, pattern } = schema;
  const range = (least: number | undefined, most: number | undefined, unit: string): string[] => {
    const counted = (number: number): string => (unit === "" ? String(number) : `${number} ${unit}${number === 1 ? "" : "s"}`);
    if (least !== undefined && most !== undefined) return [least === most ? `exactly ${counted(most)}` : `${least} to ${counted(most)}`];
    return least !== undefined ? [`at least ${counted(least)}`] : most !== undefined ? [`at most ${counted(most)}`] : [];
  };
  return [
    ...range(minimum, maximum, ""),
    ...range(minLength, maxLength, "character"),
    ...range(minItems, maxItems, "item"),
    ...(exclusiveMinimum === undefined ? [] : [`more than ${exclusiveMinimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`less than ${exclusiveMaximum}`]),
    ...(format === undefined ? [] : [format]),
    ...(pattern === undefined ? [] : [`matches /${pattern}/`]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
}

/** One thing that a tool reaches, and where. */
export interface ReachRow {
  readonly what: string;
  readonly text: string;
  readonly location: Location | undefined;
}

/** Everything that a tool reaches, the most dangerous first. */
export function reachRows({ reaches }: ToolEntry): ReachRow[] {
  const rows = <T extends GivenEntry>(what: string, list: readonly T[], say: (one: T) => string): ReachRow[] => list.map((one) => ({ what, text: say(one), location: one.location }));
  return [
    ...rows("command", reaches.commands, (one) => (one.shell ? `shell: ${givenWords(one)}` : one.program ?? givenWords(one))),
    ...rows("code", reaches.code, (one) => `${one.callee} of ${givenWords(one)}`),
    ...rows("file", reaches.files, (one) => `${one.access} ${givenWords(one)}`),
    ...rows("request", reaches.requests, (one) => (one.host === null ? givenWords(one) : one.host)),
    ...rows("database", reaches.databases, (one) => `${one.callee} of ${givenWords(one)}`),
    ...(reaches.settings.length === 0 ? [] : [{ what: "settings", text: reaches.settings.join(", "), location: undefined }]),
    ...reaches.state.map(({ name, access, location, sharedWith }) => ({ what: "state", text: `${access} ${name}${sharedWith.length === 0 ? "" : `, shared with ${sharedWith.join(", ")}`}`, location })),
  ];
}

function givenWords({ value, from, expression }: GivenEntry): string {
  if (value !== null && value.replaceAll("…", "") !== "") return JSON.stringify(value);
  return `\`${expression}\`${from.length === 0 ? "" : ` from ${from.map((one) => (one.startsWith("$") ? one : JSON.stringify(one))).join(", ")}`}`;
}

/** Who may call a tool, in words; empty when nobody is asked anything. */
export function authorizationWords({ authorization: { scopes, enforcedBy } }: ToolEntry): string {
  if (scopes.length === 0 && enforcedBy.length === 0) return "";
  const who = { registration: "the framework", handler: "its handler", condition: "the code around its registration", endpoint: "the endpoint" } as const;
  return `${scopes.length === 0 ? "a grant" : scopes.join(", ")}, ${enforcedBy.length === 0 ? "asked for by nothing that is known" : `asked for by ${enforcedBy.map((one) => who[one]).join(" and ")}`}`;
}
