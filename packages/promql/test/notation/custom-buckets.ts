import type { LabelSet, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import { runsOf } from './histogram-arithmetic.ts';
import type { SeriesLine } from './series-notation.ts';

/** A series of histograms; `undefined` where nothing is known. */
export interface HistogramSeries {
  readonly labels: LabelSet;
  readonly byStep: ReadonlyMap<number, NativeHistogram>;
}

interface Classic {
  readonly buckets: Map<number, number>;
  count?: number;
  sum?: number;
}

interface ClassicSeries {
  readonly labels: LabelSet;
  readonly byStep: Map<number, Classic>;
}

const SUFFIX = /_(bucket|count|sum)$/;

/** Native histograms with custom buckets, made of the classic ones among series; steps as in the lines. */
export function customBucketHistograms(series: readonly SeriesLine[]): HistogramSeries[] {
  const found = new Map<string, ClassicSeries>();
  for (const line of series) {
    const { labels } = line;
    const suffix = SUFFIX.exec(labels.metricName)?.[1];
    const bound = boundOf(labels.get('le'));
    if (suffix === undefined || (suffix === 'bucket' && Number.isNaN(bound))) continue;
    const base = labels.with({ __name__: labels.metricName.replace(SUFFIX, ''), le: '' });
    const entry = found.get(base.key) ?? { labels: base, byStep: new Map<number, Classic>() };
    found.set(base.key, entry);
    for (const [step, slot] of line.slots.entries()) {
      if (slot.kind !== 'number') continue;
      const classic: Classic = entry.byStep.get(step) ?? { buckets: new Map() };
      entry.byStep.set(step, classic);
      if (suffix === 'bucket') classic.buckets.set(bound, slot.value);
      else if (suffix === 'count') classic.count = slot.value;
      else classic.sum = slot.value;
    }
  }
  return [...found.values()].map(({ labels, byStep }) => ({
    labels,
    byStep: new Map([...byStep].map(([step, classic]) => [step, convert(classic)])),
  }));
}

function boundOf(le: string): number {
  return le === '+Inf' ? Infinity : le === '' ? Number.NaN : Number(le);
}

function convert({ buckets, count, sum = 0 }: Classic): NativeHistogram {
  const cumulative = [...buckets].sort(([a], [b]) => a - b);
  const total = count ?? cumulative.at(-1)?.[1] ?? 0;
  if (cumulative.at(-1)?.[0] !== Infinity) cumulative.push([Infinity, total]);
  if (cumulative.at(-1)?.[1] !== total)
    throw new Error('the last bucket of a classic histogram is not its count');
  const counts = new Map<number, number>();
  for (const [i, [bound, value]] of cumulative.entries()) {
    const alone = value - (i === 0 ? 0 : cumulative[i - 1][1]);
    if (alone < 0) throw new Error(`the buckets of a classic histogram fall at le=${bound}`);
    if (alone > 0) counts.set(i, alone);
  }
  return {
    schema: CUSTOM_BUCKETS_SCHEMA,
    count: total,
    sum,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: runsOf(counts),
    negative: [],
    customValues: cumulative.slice(0, -1).map(([bound]) => bound),
    counterReset: 'unknown',
  };
}
