/** What a JSON value is made of: names and types, without the values. */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

/** The shape of a value; of a list that of its first entry. */
export function shapeOf(value: unknown): Shape {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/** Where `actual` lacks something of `expected`, or has another type; it may have more names. */
export function differences(actual: Shape, expected: Shape, path = '$'): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${path}: no list`];
    const [[ours], [theirs]] = [actual, expected];
    return ours === undefined || theirs === undefined ? [] : differences(ours, theirs, `${path}[0]`);
  }
  if (typeof expected === 'string') return actual === expected ? [] : [`${path}: not ${expected}`];
  if (typeof actual === 'string' || Array.isArray(actual)) return [`${path}: no object`];
  return Object.entries(expected).flatMap(([name, member]) => {
    const own: Shape | undefined = Object.hasOwn(actual, name) ? Reflect.get(actual, name) : undefined;
    return own === undefined ? [`${path}.${name}: missing`] : differences(own, member, `${path}.${name}`);
  });
}
