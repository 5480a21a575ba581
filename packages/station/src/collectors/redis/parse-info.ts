/** What `INFO` answers. */
export interface RedisInfo {
  /** Fields of all sections by name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Reads an answer of `INFO`: lines of `name:value` under headings. */
export function parseInfo(text: string): RedisInfo {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return { fields };
}

/** Reads the value of a field that has parts: `keys=1,expires=0`. */
export function partsOf(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').flatMap((part) => {
      const equals = part.indexOf('=');
      return equals > 0 ? [[part.slice(0, equals), part.slice(equals + 1)] as const] : [];
    }),
  );
}

/** Fields whose names begin with a prefix, by the rest of the name; no more than the limit. */
export function fieldsFrom(
  { fields }: RedisInfo,
  prefix: string,
  limit: number,
): readonly (readonly [name: string, parts: ReadonlyMap<string, string>])[] {
  return [...fields]
    .filter(([name]) => name.startsWith(prefix))
    .slice(0, limit)
    .map(([name, value]) => [name.slice(prefix.length), partsOf(value)] as const);
}
