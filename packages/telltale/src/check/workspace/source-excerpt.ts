import type { SourceText } from '@telltale/formats';
import type { FilePosition, SourceRange } from '@telltale/model';
import type { Excerpt } from '../finding.ts';

/** The line of a position, marked up to `end` or, where that is on another line, to its end. */
export function excerptOf(source: SourceText, start: FilePosition, end: FilePosition): Excerpt {
  const line = source.line(start.line);
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? end.column - 1 : line.trimEnd().length;
  return { line, start: from, end: Math.max(from + 1, to) };
}

/** The line of a query that holds the start of a range, for queries that stand in no file. */
export function excerptOfQuery(query: string, range: SourceRange): Excerpt {
  const lineStart = query.lastIndexOf('\n', range.start - 1) + 1;
  const newline = query.indexOf('\n', range.start);
  const line = query.slice(lineStart, newline === -1 ? query.length : newline);
  const start = range.start - lineStart;
  return { line, start, end: Math.max(start + 1, Math.min(range.end - lineStart, line.length)) };
}
