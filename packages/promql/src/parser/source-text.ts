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
