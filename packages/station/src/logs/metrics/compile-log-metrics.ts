import type { ResolvedLogMetric } from '@telltale/definition';
import { TelltaleError, compileLogFilter, decimalNumber, recordField } from '@telltale/model';
import type { CompileRegexp, LogRecord, LogTest } from '@telltale/model';

/** A metric of logs, ready to look at records. */
export interface CompiledLogMetric extends Pick<
  ResolvedLogMetric,
  'name' | 'kind' | 'help' | 'unit' | 'buckets' | 'maxSeries'
> {
  readonly labelNames: readonly string[];
  /** Whether a record is meant. */
  readonly test: LogTest;
  /** The labels of a record's series; empty texts where it has no such field. */
  readonly labelsOf: (record: LogRecord) => Readonly<Record<string, string>>;
  /** What a record adds; NaN where it has no number. */
  readonly numberOf: (record: LogRecord) => number;
}

/**
 * Makes metrics of logs ready.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a regular expression that is none.
 */
export function compileLogMetrics(
  metrics: readonly ResolvedLogMetric[],
  compileRegexp: CompileRegexp,
): readonly CompiledLogMetric[] {
  return metrics.map((metric) => {
    const { name, kind, help, unit, buckets, maxSeries, labels, filter, value, scale } = metric;
    const fields = Object.entries(labels);
    return {
      name,
      kind,
      help,
      unit,
      ...(buckets && { buckets }),
      ...(maxSeries !== undefined && { maxSeries }),
      labelNames: Object.keys(labels),
      test: testOf(name, () => compileLogFilter(filter, compileRegexp)),
      labelsOf: (record) =>
        Object.fromEntries(fields.map(([label, field]) => [label, recordField(record, field) ?? ''])),
      numberOf:
        value === undefined
          ? () => scale
          : (record) => decimalNumber(recordField(record, value) ?? '') * scale,
    };
  });
}

function testOf(name: string, compile: () => LogTest): LogTest {
  try {
    return compile();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_DEFINITION_INVALID', `logs.metrics.${name}.query: ${reason}`, { cause });
  }
}
