/** How each part of a value is made. */
export type Makers<T> = { readonly [K in keyof T]: () => T[K] };

/** A value with further parts, each of which is made when it is first read. */
export function lazily<T extends object, P>(value: T, makers: Makers<P>): T & P {
  for (const name of Object.keys(makers) as (keyof P)[]) Object.defineProperty(value, name, { get: once(makers[name]), enumerable: true });
  // every part has its getter now, which the compiler cannot follow
  return value as T & P;
}

/** Computes a value when it is first asked for. */
export function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
