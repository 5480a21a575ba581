/** A counter with labels. */
interface LabelledCounter<Labels> {
  zero(labels: Labels): void;
  inc(labels: Labels, step: number): void;
}

/**
 * Brings counters to totals that are counted elsewhere. A total that falls, as of a rule group that was
 * loaded anew, counts from zero again: a counter never falls.
 */
export type RaiseTo = <Labels extends object>(
  counter: LabelledCounter<Labels>,
  labels: NoInfer<Labels>,
  total: number,
) => void;

/** Knows no totals yet. */
export function createTotals(): RaiseTo {
  const known = new Map<object, Map<string, number>>();
  return (counter, labels, total) => {
    const totals = known.get(counter) ?? new Map<string, number>();
    known.set(counter, totals);
    const key = JSON.stringify(labels);
    const last = totals.get(key);
    if (last === undefined) counter.zero(labels);
    counter.inc(labels, last === undefined || total < last ? total : total - last);
    totals.set(key, total);
  };
}
