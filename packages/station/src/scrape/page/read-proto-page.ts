import type { MetricMetadata } from '@telltale/model';
import { LabelSet, formatSampleNumber } from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import type {
  PrometheusExemplar,
  PrometheusFamily,
  PrometheusFamilyType,
  PrometheusLabels,
  PrometheusMetric,
  PrometheusValue,
} from '@telltale/model/wire';
import { toNativeHistogram } from './native-histogram.ts';
import type { ReadingSink } from './reading-sink.ts';

type HistogramValue = Extract<PrometheusValue, { kind: 'histogram' }>;
type SummaryValue = Extract<PrometheusValue, { kind: 'summary' }>;

export interface ProtoPageOptions {
  /** Whether the classic buckets of a histogram that has native ones are kept too. */
  readonly keepsClassic: boolean;
}

const TYPES: Readonly<Record<PrometheusFamilyType, MetricMetadata['type']>> = {
  counter: 'counter',
  gauge: 'gauge',
  summary: 'summary',
  untyped: 'unknown',
  histogram: 'histogram',
  gaugehistogram: 'histogram',
};

/**
 * Reads a page in Prometheus' protocol buffers, the only form with native histograms.
 *
 * @throws TelltaleError `TT_EXPOSITION`
 */
export function readProtoPage(body: Uint8Array, options: ProtoPageOptions, sink: ReadingSink): void {
  for (const family of parsePrometheusProto(body)) {
    const { name, help, unit } = family;
    sink.metadata(name, { type: TYPES[family.type], help, unit });
    for (const metric of family.metrics) new MetricReader(family, metric, sink).read(options);
  }
}

/** Gives the samples of one metric of a family. */
class MetricReader {
  readonly #family: PrometheusFamily;
  readonly #metric: PrometheusMetric;
  readonly #sink: ReadingSink;

  constructor(family: PrometheusFamily, metric: PrometheusMetric, sink: ReadingSink) {
    this.#family = family;
    this.#metric = metric;
    this.#sink = sink;
  }

  read({ keepsClassic }: ProtoPageOptions): void {
    const { value } = this.#metric;
    switch (value.kind) {
      case 'counter':
        this.#exemplar(this.#sample('', value.value), value.exemplar);
        break;
      case 'gauge':
      case 'untyped':
        this.#sample('', value.value);
        break;
      case 'summary':
        this.#summary(value);
        break;
      case 'histogram':
        if (value.native !== undefined) this.#native(value);
        if (value.native === undefined || keepsClassic) this.#classic(value);
    }
  }

  #summary({ count, sum, quantiles }: SummaryValue): void {
    for (const { quantile, value } of quantiles) {
      this.#sample('', value, [['quantile', formatSampleNumber(quantile)]]);
    }
    this.#sample('_sum', sum);
    this.#sample('_count', count);
  }

  #classic({ count, sum, buckets }: HistogramValue): void {
    for (const { upperBound, cumulativeCount, exemplar } of buckets) {
      this.#exemplar(this.#bucket(upperBound, cumulativeCount), exemplar);
    }
    if (buckets.at(-1)?.upperBound !== Infinity) this.#bucket(Infinity, count);
    this.#sample('_sum', sum);
    this.#sample('_count', count);
  }

  #bucket(upperBound: number, count: number): string {
    return this.#sample('_bucket', count, [['le', formatSampleNumber(upperBound)]]);
  }

  #native(value: HistogramValue): void {
    const key = this.#key('', []);
    const isGauge = this.#family.type === 'gaugehistogram';
    const histogram = toNativeHistogram(this.#family.name, value, isGauge);
    this.#sink.histogram(key, () => this.#labels('', []), histogram);
    for (const { exemplar } of value.buckets) this.#exemplar(key, exemplar);
  }

  /** Returns the key of the series. */
  #sample(suffix: string, value: number, more: PrometheusLabels = []): string {
    const key = this.#key(suffix, more);
    this.#sink.sample(key, () => this.#labels(suffix, more), value);
    return key;
  }

  #exemplar(key: string, exemplar: PrometheusExemplar | undefined): void {
    if (exemplar === undefined) return;
    const { labels, value, timestampMs } = exemplar;
    const read = { labels: LabelSet.from(labels), value };
    this.#sink.exemplar(key, timestampMs === undefined ? read : { ...read, timestampMs });
  }

  #key(suffix: string, more: PrometheusLabels): string {
    return JSON.stringify([this.#family.name + suffix, this.#metric.labels, more]);
  }

  #labels(suffix: string, more: PrometheusLabels): LabelSet {
    return LabelSet.from([...this.#metric.labels, ...more, ['__name__', this.#family.name + suffix]]);
  }
}
