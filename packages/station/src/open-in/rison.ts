/** What {@link rison} writes. */
export type RisonValue = string | { readonly [name: string]: RisonValue };

/** Names that need no quotes: no numbers, and no letters that mean something. */
const PLAIN = /^[a-z_][a-z0-9_]*$/i;

/** Writes a value in Rison, the notation for data in the addresses of Kibana. */
export function rison(value: RisonValue): string {
  if (typeof value === 'string') return quoted(value);
  return `(${Object.entries(value)
    .map(([name, inner]) => `${PLAIN.test(name) ? name : quoted(name)}:${rison(inner)}`)
    .join(',')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['!]/g, (letter) => `!${letter}`)}'`;
}
