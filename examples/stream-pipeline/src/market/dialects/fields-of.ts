/** The fields of a JSON object as text. Throws a `SyntaxError` where it is none. */
export function fieldsOf(message: string): Readonly<Partial<Record<string, string>>> {
  const value: unknown = JSON.parse(message);
  if (typeof value !== 'object' || value === null) throw new SyntaxError('no object');
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]));
}
