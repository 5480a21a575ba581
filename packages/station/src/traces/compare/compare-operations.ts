import type { OperationStats, Span, TimeRange } from '@telltale/model';
import type { ComparedFigures, ComparedOperation } from '../../contract.ts';
import { byCalls } from '../red-figures.ts';

/** Figures of the operations of a set. */
export type OperationFigures = readonly {
  readonly service: string;
  readonly operation: string;
  readonly figures: ComparedFigures;
}[];

/** What a store counted over a range: all calls. */
export function figuresOfRange(
  operations: readonly OperationStats[],
  { startMs, endMs }: TimeRange,
): OperationFigures {
  const seconds = (endMs - startMs) / 1000;
  return operations.map(({ service, operation, calls, errors, durationMs: { p50, p95 } }) => ({
    service,
    operation,
    figures: { calls, errors, frequency: calls / seconds, durationMs: { p50, p95 } },
  }));
}

/** What is in the traces that were looked at; percentiles are exact. */
export function figuresOfTraces(traces: readonly (readonly Span[])[]): OperationFigures {
  const groups = Map.groupBy(traces.flat(), ({ service, name }) => JSON.stringify([service, name]));
  return [...groups.values()].map((spans) => {
    const durations = spans.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
    const percentile = (share: number) => durations[Math.ceil(share * durations.length) - 1];
    return {
      service: spans[0].service,
      operation: spans[0].name,
      figures: {
        calls: spans.length,
        errors: spans.filter(({ status }) => status === 'error').length,
        frequency: spans.length / traces.length,
        durationMs: { p50: percentile(0.5), p95: percentile(0.95) },
      },
    };
  });
}

/** The operations of both sets, the busiest first. */
export function compareOperations(
  selection: OperationFigures,
  baseline: OperationFigures,
): ComparedOperation[] {
  const keyOf = ({ service, operation }: OperationFigures[number]) => JSON.stringify([service, operation]);
  const before = new Map(baseline.map((one) => [keyOf(one), one]));
  const now = new Map(selection.map((one) => [keyOf(one), one]));
  const compared = [...new Map([...before, ...now])].map(([key, { service, operation }]) => {
    const figures = { selection: now.get(key)?.figures ?? null, baseline: before.get(key)?.figures ?? null };
    const calls = (figures.selection?.calls ?? 0) + (figures.baseline?.calls ?? 0);
    return { calls, operation: { service, operation, ...figures } };
  });
  return compared
    .sort(byCalls(({ operation: one }) => `${one.service}\0${one.operation}`))
    .map(({ operation }) => operation);
}
