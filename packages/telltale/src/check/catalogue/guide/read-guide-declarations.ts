import type { SourceRange } from '@telltale/model';
import { parseDuration } from '@telltale/model';
import type { FoundDeclaration } from '../found-declaration.ts';
import type { DeclaredMetric } from '../known-series.ts';

/** `| \`x_total\` | Counter | Things done |` */
const ROW = /^[ \t]*\|[ \t]*`([a-zA-Z_{][\w{}-]*_[\w{}]*)`[ \t]*\|(.*)$/;
/** `- **x_total**: Things done`, `- \`x_total\`: Things done` */
const ITEM = /^([ \t]*)[-*][ \t]+(?:\*\*`?|`)([a-zA-Z_{][\w{}-]*_[\w{}]*)`?(?:\*\*)?[ \t]*:[ \t]*(.*)$/;
const DETAIL = /^([ \t]+)[-*][ \t]+(Labels|Buckets)[ \t]*:[ \t]*(.*)$/i;

interface GuideLine extends SourceRange {
  readonly text: string;
}

/** Metrics that a guide lists, in a table or a list with `Labels:` and `Buckets:` below each. */
export function readGuideDeclarations(markdown: string): readonly FoundDeclaration[] {
  const lines = linesOf(markdown);
  return lines.flatMap((line, index) => {
    const row = ROW.exec(line.text);
    if (row) return ofRow(line, row[1], row[2]);
    const item = ITEM.exec(line.text);
    return item ? ofItem(line, item, detailsBelow(lines, index, item[1].length)) : [];
  });
}

function linesOf(markdown: string): readonly GuideLine[] {
  let start = 0;
  return markdown.split('\n').map((text) => {
    const line = { text, start, end: start + text.length };
    start = line.end + 1;
    return line;
  });
}

function ofRow(line: GuideLine, name: string, rest: string): readonly FoundDeclaration[] {
  const kind = kindOf(rest, name);
  return kind === undefined ? [] : [declaration(line, name, kind, rest.split('|').at(1)?.trim() ?? '')];
}

function ofItem(
  line: GuideLine,
  [, , name, text]: readonly string[],
  details: ReadonlyMap<string, GuideLine>,
): readonly FoundDeclaration[] {
  const kind = kindOf(text, name);
  if (kind === undefined) return [];
  const found = declaration(line, name, kind, text);
  const labels = details.get('labels');
  const buckets = details.get('buckets');
  return [
    {
      ...found,
      labels: labels && labelsIn(labels.text),
      buckets: buckets && numbersIn(buckets.text),
      hasBuckets: buckets !== undefined,
      ranges: {
        ...found.ranges,
        ...(labels && { labels: trimmed(labels) }),
        ...(buckets && { buckets: trimmed(buckets) }),
      },
    },
  ];
}

function kindOf(text: string, name: string): DeclaredMetric['kind'] | undefined {
  const word = /\b(counter|gauge|histogram|summary)\b/i.exec(text)?.[1].toLowerCase();
  if (word === 'counter' || word === 'gauge' || word === 'histogram' || word === 'summary') return word;
  return name.endsWith('_total') ? 'counter' : undefined;
}

function declaration(
  line: GuideLine,
  name: string,
  kind: DeclaredMetric['kind'],
  help: string,
): FoundDeclaration {
  const start = line.start + line.text.indexOf(name);
  const range = { start, end: start + name.length };
  const ranges = { name: range, help: range, labels: range, buckets: range };
  return { name, kind, help, labels: undefined, buckets: undefined, hasBuckets: false, ranges };
}

/** The deeper items that follow, up to the next one that is not deeper. */
function detailsBelow(
  lines: readonly GuideLine[],
  index: number,
  depth: number,
): ReadonlyMap<string, GuideLine> {
  const details = new Map<string, GuideLine>();
  for (const line of lines.slice(index + 1, index + 9)) {
    const indent = /^[ \t]*/.exec(line.text)?.[0].length ?? 0;
    if (line.text.trim() === '' || indent <= depth) break;
    const detail = DETAIL.exec(line.text);
    if (detail) details.set(detail[2].toLowerCase(), line);
  }
  return details;
}

/** `Labels: \`operation\` (get, set), \`status\`` */
function labelsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([a-zA-Z_]\w*)`/g)].map(([, label]) => label);
}

/** `Buckets: 5ms, 10ms, 1s, 1m`: seconds; plain numbers as they are. */
function numbersIn(text: string): readonly number[] | undefined {
  const items = text
    .slice(text.indexOf(':') + 1)
    .split(',')
    .map((item) => numberOf(item.trim()));
  return items.some(Number.isNaN) ? undefined : items;
}

function numberOf(text: string): number {
  if (/^[\d.]+$/.test(text)) return Number(text);
  const parts = /^(\d*\.?\d+)(ms|s|m|h)$/.exec(text);
  const unitMs = parts ? parseDuration(`1${parts[2]}`) : undefined;
  return parts && unitMs !== undefined ? (Number(parts[1]) * unitMs) / 1000 : NaN;
}

function trimmed({ text, start, end }: GuideLine): SourceRange {
  return { start: start + (text.length - text.trimStart().length), end };
}
