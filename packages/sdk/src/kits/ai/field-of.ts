/** A field of a value of unknown shape; `undefined` where there is none or reading it fails. */
export function fieldOf(value: unknown, ...path: readonly PropertyKey[]): unknown {
  let current = value;
  try {
    for (const name of path) {
      if ((typeof current !== 'object' && typeof current !== 'function') || current === null)
        return undefined;
      current = Reflect.get(current, name);
    }
    return current;
  } catch {
    return undefined;
  }
}

/** A field that is a text, else `undefined`. */
export function textOf(value: unknown, ...path: readonly PropertyKey[]): string | undefined {
  const text = fieldOf(value, ...path);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** A field that is a number, else `undefined`. */
export function numberOf(value: unknown, ...path: readonly PropertyKey[]): number | undefined {
  const number = fieldOf(value, ...path);
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
