import { nearest } from "./nearest.js";

/** A JSON Schema (draft 2020-12), as far as shapes need it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a piece of JSON data may look like: checked with sentences for people, and as a JSON Schema for their editors. */
export interface Shape {
  /** Reports what is wrong with a value, in sentences without a full stop; `at` says where it stands. */
  check(value: unknown, at: string, report: (complaint: string) => void): void;
  readonly schema: JsonSchema;
}

export const text: Shape = {
  check(value, at, report) {
    if (typeof value !== "string" || value === "") report(`${at} must be a text that is not empty`);
  },
  schema: { type: "string", minLength: 1 },
};

export const anyText: Shape = {
  check(value, at, report) {
    if (typeof value !== "string") report(`${at} must be a text`);
  },
  schema: { type: "string" },
};

/** Whatever JSON can hold. */
export const anything: Shape = {
  check() {},
  schema: {},
};

export const truth: Shape = {
  check(value, at, report) {
    if (typeof value !== "boolean") report(`${at} must be true or false`);
  },
  schema: { type: "boolean" },
};

export const whole: Shape = {
  check(value, at, report) {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) report(`${at} must be a whole number from 0 on`);
  },
  schema: { type: "integer", minimum: 0 },
};

/** A regular expression as a text. */
export const pattern: Shape = {
  check(value, at, report) {
    if (typeof value !== "string") return report(`${at} must be a regular expression as a text`);
    try {
      new RegExp(value, "i");
    } catch (error) {
      report(`${at}: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
  schema: { type: "string", format: "regex" },
};

export function oneOf(names: readonly string[]): Shape {
  return {
    check(value, at, report) {
      if (typeof value !== "string" || !names.includes(value)) report(`${at} is ${JSON.stringify(value)}${meant(typeof value === "string" ? value : "", names)}, and must be one of ${names.join(", ")}`);
    },
    schema: { enum: names },
  };
}

export function listOf(item: Shape): Shape {
  return {
    check(value, at, report) {
      if (!Array.isArray(value)) return report(`${at} must be a list`);
      value.forEach((entry: unknown, index) => item.check(entry, `${at}[${index}]`, report));
    },
    schema: { type: "array", items: item.schema },
  };
}

/** An object whose keys are names of the user's own. */
export function tableOf(keys: RegExp, isNo: string, entry: Shape, holds: string): Shape {
  return {
    check(value, at, report) {
      if (!isRecord(value)) return report(`${at} must be an object of ${holds}`);
      for (const [name, one] of Object.entries(value)) {
        if (!keys.test(name)) report(`${at}: ${JSON.stringify(name)} is no ${isNo}`);
        entry.check(one, join(at, name), report);
      }
    },
    schema: { type: "object", propertyNames: { pattern: keys.source }, additionalProperties: entry.schema },
  };
}

/** An object with any of these keys. */
export function someOf(keys: readonly string[], isNo: string, entry: Shape, holds: string): Shape {
  return {
    check(value, at, report) {
      if (!isRecord(value)) return report(`${at} must be an object of ${holds}`);
      for (const [key, one] of Object.entries(value)) {
        if (!keys.includes(key)) report(`${at}: ${JSON.stringify(key)} is no ${isNo}${meant(key, keys)}`);
        entry.check(one, join(at, key), report);
      }
    },
    schema: { type: "object", propertyNames: { enum: keys }, additionalProperties: entry.schema },
  };
}

/** A text that reads as a day of the calendar: `2027-01-31`. */
export const day: Shape = {
  check(value, at, report) {
    if (typeof value !== "string" || !isDay(value)) report(`${at} must be a day such as "2027-01-31"`);
  },
  schema: { type: "string", format: "date" },
};

/** Whether a text is a day that the calendar has, written as ISO 8601 does. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** A part of an object. */
export interface Part {
  readonly shape: Shape;
  readonly required?: boolean;
  /** What it is for, in a sentence for editors. */
  readonly says?: string;
}

/** An object with these keys and no others; `whole` names it in complaints when nothing stands around it. */
export function record(parts: Readonly<Record<string, Part>>, whole = "the value"): Shape {
  const required = Object.entries(parts).filter(([, part]) => part.required === true).map(([key]) => key);
  const properties = Object.fromEntries(Object.entries(parts).map(([key, { shape, says }]) => [key, says === undefined ? shape.schema : { description: says, ...shape.schema }]));
  return {
    check(value, at, report) {
      if (!isRecord(value)) return report(`${at || whole} must be an object`);
      for (const key of Object.keys(value)) {
        if (!Object.hasOwn(parts, key)) report(`${join(at, key)} is not known${meant(key, Object.keys(parts))}: ${at || whole} may hold ${Object.keys(parts).join(", ")}`);
      }
      for (const [key, part] of Object.entries(parts)) {
        if (Object.hasOwn(value, key)) part.shape.check(value[key], join(at, key), report);
        else if (part.required === true) report(`${join(at, key)} is missing`);
      }
    },
    schema: { type: "object", properties, ...(required.length === 0 ? {} : { required }), additionalProperties: false },
  };
}

/** All complaints about a value, in the order of its parts. */
export function complaintsAbout(value: unknown, shape: Shape): string[] {
  const complaints: string[] = [];
  shape.check(value, "", (complaint) => complaints.push(complaint));
  return complaints;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The nearest of the right names, in brackets. */
function meant(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === undefined ? "" : ` (did you mean ${near}?)`;
}

function join(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}
