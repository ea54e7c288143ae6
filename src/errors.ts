/**
 * The user asked for something that cannot be done: an unknown flag, a missing path, a malformed config.
 * Hosts print its message as one sentence and exit with 2. Every other error that escapes is a defect of ours.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Closes a union: the compiler refuses the call while a case is left. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
