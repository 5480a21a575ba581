type Labels = Readonly<Record<string, string>>;

/** Labels that get a column of their own; a wider table cannot be read. */
const MAX_COLUMNS = 8;

/** Labels that are columns: the metric first, those in which most series differ before others. */
export function labelColumns(all: readonly Labels[]): {
  readonly names: readonly string[];
  /** Whether there are more labels than columns. */
  readonly hasRest: boolean;
} {
  const values = new Map<string, Set<string>>();
  for (const labels of all) {
    for (const [name, value] of Object.entries(labels)) {
      const known = values.get(name);
      if (known === undefined) values.set(name, new Set([value]));
      else known.add(value);
    }
  }
  const isMetric = (name: string): number => Number(name === '__name__');
  const byTelling = [...values].sort(
    ([a, ofA], [b, ofB]) => isMetric(b) - isMetric(a) || ofB.size - ofA.size || (a < b ? -1 : 1),
  );
  const names = byTelling.slice(0, MAX_COLUMNS).map(([name]) => name);
  return { names, hasRest: byTelling.length > MAX_COLUMNS };
}
