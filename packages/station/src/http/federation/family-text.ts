import { escapeLabelValue, formatSampleNumber } from '@telltale/model';
import type { PrometheusFamily, PrometheusMetric } from '@telltale/model/wire';
import { isPlainName } from './name-escaping.ts';

/**
 * A federated family in the text format or OpenMetrics. Native histograms have no text and are left
 * out; one with custom bounds is a classic histogram.
 */
export function familyText({ name, type, metrics }: PrometheusFamily, isOpenMetrics: boolean): string {
  const lines = metrics.flatMap((metric) => metricLines(name, metric, isOpenMetrics));
  if (lines.length === 0) return '';
  const printed = isPlainName(name, 'metric') ? name : quote(name);
  const typeName = type === 'untyped' && isOpenMetrics ? 'unknown' : type;
  return `# TYPE ${printed} ${typeName}\n${lines.join('\n')}\n`;
}

function metricLines(
  name: string,
  { labels, value, timestampMs = 0 }: PrometheusMetric,
  isOpenMetrics: boolean,
): string[] {
  const time = isOpenMetrics ? timestampMs / 1000 : timestampMs;
  const line = (suffix: string, number: number, more: PrometheusMetric['labels'] = []) =>
    `${seriesText(name + suffix, [...labels, ...more])} ${formatSampleNumber(number)} ${time}`;
  if (value.kind === 'untyped') return [line('', value.value)];
  if (value.kind !== 'histogram' || value.native) return [];
  const buckets = [...value.buckets, { upperBound: Infinity, cumulativeCount: value.count }];
  return [
    ...buckets.map(({ upperBound, cumulativeCount }) =>
      line('_bucket', cumulativeCount, [['le', formatSampleNumber(upperBound)]]),
    ),
    line('_sum', value.sum),
    line('_count', value.count),
  ];
}

function seriesText(name: string, labels: PrometheusMetric['labels']): string {
  const isPlain = isPlainName(name, 'metric');
  const parts = labels.map(
    ([label, value]) => `${isPlainName(label, 'label') ? label : quote(label)}=${quote(value)}`,
  );
  if (!isPlain) parts.unshift(quote(name));
  const braces = parts.length === 0 ? '' : `{${parts.join(',')}}`;
  return isPlain ? name + braces : braces;
}

function quote(text: string): string {
  return `"${escapeLabelValue(text)}"`;
}
