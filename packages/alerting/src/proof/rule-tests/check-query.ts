import type { ExpectedSample, QueryCheck } from '@telltale/formats';
import { printSeriesValues } from '@telltale/formats';
import { compareLabelSets } from '@telltale/model';
import type { LabelSet, NativeHistogram, QueryValue } from '@telltale/model';
import { LabelSet as Labels } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { parseSeriesName } from '../testing/given-series.ts';
import type { AlertRun } from '../testing/run-alerts.ts';
import type { CheckFailure } from './check-failure.ts';
import { withSubquerySteps } from './with-subquery-steps.ts';

interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** How results are compared. */
export interface QueryCheckOptions {
  /** Whether values may differ in their last bit. */
  readonly isFuzzy: boolean;
  /** Step of subqueries that have none. */
  readonly stepMs: number;
}

/** How the result of a query differs from what a check expects; `undefined` if it does not. */
export async function checkQuery(
  run: AlertRun,
  check: QueryCheck,
  { isFuzzy, stepMs }: QueryCheckOptions,
): Promise<CheckFailure | undefined> {
  const { expr, atMs } = check;
  const subject = `query ${expr}`;
  try {
    const expected = check.samples.map(sampleOf).toSorted(byLabels);
    const { value } = await run.query(withSubquerySteps(parseExpr(expr), stepMs), run.startMs + atMs);
    const got = samplesOf(value).toSorted(byLabels);
    const isSame =
      expected.length === got.length && expected.every((one, i) => isEqual(one, got[i], isFuzzy));
    if (isSame) return undefined;
    return {
      subject,
      atMs,
      expected: expected.map(describe),
      got: got.map(describe),
      remarks: remarks(expected),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      subject,
      atMs,
      expected: check.samples.map(({ labels }) => labels),
      got: [`error: ${message}`],
      remarks: [],
    };
  }
}

function sampleOf({ labels, value, histogram }: ExpectedSample): Sample {
  const series = labels.trim() === '' ? Labels.empty : parseSeriesName(labels);
  return { labels: series, value, ...(histogram && { histogram }) };
}

function samplesOf(value: QueryValue): readonly Sample[] {
  switch (value.type) {
    case 'vector':
      return value.samples;
    case 'scalar':
      return [{ labels: Labels.empty, value: value.value }];
    default:
      throw new Error(`the result is a ${value.type}, and only a vector or a scalar can be compared`);
  }
}

function byLabels(a: Sample, b: Sample): number {
  return compareLabelSets(a.labels, b.labels);
}

function isEqual(one: Sample, other: Sample, isFuzzy: boolean): boolean {
  if (!one.labels.equals(other.labels)) return false;
  if (one.histogram || other.histogram) return histogramText(one) === histogramText(other);
  return one.value === other.value || (isFuzzy && areNeighbours(one.value, other.value));
}

function histogramText({ histogram }: Sample): string {
  // The hint is what a reader knows of the sample before, not what the sample is.
  return histogram ? printSeriesValues([{ ...histogram, counterReset: 'unknown' }]) : '';
}

/** Whether no double lies between two numbers. */
function areNeighbours(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const [first, second] = new BigInt64Array(Float64Array.of(a, b).buffer);
  return a > 0 === b > 0 && (first - second === 1n || second - first === 1n);
}

function describe(sample: Sample): string {
  return `${sample.labels.toString()} ${sample.histogram ? histogramText(sample) : sample.value}`;
}

function remarks(expected: readonly Sample[]): readonly string[] {
  const isNan = expected.some(({ value }) => Number.isNaN(value));
  return isNan ? ['NaN equals nothing, itself included: ask for `x != x` instead'] : [];
}
