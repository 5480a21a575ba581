const QUOTED = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`[^`]*`?/;
const COMMENT = /#[^\n]*/;
const TRAILING_POINT = /(?<![\w.:])\d+\.(?![\w.])/;
const SCAN = new RegExp(`${QUOTED.source}|${COMMENT.source}|${TRAILING_POINT.source}`, 'g');

/**
 * The text as the grammar can read it everywhere: comments are blanked out, and so is the point of
 * numbers such as `2.`. Offsets stay as they are.
 */
export function readableText(text: string): string {
  if (!text.includes('.') && !text.includes('#')) return text;
  return text.replace(SCAN, (found) => {
    if (found.startsWith('#')) return ' '.repeat(found.length);
    return /^\d/.test(found) ? `${found.slice(0, -1)} ` : found;
  });
}

const MISTAKEN_NAMES = /constructor|__proto__/gi;

/**
 * The text as the grammar's keyword tables can read it: they are plain objects, in which the names that
 * every object has count as keywords. Only offsets come back from the grammar, so other characters stand
 * for such names, wherever they are.
 */
export function maskedText(text: string): string {
  return text.replace(MISTAKEN_NAMES, (name) => '_'.repeat(name.length));
}
