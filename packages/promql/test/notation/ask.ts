import type { Expr, QueryService } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { PromqlError } from '../../src/errors/promql-error.ts';
import { differenceOf, valueDifference } from './compare-result.ts';
import { describeExpectation, fits } from './expectation.ts';
import type { EvalCommand } from './script.ts';

const STEP_MS = 60_000;

/**
 * Why a case fails when its query is asked so; `undefined` if it passes. Rejects with what the
 * engine rejects with unexpectedly. An instant query is asked at `timeMs`.
 */
export async function failureOf(
  command: EvalCommand,
  query: string | Expr,
  engine: QueryService,
  timeMs = command.startMs,
): Promise<string | undefined> {
  const { startMs, endMs, stepMs } = command;
  const fail = command.expectations.find(({ what }) => what === 'fail');
  try {
    const result =
      stepMs === 0
        ? await engine.instant(query, timeMs)
        : await engine.range(query, { startMs, endMs, stepMs });
    return fail ? 'expected to fail, but succeeded' : differenceOf(command, result);
  } catch (error) {
    const isExpected = fail && error instanceof TelltaleError && error.code !== 'TT_QUERY_UNSUPPORTED';
    if (!isExpected) throw error;
    const text = error instanceof PromqlError ? error.reason : error.message;
    return fits(fail, text) ? undefined : `expected to fail with ${describeExpectation(fail)}, got ${text}`;
  }
}

/** Why the middle of a range is not what the case expects of its query; `undefined` if it is. */
export async function middleOfRange(
  command: EvalCommand,
  query: Expr,
  timeMs: number,
  engine: QueryService,
): Promise<string | undefined> {
  const range = { startMs: timeMs - STEP_MS, endMs: timeMs + STEP_MS, stepMs: STEP_MS };
  const { value } = await engine.range(query, range);
  if (value.type !== 'matrix') return `expected a matrix, got ${value.type}`;
  const samples = value.series.flatMap(({ labels, timestamps, values, histograms }) => {
    const at = timestamps.indexOf(timeMs);
    if (at === -1) return [];
    const histogram = histograms?.[at];
    return [{ labels, timestampMs: timeMs, value: values[at], ...(histogram && { histogram }) }];
  });
  if (command.scalar === undefined) return valueDifference(command, { type: 'vector', samples });
  if (samples.length !== 1) return `expected one series, got ${samples.length}`;
  return valueDifference(command, { type: 'scalar', timestampMs: timeMs, value: samples[0].value });
}
