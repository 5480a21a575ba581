import type { Exemplar, ExemplarStore, TimeRange } from '@telltale/model';
import type { BatchExemplar } from '../contract.ts';
import { selectorsOf } from './selectors-of.ts';

/** As OpenTelemetry's and Prometheus' own libraries write it. */
const TRACE_LABELS = ['trace_id', 'traceID', 'traceId'];
/** What tells the series of one histogram apart, and says nothing of a measurement. */
const HIDDEN_LABELS = new Set(['__name__', 'le']);

/**
 * The measurements of a trace that the series of these queries keep, ascending in time. One that several series
 * have, as those of a histogram and of its count, is told once.
 */
export async function readTracedExemplars(
  queries: readonly string[],
  { startMs, endMs }: TimeRange,
  store: ExemplarStore,
): Promise<readonly BatchExemplar[]> {
  const found = new Map<string, BatchExemplar>();
  for (const matchers of queries.flatMap((query) => selectorsOf(query))) {
    for (const { labels, exemplars } of await store.exemplars({ matchers, startMs, endMs })) {
      const shown = Object.fromEntries([...labels.entries()].filter(([name]) => !HIDDEN_LABELS.has(name)));
      for (const exemplar of exemplars) {
        const traceId = traceOf(exemplar);
        const { value, timestampMs: atMs } = exemplar;
        if (traceId === undefined || !Number.isFinite(value)) continue;
        const key = `${traceId} ${atMs} ${value}`;
        if (!found.has(key)) found.set(key, { atMs, value, traceId, labels: shown });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.atMs - b.atMs);
}

/**
 * At most `limit` of them, spread evenly over the range: of each stretch of time the largest, which somebody looks
 * for. The largest of all is always among them.
 */
export function thinExemplars<T extends { readonly atMs: number; readonly value: number }>(
  exemplars: readonly T[],
  { startMs, endMs }: TimeRange,
  limit: number,
): readonly T[] {
  if (exemplars.length <= limit) return exemplars;
  const stretchMs = Math.max(1, endMs - startMs) / limit;
  const largest = new Map<number, T>();
  for (const one of exemplars) {
    const slot = Math.min(limit - 1, Math.max(0, Math.floor((one.atMs - startMs) / stretchMs)));
    const other = largest.get(slot);
    if (other === undefined || one.value > other.value) largest.set(slot, one);
  }
  return [...largest.values()].toSorted((a, b) => a.atMs - b.atMs);
}

function traceOf({ labels }: Exemplar): string | undefined {
  return TRACE_LABELS.map((name) => labels.get(name)).find((id) => id !== '');
}
