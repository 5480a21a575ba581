import type { AnsweredQuery } from '../../data/aligned-columns.ts';
import { nameSeries } from '../../format/series-names.ts';

/** A series with what it is now. */
export interface LatestValue {
  /** Unique within the panel. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `null` where there is no value now. */
  readonly value: number | null;
  /** Place of the query in the panel, from 0. */
  readonly query: number;
}

/** The newest value of each series of a panel, in the order of queries and names. */
export function latestValues(answers: readonly AnsweredQuery[], title: string): readonly LatestValue[] {
  const used = new Map<string, number>();
  return answers.flatMap(({ legend, result }, query) => {
    const names = nameSeries(
      legend,
      result.series.map(({ labels }) => labels),
      title,
    );
    const values = result.series.map(({ labels, values: all }, i) => ({
      name: names[i],
      labels,
      value: all.at(-1) ?? null,
      query,
    }));
    return values
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
      .map((one) => ({ ...one, name: uniqueName(one.name, used) }));
  });
}

function uniqueName(name: string, used: Map<string, number>): string {
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : uniqueName(`${name} (${count})`, used);
}
