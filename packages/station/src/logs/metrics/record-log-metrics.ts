import type { LogRecord } from '@telltale/model';
import type { Registry } from '@telltale/sdk';
import type { LogIntake } from '../../intake/intake.ts';
import type { CompiledLogMetric } from './compile-log-metrics.ts';

/** Counts, or observes, one record. */
type Recorder = (record: LogRecord, value: number) => void;

/**
 * Keeps metrics of the log records that come in, in the registry of the station: it scrapes them with its own.
 * Series beyond the limit of a metric are added up in one more. Records whose number is missing are counted.
 */
export function recordLogMetrics(
  metrics: readonly CompiledLogMetric[],
  registry: Registry,
  intake: Pick<LogIntake, 'onRecords'>,
): void {
  if (metrics.length === 0) return;
  const unusable = registry.counter('telltale_log_metrics_unusable_records_total', {
    help: 'Log records that a metric of logs is made of, but without the number that it takes.',
    labels: { metric: metrics.map(({ name }) => name) },
  });
  const recorded = metrics.map((metric) => ({ ...metric, record: recorderOf(metric, registry) }));
  intake.onRecords((records) => {
    for (const { name, kind, test, numberOf, record } of recorded) {
      for (const one of records) {
        if (!test(one)) continue;
        const value = numberOf(one);
        // A counter only goes up.
        if (Number.isFinite(value) && (value >= 0 || kind === 'histogram')) record(one, value);
        else unusable.inc({ metric: name });
      }
    }
  });
}

/** Metrics without labels have one series, which is there before the first record. */
function recorderOf(metric: CompiledLogMetric, registry: Registry): Recorder {
  const { name, help, unit, kind, buckets = [], maxSeries, labelNames, labelsOf } = metric;
  const options = { help, unit, exemplars: true, ...(maxSeries !== undefined && { maxSeries }) };
  const labels: Readonly<Record<string, 'any'>> = Object.fromEntries(
    labelNames.map((label) => [label, 'any']),
  );
  if (kind === 'counter' && labelNames.length === 0) {
    const counter = registry.counter(name, options);
    return (record, value) => counter.inc(value, exemplarOf(record));
  }
  if (kind === 'counter') {
    const counter = registry.counter(name, { ...options, labels });
    return (record, value) => counter.inc(labelsOf(record), value, exemplarOf(record));
  }
  if (labelNames.length === 0) {
    const histogram = registry.histogram(name, { ...options, buckets });
    return (record, value) => histogram.observe(value, exemplarOf(record));
  }
  const histogram = registry.histogram(name, { ...options, buckets, labels });
  return (record, value) => histogram.observe(labelsOf(record), value, exemplarOf(record));
}

/** The trace that a record was logged in. */
function exemplarOf({ traceId, spanId }: LogRecord) {
  if (traceId === undefined) return undefined;
  return { exemplar: { trace_id: traceId, ...(spanId !== undefined && { span_id: spanId }) } };
}
