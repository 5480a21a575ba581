/** The names and values that all records share. */
export function commonEntries(
  records: readonly Readonly<Record<string, string>>[],
): Readonly<Record<string, string>> {
  const [first = {}] = records;
  const shared = Object.entries(first).filter(([name, value]) =>
    records.every((record) => Object.hasOwn(record, name) && record[name] === value),
  );
  return Object.fromEntries(shared);
}
