import type { SourceRange } from './source-range.ts';

/** A place in a query as people count: lines and columns start at 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** The line and column of a UTF-16 offset; offsets beyond the text mean its end. */
export function positionOf(query: string, offset: number): SourcePosition {
  const before = query.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/** Longer lines are cut around the place; a generated query can be one line of many thousands. */
const MAX_LINE = 120;
const ELLIPSIS = '…';

/**
 * The line of the query that holds the start of `source`, and below it carets under the range. A
 * range over several lines is underlined to the end of its first line.
 */
export function renderCaret(query: string, source: SourceRange): string {
  const start = Math.min(Math.max(0, source.start), query.length);
  const lineStart = query.lastIndexOf('\n', start - 1) + 1;
  const newline = query.indexOf('\n', start);
  const lineEnd = newline === -1 ? query.length : newline;
  const from = lineEnd - lineStart <= MAX_LINE ? lineStart : Math.max(lineStart, start - MAX_LINE / 2);
  const to = Math.min(lineEnd, from + MAX_LINE);
  const head = from > lineStart ? ELLIPSIS : '';
  const tail = to < lineEnd ? ELLIPSIS : '';
  // Tabs are kept in the margin, so that the caret stays under its text at any tab width.
  const margin = (head + query.slice(from, start)).replaceAll(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(source.end, to) - start);
  return `${head}${query.slice(from, to)}${tail}\n${margin}${'^'.repeat(width)}`;
}
