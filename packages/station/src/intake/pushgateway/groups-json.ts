import type { LabelSet } from '@telltale/model';
import type { PushedFamily, PushedGroup, PushedSeries } from './pushed-family.ts';
import { PUSH_FAILURE_TIME, PUSH_TIME } from './pushed-family.ts';

const MS_PER_SECOND = 1000;
/** From here on Go prints numbers with an exponent, and below. */
const LARGE_POWER = 6;
const SMALLEST_PLAIN_POWER = -4;

/** All groups as a Pushgateway's `/api/v1/metrics` shows them. */
export function groupsJson(groups: Iterable<PushedGroup>): readonly object[] {
  return [...groups].map((group) => ({
    labels: group.labels,
    last_push_successful: group.pushedMs > group.failedMs,
    ...Object.fromEntries(
      [...group.families.values()].map((family) => [family.name, familyJson(family, group)]),
    ),
    [PUSH_TIME]: timeJson(group, group.pushedMs),
    [PUSH_FAILURE_TIME]: timeJson(group, group.failedMs),
  }));
}

function timeJson({ labels }: PushedGroup, timeMs: number): object {
  return {
    time_stamp: new Date(timeMs).toISOString(),
    type: 'GAUGE',
    metrics: [{ labels: { instance: '', ...labels }, value: numberText(timeMs / MS_PER_SECOND) }],
  };
}

function familyJson({ name, type, help, series, pushedMs }: PushedFamily, { labels }: PushedGroup): object {
  return {
    time_stamp: new Date(pushedMs).toISOString(),
    type: type === 'unknown' ? 'UNTYPED' : type.toUpperCase(),
    ...(help !== '' && { help }),
    metrics: [...byMetric(series, name, labels).values()],
  };
}

interface MetricJson {
  readonly labels: Readonly<Record<string, string>>;
  value?: string;
  count?: string;
  sum?: string;
  buckets?: Record<string, string>;
  quantiles?: Record<string, string>;
}

/** Series of a histogram or a summary that differ by nothing but their part are one metric. */
function byMetric(
  series: readonly PushedSeries[],
  name: string,
  group: PushedGroup['labels'],
): ReadonlyMap<string, MetricJson> {
  const metrics = new Map<string, MetricJson>();
  for (const { labels, value, histogram } of series) {
    const own = labels.without(['__name__', 'le', 'quantile']);
    const metric = metrics.get(own.key) ?? { labels: { instance: '', ...group, ...own.toObject() } };
    metrics.set(own.key, metric);
    if (histogram === undefined) setPart(metric, labels, name, numberText(value));
    else {
      metric.count = numberText(histogram.count);
      metric.sum = numberText(histogram.sum);
    }
  }
  return metrics;
}

function setPart(metric: MetricJson, labels: LabelSet, name: string, value: string): void {
  if (labels.metricName === `${name}_count`) metric.count = value;
  else if (labels.metricName === `${name}_sum`) metric.sum = value;
  else if (labels.has('le')) (metric.buckets ??= {})[labels.get('le')] = value;
  else if (labels.has('quantile')) (metric.quantiles ??= {})[labels.get('quantile')] = value;
  else metric.value = value;
}

/** A number as Go prints it: with an exponent of two digits at least, for what is large or small. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits, exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= SMALLEST_PLAIN_POWER && power < LARGE_POWER)) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
