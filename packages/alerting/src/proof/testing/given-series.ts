import type { RuleTestValue } from '@telltale/formats';
import { LabelSet, TelltaleError, bitsOf, staleColumn, writeStaleAt } from '@telltale/model';
import type { MetricAppender } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

/** A series that a test gives, with one sample an interval from the start. */
export interface GivenSeries {
  /** Name included. */
  readonly labels: LabelSet;
  readonly values: readonly RuleTestValue[];
}

/** When given samples are. */
export interface SampleTimes {
  /** Unix milliseconds of the first sample. */
  readonly startMs: number;
  readonly intervalMs: number;
}

/**
 * Reads the name and labels of a series: `up{job="shop"}`.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX; TT_USAGE for a matcher that is not `=`.
 */
export function parseSeriesName(text: string): LabelSet {
  const expr = parseExpr(text);
  if (expr.kind !== 'vector' || expr.matchers.some(({ op }) => op !== '=')) {
    const fix = 'Write its name and its labels: up{job="shop"}.';
    throw new TelltaleError('TT_USAGE', `${text} is not one series.`, { fix });
  }
  const labels = expr.matchers.map(({ name, value }) => [name, value] as const);
  return LabelSet.from(expr.metric === undefined ? labels : [['__name__', expr.metric], ...labels]);
}

/** Gives a store the samples of series, as far as time has come. */
export interface SeriesFeed {
  /** Appends all samples up to a time that are not there yet. */
  appendUntil(timeMs: number): void;
}

/** Of two series of the same labels the last one counts, as in Prometheus' tests. */
export function createSeriesFeed(
  series: readonly GivenSeries[],
  times: SampleTimes,
  appender: MetricAppender,
): SeriesFeed {
  const unique = [...new Map(series.map((one) => [one.labels.key, one])).values()];
  const ids = unique.map(({ labels }) => appender.intern(labels));
  const rows = Math.max(0, ...unique.map(({ values }) => values.length));
  let next = 0;
  return {
    appendUntil: (timeMs) => {
      for (; next < rows; next++) {
        const timestampMs = times.startMs + next * times.intervalMs;
        if (timestampMs > timeMs) return;
        appendRow(unique, ids, next, timestampMs, appender);
      }
    },
  };
}

function appendRow(
  series: readonly GivenSeries[],
  ids: readonly number[],
  row: number,
  timestampMs: number,
  appender: MetricAppender,
): void {
  const present = series.flatMap(({ values }, i) => {
    const value = values.at(row);
    return row >= values.length || value === undefined || value === 'missing' ? [] : [{ id: ids[i], value }];
  });
  if (present.length === 0) return;
  const values = staleColumn(present.length);
  const bits = bitsOf(values);
  for (const [i, { value }] of present.entries()) {
    if (value === 'stale') writeStaleAt(bits, i);
    else values[i] = typeof value === 'number' ? value : 0;
  }
  const histograms = present.map(({ value }) => (typeof value === 'object' ? value : undefined));
  const hasHistograms = histograms.some((histogram) => histogram !== undefined);
  appender.append({
    group: 'given',
    timestampMs,
    ids: present.map(({ id }) => id),
    values,
    ...(hasHistograms && { histograms }),
  });
}
