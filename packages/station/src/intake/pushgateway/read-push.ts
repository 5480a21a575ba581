import type { MetricFamily, MetricMetadata } from '@telltale/model';
import { LabelSet, formatSampleNumber, parseExposition } from '@telltale/model';
import { joinRuns, parsePrometheusProto } from '@telltale/model/wire';
import type {
  PrometheusFamily,
  PrometheusFamilyType,
  PrometheusMetric,
  PrometheusValue,
} from '@telltale/model/wire';
import { RefusedRequest } from '../body/refused-request.ts';
import { labelProblem } from '../metrics/label-limits.ts';
import type { GroupingLabels } from './grouping-key.ts';
import type { PushedFamily, PushedSeries } from './pushed-family.ts';

const PROTO = 'application/vnd.google.protobuf';
const NEWLINE = 0x0a;
const TYPES: Readonly<Record<PrometheusFamilyType, MetricMetadata['type']>> = {
  counter: 'counter',
  gauge: 'gauge',
  summary: 'summary',
  untyped: 'unknown',
  histogram: 'histogram',
  gaugehistogram: 'histogram',
};

/** What was pushed, before it belongs to a group. */
export interface PushedPage {
  readonly families: readonly PushedFamily[];
  /** A gateway shows when it is asked: times of its own would be of no use. */
  readonly hasTimestamps: boolean;
}

type Family = Omit<MetricFamily, 'samples'> & { readonly samples: readonly Sample[] };
type Sample = PushedSeries & { readonly timestampMs?: number };

/**
 * Reads a page of metrics, in text or in protocol buffers. All series get the labels of the group.
 *
 * @throws TelltaleError `TT_EXPOSITION` for a page that cannot be read
 * @throws RefusedRequest for series with more or longer labels than are kept
 */
export function readPush(
  body: Uint8Array,
  contentType: string,
  group: GroupingLabels,
  pushedMs: number,
): PushedPage {
  const isProto = contentType.trimStart().toLowerCase().startsWith(PROTO);
  const families: readonly Family[] = isProto
    ? parsePrometheusProto(body).map(familyOf)
    : parseExposition(checkedWhole(body), contentType).families;
  return {
    families: families
      .filter(({ samples }) => samples.length > 0)
      .map(({ name, type, help, unit, samples }) => ({
        name,
        type,
        help,
        unit,
        pushedMs,
        series: samples.map((sample) => inGroup(sample, group)),
      })),
    hasTimestamps: families.some(({ samples }) =>
      samples.some(({ timestampMs }) => timestampMs !== undefined),
    ),
  };
}

/** A text that was cut may still be a page, with half a number at its end. */
function checkedWhole(text: Uint8Array): Uint8Array {
  if (text.length === 0 || text[text.length - 1] === NEWLINE) return text;
  throw new RefusedRequest('malformed', 'the page does not end with a newline; it may have been cut');
}

/** Labels of the group go before those of the page. */
function inGroup({ labels, value, histogram }: Sample, group: GroupingLabels): PushedSeries {
  const all = [...labels.entries(), ...Object.entries(group)];
  const problem = labelProblem(all);
  if (problem !== undefined) {
    throw new RefusedRequest('malformed', `${labels.metricName}: ${WORDS[problem] ?? problem}`);
  }
  return { labels: LabelSet.from(all), value, ...(histogram && { histogram }) };
}

const WORDS: Readonly<Record<string, string>> = {
  too_many_labels: 'there are more labels than are kept',
  too_long: 'a name or a label is longer than is kept',
};

function familyOf(family: PrometheusFamily): Family {
  const { name, help, unit, type, metrics } = family;
  return {
    name,
    help,
    unit,
    type: TYPES[type],
    samples: metrics.flatMap((metric) => samplesOf(family, metric)),
  };
}

function samplesOf(
  { name, type }: PrometheusFamily,
  { labels, value, timestampMs }: PrometheusMetric,
): Sample[] {
  const sample = (
    suffix: string,
    number: number,
    more: readonly (readonly [string, string])[] = [],
  ): Sample => ({
    labels: LabelSet.from([...labels, ...more, ['__name__', name + suffix]]),
    value: number,
    ...(timestampMs !== undefined && { timestampMs }),
  });
  switch (value.kind) {
    case 'counter':
    case 'gauge':
    case 'untyped':
      return [sample('', value.value)];
    case 'summary':
      return [
        ...value.quantiles.map((one) =>
          sample('', one.value, [['quantile', formatSampleNumber(one.quantile)]]),
        ),
        sample('_sum', value.sum),
        sample('_count', value.count),
      ];
    case 'histogram':
      if (value.native) return [{ ...sample('', 0), histogram: nativeOf(value, type === 'gaugehistogram') }];
      return [
        ...bucketsOf(value).map(([bound, count]) =>
          sample('_bucket', count, [['le', formatSampleNumber(bound)]]),
        ),
        sample('_sum', value.sum),
        sample('_count', value.count),
      ];
  }
}

type HistogramValue = Extract<PrometheusValue, { kind: 'histogram' }>;

function bucketsOf({ buckets, count }: HistogramValue): readonly (readonly [bound: number, count: number])[] {
  const all = buckets.map(({ upperBound, cumulativeCount }) => [upperBound, cumulativeCount] as const);
  return buckets.at(-1)?.upperBound === Infinity ? all : [...all, [Infinity, count]];
}

function nativeOf(
  { count, sum, native }: HistogramValue,
  isGauge: boolean,
): NonNullable<Sample['histogram']> {
  const { schema = 0, zeroThreshold = 0, zeroCount = 0, positive = [], negative = [] } = native ?? {};
  return {
    schema,
    count,
    sum,
    zeroThreshold,
    zeroCount,
    positive: joinRuns(positive),
    negative: joinRuns(negative),
    customValues: [],
    counterReset: isGauge ? 'gauge' : 'unknown',
  };
}
