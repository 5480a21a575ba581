/** The label value that stands for those beyond a limit, or not among the declared ones. */
export const OTHER = '__other__';

/** Longer label values are cut: a value is stored for good and sent with every scrape. */
export const MAX_LABEL_LENGTH = 1024;

const SMALL_INTEGERS: readonly string[] = Array.from({ length: 1000 }, (_, value) => String(value));

/**
 * The text of a label value, whatever was passed; `undefined` where there is none. Calls no code of the
 * value's class: its `toString` could throw, hang or be different each time.
 */
export function labelText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return SMALL_INTEGERS[value] ?? String(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'symbol':
      return '[symbol]';
    case 'function':
      return '[function]';
    case 'object':
      if (value === null) return undefined;
      return Array.isArray(value) ? '[array]' : '[object]';
    default:
      return undefined;
  }
}

/** A label value that every reader of the exposition accepts: well-formed, without NUL, of limited length. */
export function storableText(text: string): string {
  const isLong = text.length > MAX_LABEL_LENGTH;
  const kept = isLong ? `${text.slice(0, MAX_LABEL_LENGTH - 1)}…` : text;
  return kept.toWellFormed().replaceAll('\0', '\u{fffd}');
}
