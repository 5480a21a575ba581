import type { BucketRun, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { PrometheusFamily, PrometheusMetric, PrometheusValue } from '@telltale/model/wire';
import type { EscapingScheme } from './name-escaping.ts';
import { escapeName } from './name-escaping.ts';
import type { NewestSample } from './newest-samples.ts';

/**
 * The samples as families: numbers are of unknown type, whatever their metric was when it was scraped.
 * Samples without a name are left out; a label `instance` is always there, as Prometheus has it, so that
 * the reader does not put its own in.
 */
export function federatedFamilies(
  samples: readonly NewestSample[],
  escaping: EscapingScheme,
): readonly PrometheusFamily[] {
  const families = new Map<string, PrometheusFamily & { readonly metrics: PrometheusMetric[] }>();
  for (const sample of samples) {
    const { metricName } = sample.labels;
    if (metricName === '') continue;
    const name = escapeName(metricName, 'metric', escaping);
    const type = typeOf(sample.histogram);
    const key = `${type} ${name}`;
    const family = families.get(key) ?? { name, type, help: '', unit: '', metrics: [] };
    families.set(key, family);
    family.metrics.push({
      labels: labelsOf(sample, escaping),
      value: valueOf(sample),
      timestampMs: sample.timestampMs,
    });
  }
  return [...families.values()];
}

function typeOf(histogram: NativeHistogram | undefined): PrometheusFamily['type'] {
  if (histogram === undefined) return 'untyped';
  return histogram.counterReset === 'gauge' ? 'gaugehistogram' : 'histogram';
}

function labelsOf({ labels }: NewestSample, escaping: EscapingScheme): [string, string][] {
  const pairs = [...labels.entries()]
    .filter(([name]) => name !== '__name__')
    .map(([name, value]): [string, string] => [escapeName(name, 'label', escaping), value]);
  return labels.has('instance') ? pairs : [...pairs, ['instance', '']];
}

function valueOf({ value, histogram }: NewestSample): PrometheusValue {
  if (histogram === undefined) return { kind: 'untyped', value };
  const { count, sum } = histogram;
  if (histogram.schema === CUSTOM_BUCKETS_SCHEMA) {
    return { kind: 'histogram', isFloat: true, count, sum, buckets: classicBuckets(histogram) };
  }
  const runs = (side: readonly BucketRun[]) =>
    side.map(({ start, counts }) => ({ start, counts: [...counts] }));
  const { schema, zeroThreshold, zeroCount } = histogram;
  const [positive, negative] = [runs(histogram.positive), runs(histogram.negative)];
  return {
    kind: 'histogram',
    isFloat: true,
    count,
    sum,
    buckets: [],
    native: { schema, zeroThreshold, zeroCount, positive, negative },
  };
}

/** Cumulative buckets of a histogram with custom bounds; that of +Inf is its count. */
function classicBuckets({ customValues, positive }: NativeHistogram) {
  const counts = customValues.map(() => 0);
  for (const run of positive) {
    run.counts.forEach((count, i) => {
      if (run.start + i < counts.length) counts[run.start + i] += count;
    });
  }
  let cumulativeCount = 0;
  return customValues.map((upperBound, i) => ({
    upperBound,
    cumulativeCount: (cumulativeCount += counts[i]),
  }));
}
