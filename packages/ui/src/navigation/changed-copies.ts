/** A copy of a map with one entry changed, or removed by `undefined`. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

/** A copy of a list in which one text is, or is not. */
export function withMember(list: readonly string[], member: string, isIn: boolean): readonly string[] {
  const others = list.filter((one) => one !== member);
  return isIn ? [...others, member] : others;
}
