const QUOTED_OR_COMMENT = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`[^`]*`?|#[^\n]*/;
const TRAILING_POINT = /(?<![\w.:])\d+\.(?![\w.])/;
const SCAN = new RegExp(`${QUOTED_OR_COMMENT.source}|${TRAILING_POINT.source}`, 'g');

/**
 * The text with the point of numbers such as `2.` blanked out, which the grammar does not know.
 * Offsets stay as they are.
 */
export function completeDecimals(text: string): string {
  if (!text.includes('.')) return text;
  return text.replace(SCAN, (found) => (/^\d/.test(found) ? `${found.slice(0, -1)} ` : found));
}
