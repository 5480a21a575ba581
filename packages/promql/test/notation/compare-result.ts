import type { LabelSet, QueryResult, QueryValue } from '@telltale/model';
import { compareLabelSets } from '@telltale/model';
import { positionOf } from '../../src/errors/source-position.ts';
import { almostEqual } from './number-equality.ts';
import type { EvalCommand, Expectation } from './script.ts';
import type { SeriesLine } from './series-notation.ts';

type Points = ReadonlyMap<number, number>;

/** How a result differs from what a case expects; `undefined` if it does not. */
export function differenceOf(command: EvalCommand, { value, annotations }: QueryResult): string | undefined {
  const remarks = annotations.map(({ severity, message, source }) => {
    const { line, column } = positionOf(command.query, source?.start ?? 0);
    return { severity, text: `${message} (${line}:${column})` };
  });
  return remarkDifference(command.expectations, remarks) ?? valueDifference(command, value);
}

interface Remark {
  readonly severity: 'warning' | 'info';
  readonly text: string;
}

function remarkDifference(
  expectations: readonly Expectation[],
  remarks: readonly Remark[],
): string | undefined {
  for (const [what, severity] of [
    ['warn', 'warning'],
    ['info', 'info'],
  ] as const) {
    const given = remarks.filter((remark) => remark.severity === severity).map(({ text }) => text);
    const wanted = expectations.filter((expectation) => expectation.what === what);
    const none = expectations.some((expectation) => expectation.what === `no_${what}`);
    if (none && given.length > 0) return `unexpected ${what}: ${given.join('; ')}`;
    const missing = wanted.find((expectation) => !given.some((text) => fits(expectation, text)));
    if (missing)
      return `missing ${what}: ${missing.message ?? missing.pattern?.source ?? 'any'}; got ${given.join('; ')}`;
    const extra =
      wanted.length > 0 && given.find((text) => !wanted.some((expectation) => fits(expectation, text)));
    if (extra) return `unexpected ${what}: ${extra}`;
  }
  return undefined;
}

/** Whether a text is what an expectation asks for. */
export function fits({ message, pattern }: Expectation, text: string): boolean {
  if (pattern) return pattern.test(text);
  return message === undefined || message === text;
}

function valueDifference(command: EvalCommand, value: QueryValue): string | undefined {
  if (command.text !== undefined) {
    return value.type === 'string' && value.value === command.text
      ? undefined
      : `expected string, got ${show(value)}`;
  }
  if (command.scalar !== undefined && command.stepMs === 0) {
    return value.type === 'scalar' && almostEqual(value.value, command.scalar)
      ? undefined
      : `expected ${command.scalar}, got ${show(value)}`;
  }
  if (value.type === 'vector') return vectorDifference(command, value);
  if (value.type !== 'matrix') return `expected series, got ${show(value)}`;
  const isSorted = value.series.every(
    ({ labels }, i) => i === 0 || compareLabelSets(value.series[i - 1].labels, labels) <= 0,
  );
  if (!isSorted) return 'range result is not sorted by labels';
  const { startMs, stepMs } = command.rangeVector ?? command;
  const points = value.series.map(({ labels, timestamps, values }) => ({
    labels,
    points: new Map([...timestamps].map((time, i) => [time, values[i]])),
  }));
  return seriesDifference(
    command.series.map((line) => expectedPoints(line, startMs, stepMs)),
    points,
  );
}

function vectorDifference(
  command: EvalCommand,
  value: Extract<QueryValue, { type: 'vector' }>,
): string | undefined {
  const got = value.samples.map(({ labels, value }) => ({
    labels,
    points: new Map([[command.startMs, value]]),
  }));
  const wanted = command.series.map((line) => expectedPoints(line, command.startMs, 0));
  if (command.expectations.some(({ what }) => what === 'ordered')) {
    const misplaced = wanted.findIndex(({ labels }, i) => !got[i]?.labels.equals(labels));
    if (misplaced !== -1)
      return `expected ${wanted[misplaced].labels.toString()} at position ${misplaced}, got ${show(value)}`;
  }
  return seriesDifference(wanted, got);
}

interface SeriesPoints {
  readonly labels: LabelSet;
  readonly points: Points;
}

function expectedPoints({ labels, slots }: SeriesLine, startMs: number, stepMs: number): SeriesPoints {
  const points = new Map<number, number>();
  for (const [i, slot] of slots.entries())
    if (slot.kind === 'number') points.set(startMs + i * stepMs, slot.value);
  return { labels, points };
}

function seriesDifference(wanted: readonly SeriesPoints[], got: readonly SeriesPoints[]): string | undefined {
  const byLabels = new Map(got.map((item) => [item.labels.key, item]));
  if (got.length !== wanted.length || byLabels.size !== got.length) {
    return `expected ${wanted.length} series, got ${got.length}: ${got.map(({ labels }) => labels).join(' ')}`;
  }
  for (const { labels, points } of wanted) {
    const own = byLabels.get(labels.key)?.points;
    if (!own) return `missing ${labels.toString()}, got ${got.map((item) => item.labels).join(' ')}`;
    const differs = [...points].find(
      ([time, value]) => !own.has(time) || !almostEqual(own.get(time) ?? 0, value),
    );
    if (differs)
      return `${labels.toString()} at ${differs[0]}: expected ${differs[1]}, got ${own.get(differs[0])}`;
    const extra = [...own.keys()].find((time) => !points.has(time));
    if (extra !== undefined)
      return `${labels.toString()} at ${extra}: expected nothing, got ${own.get(extra)}`;
  }
  return undefined;
}

function show(value: QueryValue): string {
  if (value.type === 'scalar' || value.type === 'string') return `${value.type} ${value.value}`;
  if (value.type === 'matrix') return value.series.map(({ labels }) => labels).join(' ');
  return value.samples.map(({ labels, value }) => `${labels.toString()} ${value}`).join(', ');
}
