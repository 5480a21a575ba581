/** Whether JSON is an object, whose parts are still to be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A list.
 *
 * @throws Error for what is none
 */
export function listOf(list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list;
  throw new Error('a part of the answer that should be a list is none');
}

/** The objects of a list; nothing where it is none. */
export function recordsOf(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** The member of an object that is a text, or an empty one. */
export function textOf(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

/** An object of texts, such as labels; whatever else it holds is left out. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}
