/** Options that a builder does not know; told of, with what was likely meant, when the definition is resolved. */
export interface WithUnknownKeys {
  readonly unknownKeys?: readonly string[];
}

/** The keys of `options` that are not `known`, as a field of a declaration; no field where there are none. */
export function unknownKeys(options: object | null | undefined, known: readonly string[]): WithUnknownKeys {
  const keys = Object.keys(options ?? {}).filter((key) => !known.includes(key));
  return keys.length === 0 ? {} : { unknownKeys: keys };
}
