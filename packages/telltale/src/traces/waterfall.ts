import { formatSpanDuration } from '@telltale/model';
import type { Span } from '@telltale/model';
import type { Paint } from '../check/report/paint.ts';
import { plural } from '../check/report/plural.ts';
import { printable } from '../io/printable.ts';
import { isoTime, paintedLevel } from '../logs/log-line.ts';
import { cut } from '../prove/report/wrap.ts';
import type { TraceLine } from './trace-tree.ts';

/** How a trace is drawn. */
export interface WaterfallStyle {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Lines that are drawn; of more the rest is counted. */
const MAX_LINES = 2000;
const MAX_DEPTH = 20;
const MIN_WIDTH = 60;
const DURATION_WIDTH = 7;
/** Part of the width that names have. */
const NAME_SHARE = 0.45;
const MIN_BAR = 10;
/** What stands around the message of a log record. */
const LOG_MARGIN = 14;

interface Scale {
  readonly startMs: number;
  readonly durationMs: number;
  readonly name: number;
  readonly bar: number;
  /** Columns of a whole line. */
  readonly line: number;
}

/** A trace as a tree with a bar for each span, and the log records between them. */
export function formatWaterfall(
  traceId: string,
  spans: readonly Span[],
  tree: readonly TraceLine[],
  style: WaterfallStyle,
): string {
  const { paint } = style;
  const scale = scaleOf(spans, style.width);
  const errors = spans.filter(({ status }) => status === 'error').length;
  const services = new Set(spans.map(({ service }) => service)).size;
  const facts = [
    isoTime(scale.startMs),
    formatSpanDuration(scale.durationMs),
    plural(spans.length, 'span'),
    plural(services, 'service'),
    ...(errors > 0 ? [paint.red(plural(errors, 'error'))] : []),
  ];
  const shown = tree
    .slice(0, MAX_LINES)
    .map((line) => (line.kind === 'span' ? spanLine(line, scale, paint) : logLine(line, scale, paint)));
  const rest = tree.length - shown.length;
  return [
    `${paint.bold('trace')} ${traceId}  ${facts.join('  ')}`,
    '',
    ...shown,
    ...(rest > 0 ? [paint.dim(`… and ${plural(rest, 'line')} more: --json has all`)] : []),
    '',
  ].join('\n');
}

function scaleOf(spans: readonly Span[], width: number): Scale {
  const startMs = spans.reduce((least, span) => Math.min(least, span.startMs), Infinity);
  const endMs = spans.reduce((most, span) => Math.max(most, span.startMs + span.durationMs), -Infinity);
  const line = Math.max(MIN_WIDTH, width);
  const name = Math.floor(line * NAME_SHARE);
  const bar = Math.max(MIN_BAR, line - name - DURATION_WIDTH - 4);
  return { startMs, durationMs: endMs - startMs, name, bar, line };
}

function spanLine(line: Extract<TraceLine, { kind: 'span' }>, scale: Scale, paint: Paint): string {
  const { span, isOrphan, depth } = line;
  const isError = span.status === 'error';
  const mark = `${isError ? ' ✗' : ''}${isOrphan ? ' (parent missing)' : ''}`;
  const name =
    cut(indentOf(depth) + printable(`${span.service}  ${span.name}`), scale.name - mark.length) + mark;
  const duration = formatSpanDuration(span.durationMs).padStart(DURATION_WIDTH);
  const why = isError && span.statusMessage ? `  ${printable(span.statusMessage)}` : '';
  const text = `${name.padEnd(scale.name)}  ${barOf(span, scale)}  ${duration}${why}`;
  return isError ? paint.red(text) : text;
}

/** As long as the span is of the trace, at least a sign. */
function barOf({ startMs, durationMs }: Span, scale: Scale): string {
  const share = scale.durationMs === 0 ? 0 : scale.bar / scale.durationMs;
  const begin = Math.min(scale.bar - 1, Math.floor((startMs - scale.startMs) * share));
  const length = Math.max(1, Math.min(scale.bar - begin, Math.round(durationMs * share)));
  return `${' '.repeat(begin)}${'█'.repeat(length)}`.padEnd(scale.bar);
}

function logLine(line: Extract<TraceLine, { kind: 'log' }>, scale: Scale, paint: Paint): string {
  const { record, depth } = line;
  const indent = indentOf(depth);
  const after = formatSpanDuration(Math.max(0, record.timeMs - scale.startMs));
  const [first] = record.message.split('\n', 1);
  const room = scale.line - indent.length - after.length - LOG_MARGIN;
  const message = cut(printable(first), Math.max(MIN_BAR, room));
  return `${indent}${paint.dim(`· +${after}`)}  ${paintedLevel(record, paint)}  ${message}`;
}

function indentOf(depth: number): string {
  return '  '.repeat(Math.min(depth, MAX_DEPTH));
}
