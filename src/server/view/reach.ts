import type { Location } from "../../finding.js";

/** A value that a handler hands to the world. */
export interface Given {
  /** As far as it is known: parts that are not known stand as `…`. */
  readonly text: string | undefined;
  /** Constants, and settings as `$NAME`, that it is computed from where it is not known as a whole. */
  readonly from: readonly string[];
  /** As the program writes it, on one line. */
  readonly expression: string;
  /** The call. */
  readonly location: Location;
}

/** A program that is started; `text` is the command line of a shell, or the program alone. */
export interface Command extends Given {
  readonly program: string | undefined;
  /** A shell reads the command. */
  readonly shell: boolean;
}

export interface FileUse extends Given {
  readonly access: "reads" | "writes" | "deletes";
}

/** A request; `text` is its URL. */
export interface Request extends Given {
  readonly host: string | undefined;
}

/** A query of a database, or code that is run; `text` is what is asked or run. */
export interface Execution extends Given {
  /** The call as one would say it: `pg.Pool.query`. */
  readonly callee: string;
}

/** A variable of a module, or a field of a class, that handlers change. */
export interface StateUse {
  readonly name: string;
  readonly access: "reads" | "writes";
  /** Where it is declared; of a field, its class. */
  readonly location: Location;
}

/** What the handlers of a tool come to in the world and in the program, as far as libraries are known. In the order of their places. */
export interface Reach {
  readonly commands: readonly Command[];
  readonly code: readonly Execution[];
  readonly files: readonly FileUse[];
  readonly requests: readonly Request[];
  readonly databases: readonly Execution[];
  /** Names of environment variables and of other settings of whoever starts the program, sorted. */
  readonly settings: readonly string[];
  /** Those of the settings whose names say that they hold a credential. */
  readonly credentials: readonly string[];
  readonly state: readonly StateUse[];
}
