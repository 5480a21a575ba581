import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedText } from '../workspace/workspace.ts';

/** A line that people read or type: prose of a guide, or a command of a script or of a guide's example. */
export interface WrittenLine {
  readonly kind: 'prose' | 'command';
  /** Commands without comments; lines that a backslash joins are one. */
  readonly line: string;
  /** The place of a range of `line`. */
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/** Guides number their examples, which indents them. */
const FENCE = /^[ \t]*(?:`{3,}|~{3,})/;
/** Longer lines are data that nobody reads or types; patterns would take long over them. */
const MAX_LINE_LENGTH = 4000;
const READ = new WeakMap<CheckedText, readonly WrittenLine[]>();

/** The lines of guides and scripts, by file, as each of them is read from its top. */
export function writtenLines(texts: readonly CheckedText[]): ReadonlyMap<string, readonly WrittenLine[]> {
  const byFile = new Map<string, WrittenLine[]>();
  for (const text of texts) {
    if (text.language !== 'markdown' && text.language !== 'shell') continue;
    const lines = byFile.get(text.source.file) ?? [];
    lines.push(...linesOf(text));
    byFile.set(text.source.file, lines);
  }
  const startOf = (line: WrittenLine): number => line.placeOf({ start: 0, end: 1 }).position.line;
  return new Map(
    [...byFile].map(([file, lines]) => [file, lines.toSorted((a, b) => startOf(a) - startOf(b))]),
  );
}

/** Where a pattern matches, in the order of the lines. */
export function* matchesIn(
  lines: readonly WrittenLine[],
  pattern: RegExp,
): IterableIterator<{
  readonly match: RegExpExecArray;
  readonly place: FindingPlace;
  readonly line: WrittenLine;
}> {
  for (const line of lines) {
    const match = pattern.exec(line.line);
    if (!match) continue;
    const place = line.placeOf({ start: match.index, end: match.index + match[0].length });
    yield { match, place, line };
  }
}

function linesOf(text: CheckedText): readonly WrittenLine[] {
  let lines = READ.get(text);
  if (!lines) READ.set(text, (lines = text.language === 'markdown' ? proseOf(text) : commandsOf(text)));
  return lines;
}

function proseOf(text: CheckedText): readonly WrittenLine[] {
  const lines: WrittenLine[] = [];
  let isCode = false;
  let start = 0;
  for (const line of text.source.text.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode;
    else if (!isCode && line.length <= MAX_LINE_LENGTH) lines.push(lineAt(text, 'prose', line, start));
    start += line.length + 1;
  }
  return lines;
}

function commandsOf(text: CheckedText): readonly WrittenLine[] {
  // Two blanks for a backslash and its line break keep every offset.
  const joined = text.source.text.replaceAll('\\\n', '  ');
  let start = 0;
  const lines: WrittenLine[] = [];
  for (const line of joined.split('\n')) {
    const command = line.replace(/(?:^|[ \t])#.*$/, '');
    if (command.trim() !== '' && command.length <= MAX_LINE_LENGTH)
      lines.push(lineAt(text, 'command', command, start));
    start += line.length + 1;
  }
  return lines;
}

function lineAt(text: CheckedText, kind: WrittenLine['kind'], line: string, offset: number): WrittenLine {
  return {
    kind,
    line,
    placeOf: ({ start, end }) => text.placeOf({ start: offset + start, end: offset + end }),
  };
}
