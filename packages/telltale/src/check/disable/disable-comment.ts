import type { SourceText } from '@telltale/formats';
import type { FindingPlace } from '../finding.ts';
import { excerptOf } from '../workspace/source-excerpt.ts';

/** A comment that silences rules: `# telltale-disable-next-line rate/short-range -- why (until 2026-12-31)`. */
export interface DisableComment {
  /** Rules it names: ids, or `area/*`. */
  readonly rules: readonly string[];
  /** Why; empty where nothing is said. */
  readonly reason: string;
  /** The last day on which it counts, `2026-12-31`; for ever without it. */
  readonly until: string | undefined;
  /** The lines it is about, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly place: FindingPlace;
}

const KEYWORD = String.raw`[ \t]*(telltale-disable(?:-(next-line|line|file))?\b)((?:(?!\*\/|-->)[^\n])*)`;
const IN_PROGRAM = new RegExp(String.raw`\/[/*]${KEYWORD}`, 'g');
/** A guide may hold examples of any language. */
const ELSEWHERE = new RegExp(`(?:#|//|/\\*|<!--)${KEYWORD}`, 'g');
const REASON = /(?:^|[ \t])--[ \t]+([^\n]*)$/;
const UNTIL = /\(until[ \t]+(\d{4}-\d\d-\d\d)\)/;

/** More comments than this in one text silence nothing: no person has written them. */
const MAX_COMMENTS = 1000;

/** The comments of a text that silence rules, in order; of very many the first thousand. */
export function disableComments(source: SourceText): readonly DisableComment[] {
  if (!source.text.includes('telltale-disable')) return [];
  const lines = source.text.split('\n');
  const isProgram = /\.(?:[cm]?[jt]s|[jt]sx)$/.test(source.file);
  const matches = [...source.text.matchAll(isProgram ? IN_PROGRAM : ELSEWHERE)];
  return matches.slice(0, MAX_COMMENTS).map((match) => {
    const [whole, keyword, scope = 'next-line', rest] = match;
    const start = source.positionAt(match.index + whole.indexOf(keyword));
    const end = source.positionAt(match.index + whole.trimEnd().length);
    const behind = REASON.exec(rest)?.[1] ?? '';
    const names = rest.replace(REASON, '');
    return {
      rules: names.split(/[,\s]+/).filter((name) => name !== ''),
      reason: behind.replace(UNTIL, '').trim(),
      until: UNTIL.exec(rest)?.[1],
      ...linesOf(scope, start.line, lines),
      place: { position: start, excerpt: excerptOf(source, start, end), subject: '' },
    };
  });
}

function linesOf(
  scope: string,
  line: number,
  lines: readonly string[],
): Pick<DisableComment, 'firstLine' | 'lastLine'> {
  if (scope === 'file') return { firstLine: 1, lastLine: Infinity };
  if (scope === 'line') return { firstLine: line, lastLine: line };
  let first = line + 1;
  while (first < lines.length && isBlankOrComment(lines[first - 1])) first++;
  return { firstLine: first, lastLine: lastNested(lines, first) };
}

function isBlankOrComment(line: string): boolean {
  return /^\s*(?:$|#|\/\/|\/\*|<!--)/.test(line);
}

/** The next line means what is nested in it too: a rule with its fields, an expression with its lines. */
function lastNested(lines: readonly string[], first: number): number {
  const indent = indentOf(lines[first - 1] ?? '');
  let last = first;
  for (let line = first + 1; line <= lines.length; line++) {
    const text = lines[line - 1];
    if (text.trim() === '') continue;
    if (indentOf(text) <= indent) break;
    last = line;
  }
  return last;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
