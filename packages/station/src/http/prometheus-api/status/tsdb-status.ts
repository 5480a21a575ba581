import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LabelSet } from '@telltale/model';

/** A name with its count. */
export interface NamedCount {
  readonly name: string;
  readonly value: number;
}

/** Which names, labels and values the series of a store are made of: the largest first. */
export interface Cardinality {
  readonly labelPairs: number;
  readonly seriesCountByMetricName: readonly NamedCount[];
  readonly labelValueCountByLabelName: readonly NamedCount[];
  readonly memoryInBytesByLabelName: readonly NamedCount[];
  readonly seriesCountByLabelValuePair: readonly NamedCount[];
}

/** Series that are counted before other work gets its turn. */
const SERIES_PER_TURN = 5000;

/** Counts what series are made of; of each list at most `limit` entries. */
export async function cardinalityOf(series: readonly LabelSet[], limit: number): Promise<Cardinality> {
  const byLabel = new Map<string, Map<string, number>>();
  for (const [index, labels] of series.entries()) {
    if (index % SERIES_PER_TURN === SERIES_PER_TURN - 1) await nextTurn();
    for (const [name, value] of labels.entries()) {
      const counts = byLabel.get(name) ?? new Map<string, number>();
      byLabel.set(name, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  }
  const pairs = [...byLabel].flatMap(([name, counts]) =>
    [...counts].map(([value, count]) => ({ name: `${name}=${value}`, value: count })),
  );
  const perLabel = (count: (counts: ReadonlyMap<string, number>) => number) =>
    largest(
      [...byLabel].map(([name, counts]) => ({ name, value: count(counts) })),
      limit,
    );
  const names = [...(byLabel.get('__name__') ?? [])].map(([name, value]) => ({ name, value }));
  return {
    labelPairs: pairs.length,
    seriesCountByMetricName: largest(names, limit),
    labelValueCountByLabelName: perLabel((counts) => counts.size),
    memoryInBytesByLabelName: perLabel(textBytes),
    seriesCountByLabelValuePair: largest(pairs, limit),
  };
}

/** As Prometheus has it: the bytes of a value once for each of its series. */
function textBytes(counts: ReadonlyMap<string, number>): number {
  let bytes = 0;
  for (const [value, count] of counts) bytes += Buffer.byteLength(value) * count;
  return bytes;
}

function largest(counts: readonly NamedCount[], limit: number): NamedCount[] {
  return counts.toSorted((a, b) => b.value - a.value).slice(0, limit);
}
