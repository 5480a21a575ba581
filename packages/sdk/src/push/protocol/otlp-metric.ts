import type { OtlpAttributes, OtlpExemplar, OtlpMetric, OtlpNumberPoint } from '@telltale/model/wire';
import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { NativeSnapshot, SnapshotMetric, SnapshotSeries } from '../snapshot/snapshot.ts';
import { observationCount } from '../snapshot/snapshot-samples.ts';

/** UCUM codes of the base units that Prometheus names spell out. */
const UCUM: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['seconds', 's'],
  ['bytes', 'By'],
  ['ratio', '1'],
  ['celsius', 'Cel'],
  ['meters', 'm'],
  ['volts', 'V'],
  ['amperes', 'A'],
  ['joules', 'J'],
  ['grams', 'g'],
]);

/**
 * A metric as OTLP has it. A histogram that is native as well as classic is sent as the native one: a
 * metric of OTLP has one kind, and the native one says more.
 */
export function otlpMetric(metric: SnapshotMetric, takenMs: number): OtlpMetric {
  const { origin } = metric;
  const head = {
    name: origin?.name ?? metric.name,
    description: metric.help,
    unit: origin?.unit ?? UCUM.get(metric.unit) ?? `{${metric.unit}}`,
  };
  const point = pointMaker(metric, takenMs);
  switch (metric.kind) {
    case 'counter':
      return { ...head, kind: 'sum', isMonotonic: true, points: metric.series.map(point.value) };
    case 'histogram': {
      const isNative = metric.series.some(({ native }) => native);
      return isNative
        ? { ...head, kind: 'exponentialHistogram', points: metric.series.map(point.native) }
        : { ...head, kind: 'histogram', points: metric.series.map(point.histogram) };
    }
    case 'summary':
      return { ...head, kind: 'summary', points: metric.series.map(point.summary) };
    case 'stateset':
      return { ...head, kind: 'gauge', points: metric.series.flatMap(point.states) };
    default:
      return origin?.isUpDown === true
        ? { ...head, kind: 'sum', isMonotonic: false, points: metric.series.map(point.value) }
        : { ...head, kind: 'gauge', points: metric.series.map(point.value) };
  }
}

/** How the series of a metric become points; in one place because all points share the same head. */
function pointMaker(metric: SnapshotMetric, takenMs: number) {
  const names = metric.origin?.attributeNames ?? metric.labelNames;
  const isCumulative = metric.kind !== 'gauge' || metric.origin?.isUpDown === true;
  const base = ({ labels }: SnapshotSeries) => ({
    attributes: attributesOf(names, labels),
    startMs: isCumulative ? metric.createdMs : 0,
    timeMs: takenMs,
  });
  return {
    value: (series: SnapshotSeries): OtlpNumberPoint => ({
      ...base(series),
      value: series.values[0],
      exemplars: exemplarsOf(series.exemplars),
    }),
    states: (series: SnapshotSeries): OtlpNumberPoint[] =>
      metric.states.map((state, i) => {
        const { attributes, ...times } = base(series);
        return { ...times, attributes: [...attributes, [metric.name, state]], value: series.values[i] };
      }),
    histogram: (series: SnapshotSeries) => ({
      ...base(series),
      count: observationCount(series),
      sum: series.values[0],
      bounds: metric.bounds,
      bucketCounts: series.values.slice(1),
      exemplars: exemplarsOf(series.exemplars),
    }),
    native: (series: SnapshotSeries) => ({
      ...base(series),
      count: observationCount(series),
      sum: series.values[0],
      ...exponential(series.native ?? EMPTY),
      exemplars: exemplarsOf(series.exemplars),
    }),
    summary: (series: SnapshotSeries) => ({
      ...base(series),
      count: series.values[1],
      sum: series.values[0],
      quantiles: metric.quantiles.map((quantile, i): [number, number] => [
        quantile,
        series.quantileValues?.[i] ?? NaN,
      ]),
    }),
  };
}

const NO_BUCKETS = { offset: 0, counts: [] };
const EMPTY: NativeSnapshot = {
  schema: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: NO_BUCKETS,
  negative: NO_BUCKETS,
};

/** OTLP numbers buckets by their lower bound, Prometheus by the upper one. */
function exponential({ schema, zeroThreshold, zeroCount, positive, negative }: NativeSnapshot) {
  return {
    scale: schema,
    zeroThreshold,
    zeroCount,
    positive: { offset: positive.offset - 1, counts: positive.counts },
    negative: { offset: negative.offset - 1, counts: negative.counts },
  };
}

function attributesOf(names: readonly string[], labels: readonly string[]): OtlpAttributes {
  return names.map((name, i): [string, string] => [name, labels[i]]).filter(([, value]) => value !== '');
}

function exemplarsOf(all: readonly (Exemplar | undefined)[] = []): OtlpExemplar[] {
  return all
    .filter((exemplar) => exemplar !== undefined)
    .map(({ labels: { trace_id: traceId = '', span_id: spanId = '', ...others }, value, timestampMs }) => ({
      value,
      timeMs: timestampMs,
      traceId,
      spanId,
      attributes: Object.entries(others),
    }));
}
