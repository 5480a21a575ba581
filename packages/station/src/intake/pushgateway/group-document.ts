import type { BucketRun, JsonValue, MetricMetadata, NativeHistogram } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { PushedFamily, PushedGroup, PushedSeries } from './pushed-family.ts';

/** A group as it is kept; numbers are texts where JSON has no notation for them. */
export type GroupDocument = {
  readonly labels: Readonly<Record<string, string>>;
  readonly pushedMs: number;
  readonly failedMs: number;
  readonly families: readonly FamilyDocument[];
};

type FamilyDocument = {
  readonly name: string;
  readonly type: MetricMetadata['type'];
  readonly help: string;
  readonly unit: string;
  readonly pushedMs: number;
  readonly series: readonly SeriesDocument[];
};

type SeriesDocument = {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
  readonly histogram?: HistogramDocument;
};

type HistogramDocument = Readonly<
  Record<'schema' | 'count' | 'sum' | 'zeroThreshold' | 'zeroCount', string>
> & {
  readonly positive: readonly RunDocument[];
  readonly negative: readonly RunDocument[];
  readonly isGauge: boolean;
};

type RunDocument = { readonly start: number; readonly counts: readonly number[] };

/** A group for a store of documents. */
export function groupDocument({
  labels,
  pushedMs,
  failedMs,
  families,
}: PushedGroup): GroupDocument & JsonValue {
  return {
    labels: { ...labels },
    pushedMs,
    failedMs,
    families: [...families.values()].map(({ series, ...family }) => ({
      ...family,
      series: series.map(seriesDocument),
    })),
  };
}

/** The group of a document that {@link groupDocument} made. */
export function groupOf({ labels, pushedMs, failedMs, families }: GroupDocument): PushedGroup {
  return {
    labels,
    pushedMs,
    failedMs,
    families: new Map(
      families.map(({ series, ...family }): [string, PushedFamily] => [
        family.name,
        { ...family, series: series.map(seriesOf) },
      ]),
    ),
  };
}

function seriesDocument({ labels, value, histogram }: PushedSeries): SeriesDocument {
  return {
    labels: { ...labels.toObject() },
    value: numberText(value),
    ...(histogram && { histogram: histogramDocument(histogram) }),
  };
}

function seriesOf({ labels, value, histogram }: SeriesDocument): PushedSeries {
  return {
    labels: LabelSet.of(labels),
    value: Number(value),
    ...(histogram && { histogram: histogramOf(histogram) }),
  };
}

function histogramDocument(histogram: NativeHistogram): HistogramDocument {
  const { schema, count, sum, zeroThreshold, zeroCount, positive, negative, counterReset } = histogram;
  return {
    schema: numberText(schema),
    count: numberText(count),
    sum: numberText(sum),
    zeroThreshold: numberText(zeroThreshold),
    zeroCount: numberText(zeroCount),
    positive: positive.map(runDocument),
    negative: negative.map(runDocument),
    isGauge: counterReset === 'gauge',
  };
}

function histogramOf({ isGauge, positive, negative, ...numbers }: HistogramDocument): NativeHistogram {
  return {
    schema: Number(numbers.schema),
    count: Number(numbers.count),
    sum: Number(numbers.sum),
    zeroThreshold: Number(numbers.zeroThreshold),
    zeroCount: Number(numbers.zeroCount),
    positive: positive.map(runOf),
    negative: negative.map(runOf),
    customValues: [],
    counterReset: isGauge ? 'gauge' : 'unknown',
  };
}

function runDocument({ start, counts }: BucketRun): RunDocument {
  return { start, counts: [...counts] };
}

function runOf({ start, counts }: RunDocument): BucketRun {
  return { start, counts: Float64Array.from(counts) };
}

/** `-0` would be `0` in most notations. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
