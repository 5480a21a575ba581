import type {
  LabelSet,
  MatrixSeries,
  NativeHistogram,
  QueryResult,
  QueryValue,
  VectorSample,
} from '@telltale/model';
import { compareLabelSets } from '@telltale/model';
import { formatHistogram, histogramDifference } from './compare-histogram.ts';
import { remarkDifference } from './compare-remarks.ts';
import { almostEqual } from './number-equality.ts';
import type { EvalCommand, EvalTimes } from './script.ts';
import type { SeriesLine, Slot } from './series-notation.ts';

type Point = number | NativeHistogram;

/** How a result differs from what a case expects; `undefined` if it does not. */
export function differenceOf(command: EvalCommand, result: QueryResult): string | undefined {
  return remarkDifference(command, result.annotations) ?? valueDifference(command, result.value);
}

/** How a value differs from what a case expects; `undefined` if it does not. */
export function valueDifference(command: EvalCommand, value: QueryValue): string | undefined {
  if (command.text !== undefined) {
    const isSame = value.type === 'string' && value.value === command.text;
    return isSame ? undefined : `expected "${command.text}", got ${show(value)}`;
  }
  if (command.scalar !== undefined) {
    const isSame = value.type === 'scalar' && almostEqual(value.value, command.scalar);
    return isSame ? undefined : `expected scalar ${command.scalar}, got ${show(value)}`;
  }
  if (value.type === 'vector') return vectorDifference(command, value.samples);
  if (value.type === 'matrix') return matrixDifference(command, value.series);
  return `expected series, got ${show(value)}`;
}

function vectorDifference(command: EvalCommand, samples: readonly VectorSample[]): string | undefined {
  const { series, expectations, startMs } = command;
  const got = samples.map(({ labels, value, histogram }) => ({
    labels,
    points: new Map([[startMs, histogram ?? value]]),
  }));
  if (expectations.some(({ what }) => what === 'ordered')) {
    const at = series.findIndex(({ labels }, i) => !got[i]?.labels.equals(labels));
    if (at !== -1) {
      const order = got.map(({ labels }) => labels).join(' ');
      return `expected ${series[at].labels.toString()} at position ${at + 1}, got ${order}`;
    }
  }
  const times = { startMs, endMs: startMs, stepMs: 1 };
  return seriesDifference(
    series.map((line) => expectedPoints(line, times)),
    got,
  );
}

function matrixDifference(command: EvalCommand, series: readonly MatrixSeries[]): string | undefined {
  const times = command.rangeVector ?? command;
  if (command.expectations.some(({ what }) => what === 'ordered'))
    return 'a range result has no order that could be expected';
  const isSorted = series.every(
    ({ labels }, i) => i === 0 || compareLabelSets(series[i - 1].labels, labels) <= 0,
  );
  if (!isSorted) return 'the range result is not sorted by labels';
  const tooLong = command.series.find(
    ({ slots }) => times.startMs + (slots.length - 1) * times.stepMs > times.endMs,
  );
  if (tooLong) return `${tooLong.labels.toString()} has more values than the range has steps`;
  return seriesDifference(
    command.series.map((line) => expectedPoints(line, times)),
    series.map(({ labels, timestamps, values, histograms }) => ({
      labels,
      points: new Map([...timestamps].map((time, i) => [time, histograms?.[i] ?? values[i]])),
    })),
  );
}

interface SeriesPoints<Of> {
  readonly labels: LabelSet;
  readonly points: ReadonlyMap<number, Of>;
}

function expectedPoints({ labels, slots }: SeriesLine, { startMs, stepMs }: EvalTimes): SeriesPoints<Slot> {
  const points = slots.map((slot, i): [number, Slot] => [startMs + i * stepMs, slot]);
  return { labels, points: new Map(points.filter(([, { kind }]) => kind !== 'gap')) };
}

function seriesDifference(
  wanted: readonly SeriesPoints<Slot>[],
  got: readonly SeriesPoints<Point>[],
): string | undefined {
  const byLabels = new Map(got.map((item) => [item.labels.key, item]));
  if (byLabels.size !== got.length) return `several series with the same labels: ${labelsOf(got)}`;
  for (const { labels, points } of wanted) {
    const own = byLabels.get(labels.key)?.points;
    if (!own) return `missing ${labels.toString()}, got ${labelsOf(got)}`;
    const difference = pointsDifference(points, own);
    if (difference !== undefined) return `${labels.toString()} ${difference}`;
    byLabels.delete(labels.key);
  }
  const [extra] = byLabels.values();
  return extra && `unexpected ${extra.labels.toString()} ${[...extra.points.values()].map(format).join(' ')}`;
}

function pointsDifference(
  wanted: ReadonlyMap<number, Slot>,
  got: ReadonlyMap<number, Point>,
): string | undefined {
  for (const [time, slot] of wanted) {
    const point = got.get(time);
    const difference = point === undefined ? 'expected a point, got none' : pointDifference(slot, point);
    if (difference !== undefined) return `at ${time}: ${difference}`;
  }
  const extra = [...got].find(([time]) => !wanted.has(time));
  return extra && `at ${extra[0]}: expected none, got ${format(extra[1])}`;
}

function pointDifference(slot: Slot, point: Point): string | undefined {
  if (slot.kind === 'histogram' && typeof point === 'object')
    return histogramDifference(slot.histogram, point, slot.namesReset);
  if (slot.kind === 'number' && typeof point === 'number' && almostEqual(slot.value, point)) return undefined;
  const expected =
    slot.kind === 'number' ? slot.value : slot.kind === 'histogram' ? format(slot.histogram) : slot.kind;
  return `expected ${expected}, got ${format(point)}`;
}

function labelsOf(series: readonly SeriesPoints<Point>[]): string {
  return series.map(({ labels }) => labels).join(' ') || 'nothing';
}

function format(point: Point): string {
  return typeof point === 'number' ? String(point) : formatHistogram(point);
}

function show(value: QueryValue): string {
  if (value.type === 'scalar' || value.type === 'string') return `${value.type} ${value.value}`;
  if (value.type === 'matrix') return `matrix ${value.series.map(({ labels }) => labels).join(' ')}`;
  return value.samples
    .map(({ labels, value: number, histogram }) => `${labels.toString()} ${format(histogram ?? number)}`)
    .join(', ');
}
