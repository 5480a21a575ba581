/** Text that is safe to send as HTML. */
export interface Html {
  readonly text: string;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

type Part = string | number | Html | readonly Html[];

/** HTML with values filled in; everything but {@link Html} is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.map((string, index) => (index === 0 ? string : printPart(parts[index - 1]) + string));
  return { text: text.join('') };
}

function printPart(part: Part): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (sign) => ENTITIES.get(sign) ?? sign);
  return 'text' in part ? part.text : part.map((item) => item.text).join('');
}
