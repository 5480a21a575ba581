import type { LatestValue } from '../latest/latest-values.ts';

/** Series of all queries with the same labels. */
export interface ValueRow {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  /** By place of the query. */
  readonly values: ReadonlyMap<number, number | null>;
}

/** Labels that tell rows apart, by name; the name of the metric is told by the panel. */
export function labelColumns(values: readonly LatestValue[]): readonly string[] {
  const seen = new Map<string, Set<string>>();
  for (const { labels } of values) {
    for (const [name, value] of Object.entries(labels)) {
      if (name === '__name__') continue;
      seen.set(name, (seen.get(name) ?? new Set()).add(value));
    }
  }
  const names = [...seen.keys()].toSorted();
  const telling = names.filter((name) => {
    const isEverywhere = values.every(({ labels }) => Object.hasOwn(labels, name));
    return (seen.get(name)?.size ?? 0) > 1 || !isEverywhere;
  });
  return telling.length > 0 ? telling : names.slice(0, 1);
}

/** One row for each set of labels, with the values of all queries that have it. */
export function valueRows(values: readonly LatestValue[]): readonly ValueRow[] {
  const rows = new Map<
    string,
    { readonly labels: LatestValue['labels']; readonly values: Map<number, number | null> }
  >();
  for (const { labels, query, value } of values) {
    const { __name__: _, ...rest } = labels;
    const key = JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const row = rows.get(key) ?? { labels: rest, values: new Map<number, number | null>() };
    row.values.set(query, value);
    rows.set(key, row);
  }
  return [...rows].map(([key, row]) => ({ key, ...row }));
}
